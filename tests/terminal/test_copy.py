"""Copy mode in the command pane, on a real shell."""

import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.terminal.test_pane import PaneApp, shows, until
from tui.widgets.terminal import Terminal


class CopyApp(PaneApp):
    """The pane alone; keeps what is copied."""

    def __init__(self, command: str, folder: Path) -> None:
        super().__init__(command, folder)
        self.copied: list[str] = []

    def on_terminal_copied(self, message: Terminal.Copied) -> None:
        """Keep it."""
        self.copied.append(message.text)


@asynccontextmanager
async def running(home: Path, *lines: str):
    """The app in 60x12, after some commands."""
    app = CopyApp("bash", home)
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        for line in lines:
            seen = len(app.news)
            app.pane.write(f"{line}\r".encode())
            await until(pilot, lambda seen=seen: len(app.news) >= seen + 2 and app.pane.at_prompt, line)
        await pilot.pause(0.1)
        yield app, pilot


async def still(app: CopyApp, pilot: Pilot[None]) -> None:
    """Copy mode, with the view standing still."""
    app.pane.copy_mode()
    await until(pilot, lambda: app.pane._copy is not None, "copy mode")


def cursor_row(app: CopyApp) -> str:
    copy = app.pane._copy
    assert copy is not None
    return copy.reading.text.row(copy.reading.text.row_of(copy.reading.cursor))


async def test_what_is_selected_is_copied(home: Path) -> None:
    """By keys, over lines that are out of sight; the view stands still while the shell goes on."""
    async with running(home, "seq 100") as (app, pilot):
        await still(app, pilot)
        before = app.text()
        app.pane._shell.live.write(b"seq 200 300\r")
        await until(pilot, lambda: len(app.news) == 5, "the end of what goes on underneath")
        assert app.text() == before
        await pilot.press("g", "slash", *"9", "enter", "V", "j", "j", "enter")
        assert not app.pane.copying
        assert app.copied == ["9\n10\n11"]
        await shows(app, pilot, "\n300\n")
        await pilot.press(*"echo $((6*7))", "enter")
        await shows(app, pilot, "\n42")


async def test_the_view_looks_as_before(home: Path) -> None:
    """Colours, wide characters, blank rows: the same strips, and the mode is told in the frame."""
    line = r"printf '\e[1;31mred\e[0m \e[44mblue \e[K\e[0m\n漢字 e\u0301\n%0100d\n\n\n' 0"
    async with running(home, line, "clear; echo top") as (app, pilot):
        before = [app.pane._shown.line(y, cursor=True) for y in range(12)]
        await still(app, pilot)
        after = [app.pane._shown.line(y, cursor=True) for y in range(12)]
        assert [[*strip] for strip in before] == [[*strip] for strip in after]
        assert "copy mode" in str(app.pane.border_subtitle)
        await pilot.press("escape")
        assert app.pane.border_subtitle is None
        assert app.copied == []


async def test_a_wrapped_line_is_copied_as_one(home: Path) -> None:
    """And the blanks at its end are cut."""
    async with running(home, "printf '%s   \\n' $(seq -s, 40)") as (app, pilot):
        await still(app, pilot)
        await pilot.press("question_mark", *"38,", "enter", "V", "y")
        assert app.copied == [",".join(map(str, range(1, 41)))]


async def test_a_search_goes_on_and_round(home: Path) -> None:
    """Small letters find capitals, capitals only capitals; matches stand out without colour."""
    async with running(home, r"printf 'Xerror\nXERROR\n\e[31mError\e[m\n'; seq 5") as (app, pilot):
        await still(app, pilot)
        await pilot.press("g", "slash", *"xerrox", "backspace", *"r", "enter")
        assert "printf" in cursor_row(app)
        seen = []
        for _ in range(4):
            await pilot.press("n")
            seen.append(cursor_row(app))
        assert (seen[1:3], seen[3][-5:]) == (["Xerror", "XERROR"], "seq 5")
        assert "4 matches, on from the beginning" in app.text()
        await pilot.press("N")
        assert cursor_row(app) == "XERROR"
        await pilot.press("G", "question_mark", *"Error", "enter")
        assert cursor_row(app) == "Error"
        shown = [part for y in range(12) for part in app.pane.render_line(y) if part.text == "Error"]
        assert all(part.style.underline and part.style.bold for part in shown)
        assert shown
        await pilot.press("slash", *"nowhere", "enter")
        await shows(app, pilot, "nowhere is not in here.")
        await pilot.press("q")
        assert not app.pane.copying


async def test_keys_pressed_at_once_wait_for_the_view(home: Path) -> None:
    """None is lost, none reaches the shell."""
    async with running(home, "seq 50") as (app, pilot):
        app.pane.copy_mode()
        await pilot.press("g", "slash", *"17", "enter", "V", "y")
        await until(pilot, lambda: app.copied, "a copy")
        assert app.copied == ["17"]
        assert "17V" not in app.text()


async def test_a_new_size_lets_the_lines_flow(home: Path) -> None:
    """The cursor stays in its line, and what was wrapped is still one line."""
    async with running(home, "seq 30", "seq -s, 40", "seq 30") as (app, pilot):
        await still(app, pilot)
        await pilot.press("question_mark", *"39,40", "enter")
        await pilot.resize_terminal(37, 9)
        await until(pilot, lambda: app.pane._copy.scrollback.size == (37, 9), "the new size")
        await pilot.pause(0.05)
        assert ",3" in cursor_row(app)
        await pilot.press("y")
        assert app.copied == [",".join(map(str, range(1, 41)))]
        await shows(app, pilot, "\n30\n")


async def test_a_block_from_the_lesson_ends_copy_mode(home: Path) -> None:
    """What is inserted must be seen."""
    async with running(home, "seq 30") as (app, pilot):
        await still(app, pilot)
        assert app.pane.insert(["docker ps"]) is None
        assert not app.pane.copying
        await shows(app, pilot, "docker ps")


async def test_moving_the_cursor_paints_two_cells(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And extending a selection its row, of which the outer terminal gets what is new."""
    async with running(home, "seq 30") as (app, pilot):
        await still(app, pilot)
        await pilot.press("k", "k")
        await pilot.pause(0.05)
        painted: list[tuple[int, int]] = []
        monkeypatch.setattr(app.pane, "refresh", lambda *regions: painted.extend((r.width, r.height) for r in regions))
        await pilot.press("l")
        assert painted == [(1, 1), (1, 1)]
        painted.clear()
        await pilot.press("space")
        row = (app.pane.content_size.width, 1)
        assert painted == [row]
        painted.clear()
        await pilot.press("l")
        assert painted == [row, (1, 1), (1, 1)]  # one more cell selected, the cursor gone and come


async def test_copy_mode_under_a_flood(home: Path) -> None:
    """The view stands still and keys are answered, while the shell prints as fast as it can."""
    async with running(home) as (app, pilot):
        app.pane.write(b"yes flood\r")
        await shows(app, pilot, "flood\nflood\nflood\nflood\nflood")
        await still(app, pilot)
        before = app.text()
        for key in ("k", "k", "k", "j"):
            begun, cursor = time.monotonic(), app.pane._copy.reading.cursor
            app.pane.post_message(events.Key(key, key))  # the pilot would wait for an idle processor
            await until(pilot, lambda cursor=cursor: app.pane._copy.reading.cursor != cursor, "a move")
            assert time.monotonic() - begun < 5
        assert app.text().replace(" ", "") == before.replace(" ", "")
        for key in ("V", "k", "y"):
            app.pane.post_message(events.Key(key, key))
        await until(pilot, lambda: app.copied == ["flood\nflood"], "a copy")
        app.pane.write(b"\x03")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")


async def test_a_shell_that_ends_underneath(home: Path) -> None:
    """What it said can still be copied; Enter starts another one only after that."""
    async with running(home, "echo last words") as (app, pilot):
        await still(app, pilot)
        app.pane._shell.live.write(b"exit\r")
        await until(pilot, lambda: app.pane._shell.ended, "the end")
        await pilot.press("question_mark", *"last", "enter", "question_mark", "enter", "enter")
        assert app.copied in (["last words"], ["~ # echo last words"])
        await shows(app, pilot, "press Enter to start it again")
        await pilot.press("enter")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")


@pytest.mark.parametrize("wait", [True, False])
async def test_leaving_the_lab_in_copy_mode(home: Path, wait: bool) -> None:
    """Also while the view is being made; the fixture looks for what is left open."""
    async with running(home, "seq 3000") as (app, pilot):
        app.pane.copy_mode()
        if wait:
            await until(pilot, lambda: app.pane._copy is not None, "copy mode")


async def test_pasted_text_is_searched_for(home: Path) -> None:
    """While a search is typed; else it ends copy mode and goes to the shell."""
    async with running(home, "seq 30") as (app, pilot):
        await still(app, pilot)
        await pilot.press("question_mark")
        app.pane.post_message(events.Paste("2\n1"))
        await shows(app, pilot, "?2 1")
        await pilot.press("escape")
        app.pane.post_message(events.Paste("echo pasted"))
        await shows(app, pilot, "echo pasted")
        assert not app.pane.copying
