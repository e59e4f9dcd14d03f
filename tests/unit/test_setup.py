"""Making a machine ready: what is installed, what is asked, and what is no obstacle."""

import io
import os
from collections.abc import Iterable

import pytest

from tui import setup
from tui.engine.private import Refusal
from tui.errors import EngineError, ImageError, SealegsError
from tui.images.host import missing_packages
from tui.images.recipe import load_recipes
from tui.paths import shipped


class Engine:
    """A private engine that does as it is told."""

    def __init__(self) -> None:
        self.running = False
        self.refused: list[Refusal] = []

    def refusals(self) -> list[Refusal]:
        """Why it can't run."""
        return self.refused

    def status(self) -> "Engine":
        """Itself: it knows whether it is running."""
        return self

    def start(self) -> None:
        """At once."""
        self.running = True


class Machine:
    """A bare machine as root: what it lacks, what was asked for, and whether that may be installed."""

    def __init__(self) -> None:
        self.engine = Engine()
        self.lacks = {"engine": {"docker.io"}, "images": ["mmdebstrap"]}
        self.agrees = True
        self.wanted: list[list[str]] = []
        self.built = 0

    def install(self, wanted: Iterable[str], purpose: str, *, yes: bool) -> None:
        """Everything, if that is agreed to."""
        packages = sorted(wanted)
        if not packages:
            return
        self.wanted.append(packages)
        if not (yes or self.agrees):
            raise SealegsError("Nothing was installed.")
        self.lacks = {"engine": set(), "images": []}

    def build(self, *_: object) -> None:
        """Count."""
        self.built += 1


@pytest.fixture
def machine(monkeypatch, tmp_path) -> Machine:
    machine = Machine()
    monkeypatch.setattr(setup.os, "getuid", lambda: 0)
    monkeypatch.setattr(setup.paths, "image_store", lambda: tmp_path)
    monkeypatch.setattr(setup, "check_debian", lambda: None)
    monkeypatch.setattr(setup, "engine_packages", lambda _: machine.lacks["engine"])
    monkeypatch.setattr(setup, "missing_packages", lambda recipes: machine.lacks["images"] if list(recipes) else [])
    monkeypatch.setattr(setup, "COURSE_PROGRAMS", {})
    monkeypatch.setattr(setup, "install", machine.install)
    monkeypatch.setattr(setup, "build", machine.build)
    return machine


def not_debian() -> None:
    raise ImageError("The course's images can be built on Debian 12 only.", "Get a kit.")


def test_a_bare_machine_is_asked_once(machine):
    """For the engine and for what builds the images."""
    setup.prepare(machine.engine, yes=False)
    assert machine.wanted == [["docker.io", "mmdebstrap"]]
    assert machine.built == 1
    assert machine.engine.running


def test_what_blocks_of_the_course_run_comes_along(machine, monkeypatch):
    """A bare server has no ps. Alone it is not worth a question."""
    monkeypatch.setattr(setup, "COURSE_PROGRAMS", {"sh": "dash", "no-such-program": "procps"})
    setup.prepare(machine.engine, yes=False)
    setup.prepare(machine.engine, yes=False)
    assert machine.wanted == [["docker.io", "mmdebstrap", "procps"]]


def test_where_images_cant_be_built_nothing_is_installed_for_them(machine, monkeypatch, capsys):
    """The engine starts all the same, and a line says why there are no images."""
    monkeypatch.setattr(setup, "check_debian", not_debian)
    setup.prepare(machine.engine, yes=False)
    assert machine.wanted == [["docker.io"]]
    assert machine.built == 0
    assert machine.engine.running
    assert "Debian 12 only. Get a kit.\n" in capsys.readouterr().err


def test_a_no_to_what_images_need_keeps_no_engine_from_starting(machine, capsys):
    """It is installed already."""
    machine.agrees, machine.lacks["engine"] = False, set()
    setup.prepare(machine.engine, yes=False)
    assert machine.wanted == [["mmdebstrap"]]
    assert machine.engine.running
    assert "images stay as they are" in capsys.readouterr().err


def test_a_no_to_what_the_engine_needs_is_the_end(machine):
    """Of the private engine."""
    machine.agrees = False
    with pytest.raises(SealegsError, match="Nothing was installed"):
        setup.prepare(machine.engine, yes=False)
    assert not machine.engine.running


def test_images_that_fail_to_build_keep_no_engine_from_starting(machine, monkeypatch):
    """Half a course is better than none."""
    monkeypatch.setattr(setup, "build", lambda *_: not_debian())
    setup.prepare(machine.engine, yes=False)
    assert machine.engine.running


def test_an_engine_that_no_package_helps_asks_for_none(machine):
    """What is in the way is said first, and nothing is installed in vain."""
    machine.engine.refused = [
        Refusal("runc", "runc is missing.", "Install it.", "runc"),
        Refusal("/etc/subuid", "It gives you no ids.", "Run: sudo usermod kim"),
    ]
    with pytest.raises(EngineError, match="It gives you no ids") as caught:
        setup.prepare(machine.engine, yes=True)
    assert caught.value.remedy == "Run: sudo usermod kim"
    assert machine.wanted == []


def test_an_ordinary_users_tests_need_nothing(machine, monkeypatch, capsys):
    """They skip themselves."""
    monkeypatch.setattr(setup.os, "getuid", lambda: 1000)
    setup.prepare_tests(yes=True)
    assert machine.wanted == []
    assert capsys.readouterr().err == "sealegs: without root the tests that need an engine are skipped.\n"


def test_a_user_without_sudo_is_told_what_root_must_do(monkeypatch):
    """The command as root types it."""
    monkeypatch.setattr(setup.os, "getuid", lambda: 1000)
    monkeypatch.setattr(setup.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(SealegsError, match="missing for the tests: uidmap") as caught:
        setup.install({"uidmap"}, "the tests", yes=True)
    assert caught.value.remedy.startswith("Have root run: apt-get update -qq && apt-get install")
    assert "sudo" not in caught.value.remedy


def test_what_apt_prints_while_all_goes_well_is_not_shown(monkeypatch, tmp_path, capfd):
    """Some hundred lines, over a slow one; what goes wrong is."""
    (tmp_path / "apt-get").write_text('#!/bin/sh\necho "Unpacking $*"\necho "E: of $1" >&2\n', encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(setup.os, "getuid", lambda: 0)
    setup.install({"uidmap"}, "the tests", yes=True)
    shown = "".join(capfd.readouterr())
    assert "Unpacking" not in shown
    assert "E: of install" in shown
    assert "sealegs: installing them" in shown


class Terminal(io.StringIO):
    """A terminal with what is typed at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("typed", "default", "answer"),
    [("y\n", False, True), ("No\n", True, False), ("\n", True, True), ("\n", False, False), ("", True, False)],
)
def test_an_answer(monkeypatch, typed, default, answer):
    """Enter is the default; Ctrl-D is a no."""
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert setup.confirm("Well?", default) is answer


def test_without_a_terminal_the_answer_is_no(monkeypatch):
    """Nobody is there to be asked."""
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert not setup.confirm("Well?", default=True)


def test_where_nothing_tells_what_is_installed_everything_is_missing(monkeypatch, tmp_path):
    """Another system has no dpkg-query."""
    monkeypatch.setenv("PATH", str(tmp_path))
    recipes = load_recipes(shipped("dockerfiles") / "images")
    assert "mmdebstrap" in missing_packages(recipes)
