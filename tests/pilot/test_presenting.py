"""The lab as it is shown to a room."""

import re

import pytest
from msgspec.structs import replace
from textual.screen import ModalScreen

from tests.contrast import wanted
from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, SIZES, WIDE, at, ready, sized
from tests.waiting import eventually
from tui.model.engine import Endpoint
from tui.model.shell import Launch
from tui.screens.blank import BlankScreen
from tui.view.strip import HIGH
from tui.widgets.cards import RunnableBlock
from tui.widgets.command_strip import CommandStrip
from tui.widgets.prose import ProseText

WIDEST = SIZES[-1]
LEAST = wanted("projector-dark")
DRAWN = re.compile(r"[\s\u2500-\u25ff▸]*")
"""Lines, bars and blocks: nothing to be read."""


def strip_of(app) -> str:
    """What the command line strip says, before it is drawn large or small."""
    said = app.screen.query_one(CommandStrip)._said
    return f"{said.line} {said.mark}".strip()


@sized(*SIZES)
async def test_one_key_for_each_pane(lab, size):
    """Large, and shared again with the same key, also from the command pane; what is folded has a line."""
    async with lab(present=True).run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        for key, pane, lines in (
            ("f2", panes.lesson, {"summary"}),
            ("f4", panes.terminal, {"summary", "lesson-line"}),
            ("f3", panes.browser, {"lesson-line"}),
            ("f4", panes.terminal, {"summary", "lesson-line"}),
            ("f2", panes.lesson, {"summary"}),
        ):
            if not (key == "f2" and panes.lesson.display and pane is panes.current):
                await pilot.press(key)
            await pilot.pause()
            shown = [each for each in (panes.lesson, panes.browser, panes.terminal) if each.display]
            assert shown == [pane]
            assert {line for line in ("summary", "lesson-line") if panes.query_one(f"#{line}").display} == lines
        await pilot.press("f2")
        await pilot.pause()
        assert panes.lesson.display
        assert panes.terminal.display
        assert panes.browser.display == (size != NARROW)


@sized(*SIZES)
async def test_news_of_several_lines_can_be_read(lab, size):
    """Also where the command pane is folded in, or has all the room."""
    news = "The class's clock goes on at 1 h 20 min after a break. To start it afresh: t, and then N."
    async with lab(present=True).run_test(size=size, notifications=True) as pilot:
        await ready(pilot)
        pilot.app.notify(news, timeout=60, markup=False)
        for key in ("f3", "f4", "f2"):
            await pilot.press(key)
            await eventually(lambda: "The class's clock" in text_of(pilot.app), f"all of it after {key}")
            assert "and then N." in text_of(pilot.app)


@pytest.mark.parametrize(("term", "large"), [("xterm-256color", True), ("linux", False)])
async def test_letters_are_large_where_the_terminal_can_draw_them(lab, monkeypatch, term, large):
    """A Linux console has nothing to draw them with."""
    monkeypatch.setenv("TERM", term)
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        assert (pilot.app.screen.query_one(CommandStrip).size.height == HIGH) is large


async def test_the_keys_do_nothing_while_nobody_presents(lab):
    """In the command pane they are the program's."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await pilot.press("f2", "f8")
        assert not screen.panes.has_class("-zoomed")
        assert pilot.app.screen is screen
        await pilot.press("f12", "f5")
        assert not screen.presenting.on
        await pilot.press("ctrl+right_square_bracket", "f5")
        assert screen.presenting.on
        await pilot.press("f5")
        assert not screen.presenting.on
        assert screen.focused is screen.terminal


async def test_leaving_asks_first(lab):
    """A slip of the hand must not show one's own terminal to the room."""
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        lab_screen = screen_of(pilot.app)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, ModalScreen)
        await pilot.press("escape")
        assert pilot.app.screen is lab_screen
        assert pilot.app.is_running
        await pilot.press("q", "y")
        await eventually(lambda: not pilot.app.is_running, "that the lab is closed")


async def test_presenting_and_back(lab):
    """Theme, layout and words of the bottom line are as before."""
    async with lab(theme="light").run_test(size=WIDE) as pilot:
        await ready(pilot)
        before = text_of(pilot.app)
        await pilot.press("f5")
        assert pilot.app.theme == "sealegs-projector-light"
        assert "F2 lesson" in text_of(pilot.app)
        await pilot.press("f7", "f6", "f5")
        await pilot.pause()
        assert pilot.app.theme == "sealegs-light"
        await eventually(lambda: text_of(pilot.app) == before, "the lab as it was")


@sized(NARROW, WIDEST)
async def test_a_large_lesson_has_short_lines(lab, tmp_path, size):
    """Between wide margins, and each paragraph by itself."""
    at(tmp_path, "first-container", "first-run")
    async with lab(present=True).run_test(size=size) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        widths = {each.size.width for each in lesson.query(ProseText)}
        assert max(widths) <= 68
        left = {each.region.x - lesson.region.x for each in lesson.children}
        right = {lesson.region.right - each.region.right for each in lesson.children}
        assert min(left | right) >= 3
        assert max(left) - min(right) <= 4
        assert len(lesson.query(ProseText)) > 3


async def test_the_cursor_stops_at_paragraphs(lab, tmp_path):
    """And Enter puts the block at the prompt that comes after."""
    at(tmp_path, "first-container", "first-run")
    async with lab(shell=("bash",), present=True).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        await eventually(lambda: isinstance(screen.focused, ProseText), "the cursor on the first paragraph")
        await pilot.press("down", "down")
        assert isinstance(screen.focused, RunnableBlock)
        await pilot.press("up", "enter")
        await eventually(lambda: "docker container run hello-world" in "".join(screen.terminal.rows()), "the block")


async def test_what_is_typed_is_echoed(lab):
    """Letter by letter, then with how it ended; a password that the pane doesn't show isn't shown."""
    async with lab(shell=("bash",), present=True).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await pilot.press("f4")
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        await pilot.press(*"ec")
        await eventually(lambda: strip_of(pilot.app) == "ec", "the letters")
        await pilot.press(*"ho", "enter")
        await eventually(lambda: strip_of(pilot.app) == "echo ✓", "the end")
        screen.terminal.write(b"read -s word; false\r")
        await eventually(lambda: strip_of(pilot.app) == "read -s word; false …", "what runs")
        screen.terminal.write(b"secret")
        await pilot.pause(0.1)
        assert strip_of(pilot.app) == "read -s word; false …"
        screen.terminal.write(b"\r")
        await eventually(lambda: strip_of(pilot.app) == "read -s word; false ✗ 1", "how it ended")
        # In sight from everywhere.
        await pilot.press("f2")
        screen.terminal.write(b"tru")
        await eventually(lambda: strip_of(pilot.app) == "tru", "the next line")


async def test_nothing_personal(lab, tmp_path, monkeypatch):
    """Prompt, home and engine; also what is said at the start."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bashrc").write_text("PS1='ann@box:\\w\\$ '\n")
    monkeypatch.setenv("HOME", str(home))
    app = lab(shell=("bash",), present=True, remarks=[f"{home}/settings.toml is wrong."])
    app.opening = replace(app.opening, endpoint=Endpoint("ssh://ann@box", "ann@box"), shell=Launch(("bash",), {}, home))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = screen_of(pilot.app)
        await eventually(lambda: "~/settings.toml is wrong." in text_of(app), "the remark")
        await pilot.press("f4")
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        screen.terminal.write(b"cd /tmp; echo here\r")
        await eventually(lambda: strip_of(app) == "cd /tmp; echo here ✓", "the command")
        await eventually(lambda: "remote engine" in text_of(app), "the engine")
        for key in ("f2", "f3", "f3"):
            assert "ann" not in text_of(app).replace("channel", "")
            assert str(home) not in text_of(app)
            await pilot.press(key)
            await pilot.pause()


async def test_others_are_not_shown(lab, engine):
    """Not in the browser, not counted in its summary, nor in the bottom line when something of theirs changes."""
    engine.pull("busybox:latest")
    engine.run("their_web", "busybox", "sh")
    async with lab(private=False).run_test(size=WIDE) as pilot:
        await ready(pilot)
        await eventually(lambda: "their_web" in text_of(pilot.app), "the container")
        await pilot.press("f5", "f3")
        await eventually(lambda: "no containers yet" in text_of(pilot.app), "nothing of theirs")
        engine.run("their_db", "busybox", "sh")
        await eventually(lambda: "their_db" in str(screen_of(pilot.app).attempt.journal.latest), "the news")
        await pilot.press("f2")
        await pilot.pause()
        assert "their_" not in text_of(pilot.app)
        assert "not yours" not in text_of(pilot.app)
        await pilot.press("f5")
        await eventually(
            lambda: "2 not yours" in text_of(pilot.app) or "not yours: " in text_of(pilot.app), "all again"
        )


async def test_a_frozen_browser(lab, engine, calm):
    """Its rows stand still, and it says so; then all that came is there at once, marked."""
    engine.pull("busybox:latest")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3", "f6")
        assert "frozen" in text_of(pilot.app)
        engine.run("web", "busybox", "sh")
        await eventually(lambda: "container web" in text_of(pilot.app), "the bottom line")
        browser = screen_of(pilot.app).panes.browser
        assert not browser.table._rows
        await pilot.press("2")
        await eventually(lambda: "docker image ls" in text_of(pilot.app), "another view")
        assert "frozen" in text_of(pilot.app)
        await pilot.press("1", "f6")
        await eventually(lambda: [row.mark for row in browser.table._rows] == ["+"], "the new row, marked")
        assert "frozen" not in text_of(pilot.app)


async def test_marks_stay_longer(lab, engine):
    """Three times as long: a room has more eyes, and further to look."""
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        browser = screen_of(pilot.app).panes.browser
        engine.pull("busybox:latest")
        await eventually(lambda: browser._marks["images"].ends, "the mark")
        assert browser._marks["images"].ends - browser._clock() == pytest.approx(12)


async def test_blank(lab):
    """Nothing at all, also no news; the key that ends it goes nowhere."""
    async with lab(present=True).run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await pilot.press("f4", "f8")
        assert isinstance(pilot.app.screen, BlankScreen)
        pilot.app.notify("news")
        await pilot.pause()
        assert not text_of(pilot.app).strip()
        await pilot.press("x")
        assert pilot.app.screen is screen
        assert screen.focused is screen.terminal
        await pilot.press("y")
        await eventually(lambda: "sealegs $ y" in text_of(pilot.app), "the key after it")
