"""What a container uses, with plots of the last minute, in the words of `docker container stats`."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.looks import Sample
from tui.model.text import size
from tui.view.toned import TonedRow

PLOTTED = 60
"""Samples in a plot."""
BLOCKS = "▁▂▃▄▅▆▇█"
_TITLES = 20


def stats_rows(samples: Sequence[Sample], width: int) -> list[TonedRow]:
    """Some samples, the newest last."""
    columns = min(PLOTTED, max(8, width - 12))
    now, shown = samples[-1], samples[-columns:]
    cpu = "…" if now.cpu is None else f"{now.cpu:.2f}%"
    share = f"{now.memory / now.limit * 100:.2f}%" if now.limit else "…"
    limit = binary_size(now.limit) if now.limit else "no limit known"
    return [
        _row("CPU %", cpu),
        *_plot([sample.cpu or 0.0 for sample in shown], "%", columns),
        _row("", ""),
        _row("MEM USAGE / LIMIT", f"{binary_size(now.memory)} / {limit}"),
        _row("MEM %", share),
        *_plot([sample.memory / 2**20 for sample in shown], "MiB", columns),
        _row("", ""),
        _row("NET I/O", f"{size(now.received)} / {size(now.sent)}"),
        _row("PIDS", str(now.processes)),
    ]


def binary_size(count: int) -> str:
    """Bytes as `docker stats` prints memory: "5.21MiB"."""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024:
            return f"{value:.4g}{unit}"
        value /= 1024
    return f"{value:.4g}TiB"


def plot(values: Sequence[float], top: float, rows: int) -> list[str]:
    """Columns of blocks, the highest row first; even nothing is a low block, so that one sees since when."""
    steps = len(BLOCKS)
    heights = [1 + round(min(1.0, max(0.0, value / top)) * (rows * steps - 1)) for value in values]
    lines = []
    for row in reversed(range(rows)):
        filled = (min(steps, max(0, height - row * steps)) for height in heights)
        lines.append("".join(BLOCKS[cells - 1] if cells else " " for cells in filled))
    return lines


def scale(most: float) -> float:
    """The nearest round number that isn't lower: 1, 2, 5, 10, 20 …"""
    top = 1.0
    while True:
        for step in (1, 2, 5):
            if top * step >= most:
                return top * step
        top *= 10


def _plot(values: Sequence[float], unit: str, columns: int) -> list[TonedRow]:
    """The newest stands beside the scale from the first one on: nothing moves but the past."""
    top = scale(max(values))
    high, low = plot(values, top, 2)
    ends = ((high, f" {top:.0f}{unit}"), (low, f" 0{unit}"))
    return [TonedRow(((line.rjust(columns), "key"), (end, "quiet"))) for line, end in ends]


def _row(title: str, told: str) -> TonedRow:
    return TonedRow(((title.ljust(_TITLES), "quiet"), (told, "plain")))
