"""Attempts that are revised: what is forgotten with a lesson, and what stays."""

from msgspec.structs import replace

from tests.course_fixture import entry, task
from tui.attempt import Attempt
from tui.checks.tasks import Standing
from tui.model.course import Course, Lesson, Page
from tui.model.facts import Facts, HostFile
from tui.model.policies import Policies
from tui.model.progress import Progress, TaskRecord
from tui.model.reset import FolderLook, Plan
from tui.model.restore import Undo
from tui.revising import as_before, restarted, turned_over, under

LESSONS = tuple(
    Lesson(entry(str(number), id, id.title()), (Page("p", "P", ()),), (task("do", "p", "Do it."),), ())
    for number, id in enumerate(("one", "two"), 1)
)
COURSE = Course("c", "C", "1", (), LESSONS)
DONE = {"one/do": TaskRecord(done=True), "two/do": TaskRecord(done=True, hints=1)}
PROGRESS = Progress(course="c", course_version="1", tasks=DONE).at("two", "p")
ATTEMPT = Attempt(
    COURSE,
    PROGRESS,
    standings={key: Standing(done=True) for key in DONE},
    inserted=dict.fromkeys(DONE, 1),
    asked=dict.fromkeys(DONE, 1.0),
    facts=Facts(files={"out.txt": HostFile("file")}),
    tick="✓ Do it.",
)


def test_a_lesson_begins_anew_and_the_other_is_as_it_was():
    anew = restarted(ATTEMPT, Plan(lesson="two", title="Two"), 5.0)
    assert anew.progress.tasks == {"one/do": DONE["one/do"]}
    assert not anew.standings["two/do"].done
    assert anew.standings["one/do"].done
    assert (anew.inserted, anew.asked) == ({"one/do": 1}, {"one/do": 1.0})
    assert (anew.facts, anew.tick, anew.arrived) == (Facts(), "", 5.0)


def test_an_undone_restore_leaves_only_what_was_kept():
    """Where the learner was, with what they had done; all else is looked at again."""
    there = replace(ATTEMPT, progress=PROGRESS.at("one", "p").with_task("one/do", TaskRecord()))
    back = as_before(there, Undo("Lesson 1", PROGRESS, ("one",), FolderLook()), 5.0)
    assert (back.lesson.entry.id, back.progress.tasks) == ("two", DONE)
    assert (back.inserted, back.asked, back.facts, back.tick) == ({}, {}, Facts(), "")


def test_a_tick_by_hand_can_be_taken_back():
    open_ = replace(ATTEMPT, progress=Progress(course="c", course_version="1"), standings={})
    ticked = turned_over(open_, LESSONS[0].tasks[0])
    assert ticked.progress.record("one/do").hand
    assert ticked.standing(LESSONS[0].tasks[0]).done
    back = turned_over(ticked, LESSONS[0].tasks[0])
    assert back.progress.record("one/do") == TaskRecord()
    assert not back.standing(LESSONS[0].tasks[0]).done


def test_other_policies_change_nothing_else():
    assert replace(under(ATTEMPT, Policies(gate="hard")), course=COURSE) == ATTEMPT
