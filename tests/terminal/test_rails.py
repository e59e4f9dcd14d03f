"""The safety rails in the command pane: Enter is held back at the prompt of a real shell, once, and nowhere else."""

import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from tests.terminal.test_pane import PaneApp, shows, until
from tui.model.shell import CommandStarted
from tui.rails import Ground, danger
from tui.widgets.terminal_rail import sentence, typed_line

SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"))
    for name in ("bash", "zsh", "fish")
]
NO_SUCH_IMAGE = "docker run --privileged -e A=b no/such/image"
"""Dangerous by its looks; there is a `docker` in the tests' PATH that only echoes."""


@pytest.fixture(autouse=True)
def echoing_docker(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `docker` that says how it was called."""
    program = home / "bin" / "docker"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho ran: $*\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


@asynccontextmanager
async def railed(home: Path, kind: str = "bash"):
    """The pane with a shell at its prompt, and the lab's judge."""
    app = PaneApp(kind, home)
    async with app.run_test(size=(60, 12)) as pilot:
        work = home / "work"
        app.pane.rail.judge = lambda line, folder: danger(line, Ground(str(work), str(home), True, directory=folder))
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        yield app, pilot


async def typed(app: PaneApp, pilot: Pilot[None], line: str) -> None:
    """Type a line, wait until it stands there, and press Enter."""
    app.pane.write(line.encode())
    await until(pilot, lambda: line.strip() in app.text().replace("\n", ""), f"{line!r} at the prompt")
    await pilot.press("enter")


def started(app: PaneApp) -> list[str]:
    """The lines the shell has begun to run."""
    return [news.line for news in app.news if isinstance(news, CommandStarted)]


@pytest.mark.parametrize("kind", SHELLS)
async def test_enter_is_held_back_once(home: Path, kind: str) -> None:
    """The pane says why; Enter again runs the line as it is."""
    async with railed(home, kind) as (app, pilot):
        await typed(app, pilot, NO_SUCH_IMAGE)
        assert "whatever it likes." in str(app.pane.border_subtitle)
        assert started(app) == []
        await pilot.press("enter")
        await shows(app, pilot, "ran: run --privileged")
        assert started(app) == [NO_SUCH_IMAGE]
        assert not app.pane.border_subtitle


@pytest.mark.parametrize("kind", SHELLS)
async def test_an_edited_line_is_judged_anew(home: Path, kind: str) -> None:
    """Harmless now it runs at once; harmful still it is held again; also with the cursor at its beginning, after the
    screen was cleared, and after Ctrl-C."""
    async with railed(home, kind) as (app, pilot):
        await typed(app, pilot, NO_SUCH_IMAGE)
        assert app.pane.rail.why
        await pilot.press("x")
        await until(pilot, lambda: not app.pane.border_subtitle, "the notice to go")
        await shows(app, pilot, "imagex")
        await pilot.press("enter")
        assert app.pane.rail.why
        app.pane.write(b"\x01A=b \x0c")
        await until(pilot, lambda: "A=b docker" in app.text().splitlines()[0], "a cleared screen")
        await pilot.press("enter")
        assert app.pane.rail.why
        await pilot.press("ctrl+c")
        assert not app.pane.rail.why
        await until(pilot, lambda: app.pane.rows_to_cursor()[-1].rstrip().endswith(("#", "$", "%", ">")), "a new line")
        assert started(app) == []
        await typed(app, pilot, "docker run -e C=d no/such/image")
        await shows(app, pilot, "ran: run -e C=d")


@pytest.mark.parametrize("kind", SHELLS)
async def test_a_line_longer_than_the_pane_and_several_pasted_lines(home: Path, kind: str) -> None:
    """They are read as far as they can be seen."""
    async with railed(home, kind) as (app, pilot):
        await typed(app, pilot, f"docker run -e A={'b' * 120} --pri''vileged no/such/image")
        assert app.pane.rail.why
        await pilot.press("ctrl+c")
        app.pane.post_message(events.Paste("echo one\ndocker run \\\n  --privileged x\necho two"))
        await shows(app, pilot, "echo two")
        await pilot.press("enter")
        assert app.pane.rail.why
        assert started(app) == []


@pytest.mark.parametrize("kind", [SHELLS[0], SHELLS[1]])
async def test_a_command_that_goes_on_in_the_next_line(home: Path, kind: str) -> None:
    """What came before is remembered. (fish has one line that is edited as a whole.)"""
    async with railed(home, kind) as (app, pilot):
        await typed(app, pilot, "docker run \\")
        await until(pilot, lambda: app.pane.state.wants_more, "the second prompt")
        await typed(app, pilot, "--privileged no/such/image")
        assert app.pane.rail.why
        assert started(app) == []
        await pilot.press("enter")
        await shows(app, pilot, "ran: run --privileged")


async def test_a_line_found_in_the_history(home: Path) -> None:
    """bash puts its search in the prompt's place."""
    async with railed(home) as (app, pilot):
        await typed(app, pilot, NO_SUCH_IMAGE)
        await pilot.press("enter")
        await shows(app, pilot, "ran:")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        app.pane.write(b"\x12privi")
        await shows(app, pilot, "`privi': docker")
        await pilot.press("enter")
        assert app.pane.rail.why
        assert len(started(app)) == 1


async def test_what_is_typed_into_programs_is_not_judged(home: Path) -> None:
    """Nor what a program prints, nor a line typed ahead, nor the full screen of an editor."""
    async with railed(home) as (app, pilot):
        app.pane.write(b"cat\r")
        await until(pilot, lambda: app.pane.running == "cat", "cat")
        await typed(app, pilot, "docker run --privileged x")
        await until(pilot, lambda: app.text().count("--privileged x") == 2, "cat's answer")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        app.pane.write(rb"printf '\e[?1049h'; cat" + b"\r")
        await until(pilot, lambda: app.pane.running, "a full screen")
        await typed(app, pilot, "rm -rf /")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        app.pane.write(b"sleep 0.5\r")
        await until(pilot, lambda: app.pane.running == "sleep 0.5", "sleep")
        app.pane.write(NO_SUCH_IMAGE.encode())
        await pilot.press("enter")
        await shows(app, pilot, "ran: run --privileged")
        assert not app.pane.rail.why


async def test_output_that_looks_like_a_command_is_none(home: Path) -> None:
    """Enter on an empty line below it."""
    async with railed(home) as (app, pilot):
        await typed(app, pilot, "printf '%s\\n' 'docker run --privileged' 'rm -rf /'")
        await shows(app, pilot, "\nrm -rf /")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        await typed(app, pilot, "echo fin''ished")
        await shows(app, pilot, "\nfinished")
        assert not app.pane.rail.why


@pytest.mark.parametrize(
    ("width", "said"),
    [(80, "Why. Enter again runs it, Ctrl-C drops it."), (30, "Why. Enter again runs it."), (10, "Why.")],
)
def test_how_to_go_on_is_said_where_there_is_room(width: int, said: str) -> None:
    """The bottom line says it anyway."""
    assert (sentence("Why.", width), sentence("", width)) == (said, "")


def rows(*texts: str | tuple[str, str]) -> list[Strip]:
    """Rows 20 wide; a pair has a second part in grey."""
    made = []
    for text in texts:
        plain, grey = (text, "") if isinstance(text, str) else text
        blank = " " * (20 - len(plain + grey))
        made.append(Strip([Segment(plain, Style()), Segment(grey, Style(color="color(8)")), Segment(blank, Style())]))
    return made


@pytest.mark.parametrize(
    ("shown", "cursor", "prompt", "line"),
    [
        (rows("~ $ ls -l"), (9, 0), "~ $ ", "ls -l"),
        (rows("~ $ ls -l"), (4, 0), "~ $ ", "ls -l"),
        (rows("~ $ old", "out", "~ $ new"), (7, 2), "~ $ ", "new"),
        (rows("~ $ aaaaaaaaaaaaaaaa", "bbb"), (3, 1), "~ $ ", "aaaaaaaaaaaaaaaabbb"),
        (rows("~ $ aaaaaaaaaaaaaaaa", "bbb"), (5, 0), "~ $ ", "aaaaaaaaaaaaaaaabbb"),
        (rows("~ $ one", "two"), (3, 1), "~ $ ", "one\ntwo"),
        (rows(("~ $ rm", " -rf /")), (6, 0), "~ $ ", "rm"),
        (rows("~ $ ls       12:30"), (6, 0), "~ $ ", "ls"),
        (rows("漢 $ ls"), (7, 0), "漢 $ ", "ls"),
        (rows("new $ ls"), (8, 0), "old $ ", "ls"),
        (rows("new $ ls"), (8, 0), None, "ls"),
        (rows("(reverse-i-search)`l': ls"[:20]), (20, 0), "~ $ ", "(reverse-i-search)`l"),
        (rows("~ $ old", "(i-search)`l': ls"), (17, 1), "~ $ ", "ls"),
        (rows("~ $ "), (4, 0), "~ $ ", ""),
        (rows("~ $ ls"), (0, 7), "~ $ ", ""),
    ],
)
def test_the_line_is_read_off_the_screen(shown: list[Strip], cursor: tuple[int, int], prompt: str, line: str) -> None:
    """Wrapped, pasted, with a suggestion in grey, with a prompt on the right, and where the prompt is not in sight."""
    assert typed_line(shown, cursor, prompt) == line
