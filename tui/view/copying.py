"""Copy mode: where one is in the text, what is selected, and what each key does. Nothing here touches the screen."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from tui.model.text import printable
from tui.view.copy_text import CopyText

KEYS = ("Space select", "Enter copy", "/ search", "Esc leave")
KEYS_SELECTING = ("arrows extend", "Enter copy", "Esc leave")
HELP = (
    ("Space, v", "Begin to select, or let go; V takes whole lines"),
    ("Enter, y", "Copy what is selected, else the line, and leave"),
    ("/, ?", "Search on, or back; capitals count if you type one"),
    ("n, N", "The next match, or the one before"),
    ("arrows", "Move, as do h j k l; w and b go by words"),
    ("PgUp, PgDn", "Move by a page; Ctrl-U and Ctrl-D by half of one"),
    ("g, G", "The oldest output, the newest; also Home and End"),
    ("0, $", "Where the line begins and ends"),
    ("Esc, q", "Leave"),
    ("mouse", "A drag, two or three clicks copy; Shift if it's taken"),
)
"""Keys, and what they do, for the page of all keys."""
_MOST_WORDS = 200
_BY_WORDS = 2


class Typing(Struct, frozen=True):
    """A search that is being typed."""

    words: str
    backwards: bool


class Reading(Struct, frozen=True):
    """A moment in copy mode: the text, `height` rows of it in sight from row `top` on, the cursor at a place.

    `goal` is the column that up and down keep to; `anchor` is where the selection began, of whole `lines` or not;
    `words` is what was searched for last; `said` is a sentence for the learner, for as long as no key is pressed.
    """

    text: CopyText
    height: int
    cursor: int = 0
    top: int = 0
    goal: int | None = None
    anchor: int | None = None
    lines: bool = False
    words: str = ""
    backwards: bool = False
    typing: Typing | None = None
    said: str = ""

    @property
    def selected(self) -> tuple[int, int] | None:
        """The selection's first place and the one after its last."""
        if self.anchor is None:
            return None
        start, end = min(self.anchor, self.cursor), max(self.anchor, self.cursor)
        if self.lines:
            return self.text.line_around(start)[0], self.text.line_around(end)[1]
        return start, self.text.step(end, 1)

    def moved(self, cursor: int, *, goal: int | None = None) -> Reading:
        """The cursor elsewhere, and in sight."""
        row = self.text.row_of(cursor)
        top = min(max(self.top, row - self.height + 1), row)
        return replace(self, cursor=cursor, goal=goal, top=self._top(top))

    def scrolled(self, rows: int) -> Reading:
        """Other rows in sight; the cursor stays in its row while that is among them."""
        top = self._top(self.top + rows)
        row = min(max(self.text.row_of(self.cursor), top), top + self.height - 1)
        goal = self._goal()
        return replace(self, top=top, cursor=self._in_row(row, goal), goal=goal)

    def resized(self, text: CopyText, height: int) -> Reading:
        """The same text in other rows: the same line and character of it."""
        end = len(self.text.text.rstrip())
        line = self.text.text.count("\n", self.cursor, end)
        within = self.cursor - self.text.line_around(self.cursor)[0]
        there = text.text.rstrip()
        start, last = text.line_around(_back_by_lines(there, line) if self.cursor <= end else len(there))
        return replace(self, text=text, height=height, anchor=None).moved(min(start + within, last))

    def _top(self, top: int) -> int:
        return max(min(top, len(self.text.starts) - self.height), 0)

    def _goal(self) -> int:
        return self.text.column_of(self.cursor) if self.goal is None else self.goal

    def _in_row(self, row: int, column: int) -> int:
        return self.text.at(row, column)

    def by_row(self, by: int) -> Reading:
        """A row up (-1) or down (1), in the same column where there is one."""
        goal = self._goal()
        row = self.text.beside(self.text.row_of(self.cursor), by)
        return self.moved(self._in_row(row, goal), goal=goal)

    def by_page(self, rows: int) -> Reading:
        """Some rows up or down, the text under a cursor that stays where it is on the screen."""
        goal = self._goal()
        row = self.text.row_of(self.cursor) + rows
        turned = replace(self, top=self._top(self.top + rows))
        return turned.moved(self._in_row(row, goal), goal=goal)

    def selecting(self, *, lines: bool) -> Reading:
        """Begin to select here, change what is selected to whole lines or back, or let go."""
        if self.anchor is not None and lines == self.lines:
            return self.let_go()
        return replace(self, anchor=self.cursor if self.anchor is None else self.anchor, lines=lines)

    def picked(self, first: int, place: int, clicks: int) -> Reading:
        """Selected from one place to another, as by a mouse: by characters, with two clicks words, three lines."""
        if clicks != _BY_WORDS:
            return replace(self, anchor=first, cursor=place, goal=None, lines=clicks > _BY_WORDS)
        (start, end), (left, right) = self.text.word_around(first), self.text.word_around(place)
        anchor, cursor = (start, max(right - 1, left)) if place >= first else (max(end - 1, start), left)
        return replace(self, anchor=anchor, cursor=cursor, goal=None, lines=False)

    def let_go(self) -> Reading:
        """Nothing selected."""
        return replace(self, anchor=None)

    def taken(self) -> Taken:
        """What is selected, or the line the cursor is in."""
        start, end = self.selected or self.text.line_around(self.cursor)
        return Taken(self.text.copied(start, end))

    # -- search -------------------------------------------------------------------------------------

    def found(self, *, backwards: bool) -> Reading:
        """Where the words stand next, with how often they do."""
        if not self.words:
            return replace(self, said="Nothing was searched for yet: / searches.")
        place = self.text.find(self.words, self.cursor, backwards=backwards)
        if place is None:
            return replace(self, said=f"{printable(self.words)} is not in here.")
        times = self.text.count(self.words)
        round_ = place > self.cursor if backwards else place < self.cursor
        said = f"{times} match{'es' if times != 1 else ''}"
        if round_:
            said += ", on from the end" if backwards else ", on from the beginning"
        there = self.moved(place)
        if there.top != self.top:
            there = replace(there, top=self._top(self.text.row_of(place) - self.height // 2))
        return replace(there, said=said)

    def typed(self, text: str) -> Reading:
        """More words of the search that is being typed; nothing if none is."""
        if self.typing is None:
            return self
        return replace(self, typing=replace(self.typing, words=(self.typing.words + text)[:_MOST_WORDS]))


class Taken(Struct, frozen=True):
    """Copy mode ends with this text."""

    text: str


class Left(Struct, frozen=True):
    """Copy mode ends with nothing."""


def pressed(reading: Reading, key: str, character: str | None) -> Reading | Taken | Left:
    """What a key does; nothing if it has no meaning here."""
    if reading.typing is not None:
        return _typed(reading, reading.typing, key, character)
    name = character if character and character.isprintable() and character != " " else key
    does = _DOES.get(name)
    return does(replace(reading, said="")) if does is not None else replace(reading, said="")


def place_of(reading: Reading) -> str:
    """How far down one is, as rows."""
    return f"{min(reading.top + reading.height, len(reading.text.starts))}/{len(reading.text.starts)}"


def headline(reading: Reading, width: int) -> str:
    """The mode and its keys, in one line of at most `width` cells; how to leave is the last to go."""
    told = [f"copy mode {place_of(reading)}", *(KEYS if reading.anchor is None else KEYS_SELECTING)]
    while len(told) > 1 and len(line := " · ".join(told)) > width:
        del told[max(1, len(told) - 2)]
    return line if len(told) > 1 else told[0]


def bottom(reading: Reading) -> str:
    """What stands over a row at the edge for a moment: the search that is being typed, or what there is to say."""
    if reading.typing is not None:
        mark = "?" if reading.typing.backwards else "/"
        return f"{mark}{printable(reading.typing.words)}▏ Enter finds · Esc goes back"
    return reading.said


def _typed(reading: Reading, typing: Typing, key: str, character: str | None) -> Reading:
    if key in {"escape", "ctrl+c"} or (key == "backspace" and not typing.words):
        return replace(reading, typing=None)
    if key == "enter":
        words = typing.words or reading.words
        searching = replace(reading, typing=None, words=words, backwards=typing.backwards)
        return searching.found(backwards=typing.backwards)
    if key == "backspace":
        return replace(reading, typing=replace(typing, words=typing.words[:-1]))
    if key == "ctrl+u":
        return replace(reading, typing=replace(typing, words=""))
    return reading.typed(character) if character and character.isprintable() else reading


def _back_by_lines(text: str, lines: int) -> int:
    """The newline that many lines before the end of a text, or its end or beginning."""
    at = len(text)
    for _ in range(lines):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return at


Does = Callable[[Reading], Reading | Taken | Left]


def _keys(*names: str, does: Does) -> dict[str, Does]:
    return dict.fromkeys(names, does)


_DOES: dict[str, Does] = {
    **_keys("left", "h", does=lambda r: r.moved(r.text.step(r.cursor, -1))),
    **_keys("right", "l", does=lambda r: r.moved(r.text.step(r.cursor, 1))),
    **_keys("up", "k", does=lambda r: r.by_row(-1)),
    **_keys("down", "j", does=lambda r: r.by_row(1)),
    **_keys("pageup", "shift+pageup", "ctrl+b", does=lambda r: r.by_page(1 - r.height)),
    **_keys("pagedown", "shift+pagedown", "ctrl+f", does=lambda r: r.by_page(r.height - 1)),
    **_keys("ctrl+u", does=lambda r: r.by_page(-(r.height // 2))),
    **_keys("ctrl+d", does=lambda r: r.by_page(r.height // 2)),
    **_keys("home", "g", does=lambda r: r.moved(0)),
    **_keys("end", "G", does=lambda r: r.moved(r.text.last)),
    **_keys("0", "^", does=lambda r: r.moved(r.text.line_around(r.cursor)[0])),
    **_keys("$", does=lambda r: r.moved(r.text.line_around(r.cursor)[1])),
    **_keys("w", does=lambda r: r.moved(r.text.next_word(r.cursor))),
    **_keys("b", does=lambda r: r.moved(r.text.previous_word(r.cursor))),
    **_keys("/", does=lambda r: replace(r, typing=Typing("", backwards=False))),
    **_keys("?", does=lambda r: replace(r, typing=Typing("", backwards=True))),
    **_keys("n", does=lambda r: r.found(backwards=r.backwards)),
    **_keys("N", does=lambda r: r.found(backwards=not r.backwards)),
    **_keys("space", "v", does=lambda r: r.selecting(lines=False)),
    **_keys("V", does=lambda r: r.selecting(lines=True)),
    **_keys("enter", "y", does=lambda r: r.taken()),
    **_keys("escape", "q", "ctrl+c", does=lambda r: Left()),
}
