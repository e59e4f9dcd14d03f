"""All that the engine knows of an object, as a tree that folds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from textual.binding import Binding

from tui.model.engine import Container
from tui.model.looks import Close, Inspected, Json, Looks, Subject
from tui.view.json_tree import Path, above, at, copied, find, nodes, template, tree_rows
from tui.widgets.detail_tab import DetailTab

KEYS = "Enter unfolds · / finds · y copies the value, Y what --format takes"


class InspectTab(DetailTab):
    """Stays unfolded as it is when the object is read again, which a change of a container does."""

    NAME = "inspect"
    FINDS = "name or value"
    CURSOR = True
    BINDINGS = [
        Binding("enter,space", "turn_over", "fold, unfold"),
        Binding("n", "next(1)", "next"),
        Binding("N", "next(-1)", "previous"),
        Binding("y", "copy_value", "copy value"),
        Binding("Y", "copy_path", "copy path"),
    ]

    def __init__(self, subject: Subject, looks: Looks, copy: Callable[[str], None]) -> None:
        super().__init__(subject, looks)
        self._copy = copy
        self._value: Json = None
        self._unfolded: set[Path] = set()
        self._words = ""
        self._found: list[Path] = []
        self._origin: tuple[frozenset[Path], Hashable] = (frozenset(), None)

    def changed(self, before: Container | None) -> None:
        """It is read again; what is shown stays until the answer is there."""
        self.look()

    def find(self, words: str) -> None:
        """The first place from the cursor on with these words is gone to; what lies on the way to another is folded."""
        if not self._words:
            self._origin = (frozenset(self._unfolded), self.cursor)
        self._unfolded, self.cursor = set(self._origin[0]), self._origin[1]
        self._words = words
        self._found = list(find(self._value, words)) if words else []
        self._go(0)

    def action_next(self, by: int) -> None:
        """To another place with the words."""
        self._go(by)

    def action_turn_over(self) -> None:
        """Unfold what the cursor is on, or fold it."""
        node = next((each for each in nodes(self._value, self._unfolded) if each.path == self.cursor), None)
        if node is not None and node.unfolded is not None:
            self._unfolded ^= {node.path}
            self._draw()

    def action_copy_value(self) -> None:
        """Copy what stands where the cursor is."""
        if isinstance(self.cursor, tuple):
            self._copy(copied(at(self._value, self.cursor)))

    def action_copy_path(self) -> None:
        """Copy what `docker inspect --format` takes to print it."""
        if isinstance(self.cursor, tuple):
            self._copy(template(self.cursor))

    def _begin(self) -> Close:
        if self._value is None:
            self.say("Asking the engine …")
        return self.looks.inspect(self.subject.kind, self.subject.id, self._seen, self._ended)

    def _seen(self, seen: Sequence[Inspected]) -> None:
        self._value = seen[-1].value
        self._found = list(find(self._value, self._words)) if self._words else []
        self._draw()

    def _ended(self, why: str) -> None:
        if self._value is None:
            self.say(why)
        elif why:
            self.tell(why)

    def _go(self, by: int) -> None:
        """The cursor goes to a place with the words: by so many on, or with 0 to the first from here on."""
        if self._found:
            place = self._place(by)
            self._unfolded |= above(self._found[place])
            self._draw(f"{place + 1} of {len(self._found)} with “{self._words}” · n N next, previous")
            self.put_cursor(self._found[place])
        else:
            self._draw(f"nothing with “{self._words}”" if self._words else KEYS)

    def _place(self, by: int) -> int:
        """Which of the found places it is, counted in all lines, also those that are folded away."""
        if self.cursor in self._found and by:
            return (self._found.index(self.cursor) + by) % len(self._found)
        order = {path: place for place, path in enumerate(find(self._value, ""))}
        here = order.get(self.cursor, 0) if isinstance(self.cursor, tuple) else 0
        after = [place for place, path in enumerate(self._found) if order.get(path, 0) >= here]
        return ((after[0] if after else 0) + min(by, 0)) % len(self._found)

    def _draw(self, told: str = "") -> None:
        value, unfolded, found = self._value, frozenset(self._unfolded), frozenset(self._found)
        self.show(lambda width: tree_rows(value, unfolded, found, width))
        self.tell(told or self.told or KEYS)
