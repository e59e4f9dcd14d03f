"""The lab's themes. The only place that names colours."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product
from typing import Any

from rich.color import parse_rgb_hex
from rich.terminal_theme import TerminalTheme
from textual._ansi_theme import ALABASTER, MONOKAI
from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="sealegs-dark",
    primary="#6cb6ff",
    secondary="#8fa3bf",
    accent="#f2c14e",
    foreground="#e6e9ef",
    background="#12161c",
    surface="#12161c",
    panel="#1c2430",
    success="#7ccf8a",
    warning="#f2c14e",
    error="#ff8080",
    dark=True,
    variables={
        "border-blurred": "#5a6b82",
        "quiet": "#9aa9bd",
        "block-background": "#1c2430",
        "chosen-background": "#253548",
        "chosen-style": "none",
        "footer-background": "#1c2430",
        "blank": "#000000",
    },
)
LIGHT = Theme(
    name="sealegs-light",
    primary="#0a5cad",
    secondary="#48607a",
    accent="#8a4b00",
    foreground="#16202c",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#e9edf2",
    success="#1d6b2f",
    warning="#8a4b00",
    error="#b3261e",
    dark=False,
    variables={
        "border-blurred": "#7f8d9d",
        "quiet": "#4a596d",
        "block-background": "#e9edf2",
        "chosen-background": "#cedbe9",
        "chosen-style": "none",
        "footer-background": "#e9edf2",
        "blank": "#000000",
    },
)
# For projectors, which wash colours out: of all that is read, text and ground are 7:1 apart at least.
PROJECTOR_DARK = Theme(
    name="sealegs-projector-dark",
    primary="#addcff",
    secondary="#d3dce8",
    accent="#ffd84d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#10141a",
    success="#7df08f",
    warning="#ffd84d",
    error="#ffb3b3",
    dark=True,
    variables={
        "border-blurred": "#8a94a3",
        "quiet": "#d3dce8",
        "block-background": "#1b222c",
        "chosen-background": "#222c35",
        "chosen-style": "none",
        "footer-background": "#1b222c",
        "blank": "#000000",
    },
)
PROJECTOR_LIGHT = Theme(
    name="sealegs-projector-light",
    primary="#00357a",
    secondary="#1f2a38",
    accent="#5c2800",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#f7f8fa",
    success="#003f16",
    warning="#5c2800",
    error="#7d0000",
    dark=False,
    variables={
        "border-blurred": "#5f6b7a",
        "quiet": "#1f2a38",
        "block-background": "#e8ecf1",
        "chosen-background": "#d9e0ea",
        "chosen-style": "none",
        "footer-background": "#e8ecf1",
        "blank": "#000000",
    },
)
# The terminal's own colours, on its own ground, which may be dark or light: of the sixteen those that can be read on
# both. What has no colour of its own is told by its sign and by being bold.
TERMINAL = Theme(
    name="sealegs-terminal",
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_default",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_default",
    warning="ansi_magenta",
    error="ansi_bright_red",
    dark=True,
    variables={
        "border-blurred": "ansi_default",
        "quiet": "ansi_default",
        "block-background": "ansi_default",
        "chosen-background": "ansi_default",
        "chosen-style": "underline",
        "footer-background": "ansi_default",
        "blank": "#000000",
        # What Textual's own widgets ask for in such a theme.
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "block-cursor-background": "ansi_bright_blue",
        "block-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_magenta",
        "input-selection-foreground": "ansi_default",
        "screen-selection-background": "ansi_magenta",
        "screen-selection-foreground": "ansi_default",
    },
)
_ALL = (DARK, LIGHT, PROJECTOR_DARK, PROJECTOR_LIGHT, TERMINAL)
THEMES = {theme.name.removeprefix("sealegs-"): theme for theme in _ALL}
FOR_A_ROOM = {
    DARK.name: PROJECTOR_DARK.name,
    LIGHT.name: PROJECTOR_LIGHT.name,
    TERMINAL.name: PROJECTOR_DARK.name,
}
"""Which theme takes the place of which while the lab is shown to a room."""

# The sixteen colours of programs in the command pane, as the projector themes have them: on their own ground all but
# the first (dark) and the eighth (light), which programs use for grounds, are as far from it.
_ON_BLACK = [
    (0, 0, 0), (255, 140, 140), (125, 240, 143), (255, 216, 77), (143, 190, 255), (255, 160, 255), (110, 230, 240),
    (229, 229, 229), (160, 160, 160), (255, 170, 170), (160, 255, 170), (255, 235, 140), (175, 210, 255),
    (255, 190, 255), (160, 245, 255), (255, 255, 255),
]  # fmt: skip
_ON_WHITE = [
    (0, 0, 0), (143, 0, 0), (0, 73, 26), (95, 60, 0), (0, 63, 138), (110, 0, 110), (0, 70, 85), (80, 80, 80),
    (70, 70, 70), (150, 0, 20), (0, 80, 30), (105, 60, 0), (0, 70, 160), (125, 0, 125), (0, 75, 95), (229, 229, 229),
]  # fmt: skip
PROGRAMS_ON_BLACK = TerminalTheme((0, 0, 0), (255, 255, 255), _ON_BLACK[:8], _ON_BLACK[8:])
PROGRAMS_ON_WHITE = TerminalTheme((255, 255, 255), (0, 0, 0), _ON_WHITE[:8], _ON_WHITE[8:])

# Changes for a terminal with sixteen colours, on a light ground and on a dark one: those that can be read there,
# whatever a terminal makes of them.
_SIXTEEN = {
    False: {
        "primary": "#0000aa", "secondary": "#000000", "accent": "#0000aa", "warning": "#aa0000", "error": "#aa0000",
        "success": "#000000", "quiet": "#000000", "border-blurred": "#555555", "chosen-background": "#ffffff",
        "chosen-style": "underline",
    },
    True: {"border-blurred": "#aaaaaa", "chosen-background": "#000000", "chosen-style": "underline"},
}  # fmt: skip
# The same for 256, where the nearest colour is too near to another one.
_NOT_NEAREST = {
    LIGHT.name: {"chosen-background": "#ebebeb"},
    PROJECTOR_LIGHT.name: {
        "primary": "#000087", "block-background": "#ffffff", "footer-background": "#ffffff",
        "chosen-background": "#ffffff", "chosen-style": "underline",
    },
}  # fmt: skip
_LEVELS = (0, 95, 135, 175, 215, 255)
_CUBE = {rgb: rgb for rgb in product(_LEVELS, repeat=3) if len({*rgb}) > 1 or rgb[0] in (0, 255)}
# Rich takes a grey by its lightness, in steps of a twenty-fifth.
_GREYS = {(8 + 10 * step,) * 3: (round((step + 1) * 10.2),) * 3 for step in range(24)}
_OF_256 = _CUBE | _GREYS
"""What a terminal with 256 colours shows, and the colour that Rich makes it of."""


def fitted(theme: Theme, colours: str | None) -> Theme:
    """A theme for a terminal with so many colours, by Rich's name. Over ssh most say that they have 256."""
    if colours == "256":
        nearest = {name: _nearest(value) for name, value in _hex_of(theme).items()}
        return _changed(theme, nearest | _NOT_NEAREST.get(theme.name, {}))
    if colours == "standard" and not theme.ansi:
        return _changed(theme, _SIXTEEN[theme.dark])
    return theme


def _hex_of(theme: Theme) -> dict[str, str]:
    """A theme's colours by their names."""
    named = {each.name: getattr(theme, each.name) for each in fields(theme)} | theme.variables
    return {name: value for name, value in named.items() if isinstance(value, str) and value.startswith("#")}


def _changed(theme: Theme, colours: dict[str, str]) -> Theme:
    own: dict[str, Any] = {name: value for name, value in colours.items() if name not in theme.variables}
    return replace(theme, **own, variables={name: colours.get(name, value) for name, value in theme.variables.items()})


def _nearest(colour: str) -> str:
    """The nearest of 256. Rich itself takes a dark grey with a touch of blue for navy."""
    red, green, blue = parse_rgb_hex(colour.removeprefix("#"))
    shown = min(_OF_256, key=lambda rgb: (rgb[0] - red) ** 2 + (rgb[1] - green) ** 2 + (rgb[2] - blue) ** 2)
    return "#{:02x}{:02x}{:02x}".format(*_OF_256[shown])


def dress(app: App[Any], theme: str) -> None:
    """Have an app know all themes, in colours that its terminal has, and give it one by its short name."""
    for each in THEMES.values():
        app.register_theme(fitted(each, app.console.color_system))
    wear(app, THEMES[theme].name)


def wear(app: App[Any], theme: str) -> None:
    """Give an app a theme, by its whole name, and programs in it the colours that go with that."""
    app.theme = theme
    if theme == PROJECTOR_DARK.name:
        app.ansi_theme_dark = PROGRAMS_ON_BLACK
    elif theme == PROJECTOR_LIGHT.name:
        app.ansi_theme_light = PROGRAMS_ON_WHITE
    else:
        app.ansi_theme_dark, app.ansi_theme_light = MONOKAI, ALABASTER
