"""Escape sequences make the screens the standards say; those that don't are named with the reason."""

import pytest

from tests.terminal.probes import COLUMNS, ERASED, LOOKS, OTHER, PROBES, ROWS, Probe
from tests.terminal.recorded import Screen, Watched
from tui.shell.emulator import PLAIN, CellStyle

# How many of all there are must be right, for the day when one is to be taken out or a library is replaced.
RIGHT = 120


def shown(printed: str) -> Screen:
    watched = Watched((COLUMNS, ROWS))
    watched.emulator.feed(printed.replace("^[", "\x1b").encode())
    screen = watched.screen()
    watched.emulator.close()
    return screen


@pytest.fixture(autouse=True)
def differing(request: pytest.FixtureRequest) -> None:
    """Those that are known to differ must do so: one that is right by now is to be taken out."""
    if (name := request.node.callspec.id if hasattr(request.node, "callspec") else "") in OTHER:
        request.applymarker(pytest.mark.xfail(reason=OTHER[name], strict=True))


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_a_sequence_makes_the_screen(probe: Probe) -> None:
    """Text and, where it matters, cursor."""
    screen = shown(probe.printed)
    assert screen.text == [*probe.rows, *[""] * (ROWS - len(probe.rows))]
    assert probe.cursor in (None, screen.cursor)


@pytest.mark.parametrize(("name", "printed", "look"), LOOKS, ids=[name for name, *_ in LOOKS])
def test_a_sequence_makes_the_look(name: str, printed: str, look: dict) -> None:
    """SGR, in all the ways it is written."""
    assert shown(printed + "x").rows[0][0] == ("x", CellStyle(**look))


@pytest.mark.parametrize(("name", "printed", "cells"), ERASED, ids=[name for name, *_ in ERASED])
def test_what_is_erased_has_the_background(name: str, printed: str, cells: list[tuple[int, int]]) -> None:
    """Background colour erase, as the terminfo of xterm-256color promises."""
    rows = shown("^[[44m" + printed).rows
    for x, y in cells:
        cell = rows[y][x] if x < len(rows[y]) else (" ", PLAIN)
        assert cell == (" ", CellStyle(background=4)), f"column {x}, row {y}"


def test_the_floor() -> None:
    """So many are right at least."""
    assert len(PROBES) + len(LOOKS) + len(ERASED) - len(OTHER) >= RIGHT
