"""The command pane in an app: keys go in, output comes out, the lab's own keys get away."""

import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot

from tests.waiting import DEADLINE
from tui.model.shell import AtPrompt, CommandStarted, Launch
from tui.widgets.terminal import Terminal


class PaneApp(App[None], inherit_bindings=False):
    """The command pane alone, in an app that binds what Textual's own would."""

    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS = [
        Binding(key, f"note('{key}')", key) for key in ("f12", "f1", "ctrl+q", "ctrl+c", "tab", "ctrl+p", "escape")
    ]

    def __init__(self, command: str, folder: Path) -> None:
        super().__init__()
        self.command, self.folder = command, folder
        self.noted: list[str] = []
        self.news: list[object] = []

    def compose(self) -> ComposeResult:
        """Nothing but the pane."""
        yield Terminal()

    def on_mount(self) -> None:
        """Start the shell."""
        self.pane.start(Launch([self.command], {"LC_ALL": "C.UTF-8"}, self.folder))
        self.pane.focus()

    @property
    def pane(self) -> Terminal:
        """The pane."""
        return self.query_one(Terminal)

    def on_terminal_news(self, message: Terminal.News) -> None:
        """Keep what the shell said."""
        self.news.append(message.news)

    def action_note(self, key: str) -> None:
        """Keep a key that got away."""
        self.noted.append(key)

    def text(self) -> str:
        """What the pane paints."""
        return "\n".join(self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height))


async def until(pilot: Pilot[None], condition: Callable[[], object], what: str) -> None:
    """Let the app run until a condition holds; or fail."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"{what} in vain"
        await pilot.pause(0.01)


@asynccontextmanager
async def running(home: Path, command: str = "bash"):
    """The app, with a shell at its prompt."""
    app = PaneApp(command, home)
    async with app.run_test(size=(60, 12)) as pilot:
        if command == "bash":
            await until(pilot, lambda: app.pane.at_prompt, "prompt")
        yield app, pilot


async def shows(app: PaneApp, pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in app.text(), f"{text!r} in the pane")


async def test_what_is_typed_is_run_and_shown(home: Path) -> None:
    """And told as messages."""
    async with running(home) as (app, pilot):
        await pilot.press(*"echo $((6*7))", "enter")
        await shows(app, pilot, "\n42")
        await until(pilot, lambda: len(app.news) == 3, "news")
        assert app.news == [
            AtPrompt(str(home), None),
            CommandStarted("echo $((6*7))"),
            AtPrompt(str(home), 0),
        ]
        assert (app.pane.running, app.pane.directory) == (None, str(home))


async def test_what_is_typed_before_the_shell_is_there_is_not_lost(home: Path) -> None:
    """The shell takes half a second to load; a learner in a hurry doesn't wait for it."""
    app = PaneApp("bash", home)
    async with app.run_test(size=(60, 12)) as pilot:
        assert not app.pane.at_prompt
        await pilot.press(*"echo $((6*7))", "enter")
        await shows(app, pilot, "\n42")


async def test_only_the_labs_keys_get_away(home: Path) -> None:
    """F12 always, F1 at the prompt; everything else is the program's."""
    async with running(home) as (app, pilot):
        await pilot.press(*"cat -v", "enter")
        await until(pilot, lambda: app.pane.running == "cat -v", "cat")
        await pilot.press("ctrl+v", "escape", "ctrl+p", "tab", "f1", "f12")
        await shows(app, pilot, "^P")
        assert app.noted == ["f12"]
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        await pilot.press("ctrl+q", "f1")
        assert app.noted == ["f12", "f1"]


async def test_a_pane_that_is_hidden_and_shown_again_keeps_its_text(home: Path) -> None:
    """As by zoom: it comes back at the same size, and the emulator has nothing new to tell."""
    async with running(home) as (app, pilot):
        await pilot.press(*"echo $((6*7))", "enter")
        await shows(app, pilot, "\n42")
        app.pane.display = False
        await pilot.pause()
        app.pane.display = True
        await until(pilot, lambda: app.pane._resize_timer is None and app.pane.size.area, "the size it had")
        await shows(app, pilot, "\n42")


async def test_a_block_is_inserted_not_run(home: Path) -> None:
    """And refused with a reason while something runs; sent anyway it goes to the program."""
    async with running(home) as (app, pilot):
        assert app.pane.insert(["docker ps -a"]) is None
        await shows(app, pilot, "docker ps -a")
        assert app.news == [AtPrompt(str(home), None)]
        await pilot.press("ctrl+u", *"cat", "enter")
        await until(pilot, lambda: app.pane.running == "cat", "cat")
        assert "not at a prompt" in (app.pane.insert(["ls"]) or "")
        assert app.pane.send_anyway(["for cat"]) is None
        await shows(app, pilot, "\nfor cat")


async def test_a_new_size_reaches_the_program(home: Path) -> None:
    """Once it has settled."""
    async with running(home) as (app, pilot):
        await pilot.resize_terminal(43, 9)
        await until(pilot, lambda: app.pane.size.width == 43, "layout")
        await pilot.press(*"while sleep .05; do stty size; done", "enter")
        await shows(app, pilot, "\n9 43")


async def test_pasted_text_goes_to_the_program(home: Path) -> None:
    """In brackets, so that its newlines run nothing."""
    async with running(home) as (app, pilot):
        app.pane.post_message(events.Paste("echo one\necho two"))
        await shows(app, pilot, "echo two")
        assert len(app.news) == 1


async def test_older_output_is_shown_with_shift_page_up_and_the_wheel(home: Path) -> None:
    """Any key comes back to the end."""
    async with running(home) as (app, pilot):
        await pilot.press(*"seq 100", "enter")
        await shows(app, pilot, "\n100\n")
        await pilot.press("shift+pageup")
        await shows(app, pilot, "\n85\n")
        await pilot.press("x")
        await shows(app, pilot, "\n100\n")
        app.pane.post_message(events.MouseScrollUp(app.pane, 5, 5, 0, -1, 0, False, False, False))
        await until(pilot, lambda: "\n100\n" not in app.text(), "scrolled back")


async def test_the_mouse_goes_to_a_program_that_asks(home: Path) -> None:
    """As an SGR report, counted from the pane's corner."""
    async with running(home) as (app, pilot):
        await pilot.press(*r"printf '\e[?1000h\e[?1006h'; cat -v", "enter")
        await until(pilot, lambda: app.pane.running, "cat")
        await until(pilot, lambda: app.pane._mode(1006), "mouse mode")
        await pilot.click(Terminal, offset=(4, 2))
        await shows(app, pilot, "^[[<0;5;3M^[[<0;5;3m")


async def test_nothing_is_painted_while_nothing_changes(home: Path) -> None:
    """No timer runs in an idle pane."""
    async with running(home) as (app, pilot):
        await until(pilot, lambda: app.pane._pace._timer is None, "idle")
        await pilot.pause(0.1)
        assert app.pane._pace._timer is None


async def test_the_bell_is_seen_and_not_heard(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cursor's row is drawn in reverse for a moment; the learner's own terminal is not rung."""
    async with running(home) as (app, pilot):
        monkeypatch.setattr(app, "bell", lambda: pytest.fail("rang"))

        def reversed_rows() -> list[int]:
            rows = range(app.pane.size.height)
            return [y for y in rows if all(s.style and s.style.reverse for s in app.pane.render_line(y))]

        await pilot.press(*"printf '\\a'; cat", "enter")
        await until(pilot, lambda: reversed_rows() != [], "a row in reverse")
        await until(pilot, lambda: reversed_rows() == [], "the end of it")


async def test_the_colours_follow_the_theme(home: Path) -> None:
    """Plain cells have the theme's colours."""
    async with running(home) as (app, pilot):
        before = app.pane.render_line(5)._segments[0].style
        app.theme = "textual-light"
        await pilot.pause()
        after = app.pane.render_line(5)._segments[0].style
        assert before is not None
        assert after is not None
        assert before.bgcolor != after.bgcolor
