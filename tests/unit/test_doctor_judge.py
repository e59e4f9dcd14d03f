"""What the doctor makes of facts: each line's state, words and fix."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

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
    Unknown,
)
from tui.doctor.judge import judge
from tui.engine.client import Client
from tui.engine.discovery import Choice
from tui.model.doctor import Line, Report
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


def test_where_all_is_well_every_line_is_ok():
    """And none asks for anything."""
    judged = lines()
    assert {line.state for line in judged.values()} == {"ok"}
    assert not [line.fix for line in judged.values() if line.fix]
    assert len(judged) == 17


def test_a_fix_is_given_for_all_that_is_not_well():
    """Whatever is unknown, too; only the engine and the course make the lab impossible by that."""
    unknown = {name: Unknown("This could not be found out.") for name in Facts.__dataclass_fields__}
    unknown |= {"encoding": "ISO-8859-1", "now": 0.0}
    judged = judge(Facts(**unknown))
    assert all(line.fix for line in judged)
    assert {line.name for line in judged if line.state == "problem"} == {"engine", "course"}
    assert "images" not in {line.name for line in judged}


@pytest.mark.parametrize(("states", "can_run"), [("ok", True), ("warning", True), ("problem", False)])
def test_a_problem_keeps_the_lab_from_running(states, can_run):
    """A warning doesn't."""
    assert Report.of("1", (Line(name="a", state=states, seen="b"),)).can_run is can_run


# The engine


def test_no_engine_is_a_problem_that_says_what_was_tried():
    """What would help stands in the other lines."""
    judged = lines(engine=NOTHING)
    assert judged["engine"].state == "problem"
    assert judged["engine"].seen == "There is none. Tried: system engine: Nobody listens."
    assert (judged["private engine"].state, judged["private engine"].fix) == ("warning", "Run the lab as root.")


def test_an_engine_that_was_asked_for_and_is_not_there_names_who_asked():
    """And its own fix."""
    facts = EngineFacts(
        Choice(None, (Tried("away", "Nobody listens.", "Start it."),)), NO_PRIVATE, said="as DOCKER_HOST says"
    )
    line = lines(engine=facts)["engine"]
    assert line.seen.startswith("There is none, as DOCKER_HOST says.")
    assert line.fix == "Start it."


def test_a_private_engine_that_does_not_run_is_as_good():
    """The lab starts it."""
    judged = lines(engine=EngineFacts(Choice(PRIVATE), Private("Docker, run by root", able=True)))
    assert judged["engine"].state == judged["private engine"].state == "ok"
    assert "the lab starts it" in judged["engine"].seen


def test_packages_for_a_private_engine_are_one_command():
    """Besides what else is to be done."""
    private = replace(NO_PRIVATE, packages=("docker.io", "runc"))
    fix = lines(engine=replace(NOTHING, private=private))["private engine"].fix
    assert fix == "Run the lab as root.\nInstall what is missing: sudo apt-get install docker.io runc (./lab offers to)"


def test_no_private_engine_is_no_trouble_where_another_answers():
    """It is said all the same."""
    line = lines(engine=ON_SYSTEM)["private engine"]
    assert line.state == "ok"
    assert "root is missing" in line.seen


def test_an_engine_that_answers_nonsense_is_a_problem():
    """It answers a ping, and then no question."""
    line = lines(engine=replace(ON_SYSTEM, answer=Unknown("It refuses to answer /version (403).")))["engine"]
    assert line.state == "problem"
    assert "403" in line.seen


@pytest.mark.parametrize(("api", "state"), [("1.40", "warning"), ("1.41", "ok"), ("1.52", "ok"), ("?", "ok")])
def test_an_old_engine_is_a_warning(api, state):
    """What is no version is none to judge."""
    answer = replace(ANSWER, identity=EngineIdentity("Docker", "19", api))
    assert lines(engine=replace(ON_SYSTEM, answer=answer))["engine"].state == state


# Rights


@pytest.mark.parametrize(
    ("rights", "engine", "state", "words"),
    [
        (Rights("/x"), NOTHING, "ok", "no system engine"),
        (replace(SOCKET, usable=True, root=True), NOTHING, "ok", "You are root"),
        (replace(SOCKET, usable=True), NOTHING, "ok", "as good as root"),
        (SOCKET, NOTHING, "problem", "Its group, docker, may"),
        (SOCKET, ON_PRIVATE, "ok", "doesn't need to"),
        (replace(SOCKET, member=True), NOTHING, "problem", "not since this session began"),
        (replace(SOCKET, group="root"), NOTHING, "problem", "permission denied"),
    ],
)  # fmt: skip
def test_rights_to_the_system_engine(rights, engine, state, words):
    """Missing ones are a problem only where nothing else is there."""
    line = lines(rights=rights, engine=engine)["rights"]
    assert line.state == state
    assert words in line.seen
    assert bool(line.fix) == (state == "problem")


def test_the_group_docker_is_said_to_be_as_good_as_root():
    """Nobody should join it without knowing."""
    fix = lines(rights=SOCKET, engine=NOTHING)["rights"].fix
    assert "usermod -aG docker" in fix
    assert "as good as root" in fix


def test_a_session_older_than_the_group_is_told_how_to_go_on():
    """The mistake of every class: joined, and not logged in again."""
    fix = lines(rights=replace(SOCKET, member=True), engine=NOTHING)["rights"].fix
    assert "Log out" in fix
    assert "usermod" not in fix


# The docker command


@pytest.mark.parametrize(
    ("command", "state", "words"),
    [
        (Command(), "problem", "none in PATH"),
        (CLI, "ok", "talks to the engine"),
        (replace(CLI, refusal=None), "ok", "28.2.2"),
        (replace(CLI, client=Client()), "warning", "doesn't say"),
        (replace(CLI, refusal="Error: client version 1.52 is too new."), "problem", "too new"),
    ],
)
def test_the_docker_command(command, state, words):
    """It must be there, and go together with the engine: it knows best whether it does."""
    line = lines(command=command)["docker command"]
    assert line.state == state
    assert words in line.seen


def test_a_version_set_by_hand_is_named():
    """DOCKER_API_VERSION is forgotten in many a profile."""
    line = lines(command=replace(CLI, api="1.99", refusal="client version 1.99 is too new"))["docker command"]
    assert line.fix == "unset DOCKER_API_VERSION (it is 1.99)"


@pytest.mark.parametrize(
    ("client", "buildkit", "state", "words"),
    [
        (Client("28.2.2", buildx=True), "", "ok", "BuildKit, through buildx"),
        (Client("28.2.2"), "", "ok", "classic"),
        (Client("28.2.2"), "1", "problem", "docker build fails"),
        (Client("28.2.2"), "0", "ok", "classic"),
        (Client("20.10.24"), "1", "ok", "BuildKit."),
    ],
)
def test_the_builder(client, buildkit, state, words):
    """Only what can't build at all is a problem."""
    line = lines(command=replace(CLI, client=client, buildkit=buildkit))["builder"]
    assert line.state == state
    assert words in line.seen


def test_without_a_docker_command_nothing_builds():
    """One problem is enough."""
    assert "builder" not in lines(command=Command())


# Images and the network

NOWHERE = Images(WANTED, not_buildable="Not on this system.")
OFFLINE = {"hub.example.org": False}


@pytest.mark.parametrize(
    ("images", "engine", "hosts", "state", "words"),
    [
        (replace(NOWHERE, stored=frozenset(WANTED)), ON_PRIVATE, OFFLINE, "ok", "All 2 are here."),
        (replace(NOWHERE, stored=frozenset(WANTED)), ON_SYSTEM, OFFLINE, "ok", "can be loaded"),
        (replace(NOWHERE, kits=(Path("/media/a/kit"),)), ON_SYSTEM, OFFLINE, "ok", "can be loaded"),
        (replace(NOWHERE, kits=(Path("/media/a/kit"),)), ON_PRIVATE, OFFLINE, "ok", "can be loaded"),
        (replace(NOWHERE, not_buildable=""), ON_PRIVATE, OFFLINE, "warning", "can be built"),
        (replace(NOWHERE, not_buildable=""), ON_SYSTEM, OFFLINE, "problem", "no network"),
        (NOWHERE, ON_SYSTEM, {"hub.example.org": True}, "warning", "would pull"),
        (NOWHERE, ON_PRIVATE, {"hub.example.org": True}, "warning", "would pull"),
        (NOWHERE, ON_PRIVATE, OFFLINE, "problem", "hello-world:latest, registry:2"),
    ],
)
def test_images(images, engine, hosts, state, words):
    """At hand for the engine that would use them, or how they can be had."""
    line = lines(images=images, engine=engine, hosts=hosts)["images"]
    assert line.state == state
    assert words in line.seen


def test_no_name_is_taken_from_an_image_that_may_be_the_learners_own():
    """Of an engine that isn't the lab's, in which one of the names is taken: the other is pulled, not loaded."""
    engine = replace(ON_SYSTEM, answer=replace(ANSWER, images=frozenset({WANTED[0]})))
    line = lines(images=replace(NOWHERE, stored=frozenset(WANTED), kits=(Path("kit"),)), engine=engine)["images"]
    assert (line.state, line.fix) == ("warning", f"Before the class: docker pull {WANTED[1]}")


def test_images_in_the_engine_are_at_hand():
    """Wherever it got them."""
    engine = replace(ON_SYSTEM, answer=replace(ANSWER, images=frozenset(WANTED)))
    assert lines(images=NOWHERE, engine=engine, hosts=OFFLINE)["images"].state == "ok"


@pytest.mark.parametrize(
    ("images", "state"), [(ALL_WELL.images, "ok"), (NOWHERE, "warning"), (replace(NOWHERE, kits=(Path("kit"),)), "ok")]
)
def test_a_network_is_missed_only_without_images(images, state):
    """With them, or with a kit, none is needed."""
    assert lines(images=images, hosts=OFFLINE)["network"].state == state


# Ports


@pytest.mark.parametrize(
    ("port", "state", "seen"),
    [
        (CoursePort(5050, 5050), "ok", "5050 is free."),
        (CoursePort(5050, 5051, "nginx, process 7"), "ok", "5050 is taken (nginx, process 7). 5051 is free."),
        (CoursePort(5050, 5050, "x", "x"), "warning", "5050 is taken (x)."),
        (CoursePort(5050, 5050, "docker-proxy", "docker-proxy", kept=True), "ok",
         "5050, yours from an earlier time, is taken (docker-proxy): if not by your registry, end that."),
    ],
)  # fmt: skip
def test_ports(port, state, seen):
    """The lab takes another one by itself; a learner's own registry has the learner's own port."""
    line = lines(course=replace(ALL_WELL.course, ports=(port,)))["ports"]
    assert (line.state, line.seen) == (state, seen)


# The machine


def test_what_goes_to_one_disk_is_added_up():
    """Two that would fit alone, and don't together; another disk has nothing to do with it."""
    home = Room("your files", Path("/home"), 1, 3 * GB, 2 * GB)
    engine = Room("the engine", Path("/data"), 1, 3 * GB, 2 * GB)
    other = Room("the course's images", Path("/other"), 2, 3 * GB, 2 * GB)
    assert lines(rooms=(home, other))["disk"].state == "ok"
    line = lines(rooms=(home, engine, other))["disk"]
    assert line.state == "warning"
    assert "3GB free; your files and the engine need 4GB." in line.seen
    full = [replace(each, free=50 * MB) for each in (home, engine)]
    assert lines(rooms=(*full, other))["disk"].state == "problem"


@pytest.mark.parametrize(("free", "state"), [(400 * MB, "warning"), (GB, "ok")])
def test_memory(free, state):
    """Too little is a warning: something may be closed."""
    assert lines(memory=Memory(free, 8 * GB))["memory"].state == state


@pytest.mark.parametrize(("vital", "state"), [(True, "problem"), (False, "warning")])
def test_folders_that_cant_be_written(vital, state):
    """Without some the lab doesn't open."""
    line = lines(folders=(Folder("your files", Path("/a"), "/a is read-only", vital),))["folders"]
    assert (line.state, line.seen) == (state, "/a, for your files: /a is read-only.")


def test_another_lab_is_a_warning():
    """It can be left."""
    assert lines(other_lab="Another lab is open, process 7.")["other lab"].state == "warning"


@pytest.mark.parametrize(
    ("terminal", "state", "words"),
    [
        (TERMINAL, "ok", "120x40, xterm-256color, 256 colours."),
        (replace(TERMINAL, inside="tmux", colours=1 << 24), "ok", "16 million colours, in tmux."),
        (replace(TERMINAL, no_color=True), "ok", "no colours"),
        (replace(TERMINAL, term="linux", colours=16), "ok", "16 colours"),
        (replace(TERMINAL, size=(79, 24)), "warning", "small"),
        (replace(TERMINAL, size=(80, 23)), "warning", "small"),
        (replace(TERMINAL, term="dumb"), "problem", "full screen"),
        (replace(TERMINAL, term=""), "problem", "TERM is not set"),
        (replace(TERMINAL, size=None, term="dumb"), "warning", "not run in a terminal"),
    ],
)
def test_the_terminal(terminal, state, words):
    """It must be able to show a full screen; colours it need not have."""
    line = lines(terminal=terminal)["terminal"]
    assert line.state == state
    assert words in line.seen


@pytest.mark.parametrize(("encoding", "state"), [("UTF-8", "ok"), ("utf8", "ok"), ("ANSI_X3.4-1968", "warning")])
def test_the_encoding(encoding, state):
    """However it is spelt."""
    assert lines(encoding=encoding)["text"].state == state


@pytest.mark.parametrize(
    ("python", "state"),
    [
        (Python((3, 11, 0), "/usr"), "ok"),
        (Python((3, 10, 9), "/usr"), "problem"),
        (Python((3, 12, 0), "/usr", missing=("textual",)), "problem"),
    ],
)
def test_python(python, state):
    """Too old, or without what the lab needs."""
    assert lines(python=python)["python"].state == state


@pytest.mark.parametrize(
    ("now", "ahead", "state", "words"),
    [
        (ALL_WELL.now, 0.5, "ok", "agrees"),
        (ALL_WELL.now, None, "ok", "2026-11-28"),
        (ALL_WELL.now, -3600.0, "warning", "3600 s behind"),
        (0.0, None, "warning", "1970"),
    ],
)
def test_the_clock(now, ahead, state, words):
    """A year that was before the lab, and an engine that has fallen behind."""
    line = lines(now=now, engine=replace(ON_SYSTEM, answer=replace(ANSWER, ahead=ahead)))["clock"]
    assert line.state == state
    assert words in line.seen
