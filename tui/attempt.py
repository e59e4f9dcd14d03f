"""A learner's attempt at a course: where they are, what the lab has seen, and where each task stands.

Frozen; each thing that happens gives the next value. Widgets show it, nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.checks.evidence import Evidence
from tui.checks.tasks import Standing, assess_all
from tui.checks.verdict import Status
from tui.model.course import Course, Lesson, Page
from tui.model.engine import EngineAnswers, EngineChanged, EngineIdentity, EngineNews, EngineUnreachable
from tui.model.journal import Journal
from tui.model.progress import Progress, SolvedBy
from tui.model.tasks import Question, Task


@dataclass(frozen=True, slots=True)
class Attempt:
    """Everything the lab knows at one moment.

    `identity` is the engine's, None until it has answered; `trouble` says why it does not answer now, or is empty;
    `read` says that it was read at least once. `arrived` is when the learner came to this page, in monotonic seconds;
    `notice` is the last tick or cross in one line, for where its task is out of sight.
    """

    course: Course
    progress: Progress
    journal: Journal = field(default_factory=Journal)
    identity: EngineIdentity | None = None
    trouble: str = "connecting"
    read: bool = False
    arrived: float = 0.0
    notice: str = ""
    standings: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def lesson(self) -> Lesson:
        """The lesson the learner is in."""
        for lesson in self.course.lessons:
            if lesson.entry.id == self.progress.lesson:
                return lesson
        return self.course.lessons[0]

    @property
    def page(self) -> Page:
        """The page the learner is on."""
        for page in self.lesson.pages:
            if page.id == self.progress.page:
                return page
        return self.lesson.pages[0]

    @property
    def place(self) -> tuple[int, int]:
        """(page from 1, pages) over the whole course."""
        pages = self._all_pages()
        return pages.index((self.lesson, self.page)) + 1, len(pages)

    def standing(self, task: Task) -> Standing:
        """Where a task of the current lesson stands."""
        return self.standings.get(self.key(task.id), Standing())

    def key(self, item: str) -> str:
        """A task's or question's key in the progress file."""
        return f"{self.lesson.entry.id}/{item}"

    def engine_reported(self, news: EngineNews, now: float) -> Attempt:
        """The engine's watch has news."""
        match news:
            case EngineAnswers(identity):
                return replace(self, identity=identity, trouble="")._assessed(now)
            case EngineUnreachable(reason):
                return replace(self, trouble=reason)._assessed(now)
            case EngineChanged(snapshot, events):
                journal = self.journal.engine_read(snapshot, events)
                return replace(self, journal=journal, trouble="", read=True)._assessed(now)

    def command_started(self, line: str, now: float) -> Attempt:
        """The learner pressed Enter in the command pane."""
        return replace(self, journal=self.journal.command_started(line, now))

    def at_prompt(self, exit_status: int | None, directory: str, now: float) -> Attempt:
        """The shell waits for a command (again)."""
        progress = self.progress.model_copy(update={"directory": directory})
        journal = self.journal.command_ended(exit_status, now)
        return replace(self, journal=journal, progress=progress)._assessed(now)

    def action_used(self, action: str, now: float) -> Attempt:
        """The learner used one of the lab's own commands."""
        return replace(self, progress=self.progress.with_action(action))._assessed(now)

    def answered(self, question: Question, choice: int, now: float) -> Attempt:
        """The learner picked a choice."""
        return replace(self, progress=self.progress.with_answer(self.key(question.id), choice))._assessed(now)

    def hint_taken(self, task: Task) -> Attempt:
        """The learner asked for the next hint; more than there are, or one for a task that is done, change nothing."""
        if self.standing(task).done:
            return self
        record = self.progress.record(self.key(task.id))
        hints = min(record.hints + 1, len(task.hints))
        return self._with_record(task, hints=hints)

    def solution_shown(self, task: Task) -> Attempt:
        """The learner asked for the solution."""
        return self._with_record(task, shown=True)

    def turned(self, step: int, now: float) -> Attempt:
        """The learner turned `step` pages on (negative: back); stays at either end of the course."""
        pages = self._all_pages()
        index = pages.index((self.lesson, self.page)) + step
        lesson, page = pages[max(0, min(index, len(pages) - 1))]
        return replace(self, progress=self.progress.at(lesson.entry.id, page.id), arrived=now)._assessed(now)

    def _all_pages(self) -> list[tuple[Lesson, Page]]:
        return [(lesson, page) for lesson in self.course.lessons for page in lesson.pages]

    def _with_record(self, task: Task, *, hints: int | None = None, shown: bool | None = None) -> Attempt:
        key = self.key(task.id)
        old = self.progress.record(key)
        new = old.model_copy(
            update={
                "hints": old.hints if hints is None else hints,
                "shown": old.shown if shown is None else shown,
            }
        )
        return replace(self, progress=self.progress.with_task(key, new))

    def _evidence(self) -> Evidence:
        answers = {
            question.id: question.choices[picked].correct
            for question in self.lesson.questions
            if isinstance(picked := self.progress.answers.get(self.key(question.id), -1), int)
            and picked in range(len(question.choices))
        }
        return Evidence(
            snapshot=self.journal.now if self.read else None,
            reachable=not self.trouble,
            events=self.journal.events,
            commands=self.journal.commands,
            answers=answers,
            actions=frozenset(self.progress.actions),
        )

    def _assessed(self, now: float) -> Attempt:
        """The same with every task of the lesson judged on what is known now, and ticks written to the progress."""
        tasks = self.lesson.tasks
        before = {task.id: self._remembered(task) for task in tasks}
        after = assess_all(tasks, self._evidence(), before, now, self.arrived)
        progress, notice = self.progress, self.notice
        for task in tasks:
            key, standing = self.key(task.id), after[task.id]
            notice = _notice(task, before[task.id], standing) or notice
            record = progress.record(key)
            if standing.done != record.done:
                by = _solved_by(record.hints, record.shown)
                progress = progress.with_task(key, record.model_copy(update={"done": standing.done, "by": by}))
        standings = {**self.standings, **{self.key(task_id): standing for task_id, standing in after.items()}}
        return replace(self, progress=progress, standings=standings, notice=notice)

    def _remembered(self, task: Task) -> Standing:
        """Where a task stood, also after a restart: the progress file says what is done."""
        standing = self.standings.get(self.key(task.id))
        if standing is None and self.progress.record(self.key(task.id)).done:
            return Standing(done=True, primed=True, opened=0.0)
        return standing or Standing()


def _solved_by(hints: int, shown: bool) -> SolvedBy:
    if shown:
        return "shown"
    return "hint" if hints else "self"


def _notice(task: Task, before: Standing, after: Standing) -> str:
    """What is new about a task: that it is done, or what is wrong with it now."""
    if after.done and not before.done:
        return f"✓ {task.text}"
    if after.verdict.status is Status.FAIL and after.verdict != before.verdict:
        return f"✗ {after.verdict.observed}"
    return ""
