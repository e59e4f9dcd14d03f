"""As much HTTP/1.1 as the Engine API needs: read a request, word an answer."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """A request without its body, which nothing here wants. `path` is decoded; of each option the last value counts."""

    method: str
    path: str
    options: Mapping[str, str]

    def asks_for(self, option: str) -> bool:
        """Whether a yes-or-no option is on, in the words the engine takes for it."""
        return self.options.get(option, "").lower() in {"1", "true"}


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request on a connection, or None at its end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        headers = http.client.parse_headers(io.BytesIO(rest))
        await reader.readexactly(int(headers.get("Content-Length") or 0))
    except (asyncio.IncompleteReadError, OSError):
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    url = urlsplit(target)
    options = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
    return Request(method, unquote(url.path), options)


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The beginning of an answer."""
    lines = [f"HTTP/1.1 {status} {http.client.responses[status]}", *(f"{name}: {headers[name]}" for name in headers)]
    return "\r\n".join([*lines, "", ""]).encode()


def answer(status: int, body: bytes, kind: str = "application/json", **more: str) -> bytes:
    """A whole answer; an underscore in the name of a header stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return head(status, {"Content-Type": kind, "Content-Length": str(len(body)), **named}) + body


def chunk(data: bytes) -> bytes:
    """One chunk of an answer whose length nobody knows; an empty one ends it."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def as_json(value: object) -> bytes:
    """A value as the engine writes it, with the line end that its encoder puts behind each."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
