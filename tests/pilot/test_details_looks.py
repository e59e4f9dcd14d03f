"""How the details dialog looks."""

from functools import partial

import pytest
from textual.widgets import Input

from tests.pilot.details_steps import details, shows
from tests.pilot.steps import NARROW, SIZES, WIDE, sized
from tests.waiting import eventually
from tui.model.looks import Sample
from tui.widgets import stats_tab

pytestmark = pytest.mark.usefixtures("printing")


def looks(snap_compare, lab, size, act):
    async def prepared(pilot) -> None:
        await details(pilot)
        await act(pilot)
        await pilot.pause()

    return snap_compare(lab(), terminal_size=size, run_before=prepared)


@sized(*SIZES)
def test_inspect_looks(snap_compare, lab, size):
    """Something found, on the way to which all is unfolded."""

    async def act(pilot) -> None:
        await shows(pilot, "NetworkSettings")
        await pilot.press("slash")
        await eventually(lambda: isinstance(pilot.app.focused, Input), "the line")
        await pilot.press(*"daemon", "enter")
        await shows(pilot, "1 of 2")

    assert looks(snap_compare, lab, size, act)


@sized(*SIZES)
def test_logs_look(snap_compare, lab, engine, size):
    """Wrapped lines, and lines of standard error."""

    async def act(pilot) -> None:
        engine.print("web", *(f'10.0.0.{n} - "GET /page/{n}?{"q" * n} HTTP/1.1" 200 {n}' for n in range(1, 60)))
        engine.print("web", "[error] open() failed (2: No such file)", error=True)
        await pilot.press("2")
        await shows(pilot, "[error]", "following", "! standard error")

    assert looks(snap_compare, lab, size, act)


@sized(*SIZES)
def test_stats_look(snap_compare, lab, engine, size, monkeypatch):
    """A minute of a busy container."""
    monkeypatch.setattr(stats_tab, "EVERY", 0.0)

    async def act(pilot) -> None:
        await pilot.press("3")
        await eventually(lambda: engine.looked_at)
        load = [None, *(abs(n % 40 - 20) * 8.0 for n in range(69))]
        engine.use("web", *(Sample(cpu, (20 + n) * 2**18, 4 * 2**30, 1500, 20, 3) for n, cpu in enumerate(load)))
        await shows(pilot, "22.25MiB", "one column is one second")

    assert looks(snap_compare, lab, size, act)


@sized(*SIZES)
def test_attached_looks(snap_compare, lab, engine, size):
    """Mounts and ports of a container that is gone by now."""

    async def act(pilot) -> None:
        await pilot.press("5")
        engine.remove("web")
        await shows(pilot, "removed", "read-only")

    assert looks(snap_compare, lab, size, act)


def test_processes_look_in_light_colours(snap_compare, lab):
    """One of them."""

    async def act(pilot) -> None:
        await pilot.press("4")
        await shows(pilot, "4242")

    assert looks(snap_compare, partial(lab, theme="light"), WIDE, act)


def test_logs_look_without_colour(snap_compare, lab, engine, monkeypatch):
    """What is of standard error, and which tab is shown."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(pilot) -> None:
        engine.print("web", "ready")
        engine.print("web", "[error] open() failed (2: No such file)", error=True)
        await pilot.press("2")
        await shows(pilot, "[error]", "following", "! standard error")

    assert looks(snap_compare, lab, NARROW, act)
