"""The doctor beside a real engine and the machine's own docker command: what it says, and what it leaves alone."""

import time

import pytest

from tests.engine.conftest import Docker
from tui.doctor import engine_look
from tui.doctor.facts import EngineAnswer
from tui.doctor.judge_engine import command, engine
from tui.doctor.passing_line import PassingLine

pytestmark = pytest.mark.engine


@pytest.fixture
def facts(private_engine, tmp_path, monkeypatch):
    """The suite's engine, asked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return engine_look.engine_facts(private_engine.endpoint.url, PassingLine())


def test_a_real_engine_is_well(facts, docker: Docker, tiny: str):
    """Its version is the docker command's own word; its clock and its folder are this machine's."""
    version = docker("version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}").stdout.split()
    answer = facts.answer
    assert isinstance(answer, EngineAnswer)
    assert [answer.identity.version, answer.identity.api_version] == version
    assert tiny in answer.images
    assert answer.ahead is not None
    assert abs(answer.ahead) < 5
    assert facts.data is not None
    assert facts.data.is_dir()
    assert engine(facts).state == "ok"


def test_the_docker_command_says_itself_whether_it_fits(facts, monkeypatch):
    """A version of the API that was set by hand is too new for any engine, or too old."""
    assert command(engine_look.command(facts)).state == "ok"
    monkeypatch.setenv("DOCKER_API_VERSION", "9.99")
    line = command(engine_look.command(facts))
    assert line.state == "problem"
    assert "9.99" in line.seen
    assert line.fix == "unset DOCKER_API_VERSION (it is 9.99)"


def test_an_engine_of_the_labs_is_not_started(private_engine, tmp_path, monkeypatch):
    """Where none runs it is said that the lab would start one; no folder and no process is there afterwards."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    begun = time.monotonic()
    facts = engine_look.engine_facts("", PassingLine())
    assert time.monotonic() - begun < 5
    assert facts.choice.endpoint is not None
    assert facts.choice.endpoint.url == f"unix://{tmp_path / 'run' / 'docker.sock'}"
    assert facts.answer is None
    assert not any(tmp_path.iterdir())
