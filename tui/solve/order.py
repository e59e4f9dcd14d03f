"""What is to be solved and where, as the command line's side hands it to the process that does it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from msgspec import Struct, convert
from msgspec.structs import asdict

from tui.engine.private import PrivateEngine, kinds

WITHIN = 20.0
"""Seconds a tick or a diagnosis may take to show once the shell is back at its prompt."""


class Order(Struct, frozen=True):
    """`folder` is the throw-away place; `store` holds the course's images; `name` is the engine's and the bridge's.

    `kind` is the engine's, by name; `passes` is 0 for as many as it takes to try everything.
    """

    course: str
    folder: str
    store: str
    name: str
    subnet: str
    kind: str
    lessons: tuple[str, ...] = ()
    passes: int = 0
    within: float = WITHIN
    json: str = ""

    @property
    def home(self) -> Path:
        """The learner's home."""
        return Path(self.folder) / "home"

    @property
    def runtime(self) -> Path:
        """For sockets."""
        return Path(self.folder) / "run"

    def engine(self) -> PrivateEngine:
        """The throw-away engine, not started."""
        data = Path(self.folder) / "engine"
        there = kinds(self.name, root=os.geteuid() == 0, subnet=self.subnet)
        kind = next(each for each in there if each.name == self.kind)
        return PrivateEngine(kind, data, self.runtime, Path(self.store))

    def to_text(self) -> str:
        """For the other process's command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Order:
        """What `to_text` wrote."""
        return convert(json.loads(text), cls)
