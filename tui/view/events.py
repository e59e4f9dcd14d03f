"""The table of events: what the engine told since the lab was opened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from tui.model.engine import EngineEvent
from tui.model.text import short_ids
from tui.view.tables import Column, Row, Table, short_image

MOST = 1000
"""Events that are shown."""

EVENT_COLUMNS = (
    Column("TIME", 2, value=0),
    Column("TYPE", 3),
    Column("ACTION", 1, most=30, least=10, usual=10),
    Column("NAME", 0, most=40, least=12, usual=12),
    Column("EXIT", 4, value=1),
    Column("IMAGE", 5, most=30, least=11),
)


def events_table(events: Sequence[EngineEvent], forgotten: int = 0) -> Table:
    """`docker events`; `events` are all there were, oldest first, but for the first `forgotten` ones."""
    newest = range(len(events) - 1, max(-1, len(events) - 1 - MOST), -1)
    rows = tuple(_row(forgotten + place, events[place]) for place in newest)
    return Table("docker events", EVENT_COLUMNS, rows, "no events yet")


@lru_cache(maxsize=2 * MOST)
def _row(number: int, event: EngineEvent) -> Row:
    """An event's row, which never changes; `number` counts from the first event on."""
    short = event.id.removeprefix("sha256:")[:12]
    name = short_ids(event.name) or short
    code = "" if event.exit_code is None else str(event.exit_code)
    cells = (_clock(event.time), event.kind, event.action, name, code, short_image(event.image))
    values = (-event.time, float("inf") if event.exit_code is None else -event.exit_code)
    return Row(str(number), cells, "bad" if event.exit_code else "plain", name=name, id=short, values=values)


def _clock(moment: float) -> str:
    """A time of day on this machine's clock; empty for what no calendar has."""
    try:
        return datetime.fromtimestamp(moment).strftime("%H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return ""
