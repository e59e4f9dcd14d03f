"""What stands on the screen can be read: measured on the cells that are drawn, in each theme."""

import unicodedata
from collections.abc import Callable
from typing import TypeVar

import pytest
from rich.color import ColorType
from textual.color import Color
from textual.strip import Strip

from tests.contrast import OWN_COLOURS, contrast, wanted
from tests.pilot.conftest import screen_of
from tests.pilot.steps import at
from tests.waiting import eventually

T = TypeVar("T")
pytestmark = pytest.mark.usefixtures("calm")
LEAST_OF_STALE = 3.0
"""Rows of an engine that does not answer are dimmed: they are old, and the bottom line says so."""


def poor(app, least: float) -> set[tuple[str, float]]:
    """Words that have less contrast, with how much they have: on the lab's screen, or in the dialog over it. What is
    behind a dialog is dimmed, and out of use."""
    found = set()
    dialogs = app.screen.query("#dialog")
    region = dialogs.first().region if dialogs else app.screen.region
    for line in app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in Strip(line).crop(region.x, region.right):
            style = segment.style
            if style is None or not _readable(segment.text) or style.color is None or style.bgcolor is None:
                continue
            pair = [Color.from_rich_color(each) for each in (style.color, style.bgcolor)]
            if (measured := contrast(*pair)) < least:
                found.add((segment.text.strip()[:30], round(measured, 2)))
    return found


def _readable(text: str) -> bool:
    """Whether there is more in it than lines and blocks."""
    return any(unicodedata.category(each)[0] in "LNP" for each in text)


async def everywhere(app, pilot, measure: Callable[[], set[T]]) -> dict[str, set[T]]:
    """What is measured in the lab with its panes, on each dialog there is a key for, and on rows chosen in them."""
    bad = {"lab": measure()}
    for key in ("s", "h", "2", "3", "6", "7", "8"):
        await pilot.press(key)
        await pilot.pause()
        bad[key] = measure()
    for key in ("f1", "m", "slash", "l", "e", "R"):
        await pilot.press(key)
        await eventually(lambda: app.screen is not screen_of(app), key)
        await pilot.press("down")
        await pilot.pause()
        bad[key] = measure()
        await pilot.press("escape")
        await eventually(lambda: app.screen is screen_of(app), f"the end of {key}")
    return {key: each for key, each in bad.items() if each}


@pytest.mark.parametrize("theme", OWN_COLOURS)
async def test_every_screen_can_be_read(lab, tmp_path, settled, theme):
    """In each theme that brings its colours."""
    at(tmp_path, "first-container", "first-run")
    app = lab(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert await everywhere(app, pilot, lambda: poor(app, wanted(theme))) == {}


async def test_the_terminals_own_colours_are_its_own(lab, tmp_path, settled):
    """In that theme nothing has any other, so that its owner's palette holds everywhere."""
    at(tmp_path, "first-container", "first-run")
    app = lab(theme="terminal")

    def foreign() -> set[str]:
        segments = [each for line in app.screen._compositor.render_strips() for each in line if each.style]
        used = [each.style.bgcolor for each in segments] + [each.style.color for each in segments if each.text.strip()]
        return {each.name for each in used if each and each.type not in (ColorType.DEFAULT, ColorType.STANDARD)}

    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert await everywhere(app, pilot, foreign) == {}


@pytest.mark.parametrize("theme", OWN_COLOURS)
async def test_old_rows_can_be_read(lab, tmp_path, settled, engine, theme):
    """While the engine does not answer."""
    app = lab(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        engine.go_away()
        browser = screen_of(app).panes.browser
        await eventually(lambda: browser.has_class("-stale"), "the engine's end")
        await pilot.pause()
        assert poor(app, LEAST_OF_STALE) == set()
