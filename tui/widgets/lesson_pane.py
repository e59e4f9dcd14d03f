"""The lesson pane: one page at a time, brought up to date as its tasks and questions are."""

from __future__ import annotations

import asyncio

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import BY_ID, Where, bindings
from tui.model.course import Prose
from tui.view.lesson import PageView
from tui.view.prose import paragraphs, pieces
from tui.widgets.card_column import CardColumn
from tui.widgets.cards import RunnableBlock, TaskCard
from tui.widgets.lesson_end import LessonEnd
from tui.widgets.prose import ProseText
from tui.widgets.question_card import QuestionCard


class Heading(Static):
    """The page's title."""


def _heading(view: PageView) -> Heading:
    title = Content(view.heading)
    return Heading(title + Content.styled(f"\n{view.exercise}", "$quiet not bold") if view.exercise else title)


class LessonPane(CardColumn):
    """Shows a page; the cursor stops at its blocks, questions and tasks."""

    BINDINGS = [*bindings(Where.LESSON)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._shown: PageView | None = None
        self._wanted: PageView | None = None
        self._turning = asyncio.Lock()
        self._time_left = ""
        self._divided = False

    async def show(self, view: PageView) -> None:
        """Show a page, or bring the page that is shown up to date.

        Turning takes a while, and news go on coming: whoever waited shows the newest view there is by then.
        """
        self._wanted = view
        async with self._turning:
            view, before = self._wanted, self._shown
            # On the way out Textual mounts nothing more, and says nothing of it.
            if view == before or not self.is_attached:
                return
            self._shown = view
            self.border_title = Content(view.title)
            self._foot()
            if before is None or before.shape != view.shape:
                await self.fill(self._widgets(view), to_top=before is None or before.key != view.key)
            else:
                self._bring_up_to_date(view)

    async def divide(self, on: bool) -> None:
        """Have each paragraph stand by itself, with the cursor stopping at it, or no longer."""
        if on != self._divided:
            self._divided = on
            shown, self._shown = self._shown, None
            if shown is not None:
                await self.show(shown)

    def count_down(self, time_left: str) -> None:
        """Show the time that is left for an exercise, at the pane's foot; empty for none."""
        self._time_left = time_left
        self._foot()

    def _foot(self) -> None:
        place = self._shown.place if self._shown else ""
        told = f"{self._time_left} left" if self._time_left else ""
        self.border_subtitle = Content(" · ".join(part for part in (told, place) if part))

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that work here now, with what they do, most needed first."""
        stop, needed = self.stop, ["focus-pane", "help"]
        others = ["next-page", *(["hint"] if self.task_in_hand() else []), "quit"]
        here = [(BY_ID["run-block"].shown, stop.enter_does)] if stop is not None and stop.enter_does else []
        if isinstance(stop, QuestionCard) and stop.typed is not None:
            here, others = [*here, ("Esc", "leave")], []
        told = {each: (BY_ID[each].shown, BY_ID[each].label) for each in (*needed, *others)}
        return [*(told[each] for each in needed), *here, *(told[each] for each in others)]

    def task_in_hand(self) -> str:
        """The task a hint is for: the one the cursor is on, or else the first that isn't done; empty without one."""
        if isinstance(self.stop, TaskCard):
            return self.stop.view.id
        open_tasks = [card for card in self.query(TaskCard) if card.view.tone != "good"]
        return open_tasks[0].view.id if open_tasks else ""

    @property
    def block_in_hand(self) -> tuple[str, ...]:
        """The lines of the block that the cursor is on; none if it is on none."""
        return self.stop.lines if isinstance(self.stop, RunnableBlock) else ()

    def point_at(self, lines: tuple[str, ...]) -> None:
        """Have the block with these lines in sight, and the cursor on it if the learner is in the lesson."""
        for block in self.query(RunnableBlock):
            if block.lines == lines:
                if self.has_cursor:
                    block.focus(scroll_visible=False)
                self.call_after_refresh(block.scroll_visible, animate=False)

    def reveal(self, task_id: str) -> None:
        """Put the cursor on a task, and all that is said of it in sight."""
        for card in self.query(TaskCard):
            if card.view.id == task_id:
                card.focus(scroll_visible=False)
                self.call_after_refresh(card.scroll_visible, animate=False)

    def say(self, task_id: str, text: str) -> None:
        """Say something below a task, and put the cursor there."""
        for card in self.query(TaskCard):
            if card.view.id == task_id:
                card.say(text)
        self.reveal(task_id)

    def enter(self) -> None:
        """Act on the card the cursor is on; with none, on the first block from where it is on."""
        stops, here = self.stops, self.screen.focused
        rest = stops[stops.index(here) :] if here in stops else stops
        stop = self.stop or next((each for each in rest if isinstance(each, RunnableBlock)), None)
        if stop is not None:
            stop.enter()
            # What it says to that may be below the fold.
            self.call_after_refresh(self.show_cursor, stop)

    def _widgets(self, view: PageView) -> list[Widget]:
        parts: list[Widget] = [_heading(view)]
        for part in view.parts:
            if isinstance(part, Prose) and self._divided:
                parts += [ProseText(each, stops=True) for each in paragraphs(pieces(part.markdown))]
            elif isinstance(part, Prose):
                parts.append(ProseText(pieces(part.markdown)))
            else:
                parts.append(RunnableBlock(part.lines))
        parts += [QuestionCard(question) for question in view.questions]
        parts += [TaskCard(task) for task in view.tasks]
        return parts + ([LessonEnd(view.ending)] if view.ending else [])

    def _bring_up_to_date(self, view: PageView) -> None:
        for task_card, task in zip(self.query(TaskCard), view.tasks, strict=True):
            before = task_card.view
            news = task.tone in ("good", "bad") and (task.tone, task.details) != (before.tone, before.details)
            # What the lab saw stands below the task, where the pane may end; who reads elsewhere goes on reading.
            if task_card.show(task) and (
                task_card is self.stop or (not self.has_cursor and (news or self.near(task_card)))
            ):
                self.call_after_refresh(task_card.scroll_visible, animate=False)
        for question_card, question in zip(self.query(QuestionCard), view.questions, strict=True):
            if question_card.show(question) and question_card.has_focus:
                # Why it is right or wrong stands below it.
                self.call_after_refresh(question_card.scroll_visible, animate=False)
        if view.ending is not None:
            self.query_one(LessonEnd).show(view.ending)
