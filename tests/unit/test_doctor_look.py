"""What the doctor finds out, on this machine; and that it changes nothing, waits for nobody and never fails."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.ordinary_user import as_ordinary_user
from tui import cli
from tui.claim import holder as claim_holder
from tui.claim import take
from tui.doctor import course_look, engine_look, listeners, machine_look
from tui.doctor.facts import Unknown
from tui.doctor.passing_line import PassingLine
from tui.doctor.printed import printed
from tui.doctor.waiting import Looking
from tui.errors import SealegsError, UsageError
from tui.model.course import Course, Parameter
from tui.model.doctor import Line, Report

QUICK = 5.0
"""Seconds it may take, whatever hangs."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """An empty home, with no engine anywhere."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "home" / "run"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


# The verb


def test_it_changes_nothing_and_says_it_for_programs(home):
    """As a person runs it: a report that its own model understands; no folder is made, not even for sockets."""
    command = [sys.executable, "-m", "tui", "doctor", "--json", "--engine", "unix:///nowhere.sock"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    report = Report.model_validate_json(done.stdout)
    assert (done.returncode, report.can_run, done.stderr) == (1, False, "")
    assert report.format_version == 1
    assert next(line for line in report.lines if line.name == "engine").state == "problem"
    assert list(home.iterdir()) == []


def test_a_course_that_is_none_is_bad_usage(home):
    """Two, as for every verb."""
    with pytest.raises(UsageError, match="no course"):
        cli.run(["doctor", "--course", str(home)])


def test_a_broken_course_is_a_problem(home, capsys):
    """Nothing is asked that would need it. There is no colour where the output is no terminal."""
    (home / "course.yaml").write_text("title: [", encoding="utf-8")
    assert cli.run(["doctor", "--course", str(home), "--engine", "none"]) == 1
    told = capsys.readouterr().out
    names = [row[9:].split("  ")[0] for row in told.splitlines() if row.startswith(("ok", "warning", "problem"))]
    assert "course.yaml" in told
    assert "course" in names
    assert not {"images", "ports", "network", "other lab"} & set(names)
    assert "\x1b" not in told


def test_an_engine_that_hangs_holds_nobody_up(home, tmp_path):
    """It takes the connection, and never answers."""
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(tmp_path / "hangs.sock"))
        engine.listen()
        begun = time.monotonic()
        facts = engine_look.engine_facts(f"unix://{tmp_path / 'hangs.sock'}", PassingLine())
        assert time.monotonic() - begun < QUICK
    assert facts.choice.endpoint is None
    assert "does not answer in time" in facts.choice.tried[0].why_not


# Waiting


def test_what_hangs_is_not_waited_for():
    """A name that is being looked up can't be interrupted."""
    end = threading.Event()
    begun = time.monotonic()
    found = Looking(end.wait, seconds=0.1).found()
    end.set()
    assert found == Unknown("This could not be found out in time.")
    assert time.monotonic() - begun < QUICK


def test_what_fails_is_unknown_and_says_why():
    """Our own errors in their words, others by their names."""

    def fail(error: Exception) -> object:
        raise error

    assert Looking(lambda: fail(SealegsError("No.", "Do."))).found() == Unknown("No.", "Do.")
    odd = Looking(lambda: fail(ValueError("odd"))).found()
    assert isinstance(odd, Unknown)
    assert odd.why == "This could not be found out (ValueError: odd)."
    with pytest.raises(SealegsError, match=r"No\."):
        Looking(lambda: fail(SealegsError("No."))).certain()


# Ports


def test_a_port_that_is_taken_names_who_has_it():
    """And the next one is what the lab would take."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert listeners.holder(port).endswith(f", process {os.getpid()}")
        course = Course("c", "C", "1", (), (), {"port": Parameter(port=port), "word": Parameter(pick=["a"])})
        (found,) = course_look.course_facts(course).ports
    assert found.wanted == port
    assert found.taken > port
    assert str(os.getpid()) in found.wanted_holder
    assert (found.holder, found.kept) == ("", False)
    assert listeners.holder(port) == ""


def test_of_others_programs_the_user_is_named():
    """The kernel tells no more to who isn't root."""
    with socket.socket() as server, as_ordinary_user() as (_, run):
        server.bind(("127.0.0.1", 0))
        server.listen()
        then = f"from tui.doctor.listeners import holder; print(holder({server.getsockname()[1]}))"
        told = run("import tui.doctor.listeners", then).stdout.strip()
    assert told == "a program of root" if os.getuid() == 0 else told.endswith(f", process {os.getpid()}")


# Rights


@pytest.mark.skipif(os.getuid() != 0, reason="needs a user without rights: run as root")
def test_a_socket_without_rights(tmp_path):
    """As an ordinary user, who is not in its group."""
    with socket.socket(socket.AF_UNIX) as engine, as_ordinary_user() as (folder, run):
        path = folder / "docker.sock"
        engine.bind(str(path))
        path.chmod(0o660)
        first = f"from tui.doctor import engine_look; engine_look.SYSTEM_SOCKETS = ({str(path)!r},)"
        told = run(first, "print(engine_look.rights())")
    assert (
        told.stdout.strip()
        == f"Rights(path={str(path)!r}, there=True, usable=False, group='root', member=False, root=False)"
    )


def test_a_socket_that_is_not_there(monkeypatch):
    """Nobody needs rights to it."""
    monkeypatch.setattr(engine_look, "SYSTEM_SOCKETS", ("/nowhere/docker.sock",))
    assert not engine_look.rights().there


# Another lab


def test_who_has_a_claim_is_known_without_taking_it(tmp_path):
    """The claim can still be taken afterwards, and no file is made."""
    path = tmp_path / "progress.json"
    assert claim_holder(path) == ""
    assert list(tmp_path.iterdir()) == []
    claim = take(path)
    assert claim_holder(path) == f"Another lab is open, process {os.getpid()}."
    claim.release()
    assert claim_holder(path) == ""
    take(path).release()


def test_a_claim_on_another_host_is_known(tmp_path):
    """Where locks don't work, a symlink says whose it is."""
    (tmp_path / "progress.held").symlink_to("elsewhere:12:34")
    assert claim_holder(tmp_path / "progress.json") == "Another lab is open on elsewhere, process 12."


# The machine


def test_a_folder_in_the_place_of_which_a_file_is(home):
    """The lab can't make it."""
    (home / "sealegs-work").write_text("", encoding="utf-8")
    trouble = {folder.purpose: folder.trouble for folder in machine_look.folders()}
    assert trouble["your files"] == f"{home / 'sealegs-work'} is no folder"
    assert trouble["your progress"] == ""


def test_a_folder_for_sockets_that_others_may_enter(home):
    """The private engine would refuse it."""
    (home / "run").mkdir()
    (home / "run").chmod(0o755)
    assert machine_look.folders()[-1].trouble == f"{home / 'run'} must be a folder that only you can enter"


def test_a_folder_that_is_anothers():
    """Said of the first folder on the way that is there."""
    then = "print([folder.trouble for folder in folders()][0])"
    with as_ordinary_user() as (folder, run):
        folder.chmod(0o555)
        told = run("from tui.doctor.machine_look import folders", then).stdout.strip()
    assert told == f"you may not write to {folder}"


def test_kits_are_found_where_they_are_put(home, monkeypatch):
    """Here and among the downloads, each once; folders are none."""
    downloads = home / "Downloads"
    downloads.mkdir()
    (downloads / "sealegs-kit.tar").touch()
    (home / "sealegs-kit-here").mkdir()
    (home / "sealegs-kit-1").touch()
    monkeypatch.chdir(home)
    course = Course("c", "C", "1", ("busybox", "debian:12", "localhost:5000/mine"), ())
    found = course_look.images(course)
    assert found.kits == (home / "sealegs-kit-1", downloads / "sealegs-kit.tar")
    assert found.wanted == ("busybox:latest", "debian:12", "localhost:5000/mine:latest")


@pytest.mark.parametrize(
    ("term", "colorterm", "colours"),
    [
        ("xterm-256color", "", 256),
        ("xterm-256color", "truecolor", 1 << 24),
        ("xterm", "", 16),
        ("xterm-kitty", "", 256),
    ],
)
def test_colours(term, colorterm, colours):
    """What the terminal says, by its variables."""
    assert machine_look._colours(term, colorterm) == colours


# Printing


def test_the_state_stands_in_words_and_a_command_is_not_cut():
    """Colour repeats it, at most."""
    fix = "Run: sudo usermod --add-subuids 100000-165535 someone-with-a-long-name\nThen log in again."
    report = Report.of("1", (Line(name="rights", state="problem", seen="a\x1b[31mb " * 12, fix=fix),))
    plain = printed(report, 60, colours=False)
    assert plain.startswith("problem  rights ")
    assert "\x1b" not in plain
    assert all(len(row) <= 60 for row in plain.splitlines()[:-1])
    assert "--add-subuids" in plain.split()
    assert plain.count("> ") == 2
    assert printed(report, 60, colours=True).startswith("\x1b[1;31mproblem\x1b[0m  rights ")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("ok",), "The lab can run here."),
        (("warning", "ok"), "The lab can run here: 1 warning. What to do stands after >."),
        (
            ("warning", "problem", "problem"),
            "The lab can't run here: 2 problems and 1 warning. What to do stands after >.",
        ),
    ],
)
def test_what_it_comes_to_is_one_sentence(states, words):
    """The last one."""
    lines = tuple(Line(name="x", state=state, seen="y", fix="z") for state in states)
    assert printed(Report.of("1", lines), 80, colours=False).splitlines()[-1] == words


@pytest.mark.parametrize(("fix", "told"), [("sealegs images build", True), ("Find a network.", False)])
def test_in_a_checkout_it_says_how_the_program_is_typed(fix, told):
    """There it is in no folder of the PATH, and a fix that is copied would not be found."""
    report = Report.of("1", (Line(name="x", state="warning", seen="y", fix=fix),))
    last = printed(report, 80, colours=False, program=".venv/bin/sealegs").splitlines()[-1]
    assert (last == "Type .venv/bin/sealegs for sealegs.") is told
