"""A report in lines for a person: the state in a word, which colour only repeats. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tui.model.doctor import Line, Report

PROGRAM = "sealegs"
WIDEST, NARROWEST = 100, 50
_STATE, _NAME = 7, 14
_INDENT = " " * (_STATE + _NAME + 4)
_COLOURS = {"ok": "32", "warning": "33", "problem": "1;31"}
"""The terminal's own green, yellow and red."""


def printed(report: Report, width: int, *, colours: bool, program: str = PROGRAM) -> str:
    """All of it, and a sentence that says what it comes to; `program` is what `sealegs` is to be typed as here."""
    width = max(NARROWEST, min(width, WIDEST))
    lines = [row for line in report.lines for row in _rows(line, width, colours)]
    typed = [f"Type {program} for {PROGRAM}."] if program != PROGRAM and _names_it(report) else []
    return "\n".join([*lines, "", _sum(report), *typed])


def _names_it(report: Report) -> bool:
    return any(f"{PROGRAM} " in line.fix for line in report.lines)


def _rows(line: Line, width: int, colours: bool) -> Iterator[str]:
    state = f"{line.state:<{_STATE}}"
    if colours:
        state = f"\x1b[{_COLOURS[line.state]}m{state}\x1b[0m"
    first, *rest = _wrapped(line.seen, width) or [""]
    yield f"{state}  {line.name:<{_NAME}}  {first}"
    yield from (f"{_INDENT}{each}" for each in rest)
    for fix in line.fix.splitlines():
        first, *rest = _wrapped(fix, width - 2)
        yield f"{_INDENT}> {first}"
        yield from (f"{_INDENT}  {each}" for each in rest)


def _wrapped(text: str, width: int) -> list[str]:
    room = width - len(_INDENT)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def _sum(report: Report) -> str:
    problems, warnings = (
        _counted(sum(line.state == state for line in report.lines), state) for state in ("problem", "warning")
    )
    found = " and ".join(filter(None, (problems, warnings)))
    verdict = "The lab can run here" if report.can_run else "The lab can't run here"
    return f"{verdict}: {found}. What to do stands after >." if found else f"{verdict}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count > 1)}" if count else ""
