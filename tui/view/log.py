"""The log: what was typed and what it did, as a table, newest first; and one command of it in full."""

from __future__ import annotations

import time

from textual.content import Content

from tui.model.effects import Effect, tags_of
from tui.model.engine import Snapshot
from tui.model.journal import CommandRun, Journal
from tui.model.text import printable
from tui.view.ages import HOUR, MINUTE, duration
from tui.view.laid import hanging
from tui.view.status import told_in_short
from tui.view.tables import Column, Row, Table, Tone, status

LOG_COLUMNS = (
    Column("TIME", 3, value=0),
    Column("COMMAND", 0, most=60, least=20),
    Column("EXIT", 2, value=1),
    Column("EFFECTS", 1, most=120, least=20),
)
MOST = 1000
"""Commands that are shown."""
TITLE = "log: what you typed and what it did"
NOTHING = "Nothing changed in the engine."
_STYLES = {"+": "$success bold", "~": "$accent bold", "-": "$error bold"}


def log_table(journal: Journal) -> Table:
    """A row for each of the newest commands, newest first; its key is the command's place in the journal."""
    end = len(journal.commands)
    rows = (_row(place, journal.commands[place]) for place in range(end - 1, max(-1, end - 1 - MOST), -1))
    return Table(TITLE, LOG_COLUMNS, tuple(rows), "nothing typed yet")


def log_essence(journal: Journal) -> dict[str, object]:
    """What counts as a change of each row."""
    return {str(place): (run.ended, run.effects) for place, run in enumerate(journal.commands)}


def _row(place: int, run: CommandRun) -> Row:
    clock = time.strftime("%H:%M", time.localtime(run.when))
    line = printable(" ".join(run.line.replace("\\\n", " ").split()))
    cells = (clock, line, _exit(run), told_in_short(run.effects, ", "))
    # The newest first, and what failed.
    values = (-run.started, -(run.exit_status or 0))
    return Row(str(place), cells, _tone(run), name=run.line, values=values)


def _exit(run: CommandRun) -> str:
    """The exit status; "?" if the shell ended before it could tell."""
    if run.ended is None:
        return "runs"
    return "?" if run.exit_status is None else str(run.exit_status)


def _tone(run: CommandRun) -> Tone:
    if run.ended is None:
        return "good"
    return "bad" if run.exit_status else "plain"


def command_lines(journal: Journal, place: int, now: float, width: int) -> list[Content]:
    """A command in full in `width` cells: as it was typed, when and where, how it ended, and each of its effects with
    how things stand at the moment `now` (wall clock)."""
    run = journal.commands[place]
    typed = [
        line
        for number, text in enumerate(run.line.split("\n"))
        for line in hanging(_plain("  " if number else "$ ", "$quiet"), _plain(printable(text)), Content(), width)
    ]
    effects = [line for effect in run.effects for line in _effect_lines(effect, journal.now, now, width)]
    nothing = "" if run.ended is None else NOTHING
    facts = [line for label, text in _facts(journal, run) for line in _fact_lines(label, text, width)]
    return [*typed, Content(), *facts, Content(), *(effects or [_plain(nothing, "$quiet")])]


def _facts(journal: Journal, run: CommandRun) -> list[tuple[str, str]]:
    panes = {each.shell for each in journal.commands}
    where = f", in command pane {run.shell}" if panes != {1} else ""
    facts = [("typed", time.strftime("%H:%M:%S", time.localtime(run.when)) + where)]
    if run.directory:
        facts.append(("folder", printable(run.directory)))
    if run.ended is None:
        return [*facts, ("ended", "not yet: it still runs")]
    how = "as its shell did" if run.exit_status is None else f"with exit status {run.exit_status}"
    return [*facts, ("ended", f"{how}, after {_took(run.ended - run.started)}")]


def _took(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{int(seconds // MINUTE)} min {int(seconds % MINUTE)} s" if seconds < HOUR else duration(seconds)


def _fact_lines(label: str, text: str, width: int) -> list[Content]:
    return hanging(_plain(f"{label:<8}", "$quiet"), _plain(text), Content(), width)


def _effect_lines(effect: Effect, snapshot: Snapshot, now: float, width: int) -> list[Content]:
    sign = _plain(f"{effect.sign} ", _STYLES[effect.sign])
    since = since_then(effect, snapshot, now)
    told = _plain(f"now: {since}" if since else "", "$quiet")
    text = _plain(str(effect).removeprefix(f"{effect.sign} "))
    if text.cell_length + told.cell_length + 4 <= width:
        return hanging(sign, text, told, width)
    below = hanging(_plain("    "), told, Content(), width) if since else []
    return [*hanging(sign, text, Content(), width), *below]


def since_then(effect: Effect, snapshot: Snapshot, now: float) -> str:
    """How what an effect is about stands now; empty if that is what the effect says."""
    match effect.kind:
        case "container":
            return _container_now(effect, snapshot, now)
        case "image":
            return _image_now(effect, snapshot)
        case "volume":
            there = any(volume.name == effect.id for volume in snapshot.volumes)
        case "network":
            there = any(network.name == effect.name for network in snapshot.networks)
        case _:
            return ""
    return _there(effect, there=there)


def _container_now(effect: Effect, snapshot: Snapshot, now: float) -> str:
    found = next((each for each in snapshot.containers if each.id == effect.id), None)
    if found is None:
        return "" if effect.sign == "-" or effect.note.endswith("removed") else "removed"
    called = f"called {found.name}, " if found.name != effect.name else ""
    return called + status(found, now)


def _image_now(effect: Effect, snapshot: Snapshot) -> str:
    holder = tags_of(snapshot).get(effect.name)
    if effect.note == "untagged":
        image = next((each for each in snapshot.images if each.id == effect.id), None)
        return f"called {image.tags[0]}" if image and image.tags else _there(effect, there=image is not None)
    if effect.id and holder and holder != effect.id:
        return "another image"
    return _there(effect, there=holder is not None)


def _there(effect: Effect, *, there: bool) -> str:
    if effect.sign == "-":
        return "there again" if there else ""
    return "" if there else "removed"


def _plain(text: str, style: str = "") -> Content:
    return Content.styled(text, style) if style else Content(text)
