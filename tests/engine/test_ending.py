"""A docker command in the command pane can be ended, also one that waits for a container which does not listen."""

import shlex

import pytest

from tests.terminal.conftest import Shell
from tests.waiting import until

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

DEAF = "trap '' TERM INT HUP; printf 'it is \\033[?1049h\\033[?1003hhere'; while :; do sleep 1; done"


@pytest.mark.parametrize("options", ["--name deaf-one", "-it --name deaf-one"], ids=["run", "run -it"])
def test_docker_run_is_ended(docker, private_engine, tiny, tmp_path, monkeypatch, options):
    """The prompt is back and works; the container goes on, as the question has said."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in private_engine.environment().items():
        monkeypatch.setenv(name, value)
    shell = Shell(tmp_path)
    try:
        shell.at_prompt()
        line = f"docker run {options} {tiny} sh -c {shlex.quote(DEAF)}"
        shell.type(line + "\r")
        shell.shows("here")
        until(lambda: shell.is_taken, "the container's screen")
        assert shell.session.running() == line
        assert shell.session.end_command()
        assert shell.run("stty -a | grep -q -- '-icanon'")[1].exit_status == 1
        assert not shell.is_taken
        assert docker("ps", "--format", "{{.Names}}").stdout.split() == ["deaf-one"]
    finally:
        shell.session.close()
