"""A class's time: to which lesson it goes, what is a break, and how it compares with the timetable."""

from itertools import pairwise

from tests import course_fixture
from tui.model.notes import Notes, PageNotes
from tui.model.pace import Countdown, Pace, standing

NOW = 1_800_000_000.0
COURSE = course_fixture.course()
"""Three lessons of five minutes: three pages, two pages and one."""
PAGES = {
    ("first", "run"): PageNotes(("Say: hello.",), 1.0),
    ("first", "list"): PageNotes((), 2.0, "the second list", 1.0),
    ("first", "names"): PageNotes((), 2.0),
    ("second", "build"): PageNotes((), 4.0, "the exercise", 3.0),
    ("second", "codes"): PageNotes((), 1.0),
}
NOTES = Notes(PAGES)


def after(*steps: tuple[float, str]) -> Pace:
    """A class that shows lessons from some seconds on, and beats every half minute, as the lab does."""
    pace = Pace.begun(steps[0][1], NOW)
    for (_, lesson), (until, following) in pairwise(steps):
        while NOW + until - pace.counted > 30:
            pace = pace.showing(lesson, pace.counted + 30)
        pace = pace.showing(following, NOW + until)
    return pace


def test_time_goes_to_the_lesson_that_is_shown():
    """Going back counts there."""
    pace = after((0, "first"), (100, "second"), (160, "first"), (200, "second"))
    assert pace.spent == {"first": 140.0, "second": 60.0}
    assert pace.total == 200


def test_a_clock_that_is_set_back_takes_nothing_away():
    """And what comes after counts."""
    pace = after((0, "first"), (100, "first")).at(NOW - 5000)
    assert pace.spent == {"first": 100.0}
    assert pace.at(NOW - 4990).spent == {"first": 110.0}


def test_a_crash_counts_a_long_gap_is_a_break_and_a_very_long_one_another_class():
    """Nothing was heard of the lab meanwhile."""
    pace = after((0, "first"), (100, "first"))
    assert pace.at(NOW + 100 + 120).spent == {"first": 220.0}
    closed = pace.at(NOW + 100 + 1800)
    assert closed.spent == {"first": 100.0}
    assert closed.at(NOW + 100 + 1810).spent == {"first": 110.0}
    tomorrow = pace.showing("second", NOW + 86_400)
    assert (tomorrow.spent, tomorrow.began, tomorrow.lesson) == ({}, NOW + 86_400, "second")


def test_a_break_does_not_count():
    """Until it is over, or the instructor ends it."""
    rest = Countdown(ends=NOW + 160, is_break=True)
    pace = after((0, "first"), (100, "first")).counting(rest, NOW + 100)
    assert pace.at(NOW + 130).spent == {"first": 100.0}
    assert pace.at(NOW + 130).on_break
    over = pace.at(NOW + 170)
    assert over.spent == {"first": 110.0}
    assert over.countdown is None
    assert pace.counting(None, NOW + 130).at(NOW + 140).spent == {"first": 110.0}


def test_an_exercise_counts():
    """Only a break doesn't."""
    pace = Pace.begun("second", NOW).counting(Countdown(ends=NOW + 600, title="Build"), NOW)
    assert pace.at(NOW + 30).spent == {"second": 30.0}


def test_what_is_kept_is_read_again():
    """And nothing else."""
    pace = after((0, "first"), (100, "second")).counting(Countdown(ends=NOW + 160, title="x"), NOW + 100)
    assert Pace.model_validate_json(pace.model_dump_json()) == pace


def stands(page: str, *steps: tuple[float, str], notes: Notes = NOTES):
    pace = after(*steps)
    return standing(COURSE, notes, pace, page, pace.counted)


def test_behind_and_ahead_are_measured_from_the_page():
    """In time from when the page is to be begun to when it is to be left."""
    assert stands("list", (0, "first"), (60, "first")).behind == 0
    assert stands("list", (0, "first"), (180, "first")).behind == 0
    assert stands("list", (0, "first"), (240, "first")).behind == 60
    assert stands("list", (0, "first"), (20, "first")).behind == -40
    assert stands("build", (0, "first"), (20, "second")).behind == 20 - 300


def test_without_minutes_of_pages_the_lesson_counts():
    """A course whose pages have none can be taught too."""
    assert stands("list", (0, "first"), (290, "first"), notes=Notes()).behind == 0
    assert stands("names", (0, "first"), (330, "first"), notes=Notes()).behind == 30


def test_when_it_ends():
    """What is planned from here on, after what is left of a break."""
    on_time = stands("names", (0, "first"), (240, "first"))
    assert on_time.ends == NOW + 15 * 60
    assert stands("names", (0, "first"), (420, "first")).ends == NOW + 15 * 60 + 120
    rest = after((0, "first"), (240, "first")).counting(Countdown(ends=NOW + 300, is_break=True), NOW + 240)
    assert standing(COURSE, NOTES, rest, "names", NOW + 270).ends == NOW + 15 * 60 + 60


def test_the_lessons_and_what_can_be_left_out():
    """Only what is still ahead, the page that is shown included."""
    there = stands("list", (0, "first"), (400, "first"))
    assert [(each.number, each.plan, each.spent, each.late, each.here) for each in there.lessons] == [
        ("2.1", 5, 400.0, 100.0, True),
        ("2.2", 5, 0.0, 0.0, False),
        ("5", 5, 0.0, 0.0, False),
    ]
    assert [(skip.page, skip.saves) for skip in there.skips] == [("list", 1.0), ("build", 3.0)]
    assert there.can_save == 240
    assert stands("codes", (0, "second"), (10, "second")).skips == ()
