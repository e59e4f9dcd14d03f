"""A column to scroll, with a cursor that stops at cards and whatever else in it takes the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from tui.widgets.cards import Card
from tui.widgets.question_card import QuestionCard

NUDGE = 3
"""Lines that an arrow key scrolls when there is nothing to stop at."""


class CardColumn(VerticalScroll, inherit_bindings=False):
    """The cursor is what has the focus; the column itself has it when the cursor is nowhere."""

    BINDINGS = [
        Binding("pageup", "page_up", "page up", show=False),
        Binding("pagedown,space", "page_down", "page down", show=False),
        Binding("home", "scroll_home", "top", show=False),
        Binding("end", "scroll_end", "end", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: Card | None = None

    async def fill(self, widgets: Sequence[Widget], *, to_top: bool) -> None:
        """Put other things in place of all there are, with the cursor on the card it was on, or else the first."""
        had_cursor, left = self.has_cursor, None if to_top or self._left is None else self._left.key
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(widgets)
            if to_top:
                self.scroll_home(animate=False)
        self._left = next((card for card in self.query(Card) if left is not None and card.key == left), None)
        if had_cursor:
            self.call_after_refresh(self._put_cursor, self.focus_again)

    # Where the cursor is

    @property
    def has_cursor(self) -> bool:
        """Whether the focus is in the column."""
        # Whether a widget says that it has the focus lags behind.
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors_with_self

    @property
    def stop(self) -> Card | None:
        """The card the cursor is on."""
        focused = self.screen.focused
        return focused if isinstance(focused, Card) and focused in self.query(Card) else None

    @property
    def stops(self) -> list[Widget]:
        """What the cursor stops at."""
        return [each for each in self.children if each.can_focus]

    def near(self, widget: Widget) -> bool:
        """Whether something is in sight or less than a screenful away."""
        return -self.size.height < widget.virtual_region.y - self.scroll_offset.y < self.size.height + NUDGE

    def _in_sight(self, widget: Widget) -> bool:
        """Whether it begins on the screen."""
        return 0 <= widget.virtual_region.y - self.scroll_offset.y < self.size.height

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where the cursor is."""
        self._left = event.widget if isinstance(event.widget, Card) else None

    def on_focus(self) -> None:
        """The cursor is on no card."""
        self._left = None

    def on_resize(self) -> None:
        """Keep the cursor in sight, or where it was left; without one, a card may have come into sight."""
        card = self.stop or self._left
        if card is not None:
            self.call_after_refresh(card.scroll_visible, animate=False)
        elif self.has_focus:
            self.call_after_refresh(self._put_cursor, self.focus_first)

    # Where it goes

    def move(self, by: int) -> None:
        """Move the cursor on (1) or back (-1) by a card, or a question's choice; scroll where the next one is far."""
        if self.stop is not None and self.stop.step(by):
            self.call_after_refresh(self.show_cursor, self.stop)
            return
        stops = self.stops
        at = next((place for place, each in enumerate(stops) if each is self.screen.focused), None)
        place = (0 if by > 0 else len(stops) - 1) if at is None else at + by
        if 0 <= place < len(stops) and self.near(stops[place]):
            self._go_to(stops[place], by)
        else:
            self.scroll_relative(y=by * NUDGE, animate=False, immediate=True)

    def _go_to(self, stop: Widget, by: int) -> None:
        stop.focus(scroll_visible=False)
        if isinstance(stop, Card):
            stop.arrive(by)
        self.call_after_refresh(self.show_cursor, stop)

    def focus_first(self) -> None:
        """Put the cursor on the first thing it stops at, if that is in sight."""
        first = next(iter(self.stops), None)
        self.screen.set_focus(first if first is not None and self.near(first) else self, scroll_visible=False)

    def focus_again(self) -> None:
        """Put the cursor back where it was when the learner left, if that is still there."""
        if self._left is None or self._left not in self.query(Card):
            self.focus_first()
            return
        if self._left is not self.stop:
            self._left.resume()
        self.screen.set_focus(self._left, scroll_visible=False)
        self.call_after_refresh(self.show_cursor, self._left)

    def _put_cursor(self, put: Callable[[], None]) -> None:
        """Do that unless the learner has gone elsewhere meanwhile."""
        if self.has_cursor:
            put()

    def show_cursor(self, stop: Widget) -> None:
        """Have something in sight, and of a question that is longer than the column the choice in hand."""
        stop.scroll_visible(animate=False, immediate=True)
        if isinstance(stop, QuestionCard):
            row, rows = stop.rows_of_choice()
            place = stop.virtual_region
            self.scroll_to_region(Region(place.x, place.y + row, place.width, rows), animate=False, immediate=True)

    # Scrolling

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
        rest, here = [each for each in self.stops if self._in_sight(each)], self.screen.focused
        if rest and (here not in self.stops or not self._in_sight(here)):
            rest[0].focus(scroll_visible=False)
