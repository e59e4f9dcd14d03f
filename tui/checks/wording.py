"""What an author's pattern looks for, in words for a learner, who never sees a pattern."""

from __future__ import annotations

import re
from functools import lru_cache

_INNERMOST = re.compile(
    r"(?<!\\)\((?:\?[a-z]*:|\?P<\w+>)?(?P<around>\?[a-z]+(?=\))|\?<?[=!])?(?P<first>[^()|]*)[^()]*\)(?P<times>[?*]?)"
)
_PIECE = re.compile(r"\\[bBAZ]|[\^$]|(?P<gap>(?:\\[sSdDwW]|\.|\[[^]]*\])[*+?]?)|\\(?P<plain>.)|.[?*]")


@lru_cache(maxsize=1024)
def in_words(pattern: str) -> str:
    r"""The plainest text that a pattern finds: of alternatives the first, without what may be missing.

    `\binstall\b.*\bgit\b` gives "install … git", `\b(ls|find)\b` gives "ls".
    """
    text, before = pattern, ""
    while text != before:
        before, text = text, _INNERMOST.sub(_group, text)
    text = _PIECE.sub(lambda piece: " … " if piece["gap"] else piece["plain"] or "", text.partition("|")[0])
    return " ".join(text.split()).strip("… ") or "…"


def _group(match: re.Match[str]) -> str:
    """A group's first alternative; nothing for one that only looks round, or that may be missing."""
    return "" if match["around"] or match["times"] else match["first"]
