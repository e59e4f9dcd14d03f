"""The lab's themes. The only place that names colours."""

from __future__ import annotations

from typing import Any

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
        "footer-background": "#e8ecf1",
        "blank": "#000000",
    },
)
THEMES = {theme.name.removeprefix("sealegs-"): theme for theme in (DARK, LIGHT, PROJECTOR_DARK, PROJECTOR_LIGHT)}
FOR_A_ROOM = {DARK.name: PROJECTOR_DARK.name, LIGHT.name: PROJECTOR_LIGHT.name}
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


def dress(app: App[Any], theme: str) -> None:
    """Have an app know all themes, and give it one by its short name."""
    for each in THEMES.values():
        app.register_theme(each)
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
