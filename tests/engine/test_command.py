"""What the command pane's docker command talks to: the lab's engine or none, whatever the learner has set."""

import os
import subprocess

import pytest

from tui.engine.command import docker_environment

pytestmark = pytest.mark.engine


@pytest.fixture
def foreign(monkeypatch, tmp_path):
    """Settings that lead the command elsewhere, or make it refuse."""
    monkeypatch.setenv("DOCKER_CONTEXT", "foreign")
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path / "none"))


def test_it_reaches_the_lab_engine(docker, private_engine, foreign):
    """Without asking it for certificates."""
    assert docker("info", "--format", "{{.DockerRootDir}}").stdout.strip() == f"{private_engine.status().data}/root"


def test_without_an_engine_it_reaches_none(docker, foreign, private_engine, tmp_path):
    """And says so, though another one answers where the settings lead."""
    config = tmp_path / "docker"
    # The command of 2020 takes an empty DOCKER_HOST for one that is set.
    at_home = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
    at_home["DOCKER_CONFIG"] = str(config)
    for words in (["create", "own", "--docker", f"host={private_engine.endpoint.url}"], ["use", "own"]):
        subprocess.run(["docker", "context", *words], env=at_home, capture_output=True, check=True)
    assert subprocess.run(["docker", "ps"], env=at_home, capture_output=True).returncode == 0
    env = {**os.environ, "DOCKER_CONFIG": str(config), **docker_environment(None)}
    done = subprocess.run(["docker", "ps"], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no-engine.sock" in done.stderr
