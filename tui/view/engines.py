"""The engines there are, as rows: what each is, whether it is in use, why it can't be used, and what would help; and
below them what the doctor says."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from textual.content import Content

from tui.model.doctor import Line
from tui.model.engine import Candidate, Tried
from tui.model.text import printable
from tui.view.laid import hanging

IN_USE, USABLE = "in use", "can be used"
OPENING = ("engine", "private engine", "rights", "docker command", "builder", "disk", "memory", "folders")
"""The doctor's lines that concern opening the lab; the others are of the course, or of what plainly works by now."""
DOCTOR = "sealegs doctor"
_STYLES = {"ok": "$success", "warning": "bold $warning", "problem": "bold $error"}
_ROOM = Content("  ")


def all_candidates(found: Sequence[Candidate], tried: Sequence[Tried]) -> tuple[Candidate, ...]:
    """The engines found, with what came of trying them: one that failed to start says why; one that was asked for by
    name stands first."""
    failed = {each.what: each for each in tried}
    known = {each.what for each in found}
    first = [Candidate("", each.what, "", each.why_not, each.fix) for each in tried if each.what not in known]
    merged = [
        replace(each, why_not=tried_one.why_not, fix=tried_one.fix)
        if (tried_one := failed.get(each.what)) and not each.why_not
        else each
        for each in found
    ]
    return (*first, *merged)


def is_in_use(candidate: Candidate, url: str) -> bool:
    """Whether the lab is on this engine; `url` is empty where it is on none."""
    return candidate.url == url and bool(candidate.choice)


def candidate_lines(candidate: Candidate, url: str, width: int) -> list[Content]:
    """One engine; `url` is that of the one in use."""
    if is_in_use(candidate, url):
        state = Content.styled(IN_USE, "bold $success")
    else:
        state = Content("") if candidate.why_not else Content.styled(USABLE, "$success")
    note = "" if candidate.why_not else candidate.note
    below = ((candidate.why_not, "$warning"), (candidate.fix, "$accent"), (note, "$quiet"))
    return _row(printable(candidate.what), state, [(printable(text), style) for text, style in below], width)


def doctors_rows(found: Sequence[Line]) -> tuple[Line, ...]:
    """What the doctor says of opening the lab: in a line what is in order, then what isn't, the worst first."""
    opening = [line for line in found if line.name in OPENING]
    if not opening:
        return ()
    fine = [line.name for line in opening if line.state == "ok"]
    trouble = sorted((line for line in opening if line.state != "ok"), key=lambda line: line.state)
    seen = f"Fine: {', '.join(fine)}." if fine else ""
    return (Line(name=DOCTOR, state=trouble[0].state if trouble else "ok", seen=seen), *trouble)


def doctors_lines(line: Line, width: int) -> list[Content]:
    """One of them."""
    state = Content.styled("" if line.name == DOCTOR and line.state != "ok" else line.state, _STYLES[line.state])
    below = [(line.seen, "$quiet" if line.name == DOCTOR else "$warning")]
    return _row(line.name, state, [*below, *((fix, "$accent") for fix in line.fix.splitlines())], width)


def _row(name: str, state: Content, below: Sequence[tuple[str, str]], width: int) -> list[Content]:
    """A name, its state at the right end, and texts in their styles below it."""
    lines = hanging(Content(""), Content.styled(name, "bold"), state, width)
    for text, style in below:
        if text:
            lines += hanging(_ROOM, Content.styled(text, style), Content(), width)
    return lines
