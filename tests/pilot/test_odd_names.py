"""The whole lab on an engine in which everything is called something odd: it stays, aligned, and acts on no text."""

from contextlib import suppress

import pytest

from tests.hostile.odd import NASTY, unfit
from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually
from tui.engine.records import text
from tui.model.engine import ContainerDetails, Mount

HUGE = "\x1b[31m[red]漢\u202e" * 1_000_000
NAMES = [text(name) or "x" for name in (*NASTY, HUGE)]


@pytest.fixture
def strange(engine):
    """The engine in memory with odd names, as the lab reads them from a real one."""
    for number, name in enumerate(NAMES):
        with suppress(ValueError):
            engine.pull(f"{name}{number}:latest")
            engine.run(f"{name}{number}", details=ContainerDetails(mounts=(Mount("volume", name, name),)))
        engine.create_volume(f"{name}{number}")
        engine.create_network(f"{name}{number}")
    return engine


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_view_and_closer_look(lab, strange, size):
    """Keys answer all along; each line of the screen has the screen's width, in which nothing is left to act."""
    app = lab()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(app).panes
        panes.focus_pane(panes.browser)
        for view in "12345678":
            await pilot.press(view, "down", "down", "j", "o")
            await pilot.pause()
            assert_drawn(app)
        await pilot.press("1", "down", "enter")
        await pilot.pause()
        assert_drawn(app)
        await pilot.press("escape", "escape", "2", "1")
        await eventually(lambda: "docker ps" in text_of(app) or size is NARROW, "the lab to answer")
        assert app.is_running


def assert_drawn(app) -> None:
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == app.size.width
        assert unfit(strip.text) == []
        # Markup that was taken for such would be gone, and a link or an action in its place.
        assert not any(segment.style and segment.style.meta.get("@click") == "app.quit" for segment in strip)
