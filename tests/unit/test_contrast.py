"""Every colour of text can be read on every background there is, in each theme."""

import re
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.color import Color

from tests.contrast import OWN_COLOURS, contrast, wanted
from tui.themes import PROGRAMS_ON_BLACK, PROGRAMS_ON_WHITE, THEMES, fitted
from tui.verbs import open as open_verb

TUI = Path(__file__).resolve().parents[2] / "tui"
TEXT = ("foreground", "primary", "accent", "success", "warning", "error", "quiet")
"""Every variable that text is drawn in."""
BACKGROUNDS = ("background", "panel", "block-background", "footer-background", "chosen-background")
LINES = ("border-blurred", "primary")
NOT_COLOURS = {"log"}


XTERM = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
]  # fmt: skip
CONSOLE = [
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
]  # fmt: skip
"""What two terminals make of sixteen colours, of which the brightest are at both ends: xterm, and the Linux console."""
TERMINALS = {
    "all colours": ("truecolor", ColorSystem.TRUECOLOR, None),
    "256": ("256", ColorSystem.EIGHT_BIT, None),
    "16 of xterm": ("standard", ColorSystem.STANDARD, XTERM),
    "16 of the console": ("standard", ColorSystem.STANDARD, CONSOLE),
}
named_terminal = pytest.mark.parametrize("terminal", TERMINALS)


def colours(theme: str, terminal: str = "all colours") -> dict[str, Color]:
    """A theme's variables, as a terminal shows them."""
    name, system, palette = TERMINALS[terminal]
    worn = fitted(THEMES[theme], name)
    found = {
        name: Color.parse(value)
        for name, value in worn.to_color_system().generate().items()
        if name in (*TEXT, *BACKGROUNDS, *LINES)
    } | {name: Color.parse(value) for name, value in worn.variables.items() if value.startswith("#")}

    def shown(colour: Color) -> Color:
        made = colour.rich_color.downgrade(system)
        assert made.number is not None or palette is None
        return Color(*(palette[made.number or 0] if palette else made.get_truecolor()))

    return {name: shown(colour) for name, colour in found.items()}


def test_the_list_is_of_all_colours_there_are():
    """A new one is to be measured, too."""
    used = set()
    for file in (*TUI.rglob("*.py"), *TUI.rglob("*.tcss")):
        if file.parent.name in ("view", "screens", "widgets"):
            used |= set(re.findall(r"\$([a-z]+(?:-[a-z]+)*)\b", file.read_text(encoding="utf-8")))
    known = {*TEXT, *BACKGROUNDS, *LINES}
    assert used & set(THEMES["dark"].to_color_system().generate()) <= known


@named_terminal
@pytest.mark.parametrize("theme", OWN_COLOURS)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read(theme, text, terminal):
    """On each background. Of sixteen colours there are not enough that are further apart."""
    named = colours(theme, terminal)
    measured = {each: round(contrast(named[text], named[each]), 2) for each in BACKGROUNDS}
    assert min(measured.values()) >= wanted("dark" if terminal.startswith("16") else theme), measured


@named_terminal
@pytest.mark.parametrize("theme", OWN_COLOURS)
@pytest.mark.parametrize("line", LINES)
def test_a_border_can_be_seen(theme, line, terminal):
    """It is no text, and needs 3:1."""
    named = colours(theme, terminal)
    assert contrast(named[line], named["background"]) >= 3


@pytest.mark.parametrize("palette", [XTERM, CONSOLE], ids=["xterm", "the console"])
@pytest.mark.parametrize("ground", [Color(0, 0, 0), Color(255, 255, 255)], ids=["dark", "light"])
@pytest.mark.parametrize("text", TEXT)
def test_the_terminals_own_colours_can_be_seen(palette, ground, text):
    """On a dark ground and on a light one, by the palettes that terminals come with; others are their owner's."""
    colour = Color.parse(THEMES["terminal"].to_color_system().generate().get(text) or "ansi_default")
    assert colour.ansi is not None
    assert colour.ansi < 0 or contrast(Color(*palette[colour.ansi]), ground) >= 3


@pytest.mark.parametrize(
    ("programs", "a_ground"), [(PROGRAMS_ON_BLACK, 0), (PROGRAMS_ON_WHITE, 15)], ids=["dark", "light"]
)
def test_what_programs_print_can_be_read_on_a_projector(programs, a_ground):
    """In all of their sixteen colours but the one that is the pane's own ground."""
    ground = Color(*programs.background_color)
    measured = {place: round(contrast(Color(*programs.ansi_colors[place]), ground), 2) for place in range(16)}
    del measured[a_ground]
    assert min(measured.values()) >= wanted("projector-dark"), measured


def test_the_command_line_offers_all_themes():
    """It names them itself: loading them, and Textual, for --help would take longer than the rest of it."""
    assert set(open_verb.THEMES) == set(THEMES)
