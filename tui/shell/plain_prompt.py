"""Tell the shells in the command panes, also those that run already, whether to show a prompt of their own or a plain
one that says nothing of the learner: the files in `rc` look for a file before each prompt."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


class PlainPrompt:
    """The file is there while prompts are to be plain; `env` tells shells its name, which nobody else knows."""

    def __init__(self) -> None:
        self._file = Path(tempfile.gettempdir()) / f"sealegs-plain-prompt-{secrets.token_hex(8)}"

    @property
    def env(self) -> Mapping[str, str]:
        """What a shell is to be started with."""
        return {"SEALEGS_PLAIN_PROMPT": str(self._file)}

    def wear(self, on: bool) -> None:
        """Have plain prompts from the next one on, or one's own. Where no file can be made prompts stay as they are."""
        with suppress(OSError):
            if on:
                self._file.touch(mode=0o600)
            else:
                self._file.unlink(missing_ok=True)
