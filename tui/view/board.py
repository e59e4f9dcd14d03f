"""A class as a table: who is where, how far, who is stuck and who has a hand up."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from tui.model.classroom import LearnerRecord
from tui.model.course import Course
from tui.model.progress import Way
from tui.model.roster import Roster, Seat
from tui.model.text import printable
from tui.view.ages import duration, minutes
from tui.view.class_report import times_of
from tui.view.laid import hanging
from tui.view.tables import Column, Row, Table, Tone

NONE, SOME, ALL = "·", "▒", "█"
"""A lesson's tasks that are done: none, some, all."""

COLUMNS = (
    Column("LEARNER", 0, most=24, least=10),
    Column("STATE", 0, most=18, usual=12, value=0),
    Column("DONE", 1, value=1),
    Column("PLACE", 2, most=40, least=12, value=2),
    Column("LESSONS", 3, most=60, least=60),
    Column("HELP TAKEN", 4, value=3),
)


class _Map:
    """Of a course, what every learner's row needs: each lesson's tasks that count, and where each page is."""

    def __init__(self, course: Course) -> None:
        every = [
            frozenset(lesson.key(task.id) for task in lesson.tasks if not task.optional) for lesson in course.lessons
        ]
        self.tasks = [keys for keys in every if keys]
        self.total = sum(map(len, self.tasks))
        self.places = {
            (lesson.entry.id, page.id): (printable(f"{lesson.entry.number} {page.title}"), float(number))
            for number, (lesson, page) in enumerate(course.pages)
        }


def board_table(course: Course, roster: Roster, now: float, patience: float) -> Table:
    """Hands up first, then who is stuck (longest first), then the others by name; who has left comes last."""
    the_map = _Map(course)
    rows = [_row(the_map, id, seat, now, patience) for id, seat in roster.seats.items()]
    rows.sort(key=lambda row: (row.values[0], row.cells[0].casefold(), row.key))
    hands = sum(seat.record.help and seat.online for seat in roster.seats.values())
    stuck = sum(seat.stuck(now, patience) for seat in roster.seats.values())
    here = sum(seat.online for seat in roster.seats.values())
    note = f"{here} of {len(rows)} here · {hands} with a hand up · {stuck} stuck" if rows else ""
    return Table(printable(course.title), COLUMNS, tuple(rows), "nobody has joined yet", note)


def _row(the_map: _Map, id: str, seat: Seat, now: float, patience: float) -> Row:
    record = seat.record
    words, tone, rank = _state(seat, now, patience)
    done = [len(keys & record.done.keys()) for keys in the_map.tasks]
    place, number = the_map.places.get((record.lesson, record.page), ("elsewhere", -1.0))
    helped = sum(each.way != "self" for each in record.done.values()) + len(record.skipped)
    strip = "".join(_sign(of, len(keys)) for of, keys in zip(done, the_map.tasks, strict=True))
    name = printable(record.name) or "(no name)"
    cells = (name, words, f"{sum(done)}/{the_map.total}", place, strip, str(helped) if helped else "")
    quiet = seat.quiet_for(now)
    values = ((str(rank), -quiet if rank < 2 else 0.0, 0.0), -float(sum(done)), number, -float(helped))
    return Row(id, cells, tone, name=name, values=values)


def _state(seat: Seat, now: float, patience: float) -> tuple[str, Tone, int]:
    """In words; the tone; and what comes first."""
    if not seat.online:
        return "left", "dim", 3
    if seat.record.help:
        return "hand up", "bad", 0
    if seat.stuck(now, patience):
        return f"stuck {duration(seat.quiet_for(now))}", "bad", 1
    return "at work", "good", 2


def _sign(done: int, of: int) -> str:
    return ALL if done == of else SOME if done else NONE


def seat_lines(course: Course, record: LearnerRecord, width: int) -> list[Content]:
    """One learner's tasks, lesson by lesson; how each was done stands at the right, as in the map."""
    times = times_of(record)
    lines: list[Content] = []
    for lesson in course.lessons:
        if lesson.tasks:
            title = Content(f"{lesson.entry.number} {printable(lesson.entry.title)}")
            lines += [Content(), *hanging(Content(), title, Content(), width)]
        for task in lesson.tasks:
            key = lesson.key(task.id)
            mark, how = "✓" if key in record.done else "○", _how(record, key, times)
            lines += hanging(Content(f"  {mark} "), Content(printable(task.text)), Content(how), width)
    return lines[1:]


def _how(record: LearnerRecord, key: str, times: Mapping[str, float]) -> str:
    done = record.done.get(key)
    if done is None:
        return "skipped" if key in record.skipped else ""
    hints = f"{done.hints} hint{'s' * (done.hints != 1)}"
    ways: dict[Way, str] = {"self": "", "hint": hints, "shown": "solution shown", "hand": "by hand"}
    took = f"took {minutes(times[key])}" if key in times else ""
    return ", ".join(filter(None, (ways[done.way], took)))
