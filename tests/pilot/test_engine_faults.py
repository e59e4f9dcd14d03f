"""The whole lab on an engine that fails: keys answer, the lesson and the command pane go on, and rows come back."""

import time

import pytest

from tests.engine_api.server import FakeApi
from tests.engine_api.world import World
from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import WIDE, ready
from tests.waiting import eventually
from tui.engine.docker_sdk import DockerEngine

HANGS, SOON = 60.0, 6.0
"""Seconds that an answer may take, and that all the rest takes at most on a busy machine."""


@pytest.fixture
def api(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.engine.watch.RETRY_FIRST", 0.05)
    with FakeApi(tmp_path / "engine.sock", World(4, 2)) as api:
        yield api


@pytest.fixture
def engine(api, request):
    """In place of the engine in memory; `param` is how long an answer may take."""
    return DockerEngine(api.url, timeout=getattr(request, "param", 0.4))


def stale(app) -> bool:
    """Whether the rows are dimmed."""
    return screen_of(app).panes.browser.has_class("-stale")


async def use_everything(pilot) -> None:
    """Turn a page, look at another view and back, type in the command pane."""
    screen = screen_of(pilot.app)
    page = screen.attempt.page
    await pilot.press("n")
    assert screen.attempt.page is not page
    await pilot.press("2")
    await eventually(lambda: "docker image ls" in text_of(pilot.app), "the images")
    await pilot.press("1", "f12", "h", "i")
    await eventually(lambda: "sealegs $ hi" in text_of(pilot.app), "the echo")
    await pilot.press("f12", "p")


async def rows_come_back(pilot, api, name: str) -> None:
    """Without a key, and with what happened meanwhile."""
    api.world.run(name)
    await eventually(lambda: name in text_of(pilot.app) and not stale(pilot.app), f"the row of {name}")


@pytest.mark.parametrize("engine", [HANGS], indirect=True)
async def test_nothing_waits_for_an_engine_that_hangs(lab, api):
    """Not a key, while a reading hangs; nor does leaving."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        api.hang()
        asked = api.requests
        await pilot.press("c")
        await eventually(lambda: api.requests > asked, "a question that is not answered")
        begun = time.monotonic()
        await use_everything(pilot)
        assert not stale(pilot.app), "the reading has ended"
    assert time.monotonic() - begun < SOON


async def fault_and_back(pilot, api, begin, end) -> None:
    """A fault, the lab under it, and its end."""
    await ready(pilot)
    assert not stale(pilot.app)
    begin()
    await pilot.press("c")
    await eventually(lambda: stale(pilot.app), "dimmed rows")
    assert "c0003" in text_of(pilot.app)
    assert len(pilot.app.screen_stack) == 2, "a dialog came"
    await use_everything(pilot)
    assert stale(pilot.app)
    end()
    await rows_come_back(pilot, api, "meanwhile")
    await rows_come_back(pilot, api, "afterwards")


async def test_an_engine_that_hangs_and_goes_on(lab, api):
    """The rows stay, dimmed."""
    async with lab().run_test(size=WIDE) as pilot:
        await fault_and_back(pilot, api, api.hang, api.go_on)


async def test_an_engine_that_stops_and_starts(lab, api):
    """The same, with another process at its end."""
    async with lab().run_test(size=WIDE) as pilot:
        await fault_and_back(pilot, api, api.stop, api.start)


async def test_an_engine_that_talks_nonsense(lab, api):
    """A list that is none."""
    async with lab().run_test(size=WIDE) as pilot:
        bodies = api.faults.bodies
        await fault_and_back(pilot, api, lambda: bodies.update({"/images/json": b"{]"}), bodies.clear)


async def test_half_an_event_and_silence(lab, api):
    """Nobody tells the lab that its stream is broken."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        api.tear_events(end=False)
        await rows_come_back(pilot, api, "meanwhile")
