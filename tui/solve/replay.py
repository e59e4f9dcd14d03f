"""One pass over the course: does each step with a learner's hands, and notes all that isn't as the course says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from tui.checks.tasks import RECENT
from tui.model.course import Lesson
from tui.model.tasks import Question, Task, WrongAttempt
from tui.solve.learner import Learner
from tui.solve.plan import LessonPlan, PassPlan, Step
from tui.solve.report import PANE_ROWS, Failure, Report
from tui.solve.samples import sample
from tui.widgets.terminal_keyboard import Stuck, until

Say = Callable[[str], None]


class Abandoned(Exception):
    """The command pane can't be got back to a prompt: the rest of the pass can't be tried."""


class Replay:
    """Goes through one pass. `within` is how many seconds a tick or a diagnosis may take to show."""

    def __init__(self, plan: PassPlan, learner: Learner, report: Report, within: float, say: Say) -> None:
        self._plan = plan
        self._learner = learner
        self._report = report
        self._within = within
        self._say = say
        self._judged = True

    async def run(self) -> None:
        """All lessons in turn. Never raises for what the course or the lab does wrong."""
        self._report.skipped |= {skip.what: skip.why for skip in self._plan.skips}
        try:
            await self._learner.get_ready()
            for lesson in self._plan.lessons:
                await self._lesson(lesson)
        except (Stuck, Abandoned) as error:
            self._judged = True
            self._fail("the pass", f"given up: {error}")

    async def _lesson(self, plan: LessonPlan) -> None:
        self._judged = plan.judged
        began, before = time.monotonic(), len(self._report.failures)
        solved = met = 0
        for page in plan.pages:
            await self._learner.go_to(plan.lesson, page.page)
            for question in page.questions:
                await self._question(plan.lesson, question)
            for step in page.steps:
                # Keys may have turned the page.
                await self._learner.go_to(plan.lesson, page.page)
                wrong, right = await self._step(plan.lesson, step)
                met, solved = met + wrong, solved + right
        await self._settled(plan)
        failed = len(self._report.failures) - before
        wrongs = sum(len(step.wrongs) for step in plan.steps)
        entry = plan.lesson.entry
        told = [f"{solved} of {len(plan.steps)} tasks solved"]
        told += [f"{met} of {wrongs} wrong attempts met"] if wrongs else []
        told += [] if plan.judged else ["not judged"]
        told += [f"{failed} failed"] if failed else []
        took = time.monotonic() - began
        self._say(f"pass {self._plan.number}  {entry.number:<4} {entry.title}: {', '.join(told)} ({took:.1f} s)")

    async def _step(self, lesson: Lesson, step: Step) -> tuple[int, bool]:
        """Do a task; how many wrong attempts were met with their diagnoses, and whether it was solved."""
        what, began = lesson.key(step.task.id), time.monotonic()
        met, solved, was_done = 0, False, False
        typed: list[str] = []
        try:
            await self._learner.catch_up()
            was_done = self._learner.is_done(lesson, step.task)
            if was_done:
                self._fail(what, "done before anything was typed", said=self._learner.told(step.task))
            for turn, wrong in step.wrongs:
                if wrong is not step.wrongs[0][1]:
                    await self._learner.type(["true"] * RECENT)  # the one before is forgotten
                met += await self._wrong_attempt(lesson, step.task, turn, wrong, was_done)
            typed = list(step.solution.lines)
            typed = await self._learner.do(step.task, step.solution)
            solved = await until(lambda: self._learner.is_done(lesson, step.task), self._within)
            if not solved:
                told = self._learner.told(step.task) or self._waiting(lesson, step.task) or "nothing"
                self._fail(what, f"not done by its {step.route}", typed, told)
        except Stuck as error:
            self._fail(what, f"its {step.route}: {error}", typed)
            if not await self._learner.recover():
                raise Abandoned("the command pane can't be got back to its prompt") from error
        if self._judged:
            self._report.tasks.add(what)
            if step.route != "solution":
                self._report.alternatives.add(f"{what} {step.route}")
            self._report.seconds.setdefault(what, []).append(time.monotonic() - began)
        return met, solved and not was_done

    def _waiting(self, lesson: Lesson, task: Task) -> str:
        """Which tasks come before this one and aren't done: then the mistake is theirs."""
        waits = [each for each in lesson.tasks if each.id in task.needs and not self._learner.is_done(lesson, each)]
        return f"waits for {', '.join(each.id for each in waits)}" if waits else ""

    async def _wrong_attempt(self, lesson: Lesson, task: Task, turn: int, wrong: WrongAttempt, was_done: bool) -> bool:
        """Type a wrong attempt and what undoes it; whether the lab says of it what it should."""
        what = lesson.key(task.id)
        self._report.wrong_attempts.add(f"{what} wrong attempt {turn}")
        typed = await self._learner.type(wrong.lines)
        met = await until(lambda: self._learner.filled(wrong.expect) in self._learner.failure(task), self._within)
        if not met:
            said = self._learner.told(task) or "nothing"
            self._fail(what, f'its wrong attempt should be told "{wrong.expect}"', typed, said)
        await self._learner.catch_up()
        if self._learner.is_done(lesson, task) and not was_done:
            self._fail(what, "done by a wrong attempt", typed, self._learner.told(task))
        if wrong.undo:
            typed = await self._learner.type(wrong.undo)
            await self._learner.catch_up()
            if self._learner.is_done(lesson, task) and not was_done:
                self._fail(what, "done by what undoes a wrong attempt", typed, self._learner.told(task))
        return met

    async def _question(self, lesson: Lesson, question: Question) -> None:
        """Answer right; in every other pass wrong at first."""
        what = lesson.key(question.id)
        try:
            await self._learner.catch_up()
            right, wrong = self._answers(question)
            if right is None:
                self._report.skipped[f"{what} (question)"] = "no right answer to it is found"
                return
            for answer, mark in [(wrong, "bad"), (right, "good")] if self._plan.number % 2 else [(right, "good")]:
                marked = await self._learner.answer(question, answer)
                # One that a command settles is told later.
                if marked != mark and (marked or question.settled_by is None):
                    told = answer + 1 if isinstance(answer, int) else answer
                    self._fail(what, f"answer {told} is marked {marked or 'nothing'}, and should be {mark}")
        except Stuck as error:
            self._fail(what, str(error))
        if self._judged:
            self._report.questions.add(what)

    def _answers(self, question: Question) -> tuple[int | str | None, int | str]:
        """A right answer, None if none is found, and a wrong one; foreseen by the author if possible."""
        if question.kind == "choice":
            marks = [choice.correct for choice in question.choices]
            return marks.index(True), marks.index(False)
        foreseen = (sample(each.answer) for each in question.wrong)
        if question.kind == "number":
            number = self._learner.right_number(question)
            others = [each for each in foreseen if each and each.isdecimal() and int(each) != number]
            return None if number is None else str(number), (others or [str((number or 0) + 1)])[0]
        accepted = [self._learner.filled(pattern) for pattern in question.accept]
        fits = [text for pattern in accepted if (text := sample(pattern))]
        others = [
            each
            for each in foreseen
            if each and not any(re.fullmatch(pattern, each, re.IGNORECASE) for pattern in accepted)
        ]
        return fits[0] if fits else None, (others or ["no idea"])[0]

    async def _settled(self, plan: LessonPlan) -> None:
        """See that what was asked before a command has been told by the end of the lesson."""
        for page in plan.pages:
            for question in page.questions:
                if question.settled_by is None:
                    continue
                await self._learner.go_to(plan.lesson, page.page)
                if not await self._told_right(question):
                    self._fail(plan.lesson.key(question.id), "the answer is not told by the lesson's end")

    async def _told_right(self, question: Question) -> bool:
        return await until(lambda: self._learner.marked(question) == "good", self._within)

    def _fail(self, what: str, why: str, typed: Sequence[str] = (), said: str = "") -> None:
        pane = tuple(self._learner.pane(PANE_ROWS))
        failure = Failure(what, self._plan.number, why, tuple(typed), said, pane)
        if self._judged:
            self._report.failures.append(failure)
        else:
            self._say(f"(not judged) {what}, pass {self._plan.number}: {why}")
