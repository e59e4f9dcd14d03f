"""What the tests of the browser's rows have in common: what the engine holds, and the way to a row."""

from tests.pilot.conftest import screen_of, text_of
from tests.waiting import eventually
from tui.engine.fake import FakeEngine
from tui.model.disk import DiskUsage, Used
from tui.screens.row_menu import RowMenuScreen
from tui.view.browsing import VIEWS

USAGE = DiskUsage(
    images=Used(3, 1, 84_410_000, 1_980_000),
    containers=Used(2, 1, 1_200, 1_200),
    volumes=Used(2, 0, 46_120_000, 46_120_000),
    build_cache=Used(4, 0, 12_300_000, 12_300_000),
)
NAMELESS = "0123456789abcdef" * 4


async def in_the_browser(pilot, view: str, *keys: str):
    """The cursor on a row of a view; returns the screen."""
    screen = screen_of(pilot.app)
    await eventually(lambda: screen.attempt.read, "the engine's first reading")
    await eventually(lambda: screen.terminal.at_prompt or "sealegs $" in text_of(pilot.app), "the shell's prompt")
    await pilot.press(view)
    screen.panes.focus_pane(screen.panes.browser)
    await eventually(lambda: screen.panes.browser.view == list(VIEWS)[int(view) - 1], "the view")
    await pilot.press(*keys)
    return screen


def held(engine: FakeEngine) -> None:
    engine.pull("debian:12", 82_430_000)
    engine.build_unnamed("FROM debian", 1_980_000)
    engine.run("web", "debian:12", "sleep 1h")
    engine.create("done", "debian:12", "true")
    engine.exit("done", 0)
    engine.disk = USAGE


def told(pilot) -> list[str]:
    return [each.message for each in pilot.app._notifications]


async def menu(pilot, view: str, *keys: str) -> None:
    await in_the_browser(pilot, view, *keys, "x")
    await eventually(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
