"""Every colour of text can be read on every background there is, in each theme."""

import re
from pathlib import Path

import pytest
from textual.color import Color

from tests.contrast import contrast, wanted
from tui.themes import PROGRAMS_ON_BLACK, PROGRAMS_ON_WHITE, THEMES

TUI = Path(__file__).resolve().parents[2] / "tui"
TEXT = ("foreground", "primary", "accent", "success", "warning", "error", "quiet")
"""Every variable that text is drawn in."""
BACKGROUNDS = ("background", "panel", "block-background", "footer-background")
CHOSEN = 0.12
"""How much of $primary is in the background of a dialog's row that is chosen: see `RowList` in screens/lab.tcss."""
LINES = ("border-blurred", "primary")
NOT_COLOURS = {"log"}


def colours(theme: str) -> dict[str, Color]:
    """A theme's variables."""
    return {
        name: Color.parse(value)
        for name, value in THEMES[theme].to_color_system().generate().items()
        if name in (*TEXT, *BACKGROUNDS, *LINES)
    } | {name: Color.parse(value) for name, value in THEMES[theme].variables.items() if value.startswith("#")}


def test_the_list_is_of_all_colours_there_are():
    """A new one is to be measured, too."""
    used = set()
    for file in (*TUI.rglob("*.py"), *TUI.rglob("*.tcss")):
        if file.parent.name in ("view", "screens", "widgets"):
            used |= set(re.findall(r"\$([a-z]+(?:-[a-z]+)*)\b", file.read_text(encoding="utf-8")))
    known = {*TEXT, *BACKGROUNDS, *LINES}
    assert used & set(THEMES["dark"].to_color_system().generate()) <= known


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read(theme, text):
    """On each background, also where a row is chosen."""
    named = colours(theme)
    grounds = [named[each] for each in BACKGROUNDS]
    grounds.append(named["panel"].blend(named["primary"], CHOSEN))
    measured = {ground.hex: round(contrast(named[text], ground), 2) for ground in grounds}
    assert min(measured.values()) >= wanted(theme), measured


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("line", LINES)
def test_a_border_can_be_seen(theme, line):
    """It is no text, and needs 3:1."""
    named = colours(theme)
    assert contrast(named[line], named["background"]) >= 3


@pytest.mark.parametrize(
    ("programs", "a_ground"), [(PROGRAMS_ON_BLACK, 0), (PROGRAMS_ON_WHITE, 15)], ids=["dark", "light"]
)
def test_what_programs_print_can_be_read_on_a_projector(programs, a_ground):
    """In all of their sixteen colours but the one that is the pane's own ground."""
    ground = Color(*programs.background_color)
    measured = {place: round(contrast(Color(*programs.ansi_colors[place]), ground), 2) for place in range(16)}
    del measured[a_ground]
    assert min(measured.values()) >= wanted("projector-dark"), measured
