"""Read the words of `docker ps`'s STATUS column: since when, with which exit code, how healthy.

The list gives no start or exit time and no exit code but these words, and an inspect per row costs 1.4 s for
1000 containers. The durations are those of docker/go-units `HumanDuration`; Podman prints the same.
"""

from __future__ import annotations

import re

from msgspec import Struct

_UNITS = {
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 7 * 86400.0,
    "month": 30 * 86400.0,
    "year": 365 * 86400.0,
}
_DURATION = re.compile(r"(?:Less than a|About an?|(?P<count>\d+)) (?P<unit>[a-z]+?)s?\b")
_EXIT_CODE = re.compile(r"^(?:Exited|Restarting) \((-?\d+)\)")
_HEALTH = re.compile(r"\((?:health: )?(healthy|unhealthy|starting)\)")

LONGEST = 100
"""Characters of a status that are read; an engine's own have at most forty."""


class Age(Struct, frozen=True):
    """How long ago something happened: at least `least` and less than `most` seconds."""

    least: float
    most: float


class StatusWords(Struct, frozen=True):
    """What a status says; `health` is healthy, unhealthy, starting or empty."""

    age: Age | None = None
    exit_code: int | None = None
    health: str = ""


def read_status(text: str) -> StatusWords:
    """Read "Exited (0) 3 minutes ago", "Up 2 hours (healthy)", "Restarting (1) 5 seconds ago", "Created"."""
    text = text[:LONGEST]
    code = _EXIT_CODE.search(text)
    health = _HEALTH.search(text)
    return StatusWords(
        age=read_age(text),
        exit_code=int(code[1]) if code else None,
        health=health[1] if health else "",
    )


def read_age(text: str) -> Age | None:
    """Read a `HumanDuration` such as "About an hour", or None where there is none."""
    found = _DURATION.search(text)
    unit = _UNITS.get(found["unit"]) if found else None
    if found is None or unit is None:
        return None
    if text[found.start() :].startswith("Less than"):
        return Age(0.0, unit)
    count = int(found["count"] or 1)
    if unit == 3600.0:
        # Hours alone are rounded, all other units are cut off.
        return Age((count - 0.5) * unit, (count + 0.5) * unit)
    return Age(count * unit, (count + 1) * unit)


def moment(age: Age, now: float, before: float | None) -> float:
    """When something happened, given its age now and what the last look said.

    Coarse words would make the moment creep from look to look ("2 hours" says the same for an hour), and a row
    would seem changed; so the earlier answer stands unless the words contradict it.
    """
    if before is None:
        return now - age.least
    # A second for the time between the engine's look at its clock and ours.
    return min(max(before, now - age.most - 1.0), now - age.least + 1.0)
