"""A rootless engine's life, as an ordinary user; and what it leaves behind, which is nothing."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import Docker, docker_for
from tests.engine.sailor import UID, UsersEngine, users_engine
from tests.waiting import DEADLINE
from tui.engine.private import Rootless
from tui.engine.private.processes import alive, find, until
from tui.engine.private.rootless import PACKAGES

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine() -> Iterator[UsersEngine]:
    with users_engine(Rootless(), PACKAGES) as engine:
        yield engine


@pytest.fixture(scope="module")
def docker(engine: UsersEngine, tmp_path_factory: pytest.TempPathFactory) -> Docker:
    return docker_for(engine.seen, tmp_path_factory.mktemp("config"))


def test_only_the_user_can_use_it(engine):
    """The socket is theirs, in a folder that is theirs."""
    socket = Path(engine.seen.endpoint.url.removeprefix("unix://"))
    assert stat.S_IMODE(socket.stat().st_mode) == 0o600
    assert socket.stat().st_uid == UID
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert engine.seen.status().running


def test_it_is_rootless_and_pulls_from_the_hub(docker):
    """As if from Docker's own hub."""
    assert "name=rootless" in docker("info", "--format", "{{.SecurityOptions}}").stdout
    ran = docker("run", "--rm", "hello-world")
    assert "Hello from Docker!" in ran.stdout
    assert "latest: Pulling from library/hello-world" in ran.stderr


def test_it_builds(docker, tmp_path):
    """With a step that runs something."""
    (tmp_path / "Dockerfile").write_text("FROM busybox\nRUN echo built > /made\nCMD cat /made\n", encoding="utf-8")
    docker("build", "--tag", "made", str(tmp_path))
    assert docker("run", "--rm", "made").stdout == "built\n"


def test_a_published_port_answers_on_this_machine(docker):
    """Through rootlesskit; the lab's pages are on localhost."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = "echo here > /page; exec httpd -f -h / -p 80"
    docker("run", "--detach", "--name", "web", "--publish", f"127.0.0.1:{port}:80", "busybox", "sh", "-c", server)
    answers: list[bytes] = []

    def answered() -> bool:
        try:
            answers.append(urllib.request.urlopen(f"http://127.0.0.1:{port}/page", timeout=5).read())
        except OSError:
            return False
        return True

    assert until(answered, DEADLINE)
    assert answers == [b"here\n"]
    docker("rm", "--force", "web")


def test_what_a_container_writes_is_the_users(engine, docker):
    """Root inside is the user outside; another user inside is one of the subordinate ids."""
    folder = engine.folder / "bind"
    folder.mkdir()
    os.chown(folder, UID, UID)
    bind = f"{folder}:/bind"
    docker("run", "--rm", "--volume", bind, "busybox", "sh", "-c", "touch /bind/root; chmod 777 /bind")
    docker("run", "--rm", "--user", "1000", "--volume", bind, "busybox", "touch", "/bind/other")
    assert (folder / "root").stat().st_uid == UID
    assert (folder / "other").stat().st_uid == 2_000_000 + 999
    subprocess.run(["rm", "-r", folder], check=True)


def test_the_machines_root_folder_is_safe(docker):
    """Even mounted into a container whose user is root."""
    tried = docker("run", "--rm", "--volume", "/:/machine", "busybox", "touch", "/machine/bin/hello", check=False)
    assert tried.returncode == 1
    assert "Permission denied" in tried.stderr
    assert not Path("/bin/hello").exists()


def test_stop_ends_the_deaf_and_start_finds_all_again(engine, docker):
    """Nothing of it runs; images and containers are there at the next start."""
    docker("run", "--detach", "--name", "deaf", "busybox", "sh", "-c", "trap '' TERM; sleep 1000")
    engine.do("stop")
    assert engine.sailor.processes() == []
    engine.do("start")
    assert docker("ps", "--all", "--format", "{{.Names}} {{.Status}}").stdout.startswith("deaf Exited (137)")
    docker("rm", "deaf")


def test_without_a_network_a_pull_does_not_wait_long_for_names(engine, docker, island):
    """Which it asks for even where the lab hub has the image: 10 seconds, were it not told to be quick."""
    docker("rmi", "hello-world", check=False)
    engine.do("stop")
    engine.sailor.network = island
    try:
        engine.do("start")
        begun = time.monotonic()
        docker("pull", "hello-world")
        assert time.monotonic() - begun < 8
        engine.do("stop")
    finally:
        engine.sailor.network = []
        engine.do("start")


def rootlesskit(engine: UsersEngine) -> list[int]:
    """Its first process."""
    return find(lambda words: words[0] == "rootlesskit" and str(engine.folder / "data" / "root") in words)


def test_a_killed_engine_takes_all_with_it_and_starts_again(engine, docker):
    """Nothing of it is left running without its head."""
    docker("run", "--detach", "--name", "web", "busybox", "sleep", "1000")
    [pid] = rootlesskit(engine)
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not alive(pid) and len(engine.sailor.processes()) == 1, DEADLINE)
    assert "tui.images.hub" in engine.sailor.processes()[0]
    engine.do("start")
    assert docker("start", "web").stdout == "web\n"
    docker("rm", "--force", "web")
