"""How the lab looks to a room, at the smallest and the largest size it is made for, in the projector themes."""

import time

import pytest
from msgspec.structs import replace

from tests.pilot.conftest import screen_of
from tests.pilot.steps import SIZES, at, sized
from tests.waiting import eventually

pytestmark = pytest.mark.usefixtures("calm")
ENDS = sized(SIZES[0], SIZES[-1])


@pytest.fixture
def shown(tmp_path, settled):
    """Makes what to do: lesson 2.1 right after hello-world ran, presented, and some keys."""
    at(tmp_path, "first-container", "first-run")

    def after(*keys: str):
        async def act(pilot) -> None:
            await settled(pilot)
            lab = screen_of(pilot.app)
            now = time.monotonic()
            journal = lab.attempt.journal.command_started("docker container run hello-world", now)
            journal = journal.command_ended(0, str(tmp_path), now + 1)
            await lab.become(replace(lab.attempt, journal=journal))
            await pilot.press("f5", *keys)
            await eventually(lambda: lab.presenting.on, "the lab presenting")
            await pilot.pause()

        return act

    return after


@pytest.mark.parametrize("theme", ["dark", "light"])
@ENDS
def test_lesson(snap_compare, lab, shown, size, theme):
    """Large, with the cursor on the block."""
    assert snap_compare(lab(theme=theme), terminal_size=size, run_before=shown("down", "down"))


@pytest.mark.parametrize("theme", ["dark", "light"])
@ENDS
def test_browser(snap_compare, lab, shown, size, theme):
    """Large, what changed marked, frozen."""
    assert snap_compare(lab(theme=theme), terminal_size=size, run_before=shown("f3", "f6"))


@ENDS
def test_spotlight(snap_compare, lab, shown, size):
    """On a paragraph, in the layout that all panes share."""
    assert snap_compare(lab(), terminal_size=size, run_before=shown("f2", "down", "f7"))


def test_without_colour(snap_compare, lab, shown, monkeypatch):
    """The cursor, the marks and the pane in hand are told by their shapes."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(lab(), terminal_size=SIZES[0], run_before=shown("f3"))
