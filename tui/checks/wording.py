"""The plainest text that an author's pattern finds: for learners, who never see a pattern, and to answer with."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_CATEGORY = {op.CATEGORY_DIGIT: "0", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a", op.CATEGORY_NOT_SPACE: "a"}
_WIDE = (op.ANY, op.CATEGORY, op.RANGE, op.NEGATE)


@lru_cache(maxsize=1024)
def in_words(pattern: str) -> str:
    r"""What a pattern looks for: of alternatives the first, without what may be missing.

    `\binstall\b.*\bgit\b` gives "install … git", `\b(ls|find)\b` gives "ls".
    """
    return " ".join(plainest(pattern, gap=" … ").split()).strip("… ") or "…"


def plainest(pattern: str, gap: str | None = None) -> str:
    """A text that a pattern finds; `gap` stands where any character of several would do, None for one of them."""
    return _all(parser.parse(pattern), gap)


def _all(parts: Iterable[tuple[Any, Any]], gap: str | None) -> str:
    return "".join(_one(each, gap) for each in parts)


def _one(part: tuple[Any, Any], gap: str | None) -> str:
    """What one part of a parsed pattern finds; empty where that isn't known, or may be nothing."""
    kind, value = part
    if gap is not None and kind in _WIDE:
        return gap
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.ANY:
        return "a"
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, _, inner = value
        text = _all(inner, gap)
        return text if text == gap else text * int(least)
    if kind is op.SUBPATTERN:
        return _all(value[-1], gap)
    if kind is op.BRANCH:
        return _all(value[1][0], gap)
    if kind is op.RANGE:
        return chr(value[0])
    if kind is op.CATEGORY:
        return str(_CATEGORY.get(value, ""))
    if kind is op.IN:
        return _one(value[0], gap)
    return ""
