"""A film of the lab as one SVG that moves: each row is drawn once for as long as it looks the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from rich.color import Color as RichColor
from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App
from textual.color import Color

WIDE, HIGH, SIZE = 8.4, 18, 14
"""Of a cell in the drawing, and of its letters."""
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"

Row = tuple[Segment, ...]


@dataclass
class Film:
    """What was on the screen, and for how many seconds."""

    app: App[object]
    frames: list[tuple[tuple[Row, ...], float]] = field(default_factory=list)

    def shoot(self, seconds: float) -> None:
        """The screen as it is now."""
        visible_screen_stack.set(self.app._background_screens)
        strips = self.app.screen._compositor.render_strips()
        rows = tuple(tuple(Segment.simplify(strip)) for strip in strips)
        self.frames.append((rows, seconds))

    def svg(self) -> str:
        """The film; who wants no motion, or whose viewer has none, sees the last picture."""
        ground, ink = (Color.parse(self.app.get_css_variables()[name]) for name in ("background", "foreground"))
        width, height = self.app.size.width * WIDE, self.app.size.height * HIGH
        moments = [sum(seconds for _, seconds in self.frames[:number]) for number in range(len(self.frames) + 1)]
        drawing = _Drawing(moments, ground.hex, ink.hex)
        body = [
            line for y in range(self.app.size.height) for line in drawing.row(y, [rows[y] for rows, _ in self.frames])
        ]
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}">',
            f"<style>text{{font:{SIZE}px {FONT};white-space:pre}}",
            *drawing.rules(),
            "@media (prefers-reduced-motion){g{animation:none!important}}</style>",
            f'<rect width="100%" height="100%" rx="6" fill="{ground.hex}"/>',
            *body,
            "</svg>",
            "",
        ])  # fmt: skip


class _Drawing:
    """Rows as SVG, and the rules by which they come and go."""

    def __init__(self, moments: Sequence[float], ground: str, ink: str) -> None:
        self._moments, self._ground, self._ink = moments, ground, ink
        self._spans: dict[tuple[int, int], str] = {}

    def row(self, y: int, looks: Sequence[Row]) -> Iterator[str]:
        """A row of the screen, in each of its looks."""
        first = 0
        for number in range(1, len(looks) + 1):
            if number == len(looks) or looks[number] != looks[first]:
                drawn = "".join(self._text(y, looks[first]))
                if drawn:
                    yield f"<g{self._shown(first, number, len(looks))}>{drawn}</g>"
                first = number

    def _shown(self, first: int, end: int, frames: int) -> str:
        if (first, end) == (0, frames):
            return ""
        return f' class="{self._spans.setdefault((first, end), f"s{len(self._spans)}")}"'

    def rules(self) -> Iterator[str]:
        """When which class is seen."""
        whole = self._moments[-1]
        for (first, end), name in self._spans.items():
            start, stop = (100 * self._moments[at] / whole for at in (first, end))
            lasts = end == len(self._moments) - 1
            before = "0%{opacity:0}" if first else ""
            after = "" if lasts else f"{stop:.2f}%{{opacity:0}}"
            yield f"@keyframes {name}{{{before}{start:.2f}%{{opacity:1}}{after}100%{{opacity:{int(lasts)}}}}}"
            yield f".{name}{{opacity:{int(lasts)};animation:{name} {whole:.1f}s step-end infinite}}"

    def _text(self, y: int, row: Row) -> Iterator[str]:
        x = 0
        for text, style, _ in row:
            wide = Segment(text).cell_length
            colour, ground = self._colours(style.color if style else None, style.bgcolor if style else None)
            if style and style.reverse:
                colour, ground = ground, colour
            if ground != self._ground:
                yield _rect(x, y, wide, ground)
            if text.strip():
                marks = ' font-weight="bold"' if style and style.bold else ""
                lead = len(text) - len(text.lstrip())
                shown = text.strip()
                yield (
                    f'<text x="{(x + lead) * WIDE:.1f}" y="{y * HIGH + SIZE}" fill="{colour}"{marks} '
                    f'textLength="{Segment(shown).cell_length * WIDE:.1f}">{escape(shown)}</text>'
                )
            x += wide

    def _colours(self, colour: RichColor | None, ground: RichColor | None) -> tuple[str, str]:
        def named(each: RichColor | None, otherwise: str) -> str:
            return otherwise if each is None or each.is_default else Color.from_rich_color(each).hex

        return named(colour, self._ink), named(ground, self._ground)


def _rect(x: int, y: int, wide: int, fill: str) -> str:
    return f'<rect x="{x * WIDE:.1f}" y="{y * HIGH}" width="{wide * WIDE:.1f}" height="{HIGH}" fill="{fill}"/>'
