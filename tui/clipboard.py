"""Copying out of the lab: to the outer terminal's clipboard, and always into a file, for terminals that let no program.

The clipboard is reached by OSC 52, which only Textual's driver writes; nothing that runs in the command pane does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from tui.model.text import printable, size
from tui.whole_file import write

MOST = 74_000
"""Bytes that are sent to the terminal: several cut a sequence at 100,000, and these are a third more in base64."""

NAMED = 32
"""Characters of a copied text that is told itself, as names are."""


class Clipboard(Struct, frozen=True):
    """`send` has the terminal copy a text, `file` keeps the last one."""

    send: Callable[[str], None]
    file: Path

    def offer(self, text: str) -> bool:
        """Send a text to the terminal, unless it is too long for that."""
        fits = len(text.encode("utf-8", "replace")) <= MOST
        if fits:
            self.send(text)
        return fits

    def keep(self, text: str) -> str:
        """Write it into the file, which only the learner can read; why not, if that can't be."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write(self.file, text.encode("utf-8", "replace"))
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def told(self, text: str, offered: bool, trouble: str) -> str:
        """What the learner is told of both."""
        lines = text.count("\n") + 1
        what = f"{lines} lines" if lines > 1 else printable(text) if len(text) <= NAMED else "1 line"
        where = printable(_short(self.file))
        if offered:
            return f"Copied {what} ({f'not into {where}: {trouble}' if trouble else f'also in {where}'})"
        much = size(len(text.encode("utf-8", "replace")))
        if trouble:
            return f"Not copied: too much for a terminal's clipboard ({much}), and {where}: {trouble}"
        return f"Too much for a terminal's clipboard ({much}): {what} written in {where}"


def _short(path: Path) -> str:
    """A path with ~ for the home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
