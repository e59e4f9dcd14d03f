"""The browser: its views, sorting, filtering, copying, and a cursor that stays with its object."""

from contextlib import asynccontextmanager

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually
from tui.model.engine import ContainerDetails, Mount
from tui.screens.search import SearchScreen


@asynccontextmanager
async def browsing(lab, size=WIDE):
    """The lab with the focus in the browser, once the engine's first reading is shown: the pilot, browser and table."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        panes.focus_pane(panes.browser)
        await pilot.pause()
        yield pilot, panes.browser, panes.browser.table


def names(table) -> list[str]:
    return [row.name for row in table._rows]


async def test_volumes_networks_and_events_as_they_come(lab, engine):
    """The keys of the views; what is new is marked, and who uses it is named."""
    async with browsing(lab) as (pilot, _, _):
        await pilot.press("4")
        await eventually(lambda: "no volumes yet" in text_of(pilot.app), "the volumes")
        engine.create_volume("pgdata")
        engine.run("db", details=ContainerDetails(mounts=(Mount("volume", "pgdata", "/data"),)))
        await eventually(lambda: "+>local   pgdata        db" in text_of(pilot.app), "the new volume")
        await pilot.press("5")
        engine.create_network("app")
        await eventually(lambda: "app           bridge  local  unused" in text_of(pilot.app), "the network")
        await pilot.press("7")
        await eventually(lambda: "docker events" in text_of(pilot.app), "the events")
        shown = text_of(pilot.app)
        assert shown.index("network    create  ") < shown.index("container  start") < shown.index("volume     create")


async def test_a_change_in_a_view_that_is_not_shown_is_marked_when_it_comes_to_the_front(lab, engine):
    """Also a row that has gone by then."""
    engine.create("old")
    async with browsing(lab) as (pilot, _, table):
        await eventually(lambda: names(table) == ["old"], "the first reading")
        await pilot.press("2")
        engine.remove("old")
        engine.create("new")
        await eventually(lambda: "+ container new" in text_of(pilot.app), "the news")
        await pilot.press("1")
        assert {(row.mark, row.name) for row in table._rows} == {("+", "new"), ("-", "old")}


async def test_the_order_goes_round_the_columns_and_turns(lab, engine):
    """The header says by which; each view has its own."""
    for name in ("bert", "anna", "carl"):
        engine.create(name)
    async with browsing(lab) as (pilot, _, table):
        await eventually(lambda: len(names(table)) == 3, "the first reading")
        for _ in range(10):
            await pilot.press("o")
            if "NAMES▼" in text_of(pilot.app):
                break
        assert names(table) == ["anna", "bert", "carl"]
        await pilot.press("O")
        assert "NAMES▲" in text_of(pilot.app)
        assert names(table) == ["carl", "bert", "anna"]
        await pilot.press("2")
        assert "▲" not in text_of(pilot.app)
        await pilot.press("1")
        assert names(table) == ["carl", "bert", "anna"]


async def test_a_filter_works_as_one_types_and_stays_until_it_is_cleared(lab, engine):
    """Keys are letters in it; the border counts; another view has its own."""
    for name in ("web-1", "web-2", "db"):
        engine.create(name)
    async with browsing(lab) as (pilot, browser, table):
        await eventually(lambda: len(names(table)) == 3, "the first reading")
        await pilot.press("slash", *"WEB", "down")
        assert "filter: WEB (2 of 3)" in text_of(pilot.app)
        assert len(names(table)) == 2
        assert "Esc no filter" in text_of(pilot.app)
        chosen = table.chosen
        await pilot.press("enter")
        assert table.has_focus
        assert not browser.filter_line.display
        assert table.chosen == chosen
        engine.create("web-3")
        await eventually(lambda: "filter: WEB (3 of 4)" in text_of(pilot.app), "the new row, which matches")
        await pilot.press("2")
        assert "filter" not in text_of(pilot.app).splitlines()[0]
        await pilot.press("1", "slash", *"xyz")
        assert "no row matches the filter" in text_of(pilot.app)
        await pilot.press("escape")
        assert table.has_focus
        assert len(names(table)) == 4
        await pilot.press("slash", *"db", "tab")
        await eventually(lambda: not browser.filter_line.display, "the line to go with the focus")
        assert names(table) == ["db"]


async def test_a_slash_still_searches_the_course_outside_the_browser(lab):
    """The lesson's keys are as they were."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("slash")
        await eventually(lambda: isinstance(pilot.app.screen, SearchScreen), "the search")


async def test_a_rows_name_and_id_are_copied(lab, engine):
    """Told as copy mode tells it, which is not entered."""
    held = engine.create("brave_hopper")
    async with browsing(lab) as (pilot, _, table):
        await pilot.press("4", "y", "y")
        (notice,) = pilot.app._notifications  # said once
        assert notice.message == "There is nothing to copy here."
        await pilot.press("1")
        await eventually(lambda: names(table) == ["brave_hopper"], "the row")
        await pilot.press("y")
        await eventually(lambda: pilot.app.clipboard == "brave_hopper", "the name")
        await eventually(lambda: len(pilot.app._notifications) == 2, "it to be told")
        await pilot.press("Y")
        await eventually(lambda: pilot.app.clipboard == held.id[:12], "the id")
        assert table.has_focus


async def test_rows_that_come_above_the_cursor_do_not_move_it(lab, engine):
    """Neither off its object nor on the screen; only at the list's top there is room to see them come."""
    for number in range(60):
        engine.create(f"c{number:02}")
    async with browsing(lab) as (pilot, _, table):
        await eventually(lambda: len(names(table)) == 60, "the first reading")

        def line() -> int:
            return table._places[table.chosen] - table.scroll_offset.y

        await pilot.press("down")
        engine.create("above")
        await eventually(lambda: names(table)[0] == "above", "the new row")
        assert (table.chosen_row.name, line()) == ("c58", 2)
        await pilot.press(*["pagedown"] * 4)
        await eventually(lambda: table.scroll_offset.y, "it to scroll")
        before = (table.chosen, line())
        for name in ("more", "and more"):
            engine.create(name)
        await eventually(lambda: names(table)[:2] == ["and more", "more"], "both rows")
        assert (table.chosen, line()) == before


@pytest.mark.parametrize("held", [3600.0, 0.05])
async def test_the_cursors_object_goes(lab, engine, monkeypatch, held):
    """It is said which, the cursor stays near, and for a moment no key acts on what has come under it."""
    monkeypatch.setattr("tui.widgets.live_table.HELD", held)
    for name in ("one", "two", "three"):
        engine.create(name)
    async with browsing(lab) as (pilot, _, table):
        await eventually(lambda: len(names(table)) == 3, "the first reading")
        await pilot.press("down")
        gone = table.chosen_row.name
        near = names(table)[2]
        engine.remove(gone)
        await eventually(lambda: f"{gone} was removed" in text_of(pilot.app), "the notice")
        if held < 1:
            await eventually(lambda: table.chosen_row, "the end of the wait")
            assert table.chosen_row.name in (near, names(table)[0])
            assert table.chosen_row.mark == " "
        else:
            await pilot.press("y", "enter")
            assert table.chosen is None
            assert pilot.app.clipboard == ""


async def test_a_click_puts_the_cursor_on_a_row(lab, engine):
    """The header is none."""
    for name in ("one", "two", "three"):
        engine.create(name)
    async with browsing(lab) as (pilot, _, table):
        await eventually(lambda: len(names(table)) == 3, "the first reading")
        await pilot.click(table, offset=(5, 3))
        assert table.chosen_row.name == names(table)[2]
        await pilot.click(table, offset=(5, 0))
        await pilot.click(table, offset=(5, 9))
        assert table.chosen_row.name == names(table)[2]


@pytest.mark.parametrize(
    ("size", "named"),
    [
        (WIDE, "1 containers 2 img 3 layer 4 vol 5 net 6 log 7 event 8 disk"),
        (NARROW, "1 containers 2 images 3 layers 4 volumes 5 networks 6 log 7 events 8 disk"),
        ((59, 20), "1 containers 2 img 3 layer 4 vol 5 net 6 log 7 8"),
    ],
)
async def test_the_border_names_the_views_and_the_bottom_line_the_keys(lab, size, named):
    """As many as there is room for."""
    async with browsing(lab, size) as (pilot, _, _):
        shown = text_of(pilot.app)
        assert named in shown
        assert "Enter open" in shown.splitlines()[-1] or size[0] < 100


async def test_what_came_while_the_browser_was_hidden_is_in_sight(lab, engine):
    """Above the row the cursor is on, if there is room for both."""
    for number in range(40):
        engine.create(f"c{number}")
    async with browsing(lab, NARROW) as (pilot, _, table):
        await pilot.press("home", "b")
        assert not table.size.height
        engine.create("late")
        await eventually(lambda: any(row.name == "late" for row in table._rows), "the new row")
        await pilot.press("1")
        await eventually(lambda: "late" in text_of(pilot.app), "it in sight")
        assert table.chosen_row.name == "c39"


async def test_the_way_back_from_the_command_pane_leads_to_where_one_was(lab):
    """Also to the browser, as after a command for a row."""
    async with browsing(lab, NARROW) as (pilot, _, table):
        screen = screen_of(pilot.app)
        await pilot.press("f12")
        await eventually(lambda: screen.focused is screen.terminal, "the command pane")
        await pilot.press("f12")
        assert screen.focused is table
        await pilot.press("b", "f12", "f12")
        assert screen.focused is not table
