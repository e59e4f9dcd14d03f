"""The commands that stand in the docs: in blocks, a line each, and in the text between backticks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.reference import FILES

REPO = Path(__file__).resolve().parents[2]
DOCS = [
    *(REPO / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(file for file in (REPO / "docs").glob("*.md") if file.name not in FILES),
    REPO / "content" / "README.md",
]
"""Those that are written by hand."""
PROGRAMS = ("sealegs", ".venv/bin/sealegs", "./lab", "~/sealegs/lab")
_BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_ENDS = re.compile(r" {2,}|\s#|[|>;]|&&|\)\"")
"""Where a command's own words end: what it does follows, a comment, or the shell's business."""
_STARTS = re.compile(r'^(\$ |eval "\$\()')


@dataclass(frozen=True)
class Said:
    """A command, and where it stands."""

    file: str
    line: int
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {' '.join(self.words)}"


def commands() -> list[Said]:
    """All of them, each once a file."""
    found: dict[tuple[str, tuple[str, ...]], Said] = {}
    for file in DOCS:
        name = str(file.relative_to(REPO))
        for line, text in _texts(file.read_text(encoding="utf-8")):
            if words := words_of(text):
                found.setdefault((name, words), Said(name, line, words))
    return list(found.values())


def modules() -> set[str]:
    """The modules that are to be run with `python -m`."""
    return {name for file in DOCS for name in re.findall(r"python -m ([\w.]+)", file.read_text(encoding="utf-8"))}


def _texts(text: str) -> Iterator[tuple[int, str]]:
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        yield from enumerate(block[1].splitlines(), first)
    # Blocks are blanked, so that the lines after them keep their numbers.
    prose = _BLOCK.sub(lambda block: "\n" * block[0].count("\n"), text)
    for number, line in enumerate(prose.splitlines(), 1):
        yield from ((number, code) for code in _INLINE.findall(line))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a command of ours, without brackets round what may be left out; nothing of another."""
    command = _ENDS.split(_STARTS.sub("", text.strip()))[0].replace("[", "").replace("]", "")
    if command.split(" ")[0] not in PROGRAMS:
        return ()
    return tuple(shlex.split(command))
