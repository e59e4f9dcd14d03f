"""A machine on which an engine is chosen: a dictionary."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tui.engine.discovery import Choice, Surroundings, Tried, choose
from tui.engine.ping import Reply
from tui.engine.ssh.line import Line
from tui.errors import EngineLost
from tui.model.engine import Endpoint

PRIVATE = Endpoint("unix:///run/sealegs/docker.sock", "private engine", private=True)
NO_PRIVATE = Tried("private engine", "root is missing.", "Run the lab as root.")
SYSTEM = Endpoint("unix:///var/run/docker.sock", "system engine")


class Machine:
    """A home folder, an environment and what answers where."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment: dict[str, str] = {}
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.private: Endpoint | Tried = NO_PRIVATE
        self.remembered = ""
        self.failing: tuple[Tried, ...] = ()
        self.started: list[str] = []

    def ask(self, endpoint: Endpoint) -> Reply:
        """A ping."""
        self.asked.append(endpoint.url)
        return self.replies.get(endpoint.url, Reply.MISSING)

    def line(self, endpoint: Endpoint) -> Line:
        """A line that opens, or doesn't."""
        if self.ask(endpoint) is Reply.ANSWERS:
            return Line(endpoint, self.home)
        raise EngineLost("Nobody listens for ssh at far.", "Start sshd there.")

    def add_context(self, name: str, url: str, certificates: bool = False, **more: bool) -> None:
        """`docker context create`."""
        key = hashlib.sha256(name.encode()).hexdigest()
        folder = self.home / ".docker" / "contexts"
        (folder / "meta" / key).mkdir(parents=True)
        meta = {"Name": name, "Endpoints": {"docker": {"Host": url, **more}}}
        (folder / "meta" / key / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        if certificates:
            (folder / "tls" / key / "docker").mkdir(parents=True)

    def use_context(self, name: str) -> None:
        """`docker context use`."""
        file = self.home / ".docker" / "config.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"currentContext": name}), encoding="utf-8")

    def choose(self, said: str = "") -> Choice:
        """What the lab would choose here."""
        return choose(said, self.around)

    @property
    def around(self) -> Surroundings:
        """What the choice depends on."""
        return Surroundings(self.environment, self.home, self.start, self.remembered, self.ask, self.line)

    def start(self, word: str) -> Iterator[Endpoint | Tried]:
        """The private engine, after the kinds that don't start."""
        self.started.append(word)
        yield from self.failing
        yield self.private
