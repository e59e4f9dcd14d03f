"""An engine's events: a connection of its own, a line of JSON for each, read without the docker library.

The library's own stream waits for ever behind a line that is no JSON, and for the other half of one.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

from tui.engine.bounded import LONGEST_LINE, endless
from tui.engine.ping import connection_to, explain, reply_to
from tui.engine.records import event_filters, event_from
from tui.engine.streams import understood
from tui.errors import EngineError, EngineLost
from tui.model.engine import EngineEvent
from tui.model.text import brief


def subscribe(url: str, api_version: str, timeout: float, gone: Callable[[], None], certificates: str = "") -> Events:
    """The events from now on. Raises `EngineLost` or `EngineError`.

    `timeout` is for the answer's beginning, and for the rest of an event that has begun. `gone` is called when the
    stream ends by itself, and may raise why it did.
    """
    connection = connection_to(url, timeout, certificates)
    try:
        query = urlencode({"filters": json.dumps(event_filters())})
        connection.request("GET", f"/v{api_version}/events?{query}")
        # The answer may take the socket over from the connection.
        endpoint: socket.socket = connection.sock
        answer = connection.getresponse()
        if answer.status != 200:
            raise EngineError(f"The engine refused: {_refusal(answer)}.", "Try again.")
    except (OSError, HTTPException) as error:
        connection.close()
        raise EngineLost(*explain(url, reply_to(error))) from error
    except EngineError:
        connection.close()
        raise

    def end() -> None:
        answer.close()
        connection.close()

    return Events(endpoint, answer, timeout, end, gone)


class Events:
    """An `EventStream` over an answer that has begun; `end` lets go of the connection."""

    def __init__(
        self,
        endpoint: socket.socket,
        answer: HTTPResponse,
        timeout: float,
        end: Callable[[], None],
        gone: Callable[[], None],
    ) -> None:
        self._socket = endpoint
        self._answer = answer
        self._timeout = timeout
        self._end = end
        self._gone = gone
        self._read = self._closed = False

    def __iter__(self) -> Iterator[EngineEvent]:
        self._read = True
        begun = bytearray()
        try:
            while data := self._more(within=bool(begun)):
                *ends, beginning = data.split(b"\n")
                for end in ends:
                    event = _event(bytes(begun + end))
                    begun.clear()
                    if event:
                        yield event
                begun += beginning
                if len(begun) > LONGEST_LINE:
                    raise endless()
        finally:
            self._end()
            if not self._closed:
                self._gone()

    def close(self) -> None:
        """Shut the socket down under a reader, whose wait then ends in a millisecond."""
        self._closed = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if not self._read:
            self._end()

    def _more(self, *, within: bool) -> bytes:
        """What comes next, or nothing at the end. Silence may last for hours, but not within an event."""
        with suppress(OSError, HTTPException):
            self._socket.settimeout(self._timeout if within or self._answer.chunk_left else None)
            return self._answer.read1(1 << 16)
        return b""


def _event(line: bytes) -> EngineEvent | None:
    """What a line tells of, if that is something the lab follows."""
    if not line.strip():
        return None
    with understood():
        return event_from(json.loads(line), time.monotonic())


def _refusal(answer: HTTPResponse) -> str:
    """The engine's words, or HTTP's."""
    said = answer.read(LONGEST_LINE)
    with suppress(EngineError), understood():
        said = json.loads(said)["message"].encode()
    return brief(said.decode(errors="replace").strip().rstrip(".") or answer.reason)
