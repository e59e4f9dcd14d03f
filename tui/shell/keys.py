"""Keys as an xterm sends them: from the name of a key to the bytes a program reads.

Names are Textual's ("ctrl+a", "shift+up", "alt+full_stop"). Sequences: xterm's ctlseqs, "PC-Style Function
Keys", with modifyOtherKeys off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

APPLICATION_CURSOR = 1
"""The DEC mode in which a program wants the arrows in another form."""
_ESCAPE = b"\x1b"
_ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_EDITING = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
_FUNCTION = {"f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24}
_NUMBERED = _EDITING | _FUNCTION
_FIRST_FOUR = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
# Terminals send Shift-F1 … Shift-F12 as what terminfo calls F13 … F24.
_SHIFTED = {f"f{n + 12}": f"f{n}" for n in range(1, 13)}
_NAMED = {"enter": b"\r", "tab": b"\t", "escape": b"\x1b", "backspace": b"\x7f", "space": b" "}
# Ctrl with a key whose code is not the key's own lower five bits.
_CONTROL = {
    " ": 0, "2": 0, "`": 0, "3": 27, "4": 28, "5": 29, "6": 30, "7": 31, "/": 31, "-": 31, "8": 127, "?": 127,
}  # fmt: skip
_SHORT_NAMES = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at",
    "hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip


def _punctuation() -> Iterator[tuple[str, str]]:
    for character in map(chr, range(0x21, 0x7F)):
        if not character.isalnum():
            name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
            yield name, character
            yield _SHORT_NAMES.get(name, name), character


_PUNCTUATION = dict(_punctuation())


def encode(key: str, character: str | None, application_cursor: bool) -> bytes | None:
    """What an xterm sends for `key`, or None for a key it sends nothing for.

    `character` is what the key prints, if anything; `application_cursor` is whether that mode is on.
    """
    *prefixes, base = key.split("+")
    held = set(prefixes)
    if base in _SHIFTED and not held:
        base, held = _SHIFTED[base], {"shift"}
    alt = bool(held & {"alt", "meta"})
    shift, control = "shift" in held, "ctrl" in held
    if held & {"super", "hyper"}:
        return None
    special = _special(base, 1 + shift + 2 * alt + 4 * control, application_cursor)
    if special is not None:
        return special
    if base == "tab" and shift:
        return b"\x1b[Z"
    plain = _controlled(base, character) if control else _printed(base, character, shift)
    return plain and (_ESCAPE if alt else b"") + plain


def _special(base: str, modifiers: int, application_cursor: bool) -> bytes | None:
    """Arrows, editing and function keys; `modifiers` is xterm's parameter, 1 for none."""
    changed = f";{modifiers}" if modifiers > 1 else ""
    if base in _ARROWS:
        if changed:
            return f"\x1b[1{changed}{_ARROWS[base]}".encode()
        return f"\x1b{'O' if application_cursor else '['}{_ARROWS[base]}".encode()
    if base in _NUMBERED:
        return f"\x1b[{_NUMBERED[base]}{changed}~".encode()
    if base in _FIRST_FOUR:
        return (f"\x1b[1{changed}" if changed else "\x1bO").encode() + _FIRST_FOUR[base].encode()
    return None


def _controlled(base: str, character: str | None) -> bytes | None:
    if base == "backspace":
        return b"\x08"
    letter = {"space": " ", "circumflex_accent": "^", "left_square_bracket": "["}.get(base)
    letter = letter or _PUNCTUATION.get(base, base)
    if letter in _CONTROL:
        return bytes([_CONTROL[letter]])
    if len(letter) == 1 and "@" <= letter.upper() <= "_":
        return bytes([ord(letter.upper()) & 0x1F])
    if base in _NAMED:
        return _NAMED[base]
    return character.encode() if character and ord(character[0]) < 0x20 else None


def _printed(base: str, character: str | None, shift: bool) -> bytes | None:
    # Textual calls both Ctrl-H and DEL "backspace"; the character tells them apart.
    if character in ("\x08", "\x7f"):
        return character.encode()
    if base in _NAMED:
        return _NAMED[base]
    if not character:
        character = _PUNCTUATION.get(base, base)
        if len(character) != 1:
            return None
        character = character.upper() if shift else character
    return character.encode()
