"""Text from outside, made fit to be shown: what would move the cursor, break the line or turn it round is spelt out.

And sizes in the docker command's own figures.
"""

from __future__ import annotations

import re

_UNSEEN = (
    range(0x00, 0x20),  # C0: escape, newline, tab …
    range(0x7F, 0xA0),  # delete, and C1, which a terminal may take for escape sequences
    (0x061C, 0x200E, 0x200F),  # bidi marks
    range(0x2028, 0x202F),  # line and paragraph separator, bidi embeddings and overrides
    range(0x2066, 0x206A),  # bidi isolates
    range(0xD800, 0xE000),  # halves of a character, which JSON may hold and no terminal can be sent
)
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|[ -/]*[0-~])"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
"""What programs send to a terminal for colours, titles and moves of the cursor."""
_ID = re.compile(r"(?<![0-9a-f])(?:sha256:)?([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])")
_QUOTED = 300
"""Characters that are quoted."""
_ESCAPES = {code: chr(code).encode("unicode_escape").decode("ascii") for codes in _UNSEEN for code in codes}


def printable(text: str) -> str:
    r"""The same text in one line of visible characters: a newline becomes \n, an escape \x1b."""
    # Python holds none of those for printable, and to ask costs a fraction where the text is short, as most is.
    return text if text.isprintable() else text.translate(_ESCAPES)


def brief(text: str) -> str:
    """Somebody else's words, to be quoted in a sentence: in one line, and not too many of them."""
    said = printable(" ".join(text[: 4 * _QUOTED].split()))
    return said if len(said) <= _QUOTED else f"{said[:_QUOTED]}…"


def plain_line(line: str) -> str:
    r"""A line that a program printed for a terminal, as text: without colours, tabs as spaces, and of a progress bar
    (a\rb) what was drawn last."""
    drawn = _SEQUENCE.sub("", line).rstrip("\r").rpartition("\r")[2]
    return printable(drawn.expandtabs())


def short_ids(text: str) -> str:
    """The same text with ids, which are also the names of what nobody named, cut as docker cuts them."""
    return _ID.sub(r"\1", text)


def size(count: int, digits: int = 3) -> str:
    """Bytes as docker prints an image's size: "1.11kB", "63.1MB"; most of its other sizes have four digits."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            return f"{value:.{digits}g}{unit}"
        value /= 1000
    raise AssertionError("unreachable")
