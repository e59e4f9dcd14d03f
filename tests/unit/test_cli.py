"""The command line: verbs, and what is said when something is wrong."""

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tui import cli, engines, setup
from tui.engine.discovery import Choice
from tui.errors import SealegsError, UsageError
from tui.model.engine import Endpoint
from tui.model.progress import Progress
from tui.progress import ProgressFile
from tui.verbs import open as open_verb
from tui.verbs import setup as setup_verb

SYSTEM = Choice(Endpoint("unix:///x", "system engine"))


def sealegs(*arguments: str, **environment: object) -> subprocess.CompletedProcess[str]:
    """The program as a person runs it, without a terminal."""
    env = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return subprocess.run([sys.executable, "-m", "tui", *arguments], env=env, capture_output=True, text=True)


@pytest.mark.parametrize("words", [[], ["open"], ["--theme", "light"], ["open", "--engine", "none"]])
def test_without_a_verb_the_lab_opens(words, monkeypatch):
    """Options are then the lab's."""
    monkeypatch.setattr(open_verb, "run", lambda options: 7)
    assert cli.run(words) == 7


def test_a_mistyped_verb_is_named():
    """And so are those there are: all that the help lists."""
    with pytest.raises(UsageError, match="Unknown verb: opne") as caught:
        cli.run(["opne"])
    every = "open, read, tasks, doctor, setup, engine, images, kit, progress, reset, board, notes, course"
    assert every in caught.value.remedy
    assert caught.value.exit_code == 2


def test_the_systems_refusal_is_a_sentence(monkeypatch):
    """No traceback for a full disk."""

    def refuse(options: argparse.Namespace) -> int:
        raise OSError(28, "No space left on device", "/x/y")

    monkeypatch.setattr(setup_verb, "run", refuse)
    with pytest.raises(SealegsError, match="/x/y: No space left on device"):
        cli.run(["setup"])


def test_a_shell_that_is_not_there_is_said(monkeypatch):
    """Before the screen is taken."""
    monkeypatch.setattr(open_verb, "_require_terminal", lambda: None)
    with pytest.raises(UsageError, match="The shell no-such-shell is not installed"):
        cli.run(["--shell", "no-such-shell"])


def test_what_was_not_kept_is_said_at_the_end_too(tmp_path, monkeypatch, capsys):
    """A notice in the lab is gone with the lab."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    fresh = Progress(course="docker-basics", course_version="1")
    first = ProgressFile(tmp_path / "sealegs" / "docker-basics.json")
    first.open(fresh)
    monkeypatch.setattr(open_verb, "_require_terminal", lambda: None)
    monkeypatch.setattr(open_verb.gc, "disable", lambda: None)
    monkeypatch.setattr("tui.app.LabApp.run", lambda app: app.opening.progress.open(fresh) and None)
    assert cli.run(["--engine", "none", "--shell", "sh"]) == 0
    first.close()
    assert capsys.readouterr().err == "sealegs: Another lab is open. What you do in this one is not kept.\n"


@pytest.mark.parametrize("words", [["--present"], ["open", "--present"]])
def test_a_lab_can_be_opened_to_present(tmp_path, monkeypatch, words):
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    opened = []
    monkeypatch.setattr(open_verb, "_require_terminal", lambda: None)
    monkeypatch.setattr(open_verb.gc, "disable", lambda: None)
    monkeypatch.setattr("tui.app.LabApp.run", lambda app: opened.append(app.opening.present))
    assert cli.run([*words, "--engine", "none", "--shell", "sh"]) == 0
    assert opened == [True]


def test_an_engine_chosen_in_the_lab_opens_it_again(tmp_path, monkeypatch):
    """On that engine; the options are the same."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(open_verb, "_require_terminal", lambda: None)
    monkeypatch.setattr(open_verb.gc, "disable", lambda: None)
    asked = []
    chosen = iter(["none", None])

    def choose(options, chosen):
        asked.append((options.shell, chosen))
        return Choice(None)

    monkeypatch.setattr("tui.engines.choose_engine", choose)
    monkeypatch.setattr("tui.app.LabApp.run", lambda _: next(chosen))
    assert cli.run(["--shell", "sh"]) == 0
    assert asked == [("sh", ""), ("sh", "none")]


def test_a_folder_for_sockets_that_cant_be_is_said(tmp_path):
    """One line, exit code 1."""
    (tmp_path / "file").touch()
    done = sealegs("engine", "status", SEALEGS_RUNTIME_DIR=tmp_path / "file" / "r")
    assert done.returncode == 1
    assert done.stderr.startswith("sealegs: The folder")
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_who_goes_away_is_no_trouble(tmp_path):
    """As with `sealegs images list | head -1`."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "tui", "images", "list"]
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(command, env=env, stdout=pipe, stderr=subprocess.PIPE, text=True)
    assert done.stderr == ""
    assert done.returncode == 141


def test_an_engine_that_does_not_run_has_no_variables(tmp_path):
    """A shell that took them in would lose its docker."""
    done = sealegs("engine", "env", SEALEGS_RUNTIME_DIR=tmp_path / "run", XDG_DATA_HOME=tmp_path / "data")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sealegs engine start" in done.stderr


def test_a_shell_can_take_in_the_engines_variables(monkeypatch, capsys):
    """Whatever characters its folder's name has."""
    engine = SimpleNamespace(
        status=lambda: SimpleNamespace(running=True),
        environment=lambda: {"DOCKER_HOST": "unix:///it's $HOME/docker.sock"},
    )
    monkeypatch.setattr(engines, "own_engine", lambda: engine)
    assert cli.run(["engine", "env"]) == 0
    script = f"eval {shlex.quote(capsys.readouterr().out)}; printf '%s' \"$DOCKER_HOST\""
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "unix:///it's $HOME/docker.sock"


def test_cleaning_without_a_terminal_removes_nothing_and_says_so(monkeypatch):
    """The list comes first, and nothing is stopped before the answer."""
    engine = SimpleNamespace(leftovers=lambda: ("/somewhere",))
    monkeypatch.setattr(engines, "private_engines", lambda: (engine,))
    monkeypatch.setattr(setup, "confirm", lambda question, default: default)
    with pytest.raises(SealegsError, match="Nothing was removed"):
        cli.run(["engine", "stop", "--clean"])


def test_the_course_folder_is_the_shipped_one():
    """Unless another is named."""
    parser, _ = cli.command_line()
    assert (Path(parser.parse_args(["open"]).course) / "course.yaml").is_file()
