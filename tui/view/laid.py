"""Text that lays itself out in the width it is given: what hanging indents and right-hand columns need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

LayOut = Callable[[int], Sequence[Content]]
"""From a width in cells to lines that are no wider."""


class Laid(Visual):
    """Shown by a Static or as a row of a list."""

    def __init__(self, lay_out: LayOut) -> None:
        self._lay_out = lay_out
        self._width = -1
        self._lines: Sequence[Content] = ()

    def lines(self, width: int) -> Sequence[Content]:
        """The lines at a width."""
        if width != self._width:
            self._width, self._lines = width, self._lay_out(width)
        return self._lines

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines, drawn."""
        lines = Content("\n").join(self.lines(width))
        return lines.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All the width there is."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Nothing is too narrow."""
        return 1

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines(width))


def hanging(first: Content, text: Content, told: Content, width: int) -> list[Content]:
    """Text hanging on what stands before it, with something said at the right end of its first line."""
    before = first.cell_length
    after = told.cell_length + 2 if told else 0
    lines = text.wrap(max(8, width - before - after)) or [Content()]
    head = (first + lines[0]).pad_right(max(0, width - before - lines[0].cell_length - told.cell_length))
    return [(head + told).truncate(width), *(Content(" " * before) + line for line in lines[1:])]
