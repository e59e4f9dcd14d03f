"""Find the line of a daemon's log that says why it stopped."""

from __future__ import annotations

import re
from pathlib import Path

from tui.model.text import printable

# dockerd's lines: time="…" level=fatal msg="…"; what ends it comes last, and often bare.
_LEVEL = re.compile(r"\blevel=(info|debug|warning)\b")
_MESSAGE = re.compile(r'\bmsg="((?:\\.|[^"\\])*)"')


def last_words(log: Path) -> str:
    """The last line of a log that is more than information, in one line without its full stop."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "it left no log"
    return meaning([line for line in lines if line.strip()])


def meaning(lines: list[str]) -> str:
    """The last line that is more than information, or the very last."""
    if not lines:
        return "its log is empty"
    line = next((line for line in reversed(lines) if not _LEVEL.search(line)), lines[-1])
    message = _MESSAGE.search(line)
    text = message[1].replace('\\"', '"').replace("\\n", " ") if message else line
    return printable(" ".join(text.split())).rstrip(".")
