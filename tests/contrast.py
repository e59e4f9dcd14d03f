"""How well text can be read on its background, as the WCAG measures it: 1 is not at all, 21 is black on white."""

from textual.color import Color

from tui.themes import THEMES

OWN_COLOURS = [name for name, theme in THEMES.items() if not theme.ansi]
"""Themes that bring their colours along."""
STRONG = {"projector-dark", "projector-light"}
"""Themes by whose names a learner expects more, and gets it."""


def wanted(theme: str) -> float:
    """What the text of a theme must have at least: WCAG's AA, or AAA."""
    return 7.0 if theme in STRONG else 4.5


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
