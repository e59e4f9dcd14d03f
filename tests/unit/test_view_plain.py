"""A lesson and its tasks as linear text."""

from tests.course_fixture import course, progress, task
from tests.unit.conftest import container
from tui.attempt import NO_ENGINE, Attempt
from tui.course import load
from tui.model.course import Block, Course, Lesson, LessonEntry, Page, Prose
from tui.model.engine import EngineAnswers, EngineChanged, EngineIdentity, Snapshot
from tui.model.machine import Condition, Machine
from tui.model.progress import TaskRecord
from tui.paths import shipped
from tui.revising import turned_over
from tui.view.plain import lesson_text
from tui.view.plain_tasks import tasks_text

BOXES = "─│┌┐└┘━┃█▌•"
HERE = Machine()
PAGE = """\
It is a *list* of `docker ps` words
that go on:

- one `thing`,
  and more
- another, see [the page](#run) and
  [docs.docker.com](https://docs.docker.com)

> Quoted.

| What | Long | |
|---|---|---|
| `ls` | yes | so |
| rm | | |

```text
as   it stands
```
"""


def made(*parts: Prose | Block, **more) -> tuple[Course, Lesson]:
    page = Page("run", "The page", parts)
    entry = LessonEntry(id="one", number="1", title="Lesson one", minutes=1, folder="one")
    lesson = Lesson(entry, (page,), tuple(more.get("tasks", ())), ())
    return Course("c", "C", "1", (), (lesson,)), lesson


def said(*parts: Prose | Block, width: int = 0, machine: Machine = HERE, answers: bool = False, **more) -> str:
    its, lesson = made(*parts, **more)
    return lesson_text(its, lesson, lesson.pages, machine, width, answers=answers)


def test_everything_stands_one_after_the_other():
    """Lists hang on a dash, a table's row is a sentence, code is as it was; where links lead is told below."""
    assert (
        said(Prose(PAGE))
        == """\
Lesson 1: Lesson one

Page 1 of 1: The page (run)

It is a list of `docker ps` words that go on:

- one `thing`, and more
- another, see the page and docs.docker.com

> Quoted.

What: `ls`; Long: yes; so
What: rm

    as   it stands

Link: the page: one#run"""
    )


def test_commands_stand_after_a_dollar():
    """A line that goes on does not get one."""
    assert said(Block("b", ("docker \\", "  ps", "ls"))).endswith("\n$ docker \\\n  ps\n$ ls")


def test_prose_is_as_wide_as_the_terminal_and_commands_are_not_cut():
    text = said(Prose("word " * 40), Block("b", ("x" * 70,)), width=30)
    assert max(len(line) for line in text.splitlines() if "x" not in line) <= 30
    assert f"$ {'x' * 70}" in text


def test_only_what_is_for_the_machine_is_there():
    text = said(
        Prose("Old.", (Condition(builder="classic"),)),
        Prose("New.", (Condition(builder="buildkit"),)),
        machine=Machine(builder="classic"),
    )
    assert "Old." in text
    assert "New." not in text


def test_hints_and_solutions_are_told_when_asked_for():
    tasks = [task("t", "run", "Do it.", optional=True)]
    assert said(tasks=tasks).endswith("Task 1, extra: Do it.")
    told = said(tasks=tasks, answers=True)
    assert told.endswith("Hint 1 of 2: One.\nHint 2 of 2: Two.\nSolution:\n$ true\nWhy: It does.")


def test_a_question_has_letters():
    its = course()
    first = its.lessons[0]
    plain = lesson_text(its, first, first.pages, Machine())
    assert "Question: Why does Docker say Conflict?\na) The name is taken.\nb) A war." in plain
    assert "Right: It is." not in plain
    assert "a) The name is taken.\n   Right: It is." in lesson_text(its, first, first.pages, Machine(), answers=True)


def test_what_an_author_wrote_moves_no_cursor():
    assert "\x1b" not in said(Prose("a\x1b[2Jb"), Block("b", ("ls\x1b[2J",)), tasks=[task("t", "run", "x\x1bx")])


def test_the_shipped_course_has_no_boxes_in_prose():
    """But for what programs print, in code."""
    its = load(shipped("content"))
    for lesson in its.lessons:
        text = lesson_text(its, lesson, lesson.pages, Machine(), 80, answers=True)
        for line in text.splitlines():
            assert line.startswith("    ") or not set(BOXES) & set(line), line
        assert text.count("\nPage ") == len(lesson.pages)


def test_each_task_is_a_line_with_how_it_was_done():
    assert (
        tasks_text(Attempt(course(), progress()))
        == """\
Lesson 2.1: First image, first container. 3 of 5 tasks done.
1. Done, by yourself: Run hello-world.
2. Done, after hints: List the images you have.
3. Done, with the solution shown: List the images of one repository only, with a pattern that you choose.
4. Skipped: Run a container whose name is ahoy.
5. Open: Run another one.
6. Open, extra: Rename it."""
    )


def test_what_was_ticked_by_hand_says_so():
    attempt = Attempt(course(), progress().with_task("first/name", TaskRecord()))
    attempt = turned_over(attempt, attempt.lesson.tasks[3])
    assert "4. Done, ticked by hand: Run a container whose name is ahoy." in tasks_text(attempt)


def test_in_a_terminal_a_task_breaks_between_words():
    told = tasks_text(Attempt(course(), progress()), 60)
    assert max(map(len, told.splitlines())) <= 60
    assert "3. Done, with the solution shown: List the images of one\n   repository only, with a pattern" in told


def test_what_an_engine_shows_is_told_where_it_was_read():
    """Where it was not, what the lab says there would lead nowhere."""
    its = load(shipped("content"))
    unread = Attempt(its, progress().at("first-container", ""), trouble=NO_ENGINE)
    assert "(" not in tasks_text(unread)
    attempt = unread.engine_reported(EngineAnswers(EngineIdentity("Docker", "20.10", "1.41")), 1.0)
    attempt = attempt.engine_reported(EngineChanged(Snapshot(), anew=True), 1.0)
    hello = container(image="hello-world:latest")
    attempt = attempt.engine_reported(EngineChanged(Snapshot((hello,)), anew=True), 2.0)
    assert "1. Done, by yourself: Run a container of hello-world. (" in tasks_text(attempt)
