"""Time in the lab: what is counted down, and in an instructor's lab the class's own, told to who follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.checks.verdict import Status
from tui.model.course import Lesson, Page
from tui.model.following import Shown, TaskShown, TaskState
from tui.model.pace import BREAK_FROM, Countdown, Pace
from tui.model.tasks import Task
from tui.screens.deeds.countdown import Countdown as Counter
from tui.screens.minutes import MinutesScreen, Wanted
from tui.view.ages import minutes
from tui.widgets.bottom_line import BottomLine

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

BEAT = 30.0
"""Seconds after which the class's time is counted again and kept, if nothing happens."""
USUAL = 5
"""Minutes to count down where there is no exercise."""
MINUTE = 60


class Pacing:
    """Acts on a screen; a method for each command, as in `Deeds`.

    The class's time is counted from the moment on at which the lab is an instructor's, and until it is closed.
    """

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._counter = Counter(screen, self._show_left, self._time_is_up)
        self._timed: tuple[Lesson, Page] | None = None
        self._till_done = False
        self._begun = False
        self._pace: Pace | None = None
        self._told: tuple[str, str, tuple[TaskShown, ...]] | None = None

    @property
    def counting(self) -> bool:
        """Whether something is counted down."""
        return self._counter.running

    def countdown(self) -> None:
        """An exercise's time, counted down, or no longer."""
        attempt = self._screen.attempt
        if self._counter.running:
            self._counter.stop()
            self._count(None)
        elif self._pace is not None:
            self._screen.app.push_screen(MinutesScreen(attempt.page.exercise or USUAL), self._chosen)
        elif attempt.page.exercise:
            self._timed = (attempt.lesson, attempt.page)
            self._till_done = not attempt.done_on(*self._timed)
            self._counter.start(MINUTE * attempt.page.exercise)
        else:
            self._screen.notify("There is no exercise with a time on this page.", markup=False)

    def go_on(self) -> None:
        """Something has changed: an exercise may be done, another page shown, the lab an instructor's."""
        outside = self._screen.outside
        if self._pace is not None:
            self._tell()
        elif not self._begun and outside.lectern and (outside.instructors or self._screen.presenting.on):
            self._begun = True
            self._screen.run_worker(self._begin())
        elif self._counter.running and self._till_done and self._timed and self._screen.attempt.done_on(*self._timed):
            self._counter.stop()
            self._screen.notify(f"'{self._timed[1].title}' is done in time.", markup=False)

    # In an instructor's lab

    async def _begin(self) -> None:
        """Go on with the class that was kept, or begin one."""
        lectern = self._screen.outside.lectern
        assert lectern, "as asked before"
        kept, now, lesson = await lectern.open(), self._now(), self._screen.attempt.lesson.entry.id
        self._pace = kept.showing(lesson, now) if kept else Pace.begun(lesson, now)
        if kept and self._pace.total and now - kept.counted >= BREAK_FROM:
            told = f"The class's clock goes on at {minutes(self._pace.total)}. To start it afresh: t, then N."
            self._screen.notify(told, markup=False)
        if self._pace.countdown is not None:
            self._counter.start(self._pace.countdown.left(now))
        self._tell()
        self._screen.set_interval(BEAT, self._beat)

    def _chosen(self, wanted: Wanted | None) -> None:
        if wanted is None or self._pace is None:
            return
        if not wanted.minutes:
            self._pace = Pace.begun(self._pace.lesson, self._now())
            self._beat()
            self._screen.notify("The class begins now.", markup=False)
            return
        title = "" if wanted.is_break else self._screen.attempt.page.title
        ends = self._now() + MINUTE * wanted.minutes
        self._count(Countdown(ends=ends, title=title, is_break=wanted.is_break))
        self._counter.start(MINUTE * wanted.minutes)

    def _count(self, countdown: Countdown | None) -> None:
        if self._pace is not None:
            self._pace = self._pace.counting(countdown, self._now())
            self._beat()

    def _beat(self) -> None:
        """Tell it, whether anything has changed or not."""
        self._told = None
        self._tell()

    def _tell(self) -> None:
        """What is shown now, if it is something else than before."""
        attempt, lectern = self._screen.attempt, self._screen.outside.lectern
        tasks = tuple(self._shown(task) for task in attempt.lesson.tasks_on(attempt.page))
        here = (attempt.lesson.entry.id, attempt.page.id, tasks)
        if self._pace is None or lectern is None or here == self._told:
            return
        self._told = here
        self._pace = self._pace.showing(here[0], self._now())
        lectern.show(Shown(course=attempt.course.id, lesson=here[0], page=here[1], tasks=tasks, pace=self._pace))

    def _shown(self, task: Task) -> TaskShown:
        attempt = self._screen.attempt
        standing = attempt.standing(task)
        state: TaskState = "open"
        if standing.done:
            state = "done"
        elif standing.verdict.status is Status.ABSENT:
            state = "absent"
        elif attempt.record(task).skipped:
            state = "skipped"
        return TaskShown(text=task.text, state=state)

    def _now(self) -> float:
        return self._screen.outside.wall_clock()

    # What is counted down

    def _show_left(self, left: str) -> None:
        """At the lesson's foot; to a room in the bottom line, which no pane covers."""
        pace = self._pace
        if pace is None:
            self._screen.panes.lesson.count_down(left)
        else:
            what = "break" if pace.on_break else "left"
            self._screen.query_one(BottomLine).count_down(f"{left} {what}" if left else "")

    def _time_is_up(self) -> None:
        pace = self._pace
        if pace is None or pace.countdown is None:
            exercise = f"'{self._timed[1].title}'" if self._timed else "this exercise"
        else:
            exercise = "the break" if pace.on_break else f"'{pace.countdown.title}'"
            self._count(None)
        self._screen.notify(f"The time for {exercise} is over.", markup=False)
