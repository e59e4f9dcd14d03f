"""The lab's panes: how one goes from one to another, and what is in sight on screens that are small."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually


async def test_f12_goes_to_the_command_pane_and_back(lab):
    """And in it every other key goes to the program."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        before = screen_of(pilot.app).attempt.page
        await pilot.press("f12", "n", "q", "z", "tab", "1")
        await eventually(lambda: "nqz" in text_of(pilot.app), "the echo of what was typed")
        assert screen_of(pilot.app).attempt.page == before
        await pilot.press("f12")
        assert screen_of(pilot.app).focused is not screen_of(pilot.app).terminal


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_prefix_reaches_the_lab_from_the_command_pane(lab, size):
    """Ctrl-] then n turns the page; the focus stays where it was. Where all keys are is named at any width."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("f12", "ctrl+right_square_bracket")
        assert "n next  ? help" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("n")
        assert screen_of(pilot.app).attempt.place[0] == 2
        assert screen_of(pilot.app).focused is screen_of(pilot.app).terminal


async def test_narrow_screens_fold_the_browser_into_a_line_and_swap_it_in(lab, engine):
    """One key swaps lesson and browser."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        assert "0 containers" in text_of(pilot.app)
        await pilot.press("b")
        assert screen_of(pilot.app).panes.browser.display
        assert "no containers yet" in text_of(pilot.app)
        await pilot.press("b")
        assert "no containers yet" not in text_of(pilot.app)


async def test_where_the_browser_hides_the_lesson_its_key_is_named_and_a_turned_page_is_seen(lab):
    """Tab leads to the browser on a narrow screen; from there the way back stands first, and pages show themselves."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        await pilot.press("tab")
        assert not panes.lesson.display
        assert "b lesson" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("slash")
        assert "b lesson" not in text_of(pilot.app).splitlines()[-1], "b is a letter of the filter"
        await pilot.press("escape", "right")
        assert panes.lesson.display
        assert panes.current is panes.lesson
        assert "b lesson" not in text_of(pilot.app).splitlines()[-1]
        await pilot.press("b", "f12", "ctrl+right_square_bracket", "n")
        assert panes.lesson.display
        assert panes.current is panes.terminal
        await pilot.press("f12")
        assert panes.current is panes.lesson


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_zoom_gives_one_pane_the_screen_and_back(lab, size):
    """The other panes come back as they were."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        await pilot.press("z")
        assert panes.lesson.size.width > size[0] - 6
        assert not panes.terminal.display
        await pilot.press("z")
        assert panes.terminal.display


@pytest.mark.parametrize(("size", "first"), [(NARROW, []), (NARROW, ["z"]), (WIDE, ["z"]), ((50, 20), []), (WIDE, [])])
async def test_a_view_of_the_browser_comes_to_the_front(lab, size, first):
    """Where the lesson hides it; where it is in sight the focus stays."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        await pilot.press(*first, "2")
        await eventually(lambda: "docker image ls" in text_of(pilot.app), "the view")
        assert panes.browser.display
        assert panes.has_class("-zoomed") is bool(first)
        assert (panes.current is panes.browser) is (size != WIDE or bool(first))
        await pilot.press("3")
        await eventually(lambda: "docker image history" in text_of(pilot.app), "the other view")
