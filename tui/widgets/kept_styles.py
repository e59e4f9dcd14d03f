"""Undo what Textual keeps for hours in a long class: widgets that are gone, and styles nobody wears any more.

One of its caches is of a method, and so holds on to the object whose method it is, with every line that has shown. It
grows with each dialog and page, by some 60 MB. Another keeps 16,384 styles, and a style that knows its place on the
screen is one of its own: a class of hours fills it, by some 20 MB. A screen has a few hundred.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import Any, cast

from textual._styles_cache import StylesCache
from textual.strip import Strip


@cache
def install() -> None:
    """Have the first remember what it is asked for alone, two colours, and the second no more than is in use."""
    kept = cast(Any, StylesCache)
    method = getattr(kept.get_inner_outer, "__wrapped__", None)
    if method is not None:
        kept.get_inner_outer = staticmethod(lru_cache(1024)(partial(method, StylesCache)))
    strip = cast(Any, Strip)
    codes = getattr(strip.render_ansi, "__wrapped__", None)
    if codes is not None:
        strip.render_ansi = classmethod(cast(Any, lru_cache(2048)(codes)))
