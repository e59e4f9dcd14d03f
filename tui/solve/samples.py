"""A text that a pattern matches, for answering questions whose right answers are patterns."""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

_CATEGORY = {op.CATEGORY_DIGIT: "0", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a", op.CATEGORY_NOT_SPACE: "a"}


def sample(pattern: str) -> str | None:
    """The plainest text that all of `pattern` matches; None if none is found."""
    text = "".join(_one(each) for each in parser.parse(pattern))
    return text if re.fullmatch(pattern, text, re.IGNORECASE) else None


def _one(part: tuple[Any, Any]) -> str:
    """What one part of a parsed pattern matches; empty where that isn't known, or may be nothing."""
    kind, value = part
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.ANY:
        return "a"
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, _, inner = value
        return _all(inner) * int(least)
    if kind is op.SUBPATTERN:
        return _all(value[-1])
    if kind is op.BRANCH:
        return _all(value[1][0])
    if kind is op.RANGE:
        return chr(value[0])
    if kind is op.CATEGORY:
        return str(_CATEGORY.get(value, ""))
    if kind is op.IN:
        return _one(value[0])
    return ""


def _all(parts: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_one(each) for each in parts)
