"""Whatever comes where an engine's events should: events that can be shown, or the one error; soon."""

import json
import socket
import time
from http.client import HTTPConnection
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import corpus, fit_to_be_told, in_pieces, json_values, spoilt, unfit
from tui.engine import event_stream
from tui.engine.bounded import LONGEST_LINE
from tui.engine.event_stream import Events, subscribe
from tui.errors import EngineError
from tui.model.engine import EngineEvent

RIGHT = {
    "Type": "container",
    "Action": "die",
    "Actor": {"ID": "a" * 64, "Attributes": {"name": "web", "image": "debian:12", "exitCode": "3"}},
    "time": 1_800_000_000,
    "timeNano": 1_800_000_000_000_000_000,
}
GOOD = json.dumps(RIGHT).encode() + b"\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


class Socket:
    """One that nobody waits at."""

    def settimeout(self, seconds):
        pass


class Answer:
    """An answer that comes in these pieces."""

    chunk_left = None

    def __init__(self, pieces):
        self._pieces = iter(pieces)

    def read1(self, size):
        return next(self._pieces, b"")


def read(pieces) -> tuple[list[EngineEvent], bool]:
    """The events in a stream, and whether it was given up."""
    found: list[EngineEvent] = []
    try:
        for event in Events(Socket(), Answer(pieces), 1.0, lambda: None, lambda: None):
            found.append(event)
    except EngineError as error:
        fit_to_be_told(error)
        return found, True
    return found, False


lines = st.one_of(
    spoilt(RIGHT).map(json.dumps).map(str.encode),
    json_values.map(json.dumps).map(str.encode),
    st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")),
    st.sampled_from([b"[" * 5000, b'{"a":' * 5000, b"9" * 5000, b"\xff\xfe", b"", b" ", GOOD[:20], b"NaN"]),
)
places = st.lists(st.integers(0, 10**6), max_size=6)


@given(lines, places)
def test_what_comes_before_and_what_comes_after(line, at):
    """A good event before it is read; one after it, too, or else the stream is given up, and all is read anew."""
    found, given_up = read(in_pieces(GOOD + line + b"\n" + GOOD, at))
    assert unfit(found) == []
    assert found[0].name == "web"
    assert given_up or found[-1].name == "web"
    assert given_up or len(found) >= 2


@given(st.lists(lines, max_size=4), places)
@example([GOOD.strip()], [1, 2, 3])
def test_a_stream_that_ends_anywhere(some, at):
    found, _ = read(in_pieces(b"\n".join(some), at))
    assert unfit(found) == []


def test_a_line_without_an_end_is_given_up():
    """Whatever the pieces: no more of it is kept."""
    assert read(b"x" * 65536 for _ in range(1000)) == ([], True)


def test_an_event_that_comes_byte_by_byte():
    """The time it takes grows with its length, not with the square of that."""
    long = json.dumps({**RIGHT, "more": "x" * (LONGEST_LINE // 2)}).encode() + b"\n"
    begun = time.monotonic()
    found, _ = read(bytes([byte]) for byte in long)
    assert time.monotonic() - begun < 5
    assert len(found) == 1


@pytest.mark.parametrize("file", corpus("events"), ids=lambda file: file.name)
def test_lines_that_were_kept(file):
    found, _ = read([GOOD, file.read_bytes(), GOOD])
    assert unfit(found) == []
    assert found[0].name == "web"


def subscribed(data: bytes) -> None:
    """Subscribe at a socket where just these bytes come, and read to the end."""
    ours, theirs = socket.socketpair()

    def connection(url: str, timeout: float, certificates: str) -> HTTPConnection:
        made = HTTPConnection("localhost", timeout=timeout)
        made.sock = ours
        return made

    with theirs, mock.patch.object(event_stream, "connection_to", connection):
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            for event in subscribe("unix:///nowhere", "1.41", 1.0, lambda: None):
                assert unfit(event) == []
        except EngineError as error:
            fit_to_be_told(error)


chunks = st.one_of(
    st.binary(max_size=30),
    lines.map(lambda line: b"%x\r\n%s\r\n" % (len(line), line)),
    st.sampled_from([b"-5\r\n", b"zz\r\n", b"fffffffffffffffffffff\r\n", b"0\r\n\r\n", b"9" * 70000 + b"\r\n"]),
)


@given(st.sampled_from([HEAD, HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n"]), st.lists(chunks, max_size=5))
def test_an_answer_in_chunks_that_lie(head, parts):
    subscribed(head + b"".join(parts))


@given(st.one_of(st.binary(max_size=200), json_values.map(json.dumps).map(str.encode)), st.sampled_from([403, 500]))
@example(b'{"message": ["no"]}', 403)
@example(b'{"message": "\\ud800\\u001b[2J' + b"x" * 90000 + b'"}', 403)
@example(b"[" * 100000, 403)
def test_a_refusal(body, status):
    """Its words come from the engine."""
    subscribed(b"HTTP/1.1 %d \x1b[31mno\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))


@given(st.binary(max_size=200))
@example(b"HTTP/1.1 99999999999999 x\r\n\r\n")
@example(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n")
@example(b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nxyz")
@example(b"\n" * 100000)
def test_bytes_that_are_no_http(data):
    subscribed(data)
