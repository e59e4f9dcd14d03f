"""The lab's themes. The only place that names colours."""

from __future__ import annotations

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
    },
)
THEMES = {theme.name.removeprefix("sealegs-"): theme for theme in (DARK, LIGHT)}
