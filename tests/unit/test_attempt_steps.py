"""Steps of the lab's state beyond ticks: facts, predictions, skipping, solutions, going about, machines."""

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, event
from tui.attempt import Attempt
from tui.checks.verdict import Status
from tui.model import checks as ask
from tui.model.course import Course, Lesson, LessonEntry, Page, Prose
from tui.model.engine import ContainerDetails, EngineAnswers, EngineChanged, EngineIdentity, Snapshot
from tui.model.facts import Facts, HostFile
from tui.model.machine import Condition, Machine, Requires
from tui.model.progress import Progress, TaskRecord
from tui.model.tasks import Choice, Count, Question, Solution, Task
from tui.view.lesson import no_more_hints, page_view
from tui.view.lesson_summary import lesson_summary

DIED = ask.EventSeen(object="container", action="die", exit_code=0)


def task(id: str, check=DIED, page="one", **more) -> Task:
    more.setdefault("solution", Solution(lines=["docker run a", "docker run \\", "  b"], why="it runs them"))
    return Task(id=id, page=page, text=id, check=check, hints=["look", "type"], **more)


FILE = task("file", ask.FileIs(path="notes.txt", contains="hello"))
FINAL = task("final", ask.ContainerIs(image="app"), mode="final")
BUILDKIT = task("buildkit", requires=Requires(builder="buildkit"))
CLASSIC = task("classic", requires=Requires(builder="classic"))
FOR_CLASSIC = Solution(lines=["classic"], why="c", requires=Condition(builder="classic"))
FOR_BUILDKIT = Solution(lines=["buildkit"], why="b", requires=Condition(builder="buildkit"))
BOTH = task("both", solution=FOR_CLASSIC, alternatives=[FOR_BUILDKIT])
CHOICES = [Choice(text="no", why="wrong"), Choice(text="yes", correct=True, why="right")]
PREDICT = Question(id="predict", page="two", text="?", choices=CHOICES, settled_by=DIED)
COUNTED = Question(
    id="counted", page="two", text="?", kind="number", answer_from=Count(of="containers"), why="so many", otherwise="no"
)
ONLY_CLASSIC = Question(id="only", page="two", text="?", choices=CHOICES, requires=Condition(builder="classic"))


@pytest.fixture
def attempt() -> Attempt:
    entry = LessonEntry(id="first", number="1", title="First", minutes=1, folder="1")
    prose = (Prose("for all"), Prose("for classic", (Condition(builder="classic"),)))
    pages = (Page("one", "One", prose, exercise=3), Page("two", "Two", ()))
    tasks = (task("run"), FILE, FINAL, BUILDKIT, CLASSIC, BOTH)
    first = Lesson(entry, pages, tasks, (PREDICT, COUNTED, ONLY_CLASSIC))
    course = Course("c", "C", "1", (), (first,))
    fresh = Attempt(course, Progress(course="c", course_version="1"), work_folder="/work")
    answers = EngineAnswers(EngineIdentity("Docker", "20.10.24", "1.41"))
    return fresh.engine_reported(answers, 0.0).engine_reported(EngineChanged(Snapshot()), 0.0)


def happened(attempt: Attempt, at: float, *events, containers=()) -> Attempt:
    return attempt.engine_reported(EngineChanged(Snapshot(tuple(containers)), events), at)


def died(at: float):
    return event("container", "die", "a", at=at, exit_code=0)


def test_a_file_on_the_host_is_judged_once_it_was_looked_at(attempt):
    """It is wanted, gathered, and then the task is done."""
    assert attempt.wants.files == {"notes.txt"}
    found = attempt.facts_gathered(Facts(files={"notes.txt": HostFile("file", 5, 0, "hello")}), 1.0)
    assert found.standing(FILE).done
    assert not found.wants.files


def test_details_of_a_new_container_come_with_its_event(attempt):
    """And go when it is gone from the list."""
    details = ContainerDetails(user="1000")
    made = happened(attempt, 1.0, event("container", "create", "a", details=details), containers=[container("a")])
    assert list(made.facts.containers.values()) == [details]
    assert not happened(happened(made, 2.0), 3.0).facts.containers


def test_gathered_facts_do_not_lose_what_came_meanwhile(attempt):
    """A pass may have begun before the newest container was made."""
    details = ContainerDetails(user="1000")
    made = happened(attempt, 1.0, event("container", "create", "a", details=details), containers=[container("a")])
    assert list(made.facts_gathered(Facts(), 2.0).facts.containers.values()) == [details]


def test_a_prediction_is_told_once_it_was_tried(attempt):
    """Not before, and what happened before the answer does not count."""
    early = happened(attempt, 1.0, died(1.0))
    answered = early.answered(PREDICT, 1, 2.0)
    assert answered.marked(PREDICT) is None
    tried = happened(answered, 3.0, died(3.0))
    marked = tried.marked(PREDICT)
    assert marked is not None
    assert marked.right


def test_a_settled_prediction_stays_as_it_was(attempt):
    """Also after a restart, when the event is long gone."""
    tried = happened(attempt.answered(PREDICT, 0, 1.0), 2.0, died(2.0))
    assert tried.answered(PREDICT, 1, 3.0) == tried
    again = Attempt(tried.course, tried.progress)
    marked = again.marked(PREDICT)
    assert marked is not None
    assert not marked.right


def test_a_counted_answer_is_marked_by_the_count_of_that_moment(attempt):
    """A container that comes later does not make a right answer wrong."""
    one = happened(attempt, 1.0, containers=[container("a")])
    right = one.answered(COUNTED, "1", 2.0)
    more = happened(right, 3.0, containers=[container("a"), container("b")])
    marked = more.marked(COUNTED)
    assert marked is not None
    assert marked.right
    assert not more.answered(COUNTED, "1", 4.0).marked(COUNTED).right


def test_skipping_shows_the_answer(attempt):
    """And the task can still be done; one that is done can't be skipped."""
    run = attempt.lesson.tasks[0]
    skipped = attempt.skipped(run, 0.5)
    assert skipped.record(run).skipped
    assert skipped.record(run).shown
    assert not skipped.record(run).done
    done = happened(skipped, 1.0, died(1.0))
    assert (done.record(run).done, done.record(run).by) == (True, "shown")
    assert done.skipped(run, 2.0) == done


def test_what_needs_a_skipped_task_opens(attempt):
    """At once; also in a lab that was opened again."""
    needy = task("needy", needs=["run"])
    lesson = replace(attempt.lesson, tasks=(*attempt.lesson.tasks, needy))
    waiting = replace(attempt, course=replace(attempt.course, lessons=(lesson,))).machine_known(Machine(), 0.2)
    assert waiting.standing(needy).opened is None
    skipped = waiting.skipped(lesson.tasks[0], 0.5)
    assert skipped.standing(needy).opened == 0.5
    again = Attempt(skipped.course, skipped.progress).machine_known(Machine(), 7.0)
    assert again.standing(needy).opened == 7.0


def test_a_solutions_commands_are_inserted_one_by_one(attempt):
    """Lines that belong together go together; after the last one it begins again."""
    run = attempt.lesson.tasks[0]
    shown = attempt.solution_shown(run)
    view = page_view(shown).tasks[0]
    assert view.commands == (("docker run a",), ("docker run \\", "  b"))
    assert view.next_command == 0
    second = shown.solution_inserted(run, 2)
    assert page_view(second).tasks[0].next_command == 1
    assert page_view(second.solution_inserted(run, 2)).tasks[0].next_command == 0


def test_a_final_task_is_settled_when_its_page_is_left(attempt):
    """True on the page and false later: it stays done."""
    there = happened(attempt, 1.0, containers=[container("a", image="app")])
    assert there.standing(FINAL).done
    assert not happened(there, 2.0).standing(FINAL).done
    left = there.turned(1, 2.0)
    assert happened(left, 3.0).standing(FINAL).done


def test_going_to_a_page_that_is_there_already_settles_nothing(attempt):
    """Only leaving does."""
    there = happened(attempt, 1.0, containers=[container("a", image="app")]).gone_to("first", "one", 2.0)
    assert not happened(there, 3.0).standing(FINAL).done


def test_what_is_not_for_this_machine_does_not_count(attempt):
    """It is told why, and what is for it is shown."""
    classic = attempt.machine_known(Machine(builder="classic"), 1.0)
    assert classic.standing(BUILDKIT).verdict.status is Status.ABSENT
    assert set(classic.absent) == {"first/buildkit"}
    assert set(attempt.machine_known(Machine(builder="buildkit"), 1.0).absent) == {"first/classic"}


def test_text_and_questions_follow_the_machine(attempt):
    """A page shows what a learner sees here."""
    classic = attempt.machine_known(Machine(builder="classic"), 1.0)
    buildkit = attempt.machine_known(Machine(builder="buildkit"), 1.0)
    assert [part.markdown for part in page_view(classic).parts] == ["for all", "for classic"]
    assert [part.markdown for part in page_view(buildkit).parts] == ["for all"]
    asked = [question.id for question in page_view(buildkit.turned(1, 2.0)).questions]
    assert asked == ["predict", "counted"]
    assert page_view(classic).shape != page_view(buildkit).shape


def test_a_solution_for_this_machine_is_the_one_shown(attempt):
    """The first that fits, the main one before the others."""
    buildkit = attempt.machine_known(Machine(builder="buildkit"), 1.0).solution_shown(BOTH)
    view = next(view for view in page_view(buildkit).tasks if view.id == "both")
    assert view.commands == (("buildkit",),)


def test_the_end_of_a_lesson_has_its_summary(attempt):
    """Only there."""
    assert page_view(attempt).ending is None
    ending = page_view(attempt.turned(1, 1.0)).ending
    assert ending is not None
    assert {how for _, how in ending.questions} == {"open"}


def test_what_was_done_in_an_earlier_lesson_does_not_count(attempt):
    """A command that two lessons ask for is typed in each."""
    lesson = attempt.lesson
    typed = task("typed", ask.CommandSeen(pattern="docker ps"), page="end")
    second = Lesson(lesson.entry.model_copy(update={"id": "second"}), (Page("end", "End", ()),), (typed,), ())
    course = Course("c", "C", "1", (), (lesson, second))
    begun = Attempt(course, attempt.progress).at_prompt(None, "/", 1.0)
    early = begun.command_started("docker ps", 2.0).at_prompt(0, "/", 3.0).gone_to("second", "end", 4.0)
    assert not early.standing(typed).done
    assert early.command_started("docker ps", 5.0).at_prompt(0, "/", 6.0).standing(typed).done


def test_a_final_task_is_still_open_after_a_restart_on_its_page(attempt):
    """It must hold when the page is left, and it has not been left; on another page it stays done."""
    there = EngineChanged(Snapshot((container("web", image="app"),)), ())
    done = attempt.engine_reported(there, 1.0)
    assert done.progress.record("first/final").done
    for page, still_done in (("one", False), ("two", True)):
        again = Attempt(done.course, done.progress.at("first", page)).engine_reported(EngineChanged(Snapshot()), 0.0)
        assert again.progress.record("first/final").done is still_done


def test_an_answer_the_lab_cant_tell_is_not_marked_by_an_older_truth(attempt):
    """The number that was right before may not be right now."""
    told = attempt.answered(COUNTED, "0", 1.0)
    marked = told.marked(COUNTED)
    assert marked is not None
    assert marked.right
    assert replace(told, read=False).answered(COUNTED, "0", 2.0).marked(COUNTED) is None


def test_what_can_not_be_read_is_no_fault_of_the_learners(attempt):
    """The task says that the lab can't check; nothing is called wrong."""
    verdict = attempt.facts_gathered(Facts(unreadable=frozenset({"notes.txt"})), 1.0).standing(FILE).verdict
    assert verdict.status is Status.UNKNOWN
    assert "can't read notes.txt" in verdict.observed


def test_a_page_says_how_many_questions_are_left(attempt):
    """With the tasks, and alone; and only then that all is done."""
    both = attempt.machine_known(Machine("classic"), 0.5).turned(1, 1.0)
    assert page_view(both).place == "3 questions left · 2/2"
    two = both.answered(COUNTED, "0", 2.0).answered(ONLY_CLASSIC, 1, 2.0)
    assert page_view(two).place == "1 question left · 2/2"
    assert page_view(two.answered(PREDICT, 1, 2.0)).place == "all done · 2/2"
    assert page_view(attempt.machine_known(Machine("classic"), 0.5)).place == "5 to do · 1/2"


def test_a_prediction_whose_outcome_was_seen_asks_for_none_first(attempt):
    """It was tried on this page before the question was read; or all the page's tasks are done."""
    there = attempt.turned(1, 1.0)
    asked = lambda each: page_view(each).questions[0].text  # noqa: E731
    assert "Answer first" in asked(there)
    assert "Answer first" in asked(happened(attempt, 0.5, died(0.5)).turned(1, 1.0))
    assert "Answer first" not in asked(happened(there, 2.0, died(2.0)))


def test_a_prediction_on_a_page_that_is_done_is_told_at_once(attempt):
    """Nobody runs it once more, and after a restart what settles it is gone."""
    lesson = attempt.lesson
    tried = replace(lesson, tasks=(task("run", page="two"),))
    course = replace(attempt.course, lessons=(tried,))
    done = happened(replace(attempt, course=course).turned(1, 1.0), 2.0, died(2.0))
    again = Attempt(done.course, done.progress)
    assert "Answer first" not in page_view(again).questions[0].text
    assert again.answered(PREDICT, 1, 3.0).marked(PREDICT).right


def test_an_exercise_says_so(attempt):
    """And how to time it."""
    assert page_view(attempt).exercise == "Exercise, 3 minutes: t starts the clock"
    assert page_view(attempt.turned(1, 1.0)).exercise == ""


def test_after_the_last_hint_the_solution_is_named(attempt):
    """Or that it is there, or that the task is done."""
    run = attempt.lesson.tasks[0]
    assert no_more_hints(run, attempt) == "No more hints; s shows the solution."
    assert no_more_hints(run, attempt.solution_shown(run)) == "No more hints; the solution is here."
    assert no_more_hints(run, happened(attempt, 1.0, died(1.0))) == "It is done."


def test_the_end_of_the_course_counts_all_of_it(attempt):
    """And says when it is finished."""
    end = attempt.machine_known(Machine("classic"), 0.5).turned(1, 1.0)
    lines = [line.plain.rstrip() for line in lesson_summary(page_view(end).ending, 60)]
    assert "The course  0 of 5 tasks done" in lines
    assert "finished" not in "".join(lines)
    for each in end.lesson.tasks:
        end = replace(end, progress=end.progress.with_task(f"first/{each.id}", TaskRecord(done=True)))
    lines = [line.plain.rstrip() for line in lesson_summary(page_view(end).ending, 60)]
    assert lines[-2:] == ["The course  5 of 5 tasks done", "✓ The course is finished."]
    assert max(map(len, lines)) <= 60
