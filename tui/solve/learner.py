"""A learner's hands and eyes on the real lab: turns pages, presses keys, types commands, reads what the lab says.

Everything here waits for a condition, never for a while. What the lab knows is compared with the engine's own word.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from textual.pilot import Pilot

from tui.app import LabApp
from tui.attempt import Attempt
from tui.checks.answers import right_answer
from tui.checks.evidence import Evidence
from tui.model.course import Lesson, Page
from tui.model.tasks import Question, Solution, Task
from tui.screens.lab import LabScreen
from tui.solve.daemon import Daemon
from tui.widgets.cards import TaskCard
from tui.widgets.question_card import QuestionCard
from tui.widgets.terminal_keyboard import Keyboard, Stuck, until

STARTS_IN = 60.0
"""Seconds until the lab shows the engine and a prompt."""
KEYS_WORK_IN = 10.0
"""Seconds until the lab has done what a key asks for, or knows what the engine knows; hundredths are usual."""
BUSY_MOST = 60.0
"""Seconds that gathering facts may take: reading an image's files means exporting it."""


class Learner:
    """Uses the lab that `pilot` drives, on the engine that `daemon` asks. The lab must have been opened just now."""

    def __init__(self, pilot: Pilot[str], daemon: Daemon) -> None:
        self._pilot = pilot
        self._daemon = daemon
        self._since = time.time()
        self._app = pilot.app
        self._lab = next(screen for screen in pilot.app.screen_stack if isinstance(screen, LabScreen))
        self._keyboard = Keyboard(self._lab.terminal)

    @property
    def attempt(self) -> Attempt:
        """What the lab knows now."""
        return self._lab.attempt

    async def get_ready(self) -> None:
        """Wait for the engine and the shell. Raises `Stuck`."""
        await self._wait(lambda: self.attempt.read, "the lab did not read the engine", STARTS_IN)
        await self._wait(lambda: self._lab.terminal.at_prompt, "the command pane shows no prompt", STARTS_IN)

    async def go_to(self, lesson: Lesson, page: Page) -> None:
        """Come to a page, without pressing keys that could count for a task."""
        here, there = (self.attempt.lesson.entry.id, self.attempt.page.id), (lesson.entry.id, page.id)
        if here != there:
            await self._lab.become(self.attempt.gone_to(*there, time.monotonic()))
            # The cursor goes to the new page's first card after the next refresh.
            refreshed = asyncio.Event()
            self._lab.panes.lesson.call_after_refresh(refreshed.set)
            await self._wait(refreshed.is_set, f"page {page.id} does not come")
            await self._pilot.pause()
            await self._idle()

    async def catch_up(self) -> None:
        """Wait until the lab knows all that has happened so far, in the shell and in the engine. Raises `Stuck`."""
        await self._pilot.pause()
        await self._wait(
            lambda: self.attempt.journal.running is None or not self._lab.terminal.at_prompt,
            "the lab did not hear that a command has ended",
        )
        last = await asyncio.to_thread(self._daemon.last_event, self._since)
        if last is not None:
            same = (last.kind, last.action, last.id, last.time)
            await self._wait(
                lambda: any(
                    (event.kind, event.action, event.id, event.time) == same
                    for event in reversed(self.attempt.journal.events)
                ),
                f"the lab did not hear that {last.kind} {last.name}: {last.action}",
            )
        states = await asyncio.to_thread(self._daemon.container_states)
        images = await asyncio.to_thread(self._daemon.images, steps=False)
        await self._wait(
            lambda: (
                {each.id: each.state for each in self.attempt.journal.now.containers} == states
                and {each.id: frozenset(each.tags) for each in self.attempt.journal.now.images} == images
            ),
            "the lab does not show what the engine holds",
        )
        await self._pilot.pause()
        await self._idle()

    async def type(self, lines: Sequence[str]) -> list[str]:
        """Type commands; returns what was typed. Raises `Stuck`."""
        typed = []
        for line in lines:
            typed.append(await self._filled(line))
            await self._keyboard.type(typed[-1:])
        return typed

    async def do(self, task: Task, solution: Solution) -> list[str]:
        """Do what a solution says; returns what was pressed and typed. Raises `Stuck`."""
        if any(each.files for each in (task.solution, *task.alternatives)):
            await self._show_solution(task)
        lines = list(solution.lines)
        if solution.keys:
            await self._press(solution.keys)
            if lines and "enter" in solution.keys:
                await self._keyboard.enter(await self._filled(lines[0]), KEYS_WORK_IN)
                lines = lines[1:]
        typed = await self.type(lines)
        return [*(f"<{key}>" for key in solution.keys), *solution.lines[: len(solution.lines) - len(lines)], *typed]

    async def recover(self) -> bool:
        """Get back to the shell's prompt; whether that worked."""
        return await self._keyboard.recover()

    def is_done(self, lesson: Lesson, task: Task) -> bool:
        """Whether the task has its tick."""
        return self.attempt.progress.record(lesson.key(task.id)).done

    def told(self, task: Task) -> str:
        """What stands below the task on the page."""
        return " ".join(text for text, _ in self._below(task))

    def failure(self, task: Task) -> str:
        """What the lab calls wrong about the task; empty if nothing."""
        return " ".join(text for text, tone in self._below(task) if tone == "bad")

    def _below(self, task: Task) -> list[tuple[str, str]]:
        """Each line below the task on the page, with its tone."""
        cards = [card for card in self._lab.panes.lesson.query(TaskCard) if card.view.id == task.id]
        return [(line.text, line.tone) for card in cards for line in card.view.details]

    def pane(self, rows: int) -> list[str]:
        """The last rows of the command pane that aren't empty."""
        return [row.rstrip() for row in self._lab.terminal.rows() if row.strip()][-rows:]

    def right_number(self, question: Question) -> int | None:
        """The number that is right now; None if it can't be told."""
        knows = Evidence(snapshot=self.attempt.journal.now, reachable=True, facts=self.attempt.facts)
        return right_answer(question, knows)

    async def answer(self, question: Question, answer: int | str) -> str:
        """Go to a choice of the question (from 0) with the arrows, or open its field and type; then press Enter.

        Returns what the lab then calls it: "good", "bad", or "" for nothing yet. Raises `Stuck` if the lab doesn't
        take the answer.
        """
        card = next((each for each in self._lab.panes.lesson.query(QuestionCard) if each.view.id == question.id), None)
        if card is None:
            raise Stuck(f"question {question.id} is not on its page")
        card.focus()
        await self._wait(lambda: card.has_focus, f"question {question.id} can't be gone to")
        await self._pilot.press(*_keys_for(card, answer), "enter")
        await self._wait(
            lambda: (
                self.attempt.progress.answers.get(self.attempt.key(question.id)) == answer and card.view.given == answer
            ),
            f"question {question.id} does not take {answer if isinstance(answer, str) else f'choice {answer + 1}'}",
        )
        return self.marked(question)

    def marked(self, question: Question) -> str:
        """What the lab calls the answer to a question of this page: "good", "bad", or "" for nothing yet."""
        for card in self._lab.panes.lesson.query(QuestionCard):
            if card.view.id == question.id and card.view.verdict is not None:
                return card.view.verdict.tone if card.view.verdict.tone in ("good", "bad") else ""
        return ""

    async def _show_solution(self, task: Task) -> None:
        self._lab.panes.lesson.reveal(task.id)
        await self._wait(lambda: self._lab.panes.lesson.task_in_hand() == task.id, f"task {task.id} can't be gone to")
        await self._pilot.press("s")
        key = self.attempt.key(task.id)
        await self._wait(lambda: self.attempt.progress.record(key).shown, f"the solution of {task.id} isn't shown")
        await self._idle()

    async def _press(self, keys: Sequence[str]) -> None:
        """Press keys with the cursor in the lesson."""
        lesson = self._lab.panes.lesson
        if self._pilot.app.screen is not self._lab:
            raise Stuck("a dialog is open in the lab")
        self._lab.panes.focus_pane(lesson)
        # As on a page just come to; it may have been left on a question.
        lesson.focus_first()
        await self._wait(lambda: lesson.has_focus or lesson.has_focus_within, "the lesson can't be gone to")
        await self._pilot.press(*keys)

    def filled(self, text: str) -> str:
        """A text with the values of the course's parameters."""
        for name, value in self.attempt.progress.params.items():
            text = text.replace(f"${{{name}}}", value)
        return text

    async def _filled(self, line: str) -> str:
        """A line with all the values it stands for."""
        if "{container}" in line:
            await self.catch_up()
            newest = max(self.attempt.journal.now.containers, key=lambda each: each.created, default=None)
            line = line.replace("{container}", newest.name if newest else "NAME")
        return self.filled(line)

    async def _idle(self) -> None:
        """Wait until facts have been gathered and files written, and the lab has heard of it."""
        while self._busy():
            await self._wait(lambda: not self._busy(), "the lab does not come to an end of gathering facts", BUSY_MOST)
            await self._pilot.pause()

    def _busy(self) -> bool:
        return isinstance(self._app, LabApp) and self._app.busy

    async def _wait(self, condition: Callable[[], object], failing: str, seconds: float = KEYS_WORK_IN) -> None:
        if not await until(lambda: condition() or not self._pilot.app.is_running, seconds):
            raise Stuck(failing)
        if not self._pilot.app.is_running:
            raise Stuck("the lab has ended")


def _keys_for(card: QuestionCard, answer: int | str) -> list[str]:
    """What leads to an answer, but for the Enter that gives it."""
    if isinstance(answer, str):
        return ["enter", *("space" if key == " " else key for key in answer)]
    steps = answer - (-1 if card.choice is None else card.choice)
    return ["down" if steps > 0 else "up"] * abs(steps)
