"""What was found on this machine, as plain values; judged in `judge`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from tui.engine.client import Client
from tui.engine.discovery import Choice
from tui.model.engine import EngineIdentity, Tried


class Unknown(Struct, frozen=True):
    """What could not be found out; says why, and what to do if that is known, in a sentence each."""

    why: str
    fix: str = ""


class EngineAnswer(Struct, frozen=True):
    """What an engine says of itself. `ahead` is how many seconds its clock is before ours, None if it doesn't say;
    `images` are the names it has; `data` is where it keeps them, None where that is not on this machine."""

    identity: EngineIdentity
    builder_version: str = ""
    ahead: float | None = None
    images: frozenset[str] = frozenset()
    data: Path | None = None


class Private(Struct, frozen=True):
    """The best kind of private engine: whether it can run here, whether it does, and if not, why: one reason for each
    thing, with the packages to install where that is the fix."""

    title: str
    able: bool
    running: bool = False
    why_not: tuple[Tried, ...] = ()
    packages: tuple[str, ...] = ()


class EngineFacts(Struct, frozen=True):
    """The engine the lab would open on. `answer` is None where nobody was asked: there is none, or the lab starts it.

    `said` is who said which engine it is to be ("as DOCKER_HOST says"); `data` is where it keeps what it has, as far as
    that is known and on this machine.
    """

    choice: Choice
    private: Private
    answer: EngineAnswer | Unknown | None = None
    said: str = ""
    data: Path | None = None

    @property
    def identity(self) -> EngineIdentity | None:
        """Which engine answers."""
        return self.answer.identity if isinstance(self.answer, EngineAnswer) else None


class Rights(Struct, frozen=True):
    """The system engine's socket, if it is there: whether this user may use it, its group, and whether the user was put
    into that group, be it after this session began."""

    path: str
    there: bool = False
    usable: bool = False
    group: str = ""
    member: bool = False
    root: bool = False


class Command(Struct, frozen=True):
    """The docker command: where it is (empty: nowhere), which, and what in the environment governs it.

    `refusal` are its own words if it can't talk to the engine, empty if it can, None if it was not tried.
    """

    path: str = ""
    client: Client = Client()
    buildkit: str = ""
    api: str = ""
    refusal: str | None = None


class Images(Struct, frozen=True):
    """The course's images: the names wanted, those in the lab's store, kits that lie about, and why none can be built
    (empty: they can)."""

    wanted: tuple[str, ...]
    stored: frozenset[str] = frozenset()
    kits: tuple[Path, ...] = ()
    not_buildable: str = ""


class CoursePort(Struct, frozen=True):
    """A port that lessons publish: the course's own choice and who has it, and the one the lab would take and who has
    that; nobody is empty. `kept`: it was taken in an earlier session, so what is there may be the learner's own."""

    wanted: int
    taken: int
    wanted_holder: str = ""
    holder: str = ""
    kept: bool = False


class Room(Struct, frozen=True):
    """Free space for one purpose: the file system (its device's number), and bytes free and needed."""

    purpose: str
    path: Path
    device: int
    free: int
    needed: int


class Memory(Struct, frozen=True):
    """Bytes that programs could still have, and of all."""

    available: int
    total: int


class Folder(Struct, frozen=True):
    """A folder the lab writes to; `trouble` says why it can't. `vital`: without it the lab doesn't open."""

    purpose: str
    path: Path
    trouble: str = ""
    vital: bool = False


class Terminal(Struct, frozen=True):
    """The terminal this was run in; `size` is None where there is none. `inside` is tmux or screen."""

    size: tuple[int, int] | None
    term: str
    colours: int
    no_color: bool = False
    inside: str = ""


class Python(Struct, frozen=True):
    """This Python; `missing` are packages the lab needs and it lacks."""

    version: tuple[int, int, int]
    place: str
    venv: bool = False
    missing: tuple[str, ...] = ()


class CourseFacts(Struct, frozen=True):
    """A course that can be used, and what it needs of the machine."""

    title: str
    version: str
    lessons: int
    ports: tuple[CoursePort, ...] = ()


class Facts(Struct, frozen=True):
    """All of it. `hosts` says which hosts that tasks need do answer; `other_lab` who else has the lab open, if anybody;
    `encoding` is the locale's; `now` is this machine's clock."""

    engine: EngineFacts | Unknown
    rights: Rights | Unknown
    command: Command | Unknown
    course: CourseFacts | Unknown
    images: Images | Unknown
    hosts: Mapping[str, bool] | Unknown
    rooms: tuple[Room, ...] | Unknown
    memory: Memory | Unknown
    folders: tuple[Folder, ...] | Unknown
    other_lab: str | Unknown
    terminal: Terminal | Unknown
    encoding: str
    python: Python | Unknown
    now: float
