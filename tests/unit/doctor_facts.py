"""Facts for the doctor's judgement, of a machine where all is well."""

import time
from pathlib import Path

from msgspec.structs import replace

from tui.doctor.facts import (
    Command,
    CourseFacts,
    CoursePort,
    EngineAnswer,
    EngineFacts,
    Facts,
    Folder,
    Images,
    Memory,
    Private,
    Python,
    Rights,
    Room,
    Terminal,
)
from tui.doctor.judge import judge
from tui.engine.client import Client
from tui.engine.discovery import Choice
from tui.model.doctor import Line
from tui.model.engine import Endpoint, EngineIdentity, Tried

GB, MB = 10**9, 10**6
SYSTEM = Endpoint("unix:///var/run/docker.sock", "system engine")
PRIVATE = Endpoint("unix:///run/sealegs/docker.sock", "private engine", private=True)
NO_PRIVATE = Private(
    "Docker, run by root", able=False, why_not=(Tried("root", "root is missing.", "Run the lab as root."),)
)
WANTED = ("hello-world:latest", "registry:2")
ANSWER = EngineAnswer(EngineIdentity("Docker", "28.2.2", "1.50"), "2", ahead=0.1)
NOTHING = EngineFacts(
    Choice(None, (Tried("private engine", "No."), Tried("system engine", "Nobody listens.", "Start it."))), NO_PRIVATE
)
ON_PRIVATE = EngineFacts(Choice(PRIVATE), Private("Docker, run by root", able=True, running=True), ANSWER)
ON_SYSTEM = EngineFacts(Choice(SYSTEM), NO_PRIVATE, ANSWER)
CLI = Command("/usr/bin/docker", Client("28.2.2", buildx=True), refusal="")
SOCKET = Rights("/var/run/docker.sock", there=True, group="docker")
TERMINAL = Terminal((120, 40), "xterm-256color", 256)

ALL_WELL = Facts(
    engine=ON_PRIVATE,
    rights=Rights("/var/run/docker.sock"),
    command=CLI,
    course=CourseFacts("A course", "1", 3, (CoursePort(5050, 5050),)),
    images=Images(WANTED, frozenset(WANTED)),
    hosts={"hub.example.org": True},
    rooms=(Room("your files", Path("/home/a"), 1, 9 * GB, GB),),
    memory=Memory(4 * GB, 8 * GB),
    folders=(Folder("your files", Path("/home/a/work"), vital=True),),
    other_lab="",
    terminal=TERMINAL,
    encoding="UTF-8",
    python=Python((3, 11, 2), "/venv", venv=True),
    now=time.mktime((2026, 11, 28, 12, 0, 0, 0, 0, 0)),
)


def lines(**changes: object) -> dict[str, Line]:
    """The lines about a machine that is well but for the changes, by their names."""
    return {line.name: line for line in judge(replace(ALL_WELL, **changes))}
