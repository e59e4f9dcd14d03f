"""The lesson pane: one page at a time, with a cursor over its blocks, tasks and questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import BY_ID, Where, bindings
from tui.model.course import Prose
from tui.view.lesson import PageView
from tui.view.prose import paragraphs, pieces
from tui.widgets.cards import Card, RunnableBlock, TaskCard
from tui.widgets.lesson_end import LessonEnd
from tui.widgets.prose import ProseText
from tui.widgets.question_card import QuestionCard

NUDGE = 3
"""Lines that an arrow key scrolls when there is nothing to stop at."""


class Heading(Static):
    """The page's title."""


def _heading(view: PageView) -> Heading:
    title = Content(view.heading)
    return Heading(title + Content.styled(f"\n{view.exercise}", "$quiet not bold") if view.exercise else title)


class LessonPane(VerticalScroll, inherit_bindings=False):
    """Shows a page. The cursor is the focused card; the pane itself has the focus when none is."""

    BINDINGS = [
        *bindings(Where.LESSON),
        Binding("pageup", "page_up", "page up", show=False),
        Binding("pagedown,space", "page_down", "page down", show=False),
        Binding("home", "scroll_home", "top", show=False),
        Binding("end", "scroll_end", "end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._shown: PageView | None = None
        self._wanted: PageView | None = None
        self._turning = asyncio.Lock()
        self._left: Card | None = None
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
                await self._turn(view, to_top=before is None or before.key != view.key)
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

    def on_resize(self) -> None:
        """Keep the cursor in sight, or where it was left; without one, a card may have come into sight."""
        card = self.stop or self._left
        if card is not None:
            self.call_after_refresh(card.scroll_visible, animate=False)
        elif self.has_focus:
            self.call_after_refresh(self._put_cursor, self.focus_first)

    @property
    def stop(self) -> Card | None:
        """The card the cursor is on."""
        focused = self.screen.focused
        return focused if isinstance(focused, Card) and focused in self.query(Card) else None

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that work here now, with what they do, most needed first."""
        stop, needed = self.stop, ["focus-pane", "help"]
        others = ["next-page", "hint", "quit"]
        here = [(BY_ID["run-block"].shown, stop.enter_does)] if stop is not None and stop.enter_does else []
        if isinstance(stop, QuestionCard) and stop.typed is not None:
            here, others = [*here, ("Esc", "leave")], []
        told = {each: (BY_ID[each].shown, BY_ID[each].label) for each in (*needed, *others)}
        return [*(told[each] for each in needed), *here, *(told[each] for each in others)]

    def task_in_hand(self) -> str | None:
        """The task a hint is for: the one the cursor is on, or else the first that isn't done."""
        if isinstance(self.stop, TaskCard):
            return self.stop.view.id
        open_tasks = [card for card in self.query(TaskCard) if card.view.tone != "good"]
        return open_tasks[0].view.id if open_tasks else None

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
        stops, here = self._stops, self.screen.focused
        rest = stops[stops.index(here) :] if here in stops else stops
        stop = self.stop or next((each for each in rest if isinstance(each, RunnableBlock)), None)
        if stop is not None:
            stop.enter()
            # What it says to that may be below the fold.
            self.call_after_refresh(self._show_cursor, stop)

    def move(self, by: int) -> None:
        """Move the cursor on (1) or back (-1) by a card, or a question's choice; scroll where the next one is far."""
        if self.stop is not None and self.stop.step(by):
            self.call_after_refresh(self._show_cursor, self.stop)
            return
        stops = self._stops
        at = next((place for place, each in enumerate(stops) if each is self.screen.focused), None)
        place = (0 if by > 0 else len(stops) - 1) if at is None else at + by
        if 0 <= place < len(stops) and self._near(stops[place]):
            self._go_to(stops[place], by)
        else:
            self.scroll_relative(y=by * NUDGE, animate=False, immediate=True)

    def _go_to(self, stop: Widget, by: int) -> None:
        stop.focus(scroll_visible=False)
        if isinstance(stop, Card):
            stop.arrive(by)
        self.call_after_refresh(self._show_cursor, stop)

    @property
    def _stops(self) -> list[Widget]:
        """What the cursor stops at."""
        return [each for each in self.children if each.can_focus]

    def focus_first(self) -> None:
        """Put the cursor on the first card or paragraph, if it is in sight."""
        first = next(iter(self._stops), None)
        self.screen.set_focus(first if first is not None and self._near(first) else self, scroll_visible=False)

    def focus_again(self) -> None:
        """Put the cursor back where it was when the learner left, if the page is the same."""
        if self._left is None or self._left not in self.query(Card):
            self.focus_first()
            return
        if self._left is not self.stop:
            self._left.resume()
        self.screen.set_focus(self._left, scroll_visible=False)
        self.call_after_refresh(self._show_cursor, self._left)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where the cursor is."""
        self._left = event.widget if isinstance(event.widget, Card) else None

    def on_focus(self) -> None:
        """The cursor is on no card."""
        self._left = None

    def action_page_up(self) -> None:
        """Scroll a screenful back."""
        self._turn_over(-self.size.height)

    def action_page_down(self) -> None:
        """Scroll a screenful on."""
        self._turn_over(self.size.height)

    def action_scroll_home(self) -> None:
        """Scroll to the top."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Scroll to the end."""
        self.scroll_end(animate=False)

    def _turn_over(self, rows: int) -> None:
        """Scroll by that much; a cursor that is left behind goes to the first card in sight."""
        self.scroll_relative(y=rows, animate=False, immediate=True)
        rest, here = [each for each in self._stops if self._in_sight(each)], self.screen.focused
        if rest and (here not in self._stops or not self._in_sight(here)):
            rest[0].focus(scroll_visible=False)

    def _show_cursor(self, card: Widget) -> None:
        """Have a card in sight, and of a question that is longer than the pane the choice in hand."""
        card.scroll_visible(animate=False, immediate=True)
        if isinstance(card, QuestionCard):
            row, rows = card.rows_of_choice()
            place = card.virtual_region
            self.scroll_to_region(Region(place.x, place.y + row, place.width, rows), animate=False, immediate=True)

    def _in_sight(self, card: Widget) -> bool:
        """Whether a card begins on the screen."""
        return 0 <= card.virtual_region.y - self.scroll_offset.y < self.size.height

    def _near(self, card: Widget) -> bool:
        """Whether a card is in sight or less than a screenful away."""
        return -self.size.height < card.virtual_region.y - self.scroll_offset.y < self.size.height + NUDGE

    async def _turn(self, view: PageView, *, to_top: bool) -> None:
        had_focus, left = self.has_cursor, None if to_top or self._left is None else self._left.key
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self._widgets(view))
            if to_top:
                self.scroll_home(animate=False)
        self._left = next((card for card in self.query(Card) if left is not None and card.key == left), None)
        if had_focus:
            self.call_after_refresh(self._put_cursor, self.focus_again)

    def _put_cursor(self, put: Callable[[], None]) -> None:
        """Do that unless the learner has gone elsewhere meanwhile."""
        if self.has_cursor:
            put()

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

    @property
    def has_cursor(self) -> bool:
        """Whether the focus is in the lesson."""
        # Whether a widget says that it has the focus lags behind.
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors_with_self

    def _bring_up_to_date(self, view: PageView) -> None:
        for task_card, task in zip(self.query(TaskCard), view.tasks, strict=True):
            before = task_card.view
            news = task.tone in ("good", "bad") and (task.tone, task.details) != (before.tone, before.details)
            # What the lab saw stands below the task, where the pane may end; who reads elsewhere goes on reading.
            if task_card.show(task) and (
                task_card is self.stop or (not self.has_cursor and (news or self._near(task_card)))
            ):
                self.call_after_refresh(task_card.scroll_visible, animate=False)
        for question_card, question in zip(self.query(QuestionCard), view.questions, strict=True):
            if question_card.show(question) and question_card.has_focus:
                # Why it is right or wrong stands below it.
                self.call_after_refresh(question_card.scroll_visible, animate=False)
        if view.ending is not None:
            self.query_one(LessonEnd).show(view.ending)
