"""A page's prose: Markdown made into blocks, and blocks laid out in lines of a given width.

What an author writes is text: no markup of ours is read in it, and control characters are spelt out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from tui.model.text import printable
from tui.view.inline import inline
from tui.view.markdown import parsed
from tui.view.prose_table import Cells, table_lines

BULLET, RULE, QUOTE = "•", "─", "▌"
CODE_STYLE = "$foreground on $block-background"
GOES_ON = "↪ "
"""What a line of code that didn't fit goes on with."""
PLAIN_LANGUAGES = ("", "text", "output", "console")
"""Languages of fences in which there is nothing to colour."""


class Piece(Struct, frozen=True):
    """One block. `text` is a paragraph's; code has a content for each line; a table has rows of cells.

    `first` stands before its first line and `rest`, as wide, before the others; `gap` asks for an empty line above.
    """

    kind: Literal["text", "code", "table", "rule"]
    text: Content = Content()
    code: tuple[Content, ...] = ()
    cells: Cells = Cells()
    first: Content = Content()
    rest: Content = Content()
    gap: bool = True


@lru_cache(maxsize=64)
def pieces(markdown: str) -> tuple[Piece, ...]:
    """The blocks of a Markdown text, in order."""
    return tuple(_blocks(_Reader(parsed(markdown))))


def paragraphs(blocks: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The blocks in groups that belong together: a list whose items are a line each stays whole."""
    group: list[Piece] = []
    for block in blocks:
        if block.gap and group:
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def lay_out(blocks: Sequence[Piece], width: int) -> list[Content]:
    """The lines of blocks, each at most `width` cells wide."""
    lines: list[Content] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if block.gap and before is not None:
            lines.append(_gap(before, block))
        room = max(1, width - block.rest.cell_length)
        for number, line in enumerate(_lines(block, room)):
            lines.append((block.rest if number else block.first) + line)
    return lines


def _gap(before: Piece, block: Piece) -> Content:
    """The empty line between two blocks; within a quotation it keeps the quotation's bar."""
    return block.rest if QUOTE in block.rest.plain and QUOTE in before.rest.plain else Content()


def _lines(block: Piece, room: int) -> list[Content]:
    match block.kind:
        case "code":
            return [part for line in block.code for part in _code_lines(line, room)]
        case "table":
            return table_lines(block.cells, room)
        case "rule":
            return [Content.styled(RULE * room, "$border-blurred")]
        case "text":
            return [part for line in block.text.split("\n", allow_blank=True) for part in line.wrap(room)]


def _code_lines(line: Content, room: int) -> list[Content]:
    """A line of code on its block, which is as wide as there is room; what doesn't fit goes on below, marked."""
    inner = room - 2
    rows = [line]
    if line.cell_length > inner > 2 * len(GOES_ON):
        rows = line.wrap(inner - len(GOES_ON))
        rows[1:] = [Content.styled(GOES_ON, "$quiet") + row for row in rows[1:]]
    return [_on_block(row, inner) for row in rows]


def _on_block(row: Content, inner: int) -> Content:
    row = row.truncate(inner)
    return Content.assemble(" ", row, " " * (inner - row.cell_length + 1)).stylize_before(CODE_STYLE)


class _Reader:
    """Tokens, one after the other."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)

    def until(self, end: str) -> Iterator[Token]:
        """The tokens up to the one of type `end`, which is taken as well; all that are left if there is none."""
        for token in self._tokens:
            if token.type == end:
                return
            yield token


def _blocks(reader: _Reader, end: str = "") -> Iterator[Piece]:
    """The blocks up to a closing token."""
    for token in reader.until(end):
        match token.type:
            case "paragraph_open":
                yield Piece("text", _text(reader, "paragraph_close"), gap=not token.hidden)
            case "heading_open":
                yield Piece("text", _text(reader, "heading_close").stylize_before("bold $primary"))
            case "fence" | "code_block":
                yield Piece("code", code=_code(token))
            case "hr":
                yield Piece("rule")
            case "html_block":
                yield Piece("text", Content("\n").join(_verbatim(token.content)))
            case "blockquote_open":
                bar = Content.styled(f"{QUOTE} ", "$border-blurred")
                yield from _set_in(list(_blocks(reader, "blockquote_close")), bar, bar)
            case "bullet_list_open" | "ordered_list_open":
                yield from _list(reader, token)
            case "table_open":
                yield Piece("table", cells=_table(reader))


def _text(reader: _Reader, end: str) -> Content:
    return Content().join([inline(token) for token in reader.until(end)])


def _verbatim(text: str) -> list[Content]:
    return [Content(printable(line.expandtabs(4))) for line in text.rstrip("\n").split("\n")]


def _code(token: Token) -> tuple[Content, ...]:
    """The lines of a fence, coloured by its language."""
    lines = _verbatim(token.content)
    language = token.info.split()[0] if token.info.split() else ""
    if language in PLAIN_LANGUAGES:
        return tuple(lines)
    from textual.highlight import highlight  # brings pygments, 30 ms; most pages need none

    coloured = highlight("\n".join(line.plain for line in lines), language=language)
    return tuple(coloured.split("\n", allow_blank=True))


def _list(reader: _Reader, opening: Token) -> Iterator[Piece]:
    """A list's blocks, each item hanging on its bullet or number."""
    items: list[tuple[str, list[Piece]]] = []
    for token in reader.until(opening.type.replace("_open", "_close")):
        mark = f"{token.info}." if opening.type == "ordered_list_open" else BULLET
        items.append((mark, list(_blocks(reader, "list_item_close")) or [Piece("text", gap=False)]))
    widest = max((len(mark) for mark, _ in items), default=0)
    loose = any(blocks[0].gap for _, blocks in items)
    for number, (mark, blocks) in enumerate(items):
        first = Content.styled(f"{mark:>{widest}} ", "$primary")
        for place, block in enumerate(_set_in(blocks, first, Content(" " * (widest + 1)))):
            # A list whose items are a line each stays together, with the lists in it.
            yield replace(block, gap=number == place == 0 or (loose and block.gap))


def _set_in(blocks: list[Piece], first: Content, rest: Content) -> list[Piece]:
    """Blocks set in: `first` before the first line of all, `rest` before the others."""
    return [
        replace(block, first=(rest if number else first) + block.first, rest=rest + block.rest)
        for number, block in enumerate(blocks)
    ]


def _table(reader: _Reader) -> Cells:
    rows: list[tuple[Content, ...]] = []
    aligns: list[str] = []
    for token in reader.until("table_close"):
        if token.type == "tr_open":
            row: list[Content] = []
            for cell in reader.until("tr_close"):
                if cell.type == "inline":
                    row.append(inline(cell))
                elif cell.type == "th_open":
                    aligns.append(str(cell.attrs.get("style", "")).removeprefix("text-align:"))
            rows.append(tuple(row))
    return Cells(tuple(rows), tuple(aligns))
