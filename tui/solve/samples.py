"""A text that a pattern matches, for answering questions whose right answers are patterns."""

from __future__ import annotations

import re

from tui.checks.wording import plainest


def sample(pattern: str) -> str | None:
    """The plainest text that all of `pattern` matches; None if none is found."""
    text = plainest(pattern)
    return text if re.fullmatch(pattern, text, re.IGNORECASE) else None
