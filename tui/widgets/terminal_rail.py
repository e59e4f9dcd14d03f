"""Hold Enter back where the line at the prompt could hurt; the same Enter once more goes through.

The line is read from the screen, when Enter is pressed and not before: no other key is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rich.style import Style
from textual.strip import Strip

from tui.shell.integration import ShellState

Judge = Callable[[str, str], str]
"""What a line would do, typed in a folder, as a sentence; empty if nothing is known against it."""

# Where the prompt isn't in sight: bash's search in its history, or what prompts usually end with.
_LIKE_A_PROMPT = re.compile(r"\((?:failed )?(?:reverse-)?i-search\)`.*?': |.*?[$#%>❯➜] ")
_SEARCHED = re.compile(r"\((?:failed )?(?:reverse-)?i-search\)`")
_GREYS = range(0x40, 0xB0)
_BRIGHT_BLACK = 8
# A prompt on the right stands this far from the line.
_GAP = re.compile(r" {4,}")


class Rail:
    """Remembers what was held back. `why` is the sentence while an Enter is, else empty."""

    def __init__(self) -> None:
        self.judge: Judge = lambda _line, _directory: ""
        self.why = ""
        self._begun: list[str] = []
        self._held: tuple[int, str] | None = None

    def stops(self, line: str, state: ShellState) -> bool:
        """Whether Enter on a line is to be held back; never twice for what has not changed."""
        if not state.wants_more:
            self._begun = []
        whole = "\n".join([*self._begun, line])
        self.why = "" if self._held == (state.turns, whole) else self.judge(whole, state.directory)
        self._held = (state.turns, whole) if self.why else None
        if not self.why:
            self._begun.append(line)
        return bool(self.why)


def sentence(why: str, width: int) -> str:
    """What to say of an Enter that is held back, with as much on how to go on as there is room for."""
    if not why:
        return ""
    ways = (" Enter again runs it, Ctrl-C drops it.", " Enter again runs it.")
    return next((why + way for way in ways if len(why + way) <= width), why)


def typed_line(rows: Sequence[Strip], cursor: tuple[int, int], prompt: str | None) -> str:
    """The line that is being edited, as far as it can be seen: from the prompt to the end of the cursor's line.

    What a shell suggests in grey after the cursor, and a prompt on the right, are not typed.
    """
    column, last = cursor
    if last >= len(rows):
        return ""
    texts = [strip.text for strip in rows]
    before = rows[last].crop(0, column).text
    first = None if prompt is None or _SEARCHED.match(before) else _row_of(prompt, texts[: last + 1])
    above = "".join(map(_joined, texts[first:last])) if first is not None else ""
    whole = above + before + _GAP.split(_without_suggestion(rows[last].crop(column)), maxsplit=1)[0]
    wrapped = last
    while wrapped + 1 < len(rows) and texts[wrapped][-1:].strip():
        wrapped += 1
        whole += texts[wrapped].rstrip()
    if first is not None:
        return whole[len(prompt or "") :].rstrip()
    found = _LIKE_A_PROMPT.match(whole)
    return whole[found.end() if found else 0 :].rstrip()


def shown_line(rows: Sequence[Strip], cursor: tuple[int, int], prompt: str | None) -> str:
    """The same, but nothing where the prompt is not to be seen: then it might stand in what is taken for the line."""
    seen = prompt is not None and _row_of(prompt, [strip.text for strip in rows[: cursor[1] + 1]]) is not None
    return typed_line(rows, cursor, prompt) if seen else ""


def _row_of(prompt: str, texts: Sequence[str]) -> int | None:
    return next((y for y in reversed(range(len(texts))) if texts[y].startswith(prompt)), None)


def _joined(row: str) -> str:
    """A row in a text: one that is full goes on in the next."""
    return row if row[-1:].strip() else row.rstrip() + "\n"


def _without_suggestion(strip: Strip) -> str:
    return "".join(segment.text for segment in strip if not _is_grey(segment.style))


def _is_grey(style: Style | None) -> bool:
    if style is None or style.color is None:
        return False
    if style.dim or style.color.number == _BRIGHT_BLACK:
        return True
    rgb = style.color.triplet
    return rgb is not None and rgb.red == rgb.green == rgb.blue and rgb.red in _GREYS
