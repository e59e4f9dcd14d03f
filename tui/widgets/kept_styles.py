"""Undo what Textual keeps of widgets that are gone: up to a thousand of them, with every line they have shown.

One of its caches is of a method, and so holds on to the object whose method it is. It grows with each dialog and page,
for an hour or two, by some 60 MB.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import Any, cast

from textual._styles_cache import StylesCache


@cache
def install() -> None:
    """Have that cache remember what it is asked for alone: two colours."""
    kept = cast(Any, StylesCache)
    method = getattr(kept.get_inner_outer, "__wrapped__", None)
    if method is not None:
        kept.get_inner_outer = staticmethod(lru_cache(1024)(partial(method, StylesCache)))
