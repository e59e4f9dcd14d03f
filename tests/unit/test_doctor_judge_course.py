"""What the doctor makes of facts about the course's needs and the machine."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.doctor_facts import (
    ALL_WELL,
    ANSWER,
    GB,
    MB,
    ON_PRIVATE,
    ON_SYSTEM,
    TERMINAL,
    WANTED,
    lines,
)
from tui.doctor.facts import (
    CoursePort,
    Folder,
    Images,
    Memory,
    Python,
    Room,
)

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
    ("images", "state"),
    [
        (ALL_WELL.images, "ok"),
        (NOWHERE, "warning"),
        (replace(NOWHERE, kits=(Path("kit"),)), "ok"),
        (replace(NOWHERE, not_buildable=""), "ok"),
    ],
)
def test_a_network_is_missed_only_without_images(images, state):
    """With them, with a kit, or where they can be built, none is needed."""
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
