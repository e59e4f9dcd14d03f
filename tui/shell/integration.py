"""Hear from the shell itself what it is doing: the marks it puts in its output, and what they add up to.

A mark is `OSC 7773 ; nonce ; kind ; text` ended by BEL or ST, written by the files in `rc` (`rc/bashrc` says what the
kinds mean). The nonce makes it impossible for what a program prints to pass for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from tui.model.shell import AtPrompt, CommandStarted

_OSC = b"\x1b]7773;"
_ENDS = (b"\x07", b"\x1b\\")
# The rc file cuts a command at 8,000 characters, which are at most 32,000 bytes.
_LONGEST = 1 << 16
_STATUS = re.compile(r"[0-9]{1,9}")


class Mark(Struct, frozen=True):
    """One mark: its kind (D, P, W or C, see `rc/bashrc`) and its text, decoded."""

    kind: str
    text: str


class MarkSplitter:
    """Take the marks out of a shell's output, whatever chunks it arrives in.

    `feed` yields the output in order: bytes for the emulator, and marks. A mark that is never ended, is longer than
    64 kB or has another nonce is output like any other. What could be the start of a mark is held until more comes.
    """

    def __init__(self, nonce: str) -> None:
        self._start = _OSC + nonce.encode() + b";"
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes | Mark]:
        """The pieces that `data`, after what was fed before, makes complete."""
        data, self._held = self._held + data, b""
        position = 0
        while (found := data.find(self._start, position)) >= 0:
            body = found + len(self._start)
            end, after = _end_of_mark(data, body)
            if end < 0 and len(data) - body < _LONGEST + len(_ENDS[-1]):
                break
            if end < 0:
                yield data[position:body]
                position = body
                continue
            if found > position:
                yield data[position:found]
            yield _parse(data[body:end])
            position = after
        keep = found if found >= 0 else len(data) - _overlap(data[position:], self._start)
        self._held = data[keep:]
        if keep > position:
            yield data[position:keep]


def _end_of_mark(data: bytes, body: int) -> tuple[int, int]:
    """Where the mark's text ends and where the output goes on; (-1, -1) if it hasn't ended."""
    starts = [(data.find(end, body, body + _LONGEST + len(end)), len(end)) for end in _ENDS]
    return min(((at, at + length) for at, length in starts if at >= 0), default=(-1, -1))


def _overlap(data: bytes, start: bytes) -> int:
    """How many bytes at the end of `data` could be the beginning of `start`."""
    return next((n for n in range(min(len(start) - 1, len(data)), 0, -1) if data.endswith(start[:n])), 0)


def _parse(body: bytes) -> Mark:
    kind, _, text = body.partition(b";")
    return Mark(kind.decode("ascii", "replace"), unquote_to_bytes(text).decode("utf-8", "replace"))


class ShellState:
    """What the marks add up to: where the shell is, whether it waits for a command, what runs now.

    `turns` is how often it has begun to wait for a line, a prompt that is only drawn again not counted; `wants_more`
    says that it waits for the rest of a command. `prompt` is the last row of what it asks with, None if it was not to
    be seen.
    """

    def __init__(self) -> None:
        self.directory = ""
        self.at_prompt = False
        self.wants_more = False
        self.prompt: str | None = None
        self.turns = 0
        self.running: str | None = None
        self._status: int | None = None
        self._told: AtPrompt | None = None

    def take(self, mark: Mark, now: float) -> list[AtPrompt | CommandStarted]:
        """Move on by one mark, heard `now`; what is new by it (a prompt that is only drawn again is not)."""
        status, _, text = mark.text.partition(";")
        # Ctrl-C at the prompt sets $? as well, but no command ended.
        if self.running is not None and _STATUS.fullmatch(status):
            self._status = int(status)
        self.wants_more = mark.kind == "W"
        match mark.kind:
            case "D":
                self.directory, self.turns = text, self.turns + 1
            case "W":
                self.at_prompt, self.turns = False, self.turns + 1
            case "P":
                self.at_prompt = True
                return self._ended(now)
            case "C":
                # Lines pasted together run one after the other with no prompt between.
                ended = self._ended(now) if self.running is not None else []
                self.at_prompt, self.running = False, text
                return [*ended, CommandStarted(text, now)]
        return []

    def _ended(self, now: float) -> list[AtPrompt | CommandStarted]:
        prompt = AtPrompt(self.directory, self._status, now)
        is_news = self.running is not None or prompt != self._told
        self.running, self._told = None, prompt
        return [prompt] if is_news else []
