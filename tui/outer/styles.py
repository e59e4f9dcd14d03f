"""Styles of cells by their SGR codes (ECMA-48, 8.3.117): what codes make of a style, and the shortest way to one.

A style is (attributes, foreground, background): the codes of attributes that are on, and those of the two colours,
empty for the terminal's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

Style = tuple[frozenset[int], str, str]

PLAIN: Style = (frozenset(), "", "")

# Each attribute, and the code that takes it away; 22 takes bold and dim, 24 both underlines.
_ENDS = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 21: 24, 53: 55}
_FOREGROUND = {*range(30, 38), *range(90, 98)}
_BACKGROUND = {*range(40, 48), *range(100, 108)}
_EXTENDED_LENGTH = {5: 3, 2: 5}


@lru_cache(4096)
def applied(style: Style, codes: str) -> Style | None:
    """A style after `CSI codes m`; None for codes this doesn't know."""
    attributes, foreground, background = set(style[0]), style[1], style[2]
    numbers = [int(code or 0) for code in codes.split(";")] if codes.replace(";", "0").isdigit() or not codes else None
    if numbers is None:
        return None
    rest = iter(numbers)
    for code in rest:
        if code == 0:
            attributes, foreground, background = set(), "", ""
        elif code in _ENDS:
            attributes.add(code)
        elif code in _ENDS.values():
            attributes -= {each for each, end in _ENDS.items() if end == code}
        elif code in _FOREGROUND or code == 39:
            foreground = "" if code == 39 else str(code)
        elif code in _BACKGROUND or code == 49:
            background = "" if code == 49 else str(code)
        elif code in (38, 48) and (colour := _extended(code, rest)):
            foreground, background = (colour, background) if code == 38 else (foreground, colour)
        else:
            return None
    return frozenset(attributes), foreground, background


def _extended(code: int, rest: Iterator[int]) -> str:
    """The codes of one of 256 colours, or of red, green and blue; empty if they aren't all there."""
    kind = next(rest, -1)
    length = _EXTENDED_LENGTH.get(kind, 0) - 2
    numbers = [number for _, number in zip(range(length), rest, strict=False)]
    if length < 0 or len(numbers) != length:
        return ""
    return ";".join(map(str, (code, kind, *numbers)))


@lru_cache(4096)
def change(before: Style | None, after: Style) -> str:
    """The shortest sequence from one style to another; None for one that isn't known."""
    if before == after:
        return ""
    anew = ["0", *map(str, sorted(after[0])), *(colour for colour in after[1:] if colour)]
    whole = f"\x1b[{';'.join(anew) if len(anew) > 1 else ''}m"
    if before is None:
        return whole
    ended = {_ENDS[each] for each in before[0] - after[0]}
    kept = {each for each in before[0] if _ENDS[each] not in ended}
    steps = [*map(str, sorted(ended)), *map(str, sorted(after[0] - kept))]
    colours = zip(before[1:], after[1:], ("39", "49"), strict=True)
    steps += [colour or off for was, colour, off in colours if colour != was]
    step = f"\x1b[{';'.join(steps)}m"
    return min(whole, step, key=len)
