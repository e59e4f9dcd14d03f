"""What `docker build FOLDER` would send: the folder without what its .dockerignore leaves out.

The patterns are matched by the docker library (imported late: it takes 0.2 s); the walk is ours, since the library's
has no bound. Rules: https://docs.docker.com/build/concepts/context/#dockerignore-files, and what the docker command
does (github.com/moby/patternmatcher): a folder that is left out isn't entered unless a pattern with ! names something
in it; Dockerfile and .dockerignore are sent whatever the patterns say, for the builder needs them.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui.gather.files import beginning, inside
from tui.model.facts import ContextFacts

if TYPE_CHECKING:
    from docker.utils.build import PatternMatcher

MOST_FILES = 100_000
"""Files and folders that are looked at; what is beyond isn't counted."""
_IGNORE_FILE = 1 << 20


def context_facts(work_folder: Path, folder: str, asked: Iterable[str]) -> ContextFacts:
    """The context `folder` in the working folder, and which of the asked-for paths are left out of it.

    Raises `OSError` or `ValueError` if its .dockerignore can't be understood.
    """
    root = inside(work_folder, folder)
    if root is None or not root.is_dir():
        return ContextFacts(0, 0)
    ignore = inside(work_folder, posixpath.join(folder, ".dockerignore"))
    rules = _Rules(_patterns(beginning(ignore, _IGNORE_FILE)) if ignore else [])
    sizes = list(_sent(root, rules))
    return ContextFacts(sum(sizes), len(sizes), frozenset(path for path in asked if rules.leaves_out(path)))


class _Rules:
    """The patterns of a .dockerignore."""

    def __init__(self, patterns: list[str]) -> None:
        from docker.utils.build import PatternMatcher

        self._matcher: PatternMatcher = PatternMatcher([*patterns, "!Dockerfile"])
        self._kept = [f"{each.cleaned_pattern}/" for each in self._matcher.patterns if each.exclusion]

    def matches(self, path: str) -> bool:
        """Whether the patterns leave out a path itself."""
        return bool(self._matcher.matches(path))

    def skips(self, folder: str) -> bool:
        """Whether a folder is left out with all that is in it."""
        return self.matches(folder) and not any(kept.startswith(f"{folder}/") for kept in self._kept)

    def leaves_out(self, path: str) -> bool:
        """Whether a path is left out, by itself or with a folder it is in."""
        parts = posixpath.normpath(path).split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return any(self.skips(folder) for folder in folders) or self.matches("/".join(parts))


def _patterns(data: bytes) -> list[str]:
    """The lines that count; a comment begins in the first column."""
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _sent(root: Path, rules: _Rules) -> Iterator[int]:
    """The size of each file that would be sent; a link's is 0, for its target isn't."""
    waiting, seen = [""], 0
    while waiting:
        here = waiting.pop()
        try:
            entries = os.scandir(root / here)
        except OSError:
            continue
        with entries:
            for entry in entries:
                seen += 1
                if seen > MOST_FILES:
                    return
                path = posixpath.join(here, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if not rules.skips(path):
                        waiting.append(path)
                elif not rules.matches(path):
                    yield from _size(entry)


def _size(entry: os.DirEntry[str]) -> Iterator[int]:
    """Nothing for what can't be sent: a socket, or a file that is gone by now."""
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        yield found.st_size if stat.S_ISREG(found.st_mode) else 0
