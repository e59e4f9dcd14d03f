"""Undo what Textual's table of key sequences loses, so that programs in the command pane get what was typed.

Textual has no name for Alt with punctuation, Enter or Backspace, takes Alt-F and Alt-B for Ctrl-Right and Ctrl-Left
and Alt with digits for macOS symbols, and splits Alt-arrows into Escape and the arrow.
"""

from __future__ import annotations

from typing import Any, cast

from msgspec import Struct
from textual import _ansi_sequences
from textual.keys import _character_to_key

_ESC = "\x1b"
# These begin longer sequences (CSI, SS3, OSC, DCS).
_INTRODUCERS = set("[O]P")
_TAB_OR_ENTER = (9, 13)
_BACKSPACE = 8


class _Named(Struct, frozen=True):
    """Quacks like a member of `textual.keys.Keys`, which can't be extended."""

    value: str


def install() -> None:
    """Mend the table; doing it twice is fine."""
    table = cast("dict[str, Any]", _ansi_sequences.ANSI_SEQUENCES_KEYS)
    for sequence, keys in list(table.items()):
        if isinstance(keys, tuple) and len(keys) == 2 and keys[0].value == "escape":
            table[sequence] = (_Named(f"alt+{keys[1].value}"),)
    table.pop(_ESC + "§", None)
    for character in map(chr, range(0x21, 0x7F)):
        if character not in _INTRODUCERS:
            name = f"shift+{character.lower()}" if character.isupper() else _character_to_key(character)
            table[_ESC + character] = (_Named(f"alt+{name}"),)
    for code in range(1, 27):
        if code not in _TAB_OR_ENTER:
            table[_ESC + chr(code)] = (_Named(f"alt+ctrl+{chr(code + 96)}"),)
    for character, name in (("\r", "enter"), ("\t", "tab"), ("\x7f", "backspace"), (" ", "space")):
        table[_ESC + character] = (_Named(f"alt+{name}"),)
