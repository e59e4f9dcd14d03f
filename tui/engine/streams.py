"""A stream of what an engine tells, on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Generic, Protocol, TypeVar

from tui.errors import EngineError

T = TypeVar("T")


@contextmanager
def understood() -> Iterator[None]:
    """Turn whatever an answer of the wrong shape trips over into our error. Raises `EngineError`."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        why = f"The engine said something the lab can't read ({type(error).__name__})."
        raise EngineError(why, "Try again.") from error


class Closable(Protocol):
    """Something of the docker library's that is closed in the end."""

    def close(self) -> None:
        """Close it."""
        ...


class OwnStream(Generic[T]):
    """A `Stream` of `items`, which are read from the library's stream, and the client that belongs to."""

    def __init__(self, client: Closable, stream: Closable, items: Iterator[T]) -> None:
        self._client = client
        self._stream = stream
        self._items = items

    def __iter__(self) -> Iterator[T]:
        try:
            with understood():
                yield from self._items
        finally:
            self.close()

    def close(self) -> None:
        """Shut the socket down under a reader, whose wait then ends in a millisecond."""
        # A stream that is closed already has no socket any more; what the library then raises is incidental.
        with suppress(OSError, AttributeError):
            self._stream.close()
        self._client.close()
