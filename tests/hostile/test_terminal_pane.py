"""The command pane while a program prints anything, the window changes its size and somebody presses keys."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.hostile.odd import unfit
from tests.hostile.test_terminal_bytes import outputs, sizes
from tests.waiting import eventually
from tui.model.shell import Launch
from tui.widgets.terminal import Terminal

SILENT = ("sh", "-c", "stty -echo raw; echo ready; exec cat >/dev/null")
"""Prints no more than this; all else is put into its mouth."""
OUT_OF_ANYTHING = b"\x18\x1b\\\x1bc\x1b[?69l"
"""Ends what was begun, and resets the terminal."""
KEYS = ("copy", "escape", "shift+pageup", "shift+pagedown", "up", "enter", "a", "ctrl+c", "v", "slash", "home", "end")
FEW = max(1, settings.default.max_examples // 5)
"""Each case opens an app."""

Step = bytes | tuple[int, int] | str


class Pane(App[None]):
    """The command pane alone."""

    def compose(self) -> ComposeResult:
        yield Terminal()

    def on_mount(self) -> None:
        self.pane.start(Launch(SILENT, {}, Path("/")))
        self.pane.focus()

    @property
    def pane(self) -> Terminal:
        return self.query_one(Terminal)

    def print(self, data: bytes) -> None:
        """As the session's thread does when a program prints."""
        live = self.pane._shell.live
        assert live is not None
        live._pump._answer(live._printed(data))

    def rows(self) -> list[str]:
        """What is painted: cells that fill the pane, and nothing that a terminal would act on."""
        width, height = self.pane.size
        strips = [self.pane.render_line(y) for y in range(height)]
        assert {strip.cell_length for strip in strips} <= {width}
        assert unfit([strip.text for strip in strips]) == []
        return [strip.text for strip in strips]


async def do(pilot: Pilot[None], step: Step) -> None:
    app = pilot.app
    assert isinstance(app, Pane)
    if isinstance(step, bytes):
        app.print(step)
    elif isinstance(step, tuple):
        await pilot.resize_terminal(*step)
    elif step == "copy":
        app.pane.copy_mode()
    else:
        await pilot.press(step)


@settings(max_examples=FEW)
@given(st.lists(st.one_of(outputs, outputs, sizes, st.sampled_from(KEYS)), max_size=25))
@example([b"\x1b[?1049h" + "漢".encode() * 40, (1, 1), "copy", (60, 2), b"\x1b[?1049l", "escape"])
@example(["copy", b"x" * 3000, (3, 30), "slash", "a", (50, 1), "enter", "v", "end"])
async def test_whatever_happens_in_any_order(steps: Sequence[Step]):
    """And then it works as ever."""
    app = Pane()
    async with app.run_test(size=(40, 8)) as pilot:
        await eventually(lambda: "ready" in app.rows()[0], "the program")
        for step in steps:
            await do(pilot, step)
            await pilot.pause()
            app.rows()
        await pilot.resize_terminal(40, 8)
        app.pane.leave_copy_mode()
        app.print(OUT_OF_ANYTHING + b"as ever")
        await eventually(lambda: app.rows()[0].strip() == "as ever", f"what is printed: {app.rows()}")
