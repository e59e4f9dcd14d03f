"""Commands on files and disks: what they would do outside the lab's folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tui.rails.ground import Ground, short

DISK = re.compile(r"/dev/(?:[shv]d|xvd|nvme|mmcblk|dm-|mapper/|md\d|loop|disk/)")
OVERWRITES = "This overwrites a disk of this machine."
_WIPES = "This wipes a disk of this machine."


def judge_files(program: str, arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    """What a command would do that can't be undone; empty if nothing is known against it. `raised`: as another user."""
    if program.startswith("mkfs"):
        return _WIPES
    judge = _PROGRAMS.get(program)
    return judge(arguments, raised, ground) if judge else ""


def _options_and_operands(arguments: Sequence[str]) -> tuple[set[str], list[str]]:
    """Letters and names of the options, and what is none."""
    options: set[str] = set()
    operands: list[str] = []
    for at, word in enumerate(arguments):
        if word == "--":
            return options, [*operands, *arguments[at + 1 :]]
        if word.startswith("--"):
            options.add(word[2:])
        elif word.startswith("-"):
            options.update(word[1:])
        else:
            operands.append(word)
    return options, operands


def _outside(operands: Sequence[str], ground: Ground) -> str:
    """The first that is neither in the lab's folder nor in /tmp, short; a glob is as what it might stand for."""
    paths = ((each, ground.path(each)) for each in operands)
    return next((short(each) for each, path in paths if path and not ground.is_learners(path)), "")


def _rm(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    options, operands = _options_and_operands(arguments)
    # A file that is named is one that is meant.
    wide = raised or options & {"r", "R", "recursive"}
    outside = _outside(operands if wide else [each for each in operands if "*" in each], ground)
    return f"This removes {outside}, outside the lab's folder." if outside else ""


def _change_all(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    options, operands = _options_and_operands(arguments)
    # The first is the mode or the owner, unless another file is to be the example; "-x" as a mode reads as an option.
    named = operands if "reference" in {each.partition("=")[0] for each in options} else operands[1:] or operands
    outside = _outside(named, ground) if options & {"R", "recursive"} else ""
    return f"This changes all in {outside}, outside the lab's folder." if outside else ""


def _find(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    removes = "-delete" in arguments or ("-exec" in arguments and "rm" in arguments)
    where = []
    for word in arguments:
        if word.startswith(("-", "(", "!")):
            break
        where.append(word)
    outside = _outside(where or ["."], ground) if removes else ""
    return f"This removes files in {outside}, outside the lab's folder." if outside else ""


def _dd(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    return OVERWRITES if any(each.startswith("of=") and DISK.match(each[3:]) for each in arguments) else ""


def _onto_a_disk(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    return OVERWRITES if any(map(DISK.match, arguments[-1:])) else ""


def _on_a_disk(arguments: Sequence[str], raised: bool, ground: Ground) -> str:
    return _WIPES if any(map(DISK.match, arguments)) else ""


_PROGRAMS: dict[str, Callable[[Sequence[str], bool, Ground], str]] = {
    "rm": _rm,
    "chmod": _change_all,
    "chown": _change_all,
    "chgrp": _change_all,
    "find": _find,
    "dd": _dd,
    "cp": _onto_a_disk,
    "tee": _onto_a_disk,
    "shred": _on_a_disk,
    "wipefs": _on_a_disk,
    "blkdiscard": _on_a_disk,
}
