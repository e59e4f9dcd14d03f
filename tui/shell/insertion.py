"""Put text at the learner's prompt: never run, never where a program would read it, never lost.

Pure: from lines and what is known of the terminal to the bytes to send, or the reason not to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

# The learner's half-typed line goes to the kill ring; Ctrl-Y brings it back. For a shell that is heard from a key that
# the files in `rc` bind (it would be Ctrl-Alt-Shift-F12); for others Ctrl-E Ctrl-U, which the plainest terminal knows.
SET_ASIDE = b"\x1b[24;8~"
_SET_ASIDE_UNHEARD = b"\x05\x15"
_OPENS, _CLOSES = b"\x1b[200~", b"\x1b[201~"


class Insert(Struct, frozen=True):
    """Send `data` to the shell."""

    data: bytes


class Refusal(Struct, frozen=True):
    """Nothing is sent; `reason` is the sentence a learner reads."""

    reason: str


def insertion(
    lines: Sequence[str], *, at_prompt: bool, alternate: bool, bracketed: bool, heard: bool = True
) -> Insert | Refusal:
    """What puts `lines` at the prompt in place of what is half typed there.

    `alternate`: a full-screen program has the screen; `bracketed`: the shell understands pastes (DEC mode 2004);
    `heard`: it is one with the lab's integration.
    """
    if alternate:
        return Refusal("A full-screen program is open in the command pane: leave it first.")
    if not at_prompt:
        return Refusal("The command pane is not at a prompt: wait for the command, or end it (Ctrl-C, exit, q).")
    typed = as_typed(lines, bracketed=bracketed)
    if isinstance(typed, Refusal):
        return typed
    return Insert((SET_ASIDE if heard else _SET_ASIDE_UNHEARD) + typed.data)


def as_typed(lines: Sequence[str], *, bracketed: bool) -> Insert | Refusal:
    """What types `lines` where the cursor is, without a newline at the end.

    Several lines need a paste in brackets: outside of one, each newline would run a line. A command that is only
    broken with backslashes becomes one line there.
    """
    text = "\n".join(lines)
    # One space at the end stays: the learner is to go on there.
    text = text.rstrip() + (" " if text.endswith(" ") else "")
    cleaned = _printable_lines(text if bracketed else text.replace("\\\n", ""))
    if not any(line.strip() for line in cleaned):
        return Refusal("There is nothing to insert.")
    if bracketed:
        return Insert(_in_brackets("\n".join(cleaned)))
    if len(cleaned) > 1:
        return Refusal("Several lines can't be inserted here without running them: type them one by one.")
    # Outside a paste a tab would ask for completion.
    return Insert(cleaned[0].replace("\t", " ").encode())


def by_letter(insert: Insert) -> list[bytes]:
    """What comes to the same, a letter at a time; in one piece where each newline would run a line."""
    before, opened, rest = insert.data.partition(_OPENS)
    text = rest.removesuffix(_CLOSES).decode()
    return [before, *map(_in_brackets, text)] if opened else [insert.data]


def pasted(text: str, *, bracketed: bool) -> bytes:
    """What a terminal sends when the learner pastes `text`: newlines as Enter, no other control characters."""
    cleaned = "\r".join(_printable_lines(text))
    return _in_brackets(cleaned) if bracketed else cleaned.encode()


def _printable_lines(text: str) -> list[str]:
    """Lines without control characters (C0, C1, DEL), so that none ends the brackets or acts as a key; tabs stay."""
    return [
        "".join(c for c in line if c == "\t" or (c >= " " and not "\x7f" <= c <= "\x9f"))
        for line in re.split(r"\r\n|\r|\n", text)
    ]


def _in_brackets(text: str) -> bytes:
    return _OPENS + text.encode() + _CLOSES
