"""How long an engine's answer may be: one without an end is broken off, and nothing of it is kept."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui.errors import EngineError

if TYPE_CHECKING:
    import requests

LONGEST = 32 << 20
"""Bytes of an answer; a list of 1,000 containers has about two million."""
LONGEST_LINE = 1 << 20
"""Bytes of a line in a stream; an event or a sample has a few thousand."""
SLOWEST = 60.0
"""Seconds an answer may take that has begun; one that comes byte by byte is never silent."""
_PIECE = 1 << 14
"""Small, since what is compressed may unpack to a thousand times as much."""


def endless() -> EngineError:
    """What is told of an answer that is too long."""
    return EngineError("The engine's answer has no end.", "Try again, or restart the engine.")


def read_whole(answer: requests.Response, *_: object, **sent: object) -> None:
    """A `requests` hook: read an answer here and now, where the library would read it all, however much it is.

    A stream is left to its reader, but for a refusal: of that only the words are wanted. Raises `EngineError`.
    """
    if sent.get("stream") and answer.ok:
        return
    body = io.BytesIO()
    end = time.monotonic() + SLOWEST
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        if body.tell() + len(piece) > LONGEST or time.monotonic() > end:
            answer.close()
            raise endless()
        body.write(piece)
    body.seek(0)
    answer.raw = body


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a stream that comes in pieces, without their ends; empty ones are left out."""
    begun = bytearray()
    for piece in pieces:
        *ends, beginning = piece.split(b"\n")
        for end in ends:
            if line := bytes(begun + end).strip():
                yield line
            begun.clear()
        begun += beginning
        if len(begun) > LONGEST_LINE:
            raise endless()
