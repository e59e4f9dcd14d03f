"""How long ago and how large, in the docker command's own words.

Sources: go-units HumanDuration and HumanSizeWithPrecision, which the docker command uses
(https://pkg.go.dev/github.com/docker/go-units).
"""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A length of time as docker says it: "3 minutes", "About an hour", "2 days"."""
    whole = int(seconds)
    minutes, hours = whole // 60, int(seconds / 3600 + 0.5)
    if whole < 1:
        return "Less than a second"
    if whole == 1:
        return "1 second"
    if whole < 60:
        return f"{whole} seconds"
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    if hours == 1:
        return "About an hour"
    if hours < 48:
        return f"{hours} hours"
    if hours < 24 * 7 * 2:
        return f"{hours // 24} days"
    if hours < 24 * 30 * 2:
        return f"{hours // 24 // 7} weeks"
    if hours < 24 * 365 * 2:
        return f"{hours // 24 // 30} months"
    return f"{hours // 24 // 365} years"


def ago(moment: float, now: float) -> str:
    """When something was, as docker says it: "3 minutes ago"; its "Less than a second ago" is too wide for a pane."""
    seconds = now - moment
    return f"{duration(seconds)} ago" if seconds >= 1 else "just now"


def size(count: int) -> str:
    """Bytes as docker prints an image's size: "1.11kB", "63.1MB"."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            return f"{value:.3g}{unit}"
        value /= 1000
    raise AssertionError("unreachable")
