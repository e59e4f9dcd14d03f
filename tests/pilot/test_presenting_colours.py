"""Colours of the lab as it is shown to a room: all of it stands out, and what is pointed at more than the rest."""

import pytest
from textual.color import Color
from textual.screen import ModalScreen

from tests.contrast import contrast
from tests.pilot.steps import WIDE, at
from tests.pilot.test_presenting import DRAWN, LEAST


def colours(app) -> dict[str, float]:
    """Of everything that is to be read on the screen, how far it stands out from its ground; by the words."""
    ratios: dict[str, float] = {}
    # What is behind a dialog is meant to be faint.
    front = app.screen.query_one("#dialog").region if isinstance(app.screen, ModalScreen) else app.screen.region
    for line in app.screen._compositor.render_strips()[front.y : front.bottom]:
        for text, style, _ in line.crop(front.x, front.right):
            if DRAWN.fullmatch(text) or style is None or style.color is None or style.bgcolor is None:
                continue
            pair = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
            ratios[line.text.strip() if len(text.strip()) == 1 else text.strip()] = (
                1.0 if style.dim else contrast(*pair)
            )
    return ratios


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_everything_stands_out(lab, tmp_path, settled, theme):
    """7:1, measured on what is drawn: panes, dialogs, marks, cursors, words of news."""
    at(tmp_path, "first-container", "first-run")
    async with lab(theme=theme, present=True).run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("f2")
        await settled(pilot)
        pilot.app.notify("something")
        faint: dict[str, float] = {}
        for keys in ("", "f3", "down", "2", "8", "f4", "f2", "h", "s", "f1", "escape", "m", "escape", "slash", "escape",
                     "e", "escape", "f3", "1", "x", "escape", "d"):  # fmt: skip
            if keys:
                await pilot.press(keys)
            await pilot.pause()
            faint |= {text: round(ratio, 2) for text, ratio in colours(pilot.app).items() if ratio < LEAST}
        assert not faint


async def test_a_spotlight(lab, tmp_path, settled):
    """What the cursor is on is as bright as before, and all else is less so."""
    at(tmp_path, "first-container", "first-run")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("f2", "down")
        await pilot.pause()
        before = colours(pilot.app)
        await pilot.press("f7")
        await pilot.pause()
        lit = colours(pilot.app)
        same = {text for text, ratio in lit.items() if ratio == pytest.approx(before.get(text), rel=0.01)}
        assert any("is the smallest image there is to try" in text for text in same)
        assert not any("From here on you read them" in text for text in same)
        await pilot.press("f3", "down")
        await pilot.pause()
        rows = {text: ratio for text, ratio in colours(pilot.app).items() if text in ("brave_hopper", "sad_turing")}
        assert (rows["sad_turing"] >= LEAST) != (rows["brave_hopper"] >= LEAST)
        await pilot.press("f7", "f2")
        await pilot.pause()
        after = colours(pilot.app)
        assert all(after[text] == pytest.approx(before[text], rel=0.01) for text in before if "read" in text)
