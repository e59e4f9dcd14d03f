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


def status_line(attempt: Attempt, engine: str, keys: Sequence[tuple[str, str]], width: int) -> list[Part]:
    """The bottom line in exactly `width` cells.

    `engine` names the chosen endpoint; `keys` are (key, what it does), most needed first; as many as fit beside
    what changed last, at most five.
    """
    left = [(f" {_place(attempt)} ", "plain"), (f" {_engine(attempt, engine)} ", _engine_tone(attempt))]
    used = sum(cell_len(text) for text, _ in left)
    change = last_change(attempt)
    room = max(0, width - used - min(cell_len(change), 34 if change else 0) - 2)
    right: list[Part] = []
    for key, label in keys[:5]:
        part: list[Part] = [(f" {key}", "key"), (f" {label} ", "plain")]
        if sum(cell_len(text) for text, _ in right + part) > room:
            break
        right += part
    middle = width - used - sum(cell_len(text) for text, _ in right)
    if middle < 0:
        return [(clip("".join(text for text, _ in left), width), "plain")]
    return [*left, (clip(f" {change}" if change else "", middle), "change"), *right]


def _place(attempt: Attempt) -> str:
    page, pages = attempt.place
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
    """What the last command that changed something did: "+ image hello-world:latest + container brave_hopper"."""
    return "  ".join(str(effect) for effect in attempt.journal.latest)
