"""A class's time: when it began, how long each lesson was shown, what is counted down, and how that compares with the
timetable. Pure.

Times are seconds since the epoch, by the clock on the wall. It may be set, and the machine may sleep, so time is only
counted in steps: see `Pace.at`.
"""

from __future__ import annotations

import itertools
from typing import Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field

from tui.model.course import Course
from tui.model.notes import Notes

BREAK_FROM = 300.0
"""Seconds in which nothing was heard of the lab that are a break; fewer are a crash, or another engine, and count."""
NEW_CLASS_FROM = 3 * 3600.0
"""Seconds in which nothing was heard of it after which another class begins."""
MINUTE = 60


class Countdown(BaseModel):
    """Time that is counted down for the room: an exercise's (`title` is its page's), or a break's."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    ends: float = Field(allow_inf_nan=False)
    title: str = Field(default="", max_length=200)
    is_break: bool = False

    def left(self, now: float) -> float:
        """Seconds that are left."""
        return max(0.0, self.ends - now)


class Pace(BaseModel):
    """What is kept of a class. Every moment up to `counted` is in `spent`, or was a break."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    format: Literal[1] = 1
    began: float = Field(allow_inf_nan=False)
    counted: float = Field(allow_inf_nan=False)
    lesson: str = Field(max_length=100)
    """The lesson that is shown."""
    spent: dict[str, float] = Field(default_factory=dict, max_length=1000)
    """Seconds by lesson."""
    countdown: Countdown | None = None

    @classmethod
    def begun(cls, lesson: str, now: float) -> Pace:
        """A class that begins."""
        return cls(began=now, counted=now, lesson=lesson)

    def at(self, now: float) -> Pace:
        """The same at a later moment: the time since then goes to the lesson that is shown.

        A clock that was set back adds nothing. A long gap is a break, since the lab asks every half minute: it was
        closed, or the machine slept, or the clock was set forward. A very long one begins another class.
        """
        gap = now - self.counted
        if gap >= NEW_CLASS_FROM:
            return Pace.begun(self.lesson, now)
        spent = self.spent
        worked = self._worked(now) if gap < BREAK_FROM else 0.0
        if worked > 0:
            spent = {**spent, self.lesson: spent.get(self.lesson, 0.0) + worked}
        over = self.countdown is not None and self.countdown.ends <= now
        update = {"counted": now, "spent": spent, "countdown": None if over else self.countdown}
        return self.model_copy(update=update)

    def _worked(self, now: float) -> float:
        """Seconds since `counted` that are no break."""
        if self.countdown is not None and self.countdown.is_break:
            return now - max(self.counted, min(self.countdown.ends, now))
        return now - self.counted

    def showing(self, lesson: str, now: float) -> Pace:
        """The same with a lesson shown from `now` on."""
        return self.at(now).model_copy(update={"lesson": lesson})

    def counting(self, countdown: Countdown | None, now: float) -> Pace:
        """The same with something counted down from `now` on, or nothing."""
        return self.at(now).model_copy(update={"countdown": countdown})

    @property
    def total(self) -> float:
        """Seconds of class so far."""
        return sum(self.spent.values())

    @property
    def on_break(self) -> bool:
        """Whether there is a break now."""
        return self.countdown is not None and self.countdown.is_break


class LessonPace(Struct, frozen=True):
    """A lesson's minutes in the timetable, and the seconds it has had; `here` is the one that is shown."""

    id: str
    number: str
    title: str
    plan: int
    spent: float
    here: bool

    @property
    def late(self) -> float:
        """Seconds over the plan."""
        return max(0.0, self.spent - self.plan * MINUTE)


class Skip(Struct, frozen=True):
    """Something the instructor may leave out: where, what, and the minutes that saves."""

    lesson: str
    page: str
    what: str
    saves: float


class Standing(Struct, frozen=True):
    """How a class stands against the timetable. `behind` is in seconds, less than 0 for ahead; `ends` is when it will
    be over if nothing is left out; `skips` are those still ahead."""

    lessons: tuple[LessonPace, ...]
    plan: int
    spent: float
    behind: float
    ends: float
    skips: tuple[Skip, ...]

    @property
    def can_save(self) -> float:
        """Seconds that all skips ahead save."""
        return sum(each.saves for each in self.skips) * MINUTE


def standing(course: Course, notes: Notes, pace: Pace, page: str, now: float) -> Standing:
    """How the class stands while it is shown a page of the pace's lesson.

    It is in time from the moment on at which the page is to be begun, up to the one at which it is to be left.
    """
    pace = pace.at(now)
    lessons = tuple(
        LessonPace(
            each.entry.id,
            each.entry.number,
            each.entry.title,
            each.entry.minutes,
            pace.spent.get(each.entry.id, 0.0),
            each.entry.id == pace.lesson,
        )
        for each in course.lessons
    )
    starts, stops = _when(course, notes, pace.lesson, page)
    plan = sum(each.plan for each in lessons)
    place = min(max(pace.total, starts), stops)
    rest = pace.countdown.left(now) if pace.countdown is not None and pace.countdown.is_break else 0.0
    ends = now + rest + plan * MINUTE - place
    skips = tuple(_skips(course, notes, pace.lesson, page))
    return Standing(lessons, plan, pace.total, pace.total - place, ends, skips)


def _when(course: Course, notes: Notes, lesson: str, page: str) -> tuple[float, float]:
    """The seconds of class between which a page is to be shown; where its lesson's pages have no minutes, the whole
    lesson's."""
    before = 0.0
    for each in course.lessons:
        if each.entry.id != lesson:
            before += each.entry.minutes * MINUTE
            continue
        minutes = [notes.minutes(lesson, its.id) for its in each.pages]
        if not any(minutes):
            return before, before + each.entry.minutes * MINUTE
        marks = [before + so_far * MINUTE for so_far in itertools.accumulate(minutes, initial=0.0)]
        place = next((number for number, its in enumerate(each.pages) if its.id == page), 0)
        return marks[place], marks[place + 1]
    return 0.0, before


def _skips(course: Course, notes: Notes, lesson: str, page: str) -> list[Skip]:
    """What can be left out from a page on, itself included."""
    pages = [(each.entry.id, its.id) for each, its in course.pages]
    here = pages.index((lesson, page)) if (lesson, page) in pages else 0
    found = ((place, notes.of(*place)) for place in pages[here:])
    return [Skip(*place, of.skip, of.saves) for place, of in found if of.skip]
