"""Two command panes in one place: going between them, what runs in them, and how that is ended."""

from contextlib import asynccontextmanager
from functools import partial

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, first_page_with_task
from tests.terminal.conftest import alive, program_runs
from tests.waiting import eventually
from tui.command_log import CommandLog
from tui.messages import InsertWanted
from tui.screens.ask import AskScreen
from tui.screens.deeds.shells import shortened


@asynccontextmanager
async def opened(lab):
    """The lab with a shell at its prompt; gives the pilot, the screen and a function for what is on it."""
    async with lab(shell=("bash",)).run_test(size=WIDE, notifications=True) as pilot:
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        yield pilot, screen, partial(text_of, pilot.app)


async def to_second(pilot, screen) -> None:
    """Start the second shell from the lesson."""
    await pilot.press("a")
    await eventually(lambda: screen.terminal is screen.panes.terminals[1], "the second pane")
    await eventually(lambda: screen.terminal.at_prompt, "its prompt")
    await eventually(lambda: screen.focused is screen.terminal, "the focus")


async def run(screen, line: str) -> None:
    """Start a command in the pane that is shown."""
    screen.terminal.write(line.encode() + b"\r")
    await eventually(lambda: screen.terminal.running == line, line)
    await eventually(lambda: program_runs(screen.terminal._shell.live), "its program")


@pytest.mark.parametrize("size", [WIDE, NARROW, (59, 15), (30, 8)])
async def test_another_shell_in_the_same_place(lab, size):
    """The title says which; each keeps what stands in it."""
    async with lab(shell=("bash",)).run_test(size=size) as pilot:
        screen = screen_of(pilot.app)
        text = partial(text_of, pilot.app)
        await pilot.press("f12")
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        assert "1/2" not in text()
        await pilot.press(*"echo first-$((1+1))", "enter")
        await eventually(lambda: "first-2" in text(), "the first shell's output")
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: "command pane 2/2" in text(), "the second pane's title")
        await eventually(lambda: screen.terminal.at_prompt, "its prompt")
        assert "first-2" not in text()
        await pilot.press(*"echo second-$((1+1))", "enter")
        await eventually(lambda: "second-2" in text(), "the second shell's output")
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: "command pane 1/2" in text() and "first-2" in text(), "the first pane")
        assert "second-2" not in text()
        assert screen.focused is screen.terminal
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: "command pane 2/2" in text() and "second-2" in text(), "the second pane")


async def test_the_other_shell_starts_where_the_first_one_stands(lab, tmp_path):
    """And can be left for itself."""
    (tmp_path / "inside").mkdir()
    async with opened(lab) as (pilot, screen, text):
        screen.terminal.write(b"cd inside\r")
        await eventually(lambda: screen.terminal.directory == str(tmp_path / "inside"), "the folder")
        await to_second(pilot, screen)
        assert screen.terminal.directory == str(tmp_path / "inside")
        screen.terminal.write(b"cd /\r")
        await eventually(lambda: "command pane 2/2 ── / " in text(), "the other folder")
        assert screen.panes.terminals[0].directory == str(tmp_path / "inside")
        await eventually(lambda: screen.attempt.progress.directory == "/", "the folder that was told last")


async def test_the_other_shell_before_the_first_one_has_started(lab):
    """A learner in a hurry gets both."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await pilot.press("a")
        first, second = screen.panes.terminals
        await eventually(lambda: second.at_prompt, "the second shell")
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: first.at_prompt, "the first shell")


async def test_zoom_and_f12_work_with_the_pane_that_is_shown(lab):
    """The other one stays out of sight."""
    async with opened(lab) as (pilot, screen, _):
        first, second = screen.panes.terminals
        await to_second(pilot, screen)
        await pilot.press("f12")
        assert screen.panes.current is screen.panes.lesson
        await pilot.press("f12")
        await eventually(lambda: screen.focused is second, "the focus")
        await pilot.press("ctrl+right_square_bracket", "z")
        await eventually(lambda: second.size.width > WIDE[0] - 6, "the zoomed pane")
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: first.display and first.size.width > WIDE[0] - 6, "the other one zoomed")
        assert not second.display
        await eventually(lambda: screen.focused is first, "the focus")
        await pilot.press("ctrl+right_square_bracket", "z", "f12", "tab", "tab")
        await eventually(lambda: screen.focused is first, "round the panes")
        assert screen.panes.browser.display


async def test_insertion_goes_to_the_pane_that_is_shown(lab):
    """The other one may run something."""
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "cat")
        await to_second(pilot, screen)
        screen.post_message(InsertWanted(("echo here",)))
        await eventually(lambda: "echo here" in text(), "the block")
        assert not isinstance(pilot.app.screen, AskScreen)


async def test_commands_of_both_are_heard_logged_and_told_apart(lab, engine, tmp_path):
    """Two run at once: each ends on its own, with its own effects."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    log = CommandLog(tmp_path / "commands.jsonl")
    async with opened(lab) as (pilot, screen, _):
        await run(screen, "cat")
        await to_second(pilot, screen)
        await run(screen, "sleep 1000")
        await eventually(lambda: len(screen.attempt.journal.commands) == 2, "both commands")
        engine.pull("hello-world:latest", 1112)
        engine.run("brave_hopper", "hello-world:latest", "/hello")
        engine.exit("brave_hopper", 0)
        await eventually(lambda: screen.attempt.journal.commands[1].effects, "the effects")
        screen.terminal.interrupt()
        await eventually(lambda: len(log.read()) == 1, "the log")
        first, second = screen.attempt.journal.commands
        assert (second.line, second.exit_status) == ("sleep 1000", 130)
        assert (first.line, first.ended, first.effects) == ("cat", None, ())
        await pilot.press("ctrl+right_square_bracket", "a")
        screen.terminal.interrupt()
        await eventually(lambda: len(log.read()) == 2, "the log")
        assert [each.line for each in log.read()] == ["sleep 1000", "cat"]
        assert [run.shell for run in screen.attempt.journal.commands] == [1, 2]


async def test_the_second_shell_starts_again_too(lab):
    """With Enter, in the pane it ended in; what runs in the first one is not ended by that."""
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "cat")
        await to_second(pilot, screen)
        await pilot.press(*"exit 4", "enter")
        await eventually(lambda: "the shell ended with 4" in text(), "its end")
        running = screen.attempt.journal.running
        assert running is not None
        assert running.line == "cat"
        await pilot.press("enter")
        await eventually(lambda: screen.terminal.at_prompt, "the prompt")
        assert "ended with" not in text()


async def test_interrupt_from_the_lesson(lab):
    """i is Ctrl-C; with nothing to interrupt the lab says so, and what is half typed stays."""
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "sleep 1000")
        await pilot.press("i")
        await eventually(lambda: screen.terminal.at_prompt, "the prompt")
        await pilot.press("f12", *"half typed", "f12", "i")
        await eventually(lambda: "Nothing runs in the command pane." in text(), "the word")
        assert "half typed" in text()


async def test_nothing_to_end_here_names_what_runs_there(lab):
    """The learner may be in the wrong pane."""
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "sleep 1000")
        await to_second(pilot, screen)
        await pilot.press("f12", "K")
        await eventually(lambda: "Nothing runs in command pane 2." in text(), "the word")
        assert "sleep 1000" in text()


@pytest.mark.parametrize("keys", [("K",), ("f12", "ctrl+right_square_bracket", "k")], ids=["lesson", "command pane"])
async def test_ending_what_runs_asks_first(lab, keys):
    """It names the command; Enter is Cancel."""
    async with opened(lab) as (pilot, screen, text):
        line = "bash -c 'trap \"\" INT TERM; while :; do sleep 0.1; done'"
        await run(screen, line)
        before = screen.focused
        await pilot.press(*keys)
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question")
        assert "while :; do sleep" in text()
        await pilot.press("enter")
        await eventually(lambda: pilot.app.screen is screen, "no question")
        assert screen.terminal.running == line
        await pilot.press(*(keys[-1:] if len(keys) == 1 else keys[1:]))
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question")
        await pilot.press("y")
        await eventually(lambda: screen.terminal.at_prompt, "the prompt")
        assert screen.focused is (before if len(keys) == 1 else screen.terminal)
        assert screen.terminal.running is None


async def test_a_command_that_came_meanwhile_is_not_ended(lab):
    """The learner has said yes to another one."""
    async with opened(lab) as (pilot, screen, _):
        await run(screen, "sleep 1000")
        await pilot.press("K")
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question")
        screen.terminal.interrupt()
        await eventually(lambda: screen.terminal.at_prompt, "the prompt")
        await run(screen, "sleep 1001")
        await pilot.press("y")
        await pilot.app.workers.wait_for_complete()
        assert screen.terminal.running == "sleep 1001"


async def test_what_can_not_be_ended_is_said(lab, monkeypatch):
    """As another user's, or one that the kernel holds."""

    async def fails(_) -> bool:
        return False

    monkeypatch.setattr("tui.widgets.terminal.Terminal.end_command", fails)
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "sleep 1000")
        await pilot.press("K", "y")
        await eventually(lambda: "It could not be ended: sleep 1000" in text(), "the word")


async def test_a_failure_to_end_it_is_told_and_the_lab_goes_on(lab, monkeypatch):
    async def fails(_) -> bool:
        raise OSError("no pidfd")

    monkeypatch.setattr("tui.widgets.terminal.Terminal.end_command", fails)
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "sleep 1000")
        await pilot.press("K", "y")
        await eventually(lambda: "A part of the lab has failed" in text(), "the word")
        assert screen.terminal.running == "sleep 1000"


async def test_leaving_names_what_runs_in_both(lab):
    """And ends both; what has been put in the background doesn't count."""
    async with opened(lab) as (pilot, screen, text):
        pids = [each._shell.live.pid for each in screen.panes.terminals if each._shell.live]
        screen.terminal.write(b"sleep 1002 &\r")
        await run(screen, "sleep 1000")
        await to_second(pilot, screen)
        pids.append(screen.terminal._shell.live.pid)
        await run(screen, "sleep 1001")
        await pilot.press("f12", "q")
        await eventually(lambda: "still run in the command panes" in text(), "the question")
        assert "1: sleep 1000" in text()
        assert "2: sleep 1001" in text()
        assert "1002" not in text().split("Leave the lab?")[1].split("still run")[0]
        await pilot.press("enter")
        assert pilot.app.is_running
        await pilot.press("q", "y")
        await eventually(lambda: not pilot.app.is_running, "the end")
    assert not [pid for pid in pids if alive(pid)]


async def test_leaving_names_what_runs_out_of_sight(lab):
    """By the number of its pane."""
    async with opened(lab) as (pilot, screen, text):
        await run(screen, "sleep 1000")
        await to_second(pilot, screen)
        await pilot.press("f12", "q")
        await eventually(lambda: "still runs in command pane 1" in text(), "the question")


async def test_leaving_with_a_job_in_the_background_does_not_ask(lab):
    """It does not run in the pane."""
    async with opened(lab) as (pilot, screen, _):
        screen.terminal.write(b"sleep 1000 &\r")
        await eventually(lambda: screen.attempt.journal.commands and not screen.attempt.journal.running, "the job")
        await eventually(lambda: screen.terminal.at_prompt, "the prompt")
        await pilot.press("q")
        await eventually(lambda: not pilot.app.is_running, "the end")


def test_a_long_command_is_cut():
    """So that a question stays one; and a command of several lines is shown in one."""
    assert shortened("for i in 1 2\ndo\n  echo\tdone") == "for i in 1 2 do echo done"
    assert shortened("x" * 1000).endswith("x…")
    assert len(shortened("x" * 1000)) == 150
    assert shortened("a\x1b[31mb") == "a\\x1b[31mb"
