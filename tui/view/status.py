"""The bottom line: where you are, which engine, what changed last, the keys valid now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.attempt import Attempt
from tui.view.columns import clip

Part = tuple[str, str]
"""(text, tone); tones are the bottom line's component classes."""

BAR = 8
"""Cells of the progress bar."""
BAR_FROM = 130
"""Columns from which there is room for it."""
NEEDED_KEYS = 2
"""Keys that are shown even if what changed is cut short for them."""
MOST_KEYS = 5


def status_line(attempt: Attempt, engine: str, change: str, keys: Sequence[tuple[str, str]], width: int) -> list[Part]:
    """The bottom line in exactly `width` cells.

    `engine` names the chosen endpoint; `keys` are (key, what it does), most needed first. `change`, what changed last
    or empty, comes before all keys but the first two.
    """
    left = [(f" {_place(attempt, width)} ", "plain"), (f" {_engine(attempt, engine)} ", _engine_tone(attempt))]
    room = width - _cells(left)
    right: list[Part] = []
    for number, (key, label) in enumerate(keys[:MOST_KEYS], 1):
        more = [*right, (f" {key}", "key"), (f" {label} ", "plain")]
        spare = 0 if number <= NEEDED_KEYS else cell_len(change) + 2
        if _cells(more) + spare > room:
            break
        right = more
    middle = room - _cells(right)
    if middle < 0:
        return [(clip("".join(text for text, _ in left), width), "plain")]
    return [*left, (clip(f" {change}" if change else "", middle), "change"), *right]


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_len(text) for text, _ in parts)


def _place(attempt: Attempt, width: int) -> str:
    page, pages = attempt.place
    if width < BAR_FROM:
        return f"{page}/{pages}"
    filled = round(BAR * page / pages)
    return f"{page}/{pages} {'▓' * filled}{'░' * (BAR - filled)}"


def _engine(attempt: Attempt, engine: str) -> str:
    if attempt.trouble:
        return f"{engine}: {attempt.trouble}"
    version = ".".join(attempt.identity.version.split(".")[:2]) if attempt.identity else ""
    return f"{engine} {version}".rstrip()


def _engine_tone(attempt: Attempt) -> str:
    return "trouble" if attempt.trouble else "plain"


def last_change(attempt: Attempt) -> str:
    """What the last command that changed something did: "+ image hello-world  + container brave_hopper"."""
    return "  ".join(str(effect).removesuffix(":latest") for effect in attempt.journal.latest)
