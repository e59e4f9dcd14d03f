"""Where a line would run, and what is whose there."""

from __future__ import annotations

import re
from posixpath import join, normpath

from msgspec import Struct

_SHORT = 18


class Ground(Struct, frozen=True):
    """The lab's folder, the learner's home, whether the engine is the lab's own and its socket; `directory` is the
    shell's folder."""

    work_folder: str
    home: str
    private: bool
    socket: str = ""
    directory: str = "/"

    def path(self, word: str) -> str:
        """The path that a word of a command means; empty if only the shell knows."""
        for name, value in (("HOME", self.home), ("PWD", self.directory)):
            word = word.replace(f"${{{name}}}", value)
            word = re.sub(rf"\${name}\b", value.replace("\\", r"\\"), word)
        if word == "~" or word.startswith("~/"):
            word = self.home + word[1:]
        if "$" in word or word.startswith("~"):
            return ""
        return "/" + normpath(join(self.directory, word)).lstrip("/")

    def is_learners(self, path: str) -> bool:
        """Whether it is the lab's folder, or in that or in /tmp."""
        return f"{path}/".startswith((f"{self.work_folder}/", "/tmp/")) and path not in {"/tmp", "/tmp/*", "/tmp/.*"}

    def is_above_home(self, path: str) -> bool:
        """Whether it is the learner's home or a folder above that."""
        return path == "/" or f"{self.home}/".startswith(f"{path}/")


def short(word: str) -> str:
    """A word of the learner's for a sentence with little room."""
    return word if len(word) <= _SHORT else f"{word[: _SHORT - 1]}…"
