"""The lab's state, moved on by what happens: no engine, no screen."""

import pytest

from tests.unit.conftest import container, event, image
from tui.attempt import Attempt
from tui.checks.verdict import Status
from tui.model import checks as ask
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.engine import EngineAnswers, EngineChanged, EngineIdentity, EngineUnreachable, Snapshot
from tui.model.progress import Progress
from tui.model.tasks import Choice, Diagnosis, Question, Solution, Task
from tui.model.text import short_ids

DONE = Solution(lines=["docker container run hello-world"], why="it runs it")


def task(id: str, check, **more) -> Task:
    return Task(id=id, page="one", text=id, check=check, hints=["look", "type"], solution=DONE, **more)


RUN = task("run", ask.EventSeen(object="container", action="die", image="hello-world", exit_code=0))
REMOVE = task(
    "remove",
    ask.ContainerIs(image="hello-world", exists=False),
    baseline=ask.ContainerIs(image="hello-world"),
    diagnoses=[
        Diagnosis(
            when=ask.CommandSeen(pattern="docker image rm", exit_status=1),
            say="a container still uses the image",
            look="docker ps -a",
        )
    ],
)
AGAIN = task("again", ask.EventSeen(object="container", action="die", exit_code=0), needs=["remove"])
LEVEL = task("level", ask.ContainerIs(image="hello-world"), mode="level")
QUESTION = Question(
    id="what", page="two", text="?", choices=[Choice(text="a", why="no"), Choice(text="b", correct=True, why="yes")]
)


@pytest.fixture
def attempt() -> Attempt:
    entry = LessonEntry(id="first", number="1", title="First", minutes=1, folder="1")
    pages = (Page("one", "One", ()), Page("two", "Two", ()))
    first = Lesson(entry, pages, (RUN, REMOVE, AGAIN, LEVEL), (QUESTION,))
    second = Lesson(entry.model_copy(update={"id": "second"}), (Page("end", "End", ()),), (), ())
    course = Course("c", "C", "1", (), (first, second))
    fresh = Attempt(course, Progress(course="c", course_version="1"))
    answers = EngineAnswers(EngineIdentity("Docker", "20.10.24", "1.41"))
    return fresh.engine_reported(answers, 0.0).engine_reported(EngineChanged(Snapshot()), 0.0)


def read(attempt: Attempt, at: float, *events, containers=(), images=()) -> Attempt:
    return attempt.engine_reported(EngineChanged(Snapshot(tuple(containers), tuple(images)), events), at)


def ran(attempt: Attempt, at: float) -> Attempt:
    return read(attempt, at, event("container", "die", "a", at=at, exit_code=0), containers=[container("a")])


def done(attempt: Attempt) -> set[str]:
    return {each.id for each in attempt.lesson.tasks if attempt.standing(each).done}


def test_an_effect_ticks_its_task_and_is_written_to_the_progress(attempt):
    """Screen and progress file tell the same."""
    after = ran(attempt, 1.0)
    assert done(after) == {"run", "level"}
    assert after.progress.record("first/run").done
    assert after.progress.record("first/run").by == "self"


def test_nothing_is_done_at_the_start(attempt):
    """An empty engine passes no task: "it is gone" needs its baseline first."""
    assert done(attempt) == set()


def test_gone_counts_only_after_it_was_there(attempt):
    """The baseline sticks; the effect is judged from then on."""
    after = read(ran(attempt, 1.0), 2.0)
    assert {"run", "remove"} <= done(after)


def test_a_level_task_unticks_when_it_is_no_longer_true(attempt):
    """Edge tasks stick, level tasks don't; the progress file follows."""
    after = read(ran(attempt, 1.0), 2.0)
    assert "level" not in done(after)
    assert not after.progress.record("first/level").done


def test_what_happened_before_a_task_was_open_does_not_count(attempt):
    """`again` needs `remove`: the first run is not the second."""
    removed = read(ran(attempt, 1.0), 2.0)
    assert "again" not in done(removed)
    assert "again" in done(ran(removed, 3.0))


def test_ticks_survive_a_restart(attempt):
    """A new attempt on the kept progress knows what is done, on an empty engine too."""
    kept = ran(attempt, 1.0).progress
    again = read(Attempt(attempt.course, kept), 0.0)
    assert "run" in done(again)


def test_an_engine_that_goes_away_unticks_nothing_done(attempt):
    """Trouble shows, done stays done."""
    after = ran(attempt, 1.0).engine_reported(EngineUnreachable("it went away"), 2.0)
    assert done(after) == {"run", "level"}
    assert after.trouble == "it went away"


def test_nothing_is_called_wrong_before_it_was_tried(attempt):
    """What is still there is no mistake on arrival, nor when it was looked at; after a try it is said."""
    there = ran(attempt, 1.0).turned(1, 2.0).turned(-1, 3.0)
    assert there.standing(REMOVE).verdict.status is Status.PENDING
    looked = there.command_started("docker ps -a", 3.5).at_prompt(0, "/w", 3.6)
    assert looked.standing(REMOVE).verdict.status is Status.PENDING
    tried = looked.command_started("docker container rm b", 4.0).at_prompt(1, "/w", 4.1)
    assert tried.standing(REMOVE).verdict.status is Status.FAIL
    assert tried.notice == "✗ a is still there"


def test_a_cross_of_a_page_further_on_is_no_news(attempt):
    """The learner has not read that task."""
    away = attempt.gone_to("first", "two", 0.5)
    assert ran(away, 1.0).notice.startswith("✓ ")
    cleared = ran(away, 1.0).command_started("docker container rm b", 2.0).at_prompt(1, "", 2.5)
    assert cleared.notice == ""
    tried = ran(attempt, 1.0).command_started("docker container rm b", 2.0).at_prompt(1, "/w", 2.1)
    assert tried.command_started("docker ps -a", 3.0).at_prompt(0, "/w", 3.1).notice == tried.notice != ""
    assert tried.gone_to("first", "two", 4.0).notice == ""


def test_a_tick_is_noticed(attempt):
    """For where the task is out of sight, until the page is turned; another task's cross does not take its place."""
    assert ran(attempt, 1.0).notice.startswith("✓ ")
    assert ran(attempt, 1.0).gone_to("first", "two", 2.0).notice == ""
    there = read(attempt, 0.2, containers=[container("a")])
    tried = there.command_started("docker container rm b", 0.3).at_prompt(1, "/w", 0.4)
    ticked = ran(tried.command_started("docker run hello-world", 0.5), 1.0).at_prompt(0, "/w", 1.1)
    assert ticked.standing(REMOVE).verdict.status is Status.FAIL
    assert ticked.notice.startswith("✓ ")


def test_a_cross_goes_with_what_it_was_about(attempt):
    """What is no longer called wrong is not said in the line at the bottom either."""
    there = ran(attempt, 1.0).command_started("docker image rm hello-world", 2.0).at_prompt(1, "/w", 2.1)
    assert there.notice == "✗ a container still uses the image"
    assert read(there, 3.0, images=[image("hello-world:latest")]).notice != there.notice


def test_the_first_diagnosis_that_holds_speaks(attempt):
    """The learner reads why, in Docker's words, and where to look."""
    there = ran(attempt, 1.0)
    tried = there.command_started("docker image rm hello-world", 2.0).at_prompt(1, "/w", 2.1)
    verdict = tried.standing(REMOVE).verdict
    assert (verdict.observed, verdict.look) == ("a container still uses the image", "docker ps -a")


def test_a_command_is_paired_with_its_effects(attempt):
    """The heart of it: the command, its exit status, what it changed."""
    typed = attempt.command_started("docker run hello-world", 1.0)
    seen = (
        event("container", "create", "a", at=1.1),
        event("container", "start", "a", at=1.2),
        event("container", "die", "a", at=1.3, exit_code=0),
    )
    after = read(typed, 1.3, *seen, containers=[container("a")], images=[image("hello-world:latest")])
    [command] = after.at_prompt(0, "/w", 1.4).journal.commands
    assert [str(effect) for effect in command.effects] == [
        "+ image hello-world:latest",
        "+ container a (exited 0)",
    ]
    assert command.exit_status == 0


def test_a_removed_run_is_told_from_events_alone(attempt):
    """`docker run --rm` leaves nothing in any list."""
    typed = attempt.command_started("docker run --rm hello-world", 1.0)
    story = [event("container", action, "a", at=1.1) for action in ("create", "start")]
    story += [event("container", "die", "a", at=1.2, exit_code=3), event("container", "destroy", "a", at=1.3)]
    [effect] = read(typed, 1.3, *story).journal.latest
    assert str(effect) == "~ container a (created, exited 3, removed)"


def test_a_change_from_elsewhere_is_nobodys_command(attempt):
    """What happens long after the last command is shown, but not put down to it."""
    typed = attempt.command_started("ls", 1.0).at_prompt(0, "/w", 1.1)
    after = read(typed, 9.0, event("container", "create", "b", at=9.0), containers=[container("b")])
    assert after.journal.commands[0].effects == ()
    assert [str(effect) for effect in after.journal.latest] == ["+ container b (created)"]


def test_a_retagged_image_is_a_change(attempt):
    """The same tag on another image is told from the lists: the event doesn't say so."""
    one = read(attempt, 1.0, images=[image("app:1", id="sha256:1")])
    typed = one.command_started("docker build -t app:1 .", 2.0)
    tag = event("image", "tag", "app:1", at=2.5)
    after = read(typed, 2.5, tag, images=[image("app:1", id="sha256:2"), image(id="sha256:1")])
    assert [str(effect) for effect in after.journal.latest] == [
        "~ image app:1 (another image)",
        "~ image sha256:1 (untagged)",
    ]


def test_pages_turn_across_lessons_and_stop_at_the_ends(attempt):
    """The position is part of the progress."""
    assert attempt.place == (1, 3)
    assert attempt.turned(-1, 0.0).place == (1, 3)
    last = attempt.turned(1, 0.0).turned(1, 0.0)
    assert (last.progress.lesson, last.progress.page) == ("second", "end")
    assert last.turned(1, 0.0).place == (3, 3)


def test_help_taken_is_remembered_with_the_tick(attempt):
    """By oneself, after a hint, or after the solution was shown."""
    hinted = ran(attempt.hint_taken(RUN).hint_taken(RUN).hint_taken(RUN), 1.0).progress.record("first/run")
    assert (hinted.by, hinted.hints) == ("hint", 2)
    assert ran(attempt.solution_shown(RUN), 1.0).progress.record("first/run").by == "shown"


def test_answers_are_kept(attempt):
    """The picked choice is part of the progress."""
    on = attempt.turned(1, 0.0).answered(QUESTION, 1, 0.0)
    assert on.progress.answers == {"first/what": 1}


def test_a_place_that_is_no_longer_in_the_course_falls_back_to_its_start(attempt):
    """A newer course may have dropped a page."""
    gone = Attempt(attempt.course, attempt.progress.at("nowhere", "nothing"))
    assert (gone.lesson.entry.id, gone.page.id) == ("first", "one")


def test_what_has_no_name_goes_by_a_short_id(attempt):
    """A volume that nobody named is called by 64 digits, which no line has room for."""
    name = "0a1b" * 16
    after = read(attempt, 1.0, event("volume", "create", name, id=name))
    assert [str(effect) for effect in after.journal.latest] == ["+ volume 0a1b0a1b0a1b (anonymous)"]
    assert short_ids(f"no sha256:{name}, nor {name}a") == f"no 0a1b0a1b0a1b, nor {name}a"
