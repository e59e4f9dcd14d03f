"""What the tests of the details dialog have in common: the way there."""

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import ready
from tests.waiting import eventually
from tui.screens.details import DetailsScreen


async def details(pilot, view: str = "1", key: str = "d") -> None:
    """Open the details of the first row of a view."""
    await ready(pilot)
    lab = screen_of(pilot.app)
    await pilot.press(view)
    lab.panes.browser.table.focus()
    await pilot.press(key)
    await eventually(lambda: isinstance(pilot.app.screen, DetailsScreen), "the dialog")
    await shows(pilot, " inspect ")


async def shows(pilot, *words: str) -> None:
    for each in words:
        await eventually(lambda each=each: each in text_of(pilot.app), each)
