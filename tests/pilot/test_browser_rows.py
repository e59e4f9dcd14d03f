"""What the keys for a row lead to where it is no object itself, and where what is said of it stands."""

import pytest

from tests.pilot.conftest import text_of
from tests.pilot.rows import USAGE, held, in_the_browser, told
from tests.pilot.steps import NARROW, WIDE
from tests.waiting import eventually
from tui.screens.details import DetailsScreen


async def test_an_event_opens_what_it_is_about(lab, engine):
    """While it is there; then it is said that it isn't."""
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "7")
        engine.pull("debian:12", 82_430_000)
        engine.run("web", "debian:12", "sleep 1h")
        await eventually(lambda: screen.panes.browser.table.chosen, "an event")
        await pilot.press("home", "enter")
        await eventually(lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
        await eventually(lambda: "docker container inspect web" in text_of(pilot.app), "the container")
        await pilot.press("escape")
        await eventually(lambda: pilot.app.screen is screen, "the lab")
        engine.remove("web")
        await eventually(lambda: screen.attempt.journal.events[-1].action == "destroy", "the end")
        await pilot.press("enter")
        assert told(pilot) == ["What this event is about is gone."]
        assert pilot.app.screen is screen


async def test_a_row_of_the_disk_opens_the_view_of_its_kind(lab, engine):
    """The build cache has none; nor has a view without rows anything to open."""
    engine.disk = USAGE
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "8")
        browser = screen.panes.browser
        await eventually(lambda: browser.table.chosen, "the figures")
        for key in ("enter", "d"):
            await pilot.press("end", key)
            assert told(pilot) == ["There is nothing behind this row."]
            pilot.app.clear_notifications()
        await pilot.press("home", "enter")
        assert browser.view == "images"
        await pilot.press("1", "enter")
        assert told(pilot) == ["There is no row here."]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_said_covers_no_line_of_the_command_pane(lab, size):
    """It stands on its upper border, in dialogs on the first line."""
    async with lab().run_test(size=size, notifications=True) as pilot:
        screen = await in_the_browser(pilot, "1", "x")
        await eventually(lambda: "There is no row here." in text_of(pilot.app), "what is said")
        places = [place for place, line in enumerate(text_of(pilot.app).splitlines()) if "no row here" in line]
        assert places == [screen.terminal.region.y]
        await pilot.press("f1")
        await eventually(lambda: "no row here" in text_of(pilot.app).splitlines()[0], "it above the page")


async def test_the_order_keeps_the_cursor_on_its_row_and_in_sight(lab, engine):
    """Turned round and round, and with Esc behind it."""
    held(engine)
    for number in range(60):
        engine.create(f"c{number}", "debian:12", "true")
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "1", *["down"] * 8)
        table = screen.panes.browser.table
        row = table.chosen_row
        for key in ("o", "O", "escape", "o", "O", "O", "escape", "o", "escape"):
            await pilot.press(key)
            assert table.chosen == row.key
            assert f">{row.cells[1]}" in text_of(pilot.app)
