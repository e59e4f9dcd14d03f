"""Repaint only the cells that changed, not everything left of them.

Textual 8.2.8 crops a dirty span on its right side only (`ChopsUpdate.render_segments`, "TODO: crop to x extents"), so
a key typed at the end of a line sends the whole line again, over SSH for each key.
"""

from __future__ import annotations

from importlib.metadata import version

from rich.color import ColorSystem
from rich.console import Console
from textual import _compositor
from textual.strip import Strip

PATCHED_VERSIONS = frozenset({"8.2.8"})
_CSI = "\x1b["
_RESET = "\x1b[0m"


def install() -> bool:
    """Put the crop in, once; False where this version of Textual isn't known to need it."""
    if version("textual") not in PATCHED_VERSIONS:
        return False
    _compositor.ChopsUpdate.render_segments = _render_segments  # type: ignore[method-assign]
    return True


def _render_segments(self: _compositor.ChopsUpdate, console: Console) -> str:
    written: list[str] = []
    for y, left, right in self.spans:
        for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
            if strip is None or x >= right or end <= left:
                continue
            start = max(x, left)
            seen = strip.crop(start - x, min(end, right) - x)
            written.append(f"\x1b[{y + 1};{start + 1}H{render_strip(seen, console)}")
    return "".join(written)


def render_strip(strip: Strip, console: Console) -> str:
    """A strip as `Strip.render` writes it, but colours that two neighbours share are said once.

    Under a key typed at the prompt that is the letter and the cursor after it: 110 bytes become 72.
    """
    colours = console._color_system or ColorSystem.TRUECOLOR
    pieces: list[str] = []
    before = ""
    for text, style, _ in strip:
        piece = strip.render_style(style, text, color_system=colours) if style else text
        codes, _, rest = piece.removeprefix(_CSI).partition("m") if piece.startswith(_CSI) else ("", "", "")
        if before and codes.endswith(f";{before}"):
            pieces[-1] = pieces[-1].removesuffix(_RESET)
            piece = f"{_CSI}{codes.removesuffix(f';{before}')}m{rest}"
        pieces.append(piece)
        before = codes
    return "".join(pieces)
