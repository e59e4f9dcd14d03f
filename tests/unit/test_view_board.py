"""The class as a table, and the report after it."""

import csv

from tests import course_fixture
from tui.model.classroom import LearnerRecord, Ticked
from tui.model.roster import Roster, Seat
from tui.view.board import board_table, seat_lines
from tui.view.class_report import LONGEST, comma_separated, markdown, times_of

COURSE = course_fixture.course()
NOW, PATIENCE = 1000.0, 480.0


def record(name: str, lesson: str = "first", page: str = "run", since: float = NOW, **more) -> LearnerRecord:
    return LearnerRecord(name=name, course="small", lesson=lesson, page=page, since=since, sent=NOW, **more)


def done(*keys: str, by: str = "self", at: float = 0.0) -> dict[str, Ticked]:
    return {key: Ticked(by=by, at=at) for key in keys}


def rows(*seats: Seat) -> list[tuple[str, ...]]:
    roster = Roster({f"{number:016x}": seat for number, seat in enumerate(seats)})
    return [row.cells for row in board_table(COURSE, roster, NOW, PATIENCE).rows]


def test_who_needs_somebody_comes_first():
    """Hands, then the stuck, who is stuck longest first; then those at work; last who has left."""
    seats = [
        Seat(record("Zoe")),
        Seat(record("amy")),
        Seat(record("Gone", help=True), online=False),
        Seat(record("Slow", since=NOW - 600)),
        Seat(record("Slower", since=NOW - 1200)),
        Seat(record("Hand", help=True)),
    ]
    assert [cells[:2] for cells in rows(*seats)] == [
        ("Hand", "hand up"), ("Slower", "stuck 20 min"), ("Slow", "stuck 10 min"), ("amy", "at work"),
        ("Zoe", "at work"), ("Gone", "left"),
    ]  # fmt: skip


def test_how_far_each_one_is():
    """Optional tasks don't count; a lesson without tasks has no sign."""
    keys = [f"first/{task.id}" for task in COURSE.lessons[0].tasks]
    helped = {**done(*keys), **done("second/plain", by="hint")}
    (cells,) = rows(Seat(record("Ada", "second", "codes", done=helped, skipped=("second/cache",))))
    assert cells[2:] == ("6/7", "2.2 Exit codes", "█▒", "2")
    (cells,) = rows(Seat(record("Ada", "third", "gone")))
    assert cells[2:] == ("0/7", "elsewhere", "··", "")


def test_the_table_says_how_many():
    roster = Roster({"a": Seat(record("Ada", help=True)), "b": Seat(record("Bob"), online=False)})
    table = board_table(COURSE, roster, NOW, PATIENCE)
    assert table.note == "1 of 2 here · 1 with a hand up · 0 stuck"
    assert board_table(COURSE, Roster(), NOW, PATIENCE).rows == ()


def test_names_are_only_text():
    (cells,) = rows(Seat(record("[red]\x1b[31mEve")))
    assert cells[0] == r"[red]\x1b[31mEve"


def test_one_learners_tasks():
    ticks = {**done("first/run-hello", at=100.0), **done("first/name", by="shown", at=190.0),
             "first/again": Ticked(by="hint", hints=2)}  # fmt: skip
    told = seat_lines(COURSE, record("Ada", done=ticks, skipped=("first/list-one",)), 76)
    lines = [line.plain.rstrip() for line in told]
    assert lines[0] == "2.1 First image, first container"
    assert "  ✓ Run hello-world." in lines
    assert f"{'  ✓ Run a container whose name is ahoy.':<50} solution shown, took 1:30" in lines
    assert f"{'  ✓ Run another one.':<68} 2 hints" in lines
    assert any(line.startswith("  ○ List the images of one") and line.endswith(" skipped") for line in lines)


def test_one_learners_tasks_go_on_below_themselves():
    """Not at the window's edge."""
    lines = [line.plain for line in seat_lines(COURSE, record("Ada"), 30)]
    assert max(map(len, lines)) <= 30
    place = next(place for place, line in enumerate(lines) if line.startswith("  ○ Run a container"))
    assert lines[place + 1].startswith("    ")


def test_a_tasks_time_is_since_the_one_before():
    """None is known of the first, after a break, and of those that were done when nobody noted the time."""
    ticks = {
        **done("first/run-hello", at=100.0),
        **done("first/list-images", at=160.0),
        **done("first/name", at=160.0 + LONGEST + 1),
        **done("first/again"),
    }
    assert times_of(record("Ada", done=ticks)) == {"first/list-images": 60.0}


def test_the_report_to_read():
    learners = [
        record("Bob|x", done=done("first/name", by="shown"), skipped=("second/cache",)),
        record("Ada", done={**done("first/run-hello", at=10.0), **done("first/name", by="hint", at=100.0)},
               missed=("first/why",)),
    ]  # fmt: skip
    told = markdown(COURSE, learners, 0.0)
    # Of the tasks that must be done, as the lab and the board count.
    assert told.startswith("# Learning containers: a class of 2\n")
    assert told.index("| Ada | 2/7 | 1 | 1 | 0 | 0 | 0 |") < told.index(r"| Bob\|x | 1/7 | 0 | 0 | 1 | 0 | 1 |")
    assert "1. Run a container whose name is ahoy. (`first/name`): 2 of 2 took help, 1:30 in the middle" in told
    assert "1. Why does Docker say Conflict? (`first/why`): 1 of 2" in told
    assert "| `first/name` Run a container whose name is ahoy. | 2/2 | 0 | 1 | 1 | 0 | 0 | 1:30 |" in told


def test_the_report_of_an_empty_class():
    told = markdown(COURSE, [], 0.0)
    assert "Nobody needed help with any." in told
    assert "None was missed." in told


def test_the_report_to_count_with():
    """A line for each learner and task; no spreadsheet takes a name for a formula."""
    ticks = {**done("first/run-hello", at=10.0), "first/name": Ticked(by="hint", hints=2, at=100.0)}
    lines = list(
        csv.reader(comma_separated(COURSE, [record("=cmd()", done=ticks, skipped=("second/cache",))]).splitlines())
    )
    assert len(lines) == 1 + 8
    assert lines[0] == ["learner", "lesson", "task", "done", "by", "hints", "seconds", "skipped"]
    assert ["'=cmd()", "first", "name", "1", "hint", "2", "90", "0"] in lines
    assert ["'=cmd()", "second", "cache", "0", "", "", "", "1"] in lines
