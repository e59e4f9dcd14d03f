"""The other end: reads what the newest of this user's labs tells, and looks for it again when it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from pydantic import ValidationError

from tui.following.places import sockets
from tui.model.following import LONGEST, NO_LAB, OTHER_VERSION, Shown

AGAIN = 1.0
"""Seconds between two looks for a lab."""


async def followed() -> AsyncIterator[Shown | str]:
    """What is shown, or why that can't be known, each time it changes."""
    told: Shown | str = ""
    while True:
        async for each in _told_by_newest():
            if each != told:
                told = each
                yield each
        await asyncio.sleep(AGAIN)


async def _told_by_newest() -> AsyncIterator[Shown | str]:
    """What one lab tells, and that it is gone."""
    for place in sockets():
        try:
            reader, writer = await asyncio.open_unix_connection(str(place), limit=LONGEST)
        except OSError:
            continue
        try:
            async for line in reader:
                try:
                    yield Shown.model_validate_json(line)
                except ValidationError:
                    yield OTHER_VERSION
        except (OSError, ValueError):
            pass  # it ended in the middle of a line, or the line had no end
        finally:
            writer.close()
        break
    yield NO_LAB
