"""Read rows of cells from libghostty: a bulk reader for plain rows, the official getters for the rest.

`CellReader.trust_layout` compares the two on a screen made for it; where they differ, only the getters are used.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.cells import cell_len

from tui.shell.emulator import PLAIN, CellStyle, Colour, Run

CData = Any
"""A value or library of cffi: their types exist only in C."""

# A cell is 64 opaque bits. In libghostty-vt as bundled with pyghostty 0.1.3 they are, from the lowest:
# 2 content tag, 24 content (a code point in 21 of them), 16 style id, 2 width, 20 others.
_TAG = 0x3
_WIDE = 0x3 << 42
_POINT_SHIFT, _POINT = 2, 0x1FFFFF
_STYLE_SHIFT, _STYLE = 26, 0xFFFF

# Characters that would do something to the outer terminal's row or order instead of being seen: controls, ends of
# lines and paragraphs, and what turns the direction of writing. Ghostty attaches some to the character before.
_UNSEEN = [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
# What makes one picture of several, or a wide one of a narrow one. Ghostty counts the cells without, others don't.
_JOINERS = [0x200D, 0xFE0F]
_JOINED = {
    **{0x1F1E6 + letter: chr(0xFF21 + letter) for letter in range(26)},  # two letters are a flag
    **dict.fromkeys(range(0x1F3FB, 0x1F400), "\u3000"),  # colours of skin
}
_BLANK = {**dict.fromkeys(_UNSEEN, " "), **_JOINED}
_NOTHING = {**dict.fromkeys([*_UNSEEN, *_JOINERS]), **_JOINED}

_WIDE_HEAD, _WIDE_TAIL = 1, 2
_STYLES_KEPT = 4096


def _filling(cells: int, text: str) -> str:
    """Text that has as many cells for those who draw it: of some characters they think otherwise than Ghostty."""
    if text.isascii() or cell_len(text) == cells:
        return text
    return text[0] if cell_len(text[0]) == cells else " " * cells


class CellReader:
    """Turns libghostty's rows into runs of text and style. `ffi` and `lib` are pyghostty's."""

    def __init__(self, ffi: CData, lib: CData) -> None:
        self._ffi, self._lib = ffi, lib
        self._style = ffi.new("GhosttyStyle*")
        self._style.size = ffi.sizeof("GhosttyStyle")
        self._style_bytes = ffi.buffer(self._style)
        self._styles: dict[bytes, CellStyle] = {}
        self._view = ffi.new("GhosttyCellsView*")
        self._tag, self._wide = ffi.new("int*"), ffi.new("int*")
        self._point, self._style_id = ffi.new("uint32_t*"), ffi.new("uint16_t*")
        self._palette, self._rgb = ffi.new("uint8_t*"), ffi.new("GhosttyColorRgb*")
        self._text = ffi.new("uint8_t[256]")
        self._buffer = ffi.new("GhosttyBuffer*")
        wanted = {
            lib.GHOSTTY_CELL_DATA_CONTENT_TAG: self._tag,
            lib.GHOSTTY_CELL_DATA_WIDE: self._wide,
            lib.GHOSTTY_CELL_DATA_CODEPOINT: self._point,
            lib.GHOSTTY_CELL_DATA_STYLE_ID: self._style_id,
        }
        self._keys = ffi.new("GhosttyCellData[]", list(wanted))
        self._values = ffi.new("void*[]", list(wanted.values()))
        self._masks: dict[int, tuple[int, int, int]] = {}
        self.layout_trusted = False

    def read(self, iterator: CData, cells: CData) -> list[Run]:
        """Runs of the row `iterator` stands on; `cells` is a row-cells handle already set to it."""
        if self.layout_trusted:
            runs = self._read_packed(iterator, cells)
            if runs is not None:
                return runs
        return self.read_by_getters(iterator, cells)

    def trust_layout(self, rows: list[tuple[list[Run] | None, list[Run]]]) -> None:
        """Use the bulk reader from now on if it agreed with the getters on `rows` and read any at all."""
        read = [(packed, official) for packed, official in rows if packed is not None]
        self.layout_trusted = bool(read) and all(packed == official for packed, official in read)

    def both_ways(self, iterator: CData, cells: CData) -> tuple[list[Run] | None, list[Run]]:
        """The row as the bulk reader sees it (None: not a plain row) and as the getters do."""
        return self._read_packed(iterator, cells), self.read_by_getters(iterator, cells)

    def _raw(self, iterator: CData) -> CData:
        lib = self._lib
        lib.ghostty_render_state_row_get(iterator, lib.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS_RAW, self._view)
        return self._ffi.buffer(self._view.ptr, self._view.len * 8)

    def _read_packed(self, iterator: CData, cells: CData) -> list[Run] | None:
        """A row of single-width characters in one go, all cells at once as one big integer."""
        raw = self._raw(iterator)
        size = len(raw)
        special, points, styles = self._masks_for(size // 8)
        row = int.from_bytes(raw, "little")
        if row & special:
            return None
        # Each cell's code point fills the lower of two UTF-32 characters; [::2] drops the upper.
        code_points = ((row >> _POINT_SHIFT) & points).to_bytes(size, "little")
        text = code_points.decode("utf-32-le", "replace")[::2].replace("\0", " ")
        if not text.isascii():
            text = text.translate(_BLANK)
            if cell_len(text) != len(text):
                return None
        style_ids = (row >> _STYLE_SHIFT) & styles
        if not style_ids:
            return [(text, PLAIN)]
        ids = memoryview(style_ids.to_bytes(size, "little")).cast("Q")
        runs: list[Run] = []
        start = 0
        for style_id, group in groupby(ids):
            end = start + sum(1 for _ in group)
            runs.append((text[start:end], self._style_at(cells, start) if style_id else PLAIN))
            start = end
        return runs

    def _masks_for(self, columns: int) -> tuple[int, int, int]:
        if columns not in self._masks:
            self._masks.clear()
            ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * columns, "little")
            self._masks[columns] = ((_TAG | _WIDE) * ones, _POINT * ones, _STYLE * ones)
        return self._masks[columns]

    def read_by_getters(self, iterator: CData, cells: CData) -> list[Run]:
        """The row cell by cell through the promised interface."""
        self._raw(iterator)
        runs: list[Run] = []
        texts: list[str] = []
        style, before = PLAIN, (0, 0)
        get, nothing, count = self._lib.ghostty_cell_get_multi, self._ffi.NULL, len(self._keys)
        for x, cell in enumerate(self._ffi.unpack(self._view.ptr, self._view.len)):
            get(cell, count, self._keys, self._values, nothing)
            if self._wide[0] == _WIDE_TAIL:
                continue
            tag = self._tag[0]
            erased = tag >= self._lib.GHOSTTY_CELL_CONTENT_BG_COLOR_PALETTE
            look = (tag, cell) if erased else (0, self._style_id[0])
            if look != before:
                now = self._erased_style(tag, cell) if erased else self._style_at(cells, x)
                if now != style and texts:
                    runs.append(("".join(texts), style))
                    texts = []
                style, before = now, look
            if tag == self._lib.GHOSTTY_CELL_CONTENT_CODEPOINT_GRAPHEME:
                text = self._grapheme(cells, x)
            else:
                text = " " if erased else chr(self._point[0] or 0x20).translate(_BLANK)
            texts.append(_filling(2 if self._wide[0] == _WIDE_HEAD else 1, text))
        runs.append(("".join(texts), style))
        return runs

    def _erased_style(self, tag: int, cell: int) -> CellStyle:
        """A cell erased to a background colour has no text and no style of its own."""
        lib = self._lib
        if tag == lib.GHOSTTY_CELL_CONTENT_BG_COLOR_PALETTE:
            lib.ghostty_cell_get(cell, lib.GHOSTTY_CELL_DATA_COLOR_PALETTE, self._palette)
            return CellStyle(background=self._palette[0])
        lib.ghostty_cell_get(cell, lib.GHOSTTY_CELL_DATA_COLOR_RGB, self._rgb)
        return CellStyle(background=(self._rgb.r, self._rgb.g, self._rgb.b))

    def _grapheme(self, cells: CData, x: int) -> str:
        """A character with its combining marks; cut to its base if it is longer than 256 bytes."""
        lib = self._lib
        self._buffer.ptr, self._buffer.cap = self._text, len(self._text)
        lib.ghostty_render_state_row_cells_select(cells, x)
        key = lib.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_GRAPHEMES_UTF8
        if lib.ghostty_render_state_row_cells_get(cells, key, self._buffer):
            return chr(self._point[0]).translate(_BLANK)
        text = bytes(self._ffi.buffer(self._text, self._buffer.len)).decode("utf-8", "replace")
        return text.translate(_NOTHING) or " "

    def _style_at(self, cells: CData, x: int) -> CellStyle:
        lib = self._lib
        lib.ghostty_render_state_row_cells_select(cells, x)
        key = lib.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_STYLE
        lib.ghostty_render_state_row_cells_get(cells, key, self._style)
        packed = bytes(self._style_bytes)
        style = self._styles.get(packed)
        if style is None:
            if len(self._styles) >= _STYLES_KEPT:
                self._styles.clear()
            style = self._styles[packed] = self._decode_style()
        return style

    def _decode_style(self) -> CellStyle:
        style = self._style
        return CellStyle(
            foreground=self._colour(style.fg_color),
            background=self._colour(style.bg_color),
            bold=style.bold,
            dim=style.faint,
            italic=style.italic,
            underline=bool(style.underline),
            strike=style.strikethrough,
            reverse=style.inverse,
            conceal=style.invisible,
            overline=style.overline,
        )

    def _colour(self, colour: CData) -> Colour:
        if colour.tag == self._lib.GHOSTTY_STYLE_COLOR_PALETTE:
            return int(colour.value.palette)
        if colour.tag == self._lib.GHOSTTY_STYLE_COLOR_RGB:
            rgb = colour.value.rgb
            return rgb.r, rgb.g, rgb.b
        return None
