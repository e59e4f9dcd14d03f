"""Waiting for what will hold, for as long as a busy machine may take."""

import asyncio
import time
from collections.abc import Callable

DEADLINE = 40.0
"""Seconds. What works takes a small part of it, also beside other tests; only what fails waits so long."""


def until(condition: Callable[[], object], what: str = "", seconds: float = DEADLINE) -> None:
    """Wait for a condition, or fail saying what was waited for."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what or condition}"
        time.sleep(0.005)


async def eventually(condition: Callable[[], object], what: str = "", seconds: float = DEADLINE) -> None:
    """The same, while the event loop goes on."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what or condition}"
        await asyncio.sleep(0.005)
