"""The bottom line: where you are, which engine, what changed last, the keys valid now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len

from tui.attempt import Attempt
from tui.model.effects import Effect
from tui.model.journal import Journal
from tui.view.columns import clip

Part = tuple[str, str]
"""(text, tone); tones are the bottom line's component classes."""

BAR = 8
"""Cells of the progress bar."""
BAR_FROM = 130
"""Columns from which there is room for it."""
NEEDED_KEYS = 2
"""Keys that are shown even if all else is cut short for them."""
MOST_KEYS = 5
NAMED_ALIKE = 4
"""Effects of one kind that are named one by one."""
NOT_KEPT, ROOT = " not kept ", " as root "
LEAST_ENGINE, LEAST_CHANGE = 9, 4
"""Cells below which nothing is said of the engine, or of what changed."""


def status_line(
    attempt: Attempt,
    engine: str,
    change: str,
    keys: Sequence[tuple[str, str]],
    width: int,
    *,
    noted: str = "",
    kept: bool = True,
    root: bool = False,
) -> list[Part]:
    """The bottom line in exactly `width` cells. It says so if the learner's progress isn't `kept`, and, where there is
    room, if all is done as `root`. `engine` names the chosen endpoint, `noted` is what else is to be said beside it.

    `keys` are (key, what it does), most needed first. The first two always stay, and what the engine's trouble is is
    cut short for them; `change`, what changed last or empty, comes before the engine, if there is no trouble with it,
    and before all other keys: the engine is then named whole, or not."""
    needed = _keys(keys[:NEEDED_KEYS])
    if _cells(needed) > width:
        return [(clip("".join(f" {key}" for key, _ in keys[:NEEDED_KEYS]), width), "key")]
    place = [(f" {_place(attempt, width)} ", "plain"), *([] if kept else [(NOT_KEPT, "trouble")])]
    while place and _cells([*needed, *place]) > width:
        del place[0]
    room = width - _cells([*needed, *place])
    wanted = cell_len(change) + 2 if change and not attempt.trouble else 0
    told = f" {' · '.join(filter(None, (_engine(attempt, engine), noted)))} "
    if cell_len(told) > room - wanted:
        told = f"{clip(told.rstrip(), room - 1)} " if room > LEAST_ENGINE and not wanted else ""
    room -= cell_len(told)
    if root and told and room - wanted >= cell_len(ROOT):
        told, room = f"{told}{ROOT}", room - cell_len(ROOT)
    right = needed
    for number in range(NEEDED_KEYS + 1, min(MOST_KEYS, len(keys)) + 1):
        more = _keys(keys[:number])
        if _cells(more) - _cells(needed) + cell_len(change) + 2 > room:
            break
        right = more
    middle = width - _cells(place) - cell_len(told) - _cells(right)
    news = clip(f" {change}", middle) if change and middle >= LEAST_CHANGE else " " * middle
    return [*place, (told, _engine_tone(attempt)), (news, "change"), *right]


def _keys(keys: Sequence[tuple[str, str]]) -> list[Part]:
    return [part for key, label in keys for part in ((f" {key}", "key"), (f" {label} ", "plain"))]


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


def last_change(journal: Journal) -> str:
    """What the last command that changed something did: "+ image hello-world  + container brave_hopper"."""
    return told_in_short(journal.latest, "  ")


def told_in_short(effects: Sequence[Effect], between: str) -> str:
    """Effects in a line, without what docker leaves out as well; many of a kind are counted."""
    alike = Counter((effect.sign, effect.kind) for effect in effects)
    told: dict[str, None] = {}
    for effect in effects:
        many = alike[effect.sign, effect.kind]
        counted = f"{effect.sign} {many} {effect.kind}s"
        told[counted if many > NAMED_ALIKE else str(effect).removesuffix(":latest")] = None
    return between.join(told)
