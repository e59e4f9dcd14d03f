"""The life of a podman of the lab's own, as an ordinary user; and what the lab sees in it."""

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import Docker, docker_for
from tests.engine.sailor import UID, UsersEngine, users_engine
from tests.engine_news import News
from tests.waiting import DEADLINE
from tui.engine.docker_sdk import DockerEngine
from tui.engine.private import Podman
from tui.engine.private.podman import PACKAGES
from tui.engine.private.processes import alive, find, until
from tui.engine.watch import Watch

pytestmark = pytest.mark.engine

THEIRS = {".config/containers/containers.conf": "[engine]\nruntime = 'none of ours'\n"}
"""What the user has of podman's own must stay as it is."""


@pytest.fixture(scope="module")
def engine() -> Iterator[UsersEngine]:
    with users_engine(Podman(), PACKAGES, THEIRS) as engine:
        yield engine


@pytest.fixture(scope="module")
def docker(engine: UsersEngine, tmp_path_factory: pytest.TempPathFactory) -> Docker:
    return docker_for(engine.seen, tmp_path_factory.mktemp("config"))


@pytest.fixture
def lab(engine: UsersEngine) -> Iterator[DockerEngine]:
    """The lab's way to it."""
    lab = DockerEngine(engine.seen.endpoint.url)
    yield lab
    lab.close()


@pytest.fixture
def news() -> News:
    """What the watch tells."""
    return News()


@pytest.fixture
def watch(lab: DockerEngine, news: News) -> Iterator[Watch]:
    """Watches it."""
    watch = Watch(lab, news)
    watch.start()
    # To say who it is podman asks dpkg about its parts, which takes seconds on a busy machine.
    news.wait(lambda: bool(news.changes))
    yield watch
    watch.close()


def test_only_the_user_can_use_it(engine, lab):
    """The socket is theirs, in a folder that is theirs; and the lab knows what it talks to."""
    socket = Path(engine.seen.endpoint.url.removeprefix("unix://"))
    assert stat.S_IMODE(socket.stat().st_mode) == 0o600
    assert socket.stat().st_uid == UID
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert (lab.identity().product, lab.identity().rootless) == ("Podman", True)


def test_it_pulls_from_the_hub_and_is_told_of_in_dockers_words(docker, lab, news, watch):
    """A container run to its end, its image, and its removal."""
    ran = docker("run", "--name", "first", "hello-world")
    assert "Hello from Docker!" in ran.stdout
    docker("rm", "first")
    actions = ("create", "start", "die", "destroy")
    of = lambda: [each for each in news.events if each.kind == "container" and each.name == "first"]  # noqa: E731
    news.wait(lambda: [each.action for each in of()] == [*actions])
    assert {each.image for each in of()} == {"hello-world:latest"}
    assert [each.exit_code for each in of()] == [None, None, 0, None]
    pulled = next(each for each in news.events if (each.kind, each.action) == ("image", "pull"))
    assert pulled.name == "hello-world:latest"
    assert [tag for image in lab.images() for tag in image.tags] == ["hello-world:latest"]


def test_a_network_is_told_of_once_it_is_looked_for(docker, news, watch):
    """Podman has no events for it; the lab looks after each command."""
    docker("network", "create", "fleet")
    watch.look_again()
    news.wait(lambda: [each.action for each in news.events if each.name == "fleet"] == ["create"])
    docker("network", "rm", "fleet")
    watch.look_again()
    news.wait(lambda: [each.action for each in news.events if each.name == "fleet"] == ["create", "destroy"])
    assert "fleet" not in {each.name for each in news.snapshot.networks}


def test_a_build_is_told_of_with_its_image(docker, lab, news, watch, tmp_path):
    """By the id that its image has in the list, and by its name."""
    (tmp_path / "Dockerfile").write_text("FROM busybox\nRUN echo built > /made\nCMD cat /made\n", encoding="utf-8")
    docker("build", "--tag", "made", str(tmp_path))
    news.wait(lambda: any((each.kind, each.action) == ("image", "build") for each in news.events))
    built, tagged = (each for each in news.events if each.kind == "image" and each.action in ("build", "tag"))
    assert built.id == next(image.id for image in lab.images() if "made:latest" in image.tags)
    assert (tagged.action, tagged.name, tagged.id) == ("tag", "made:latest", built.id)
    assert docker("run", "--rm", "made").stdout == "built\n"


def test_what_a_container_writes_is_the_users(engine, docker):
    """Root inside is the user outside."""
    folder = engine.folder / "bind"
    folder.mkdir()
    os.chown(folder, UID, UID)
    docker("run", "--rm", "--volume", f"{folder}:/bind", "busybox", "touch", "/bind/root")
    assert (folder / "root").stat().st_uid == UID
    subprocess.run(["rm", "-r", folder], check=True)


def test_stop_ends_the_deaf_and_start_finds_all_again(engine, docker):
    """Nothing of it runs, containers neither; all are there at the next start."""
    docker("run", "--detach", "--name", "deaf", "busybox", "sh", "-c", "trap '' TERM; sleep 1000")
    engine.do("stop")
    assert engine.sailor.processes() == []
    engine.do("start")
    assert docker("ps", "--all", "--format", "{{.Names}} {{.Status}}").stdout.startswith("deaf Exited (137)")
    docker("rm", "deaf")


def services(engine: UsersEngine) -> list[int]:
    """Its processes, outside the user namespace and inside."""
    storage = str(engine.folder / "data" / "root" / "storage")
    return find(lambda words: storage in words and "service" in words)


def test_a_killed_engine_starts_again(engine, docker):
    """Its containers, which podman lets go on without it, are stopped first."""
    docker("run", "--detach", "--name", "web", "busybox", "sleep", "1000")
    pids = services(engine)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: not any(alive(pid) for pid in pids), DEADLINE)
    engine.do("start")
    assert docker("start", "web").stdout == "web\n"
    docker("rm", "--force", "web")
