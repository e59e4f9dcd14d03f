"""The engines there are, as rows: what each is, whether it is in use, why it can't be used, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from tui.model.engine import Candidate, Tried
from tui.model.text import printable
from tui.view.laid import hanging

IN_USE, USABLE = "in use", "can be used"
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
    lines = hanging(Content(""), Content.styled(printable(candidate.what), "bold"), state, width)
    note = "" if candidate.why_not else candidate.note
    for text, style in ((candidate.why_not, "$warning"), (candidate.fix, "$accent"), (note, "$quiet")):
        if text:
            lines += hanging(_ROOM, Content.styled(printable(text), style), Content(), width)
    return lines
