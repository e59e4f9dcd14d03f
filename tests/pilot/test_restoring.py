"""Back to the start of a task from within the lab: what is typed, what gets in its way, and how it is undone."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.course_fixture import entry, task
from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE
from tests.waiting import eventually
from tui.model.checks import ActionUsed, CommandSeen, FileIs
from tui.model.course import Course, Lesson, Page
from tui.model.tasks import Solution
from tui.progress import read
from tui.screens.restore_list import RestoreListScreen, RestorePreviewScreen
from tui.view.restoring import AT_NO_PROMPT, STOPPED, TAKEN


def asks(id: str, check, *lines: str, keys=()):
    solution = Solution(lines=list(lines), keys=list(keys), why="So.")
    return task(id, "p", f"Do {id}.").model_copy(update={"check": check, "solution": solution})


MADE = FileIs(path="made.txt", contains="new")
TASKS = (
    asks("look", ActionUsed(action="zoom"), keys=("z", "z")),
    asks("make", MADE, "cat > made.txt <<E", "new", "E"),
    asks("say", CommandSeen(pattern="echo"), 'echo "two \\', 'lines"'),
    asks("wait", CommandSeen(pattern="sleep", exit_status=None), "sleep 30"),
    asks("more", CommandSeen(pattern="echo more"), "echo more"),
    asks("last", CommandSeen(pattern="true"), "true"),
)
COURSE = Course("c", "C", "1", (), (Lesson(entry("1", "only", "Only"), (Page("p", "P", ()),), TASKS, ()),))


class Demo:
    """A lab in which something is to be restored."""

    def __init__(self, pilot) -> None:
        self.pilot, self.screen = pilot, screen_of(pilot.app)

    @property
    def told(self) -> str:
        return "\n".join(each.message for each in self.pilot.app._notifications)

    @property
    def done(self) -> list[str]:
        return [key for key, each in self.screen.attempt.progress.tasks.items() if each.done]

    async def choose(self, key: str) -> None:
        self.screen.panes.focus_pane(self.screen.panes.lesson)
        await self.pilot.press("r")
        await eventually(lambda: isinstance(self.pilot.app.screen, RestoreListScreen), "the list")
        self.pilot.app.screen.dismiss(self.pilot.app.screen._rows[key])

    async def agree(self, key: str) -> None:
        await self.choose(key)
        await eventually(lambda: isinstance(self.pilot.app.screen, RestorePreviewScreen), "the question")
        await self.pilot.press("y")


@pytest.fixture
def demo(lab):
    """A function that opens a lab with the little course."""

    def open_with(size=WIDE):
        app = lab(shell=("bash",))
        app.opening = replace(app.opening, course=COURSE)
        return app.run_test(size=size)

    return open_with


def kept(folder: Path) -> list[str]:
    """What is done, as the file says."""
    progress = read(folder / "progress.json")
    return sorted(key for key, each in progress.tasks.items() if each.done) if progress else []


async def begun(pilot) -> Demo:
    here = Demo(pilot)
    await eventually(lambda: here.screen.attempt.read and here.screen.terminal.at_prompt, "the lab")
    return here


async def test_typed_and_undone(demo, tmp_path):
    """Keys count as pressed, lines are typed; a file that was there, and the ticks, come back."""
    (tmp_path / "made.txt").write_text("mine, but new")
    async with demo() as pilot:
        here = await begun(pilot)
        await eventually(lambda: here.done == ["only/make"], "what is there already")
        here.screen.terminal.write(b"half a line")
        await here.agree("task:wait")
        await eventually(lambda: "here you are" in here.told or "stops" in here.told, "the end")
        assert sorted(here.done) == ["only/look", "only/make", "only/say"]
        assert (tmp_path / "made.txt").read_text() == "new\n"
        assert here.screen.attempt.progress.record("only/make").by == "self"
        assert here.screen.attempt.progress.record("only/say").by == "shown"
        assert here.screen.panes.lesson.task_in_hand() == "wait"
        here.screen.panes.focus_pane(here.screen.terminal)
        await pilot.press("ctrl+y")
        await eventually(lambda: here.screen.terminal.rows_to_cursor()[-1].endswith("half a line"), "the half line")
        await pilot.press("ctrl+u")
        await here.choose("undo")
        await pilot.press("y")
        await eventually(lambda: "Undone: " in here.told, "the undoing")
        assert here.done == ["only/make"]
        assert (tmp_path / "made.txt").read_text() == "mine, but new"


async def test_meanwhile_nothing_else_is_typed(demo):
    """Keys go nowhere, blocks are refused; an interrupted command ends it, and the lab goes on."""
    async with demo() as pilot:
        here = await begun(pilot)
        await here.agree("task:last")
        await eventually(lambda: here.screen.terminal.running == "sleep 30", "the command that takes long")
        assert "restoring 4/5: sleep 30" in text_of(pilot.app)
        await pilot.press("x", "enter")
        assert here.screen.terminal.insert(["echo"]) == TAKEN
        here.screen.panes.focus_pane(here.screen.panes.lesson)
        for key in ("r", "R", "n"):
            pilot.app.clear_notifications()
            await pilot.press(key)
            assert here.told == TAKEN
        await pilot.press("i")
        await eventually(lambda: "here you are" in here.told, "the end")
        assert "xecho" not in text_of(pilot.app)
        assert not here.screen.terminal.taken


async def test_escape_ends_it_before_the_next_command(demo):
    """What runs comes to its end first."""
    async with demo() as pilot:
        here = await begun(pilot)
        await here.agree("task:last")
        await eventually(lambda: here.screen.terminal.running == "sleep 30", "the command that takes long")
        await pilot.press("escape")
        assert here.screen.terminal.running == "sleep 30"
        here.screen.terminal.interrupt()
        await eventually(lambda: STOPPED in here.told, "the words")
        assert not here.screen.terminal.taken
        assert sorted(here.done) == ["only/look", "only/make", "only/say", "only/wait"]


async def test_until_it_is_through_the_file_says_how_it_was_before(demo, tmp_path):
    """Whatever ends the lab meanwhile: nothing that was done is open again at the next start."""

    async with demo() as pilot:
        here = await begun(pilot)
        here.screen.terminal.write(b"echo more\r")
        await eventually(lambda: kept(tmp_path) == ["only/more", "only/say"], "what was done")
        await here.agree("task:last")
        await eventually(lambda: here.screen.terminal.running == "sleep 30", "the command that takes long")
        await eventually(lambda: not here.screen.outside.busy(), "the file")
        assert sorted(here.done) == ["only/look", "only/make", "only/say"]
        assert kept(tmp_path) == ["only/more", "only/say"]
        await pilot.press("escape")
        here.screen.terminal.interrupt()
        await eventually(lambda: STOPPED in here.told, "the end")
        await eventually(lambda: kept(tmp_path) == sorted(here.done), "what is done now")


async def test_a_solution_that_does_not_do_it_is_named(demo, monkeypatch):
    """With what was typed; the lab can be used, and the restore be tried again."""
    monkeypatch.setattr("tui.screens.deeds.replaying.TICKS_IN", 2.0)
    async with demo() as pilot:
        here = await begun(pilot)
        here.screen.terminal.write(b"cat() { false; }\r")
        await eventually(lambda: here.screen.attempt.journal.newest(1), "the function")
        await eventually(lambda: here.screen.terminal.at_prompt, "the prompt")
        await here.agree("task:say")
        words = "The restore stops at “Do make.”: after `cat > made.txt <<E` ended with 1 it is not done."
        await eventually(lambda: words in here.told, words)
        assert here.done == ["only/look"]
        here.screen.terminal.write(b"unset -f cat\r")
        await eventually(lambda: here.screen.attempt.journal.newest(1).line == "unset -f cat", "no function")
        await eventually(lambda: here.screen.terminal.at_prompt, "the prompt")
        await here.agree("task:say")
        await eventually(lambda: "here you are" in here.told, "the second try")


async def test_a_failure_at_its_end_is_told(demo, monkeypatch, tmp_path):
    """And what is done from then on is kept."""
    monkeypatch.setattr("tui.screens.deeds.restoring.keeping", lambda *_: 1 / 0)
    async with demo() as pilot:
        here = await begun(pilot)
        await here.agree("task:make")
        await eventually(lambda: "A part of the lab has failed" in here.told, "the word")
        here.screen.terminal.write(b"echo more\r")
        await eventually(lambda: "only/more" in kept(tmp_path), "the file")


async def test_not_while_something_runs(demo):
    """It is said so, and nothing is changed."""
    async with demo() as pilot:
        here = await begun(pilot)
        here.screen.terminal.write(b"sleep 60\r")
        await eventually(lambda: here.screen.terminal.running, "the command")
        await here.agree("task:say")
        await eventually(lambda: AT_NO_PROMPT in here.told, "the words")
        assert here.done == []
        here.screen.terminal.interrupt()


async def test_the_lab_can_be_left_meanwhile(demo):
    """At once, and nothing is left running."""
    async with demo(NARROW) as pilot:
        here = await begun(pilot)
        await here.agree("task:last")
        await eventually(lambda: here.screen.terminal.running == "sleep 30", "the command that takes long")
