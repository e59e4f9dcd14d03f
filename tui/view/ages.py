"""How long ago and how large: the docker command's steps and figures, in units short enough for a pane.

Sources: go-units HumanDuration and HumanSizeWithPrecision, which the docker command uses
(https://pkg.go.dev/github.com/docker/go-units). Where it says "About an hour" we say "1 h".
"""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
_STEPS = (
    # (up to these seconds, in units of, unit)
    (MINUTE, 1, "s"),
    (HOUR, MINUTE, "min"),
    (2 * DAY, HOUR, "h"),
    (14 * DAY, DAY, "days"),
    (60 * DAY, 7 * DAY, "weeks"),
    (2 * 365 * DAY, 30 * DAY, "months"),
)


def duration(seconds: float) -> str:
    """A length of time: "3 min", "2 days"."""
    for end, each, unit in _STEPS:
        if seconds < end:
            return f"{int(seconds // each)} {unit}"
    return f"{int(seconds // (365 * DAY))} years"


def minutes(seconds: float) -> str:
    """A length of time as clocks show it: "9:59"."""
    return f"{int(seconds) // MINUTE}:{int(seconds) % MINUTE:02}"


def ago(moment: float, now: float) -> str:
    """When something was: "3 min ago"."""
    seconds = now - moment
    return f"{duration(seconds)} ago" if seconds >= 1 else "just now"
