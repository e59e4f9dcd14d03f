"""`sealegs tasks --engine`: the tasks judged with no lab open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.conftest import Docker
from tui.progress import read

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]


def test_what_an_engine_shows_is_done_and_stays_so(tmp_path: Path, private_engine, docker: Docker, tiny: str) -> None:
    """What is wrong is told in the lab's words, and so is what can't be seen from here: it stays open."""
    names = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    url = private_engine.endpoint.url
    command = [sys.executable, "-m", "tui", "tasks", "2.1", "--engine", url]

    def tasks() -> list[str]:
        done = subprocess.run(command, env={**os.environ, **names}, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    assert all(": Open" not in line and "Done" not in line for line in tasks()[1:])
    docker("tag", tiny, "hello-world:latest")
    docker("run", "hello-world", "true")
    first, *rest = tasks()[1:]
    assert first.startswith("1. Done, by yourself: Run a container of hello-world. (")
    assert "3. Open: List the images on this machine." in rest[1]
    docker("rm", "--force", docker("ps", "-alq").stdout.strip())
    assert tasks()[1].startswith("1. Done, by yourself")
    kept = read(tmp_path / "data" / "sealegs" / "docker-basics.json")
    assert kept is not None
    assert kept.record("first-container/run-hello").at > 0
    assert kept.lesson == ""
