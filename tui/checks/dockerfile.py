"""Checks on Dockerfiles, as a parser reads them."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from dockerfile_parse import DockerfileParser
from msgspec import Struct

from tui.checks.evidence import Evidence
from tui.checks.likeness import is_root
from tui.checks.verdict import Verdict, fails, passes, pending, unknown_yet
from tui.checks.wording import in_words
from tui.model import checks as ask

_NAMED = re.compile(r"FROM .*\bAS (\S+)", re.IGNORECASE)
_COPIES = re.compile(r"COPY .*--from=(\S+)")


class Stage(Struct, frozen=True):
    """One stage: its name, or "", and its instructions, each in one line with single spaces, FROM first."""

    name: str
    instructions: tuple[str, ...]


@lru_cache(maxsize=64)
def stages_of(text: str) -> tuple[tuple[str, ...], tuple[Stage, ...]]:
    """(all instructions, stages) of a Dockerfile; what stands before the first FROM is in no stage."""
    # Docker passes over blank lines, also within an instruction; the parser ends the instruction there.
    lines = "\n".join(line for line in text.split("\n") if line.strip())
    parsed = DockerfileParser(fileobj=BytesIO(lines.encode(errors="replace"))).structure
    instructions = tuple(
        " ".join([each["instruction"], *each["value"].split()]) for each in parsed if each["instruction"] != "COMMENT"
    )
    starts = [index for index, each in enumerate(instructions) if each.startswith("FROM ")]
    stages = []
    for start, end in pairwise([*starts, len(instructions)]):
        named = _NAMED.fullmatch(instructions[start])
        stages.append(Stage(named.group(1) if named else "", instructions[start:end]))
    return instructions, tuple(stages)


def judge_dockerfile(check: ask.DockerfileIs, evidence: Evidence) -> Verdict:
    """A Dockerfile is there, and says this and not that."""
    if check.path not in evidence.facts.files:
        return unknown_yet(check.path, evidence.facts.unreadable)
    file = evidence.facts.files[check.path]
    if file is None:
        return pending(f"no {check.path} yet")
    if file.kind != "file":
        return fails(f"{check.path} is no file", "a Dockerfile", f"ls -ld {check.path}")
    instructions, stages = stages_of(file.text)
    wrong = _wrong_instructions(check, instructions) or _wrong_stages(check, stages)
    if wrong:
        return fails(*wrong, look=f"cat {check.path}")
    return passes(f"{check.path} has {len(instructions)} instructions")


def _wrong_instructions(check: ask.DockerfileIs, instructions: tuple[str, ...]) -> tuple[str, str] | None:
    """(observed, wanted) for the first pattern that is missing, or there against the author's will."""
    for pattern in check.has:
        if not any(re.search(pattern, each) for each in instructions):
            return f"no instruction of {check.path} has {in_words(pattern)}", "one that has"
    for pattern in check.lacks:
        for each in instructions:
            if unwanted := re.search(pattern, each):
                return f"{check.path} has {each}", f"no {unwanted.group()}"
    return None


def _wrong_stages(check: ask.DockerfileIs, stages: tuple[Stage, ...]) -> tuple[str, str] | None:
    """(observed, wanted) for the first thing about stages that is not as asked."""
    if check.stages_at_least is not None and len(stages) < check.stages_at_least:
        count = "1 stage" if len(stages) == 1 else f"{len(stages)} stages"
        return f"{check.path} has {count}", f"at least {check.stages_at_least}"
    names = [stage.name.lower() for stage in stages]
    if check.stage and check.stage.lower() not in names:
        return f"no stage of {check.path} is named {check.stage}", f"FROM … AS {check.stage}"
    if check.copies_from and check.copies_from.lower() not in _sources(stages, names):
        return f"no COPY of {check.path} is from {check.copies_from}", f"COPY --from={check.copies_from}"
    if check.user == "not root":
        last = stages[-1].instructions if stages else ()
        users = [each.split()[1] for each in last if each.startswith("USER ")]
        if not users:
            return f"the last stage of {check.path} has no USER", "a USER other than root"
        if is_root(users[-1]):
            return f"the last stage of {check.path} ends as USER {users[-1]}", "a USER other than root"
    return None


def _sources(stages: tuple[Stage, ...], names: list[str]) -> set[str]:
    """What the COPY --from name, in small letters; a number is the stage of that place."""
    given = {
        match.group(1).lower() for stage in stages for each in stage.instructions if (match := _COPIES.match(each))
    }
    return given | {names[int(each)] for each in given if each.isdecimal() and int(each) < len(names)}
