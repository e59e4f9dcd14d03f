"""The mouse in the command pane, on a real shell: it copies, or it is the program's."""

import shutil
import time
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from tests.terminal.test_copy import CopyApp, running
from tests.terminal.test_pane import shows, until
from tui.widgets.terminal import Terminal


def move(pane: Terminal, kind: type, x: int, y: int, *, button: int = 1, shift: bool = False) -> None:
    """A mouse event at a cell of the pane, as the screen hands it on."""
    at = pane.content_region.offset + Offset(x, y)
    pane.post_message(kind(pane, x, y, 0, 0, button, shift, False, False, at.x, at.y))


async def drag(app: CopyApp, pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int], **options) -> None:
    move(app.pane, events.MouseDown, *start, **options)
    move(app.pane, events.MouseMove, *end, **options)
    move(app.pane, events.MouseUp, *end, **options)
    await pilot.pause()


def row_with(app: CopyApp, text: str) -> int:
    return next(y for y, row in enumerate(app.text().split("\n")) if row.startswith(text))


async def test_a_drag_copies(home: Path) -> None:
    """From the first character to the last, forwards and backwards."""
    async with running(home, "printf 'one two\\nthree four\\n'") as (app, pilot):
        y = row_with(app, "one two")
        await drag(app, pilot, (4, y), (4, y + 1))
        await until(pilot, lambda: app.copied == ["two\nthree"], "a copy")
        await drag(app, pilot, (4, y + 1), (4, y))
        await until(pilot, lambda: app.copied[1:] == ["two\nthree"], "a copy backwards")
        assert not app.pane.copying


async def test_clicks_copy_a_word_and_a_line(home: Path) -> None:
    """Two a path, three its line; the word is not copied in between."""
    async with running(home, "echo see ./some/path.txt:12 now") as (app, pilot):
        y = row_with(app, "see")

        def click() -> None:
            move(app.pane, events.MouseDown, 9, y)
            move(app.pane, events.MouseUp, 9, y)

        click()
        click()
        await until(pilot, lambda: app.copied == ["./some/path.txt:12"], "the word")
        await until(pilot, lambda: time.monotonic() - app.pane._drag._last_press > 0.4, "a pause")
        for _ in range(3):
            click()
        await until(pilot, lambda: len(app.copied) == 2, "the line")
        assert app.copied[1] == "see ./some/path.txt:12 now"
        assert not app.pane.copying


async def test_a_drag_in_the_scrollback_goes_on_above_the_edge(home: Path) -> None:
    """With the wheel turned before; the view scrolls while the mouse is held above it."""
    async with running(home, "seq 100") as (app, pilot):
        move(app.pane, events.MouseScrollUp, 5, 5, button=0)
        await until(pilot, lambda: "\n100\n" not in app.text(), "scrolled back")
        top = int(app.text().split("\n")[0])
        move(app.pane, events.MouseDown, 1, 2)
        move(app.pane, events.MouseMove, 0, -1)
        await until(pilot, lambda: app.pane._copy and int(app.text().split("\n")[0]) < top - 2, "scrolling")
        move(app.pane, events.MouseUp, 0, -1)
        await until(pilot, lambda: app.copied, "a copy")
        lines = app.copied[0].split("\n")
        assert lines[-1] == str(top + 2)
        assert int(lines[0]) < top - 2
        assert len(lines) == top + 2 - int(lines[0]) + 1


async def test_the_mouse_is_vims_unless_shift_is_held(home: Path) -> None:
    """A click moves vim's cursor, a drag selects in vim; with Shift the drag copies what is to be seen."""
    (home / "text").write_text("alpha beta\ngamma delta\n")
    async with running(home) as (app, pilot):
        app.pane.write(b"vim -u NONE -N --cmd 'set mouse=a ttymouse=sgr noswapfile ruler' text\r")
        await shows(app, pilot, "gamma delta")
        await until(pilot, lambda: app.pane._mode(1002) or app.pane._mode(1000), "vim listens")
        move(app.pane, events.MouseDown, 6, 1)
        move(app.pane, events.MouseUp, 6, 1)
        await shows(app, pilot, "2,7")
        await drag(app, pilot, (0, 0), (4, 0))
        await shows(app, pilot, "VISUAL")
        assert not app.copied
        await drag(app, pilot, (0, 0), (4, 0), shift=True)
        await until(pilot, lambda: app.copied == ["alpha"], "a copy")
        app.pane.write(b"\x1b:q!\r")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")


async def test_the_wheel_is_lesss(home: Path) -> None:
    """As `less --mouse` asks for it: three lines a turn."""
    (home / "text").write_text("".join(f"line {number}\n" for number in range(200)))
    async with running(home) as (app, pilot):
        app.pane.write(b"less --mouse --wheel-lines=3 text\r")
        await shows(app, pilot, "line 10\n")
        await until(pilot, lambda: app.pane._mode(1000), "less listens")
        move(app.pane, events.MouseScrollDown, 5, 5, button=0)
        await until(pilot, lambda: app.text().startswith("line 3\n"), "three lines on")
        app.pane.write(b"q")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")


async def test_a_click_is_htops(home: Path) -> None:
    """On F3 in its last row, which searches."""
    if shutil.which("htop") is None:
        pytest.skip("htop is not installed")
    async with running(home) as (app, pilot):
        app.pane.write(b"htop\r")
        await shows(app, pilot, "F3Search")
        await until(pilot, lambda: app.pane._mode(1000) or app.pane._mode(1002), "htop listens")
        last = app.text().split("\n")[11]
        at = last.index("F3Search") + 3
        move(app.pane, events.MouseDown, at, 11)
        move(app.pane, events.MouseUp, at, 11)
        await shows(app, pilot, "Search:")
        app.pane.write(b"\x03")
        await until(pilot, lambda: app.pane.at_prompt, "the end of htop")
