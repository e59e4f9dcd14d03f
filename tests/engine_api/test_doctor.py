"""What the doctor says of an engine that hangs, refuses or talks nonsense: a line each, soon, and no more."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.sshd import silent_port
from tui.doctor.engine_look import engine_facts
from tui.doctor.facts import EngineAnswer, EngineFacts, Unknown
from tui.doctor.judge_engine import engine as judged
from tui.doctor.passing_line import PassingLine
from tui.model.doctor import Line
from tui.paths import shipped
from tui.verbs.doctor import lines


@pytest.fixture
def asked(api, tmp_path, monkeypatch):
    """Ask the engine; the facts, which must come soon."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "run"))

    def ask() -> EngineFacts:
        begun = time.monotonic()
        facts = engine_facts(api.url, PassingLine())
        assert time.monotonic() - begun < 5.0
        return facts

    return ask


def test_an_engine_that_answers(asked):
    """All is known of it."""
    facts = asked()
    assert isinstance(facts.answer, EngineAnswer)
    assert facts.answer.images
    line = judged(facts)
    assert (line.state, "as --engine says" in line.seen) == ("ok", True)


def test_one_that_hangs_and_goes_on(api, asked):
    """It is none while it hangs; nothing is kept of that."""
    api.hang()
    line = judged(asked())
    assert line.state == "problem"
    assert "does not answer in time" in line.seen
    api.go_on()
    assert judged(asked()).state == "ok"


def test_one_that_is_no_engine(api, asked):
    """Another program on its socket."""
    api.faults.strange = True
    assert "not a container engine" in judged(asked()).seen


def test_one_that_refuses_its_ping(api, asked):
    """A filter before it."""
    api.faults.forbidden.add("/_ping")
    api.faults.bodies["/version"] = b"{}"
    line = judged(asked())
    assert line.state == "problem"
    assert line.fix


def test_one_that_refuses_to_say_what_it_is(api, asked):
    """It pings, and no more: nothing can be done with it."""
    api.faults.forbidden.add("/version")
    facts = asked()
    assert facts.answer == Unknown("It refuses /version (403).")
    assert judged(facts).state == "problem"


@pytest.mark.parametrize("path", ["/version", "/info", "/images/json"])
@pytest.mark.parametrize("body", [b"<html>", b"[1, 2]", b'{"Components": 7}', b'"x"', b"\xff", b'[{"RepoTags": 5}]'])
def test_nonsense_is_borne(api, asked, path, body):
    """What is not understood is not known; never an exception."""
    api.faults.bodies[path] = body
    facts = asked()
    assert facts.choice.endpoint is not None
    assert judged(facts).state in ("ok", "problem")
    assert judged(facts).fix or judged(facts).state == "ok"


# Over ssh


@pytest.fixture
def consulted(tmp_path, monkeypatch):
    """All the doctor says of `--engine said`, by name; it must come soon, and leave nothing."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "home" / "run"))
    # pytest's own folder is too deep for a socket.
    passing = tempfile.mkdtemp(prefix="sl")
    monkeypatch.setattr(tempfile, "tempdir", passing)

    def consult(said: str) -> dict[str, Line]:
        begun = time.monotonic()
        found = {line.name: line for line in lines(said, shipped("content"))}
        assert time.monotonic() - begun < 5.0
        assert not any(Path(passing).iterdir())
        assert subprocess.run(["pgrep", "-f", passing], capture_output=True).stdout == b""
        return found

    yield consult
    shutil.rmtree(passing)


def test_over_ssh_the_docker_command_is_asked_too(consulted, far, api):
    """The line is there until it has been."""
    found = consulted(f"ssh://far{api.path}")
    assert found["engine"].state == "ok"
    assert "The engine at far, as --engine says: Docker" in found["engine"].seen
    assert "can't talk" not in found["docker command"].seen


def test_a_machine_that_says_nothing_is_not_waited_for(consulted, far):
    """The lab would wait for twenty seconds."""
    with silent_port() as port:
        found = consulted(f"ssh://127.0.0.1:{port}")
    assert "does not answer in time" in found["engine"].seen
    assert f"ssh -p {port} 127.0.0.1" in found["engine"].fix
