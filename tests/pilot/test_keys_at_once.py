"""Keys that arrive in one read, as over a slow line: each goes where the one before it led."""

from textual import events

from tests.pilot.test_shells import opened, to_second
from tests.waiting import eventually


async def test_keys_that_arrive_at_once_are_taken_one_by_one(lab):
    """As over a slow line: the prefix and its key in one read, and what follows is the program's."""
    async with opened(lab) as (pilot, screen, text):
        await to_second(pilot, screen)
        place = screen.attempt.place[0]
        for key in ("ctrl+right_square_bracket", "n", "x", "ctrl+right_square_bracket", "a", "y"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await eventually(lambda: "command pane 1/2" in text(), "the other pane")
        assert screen.attempt.place[0] == place + 1
        await eventually(lambda: "# y" in text() or "$ y" in text(), "what was typed behind it")
        await pilot.press("ctrl+right_square_bracket", "a")
        await eventually(lambda: "# x" in text() or "$ x" in text(), "what was typed before it")


async def test_keys_right_behind_f12_go_where_it_goes(lab):
    """In one read: what is typed is the shell's, and after the way back the lesson's."""
    async with opened(lab) as (pilot, screen, text):
        place = screen.attempt.place[0]
        for key in ("f12", "x", "f12", "n"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await eventually(lambda: "# x" in text() or "$ x" in text(), "what was typed")
        await eventually(lambda: screen.attempt.place[0] == place + 1, "the next page")


async def test_keys_right_behind_a_view_are_the_browsers(lab):
    """In one read: the view's number, the key for its filter, and the filter's text."""
    async with opened(lab) as (pilot, screen, _):
        browser = screen.panes.browser
        await pilot.press("tab")
        for key in ("2", "slash", "x", "n"):
            pilot.app.post_message(events.Key(key, {"slash": "/"}.get(key, key)))
        await eventually(lambda: browser.filter_line.value == "xn", "the filter")
        assert browser.view == "images"
