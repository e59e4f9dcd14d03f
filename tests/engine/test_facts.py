"""Facts from a real engine: a container that is gone at once, an image's details and files, a build's context."""

import os
import threading
from pathlib import Path

import pytest

from tests.waiting import DEADLINE
from tui.checks.wants import Wants
from tui.engine.client import docker_client, machine_of
from tui.engine.docker_sdk import DockerEngine
from tui.engine.ping import preferred_builder
from tui.engine.watch import Watch
from tui.gather.collect import collect
from tui.gather.context import context_facts
from tui.model.engine import EngineChanged, EngineEvent, EngineNews, Mount, Port, Snapshot
from tui.model.facts import Facts, ImageDetails

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]


class Events:
    """The events a watch tells."""

    def __init__(self) -> None:
        self.all: list[EngineEvent] = []
        self.readings = 0
        self._arrived = threading.Condition()

    def __call__(self, news: EngineNews) -> None:
        """Take a piece of news."""
        with self._arrived:
            if isinstance(news, EngineChanged):
                self.all.extend(news.events)
                self.readings += 1
            self._arrived.notify_all()

    def wait(self, condition) -> None:
        """Wait until a condition holds."""
        with self._arrived:
            assert self._arrived.wait_for(condition, DEADLINE)


def build(docker, folder: Path, *lines: str) -> str:
    """Build an image, with whichever builder this machine's docker command uses; returns its name."""
    (folder / "Dockerfile").write_text("\n".join(lines) + "\n", encoding="utf-8")
    docker("build", "--tag", "made:1", str(folder))
    return "made:1"


def id_of(docker, name: str) -> str:
    return docker("image", "inspect", "--format", "{{.Id}}", name).stdout.strip()


def test_a_container_that_removes_itself_is_known_all_the_same(docker, engine, tiny, tmp_path):
    """Ten times in a row: its details come with its `create`."""
    events = Events()
    watch = Watch(engine, events)
    watch.start()
    events.wait(lambda: events.readings)
    options = ["--rm", "--user", "1000:1000", "--volume", f"{tmp_path}:/software:ro", "--publish", "5051:5000"]
    for _ in range(10):
        docker("run", *options, tiny, "true")
    events.wait(lambda: sum(event.action == "destroy" for event in events.all) == 10)
    watch.close()
    details = [event.details for event in events.all if event.kind == "container" and event.action == "create"]
    assert len(details) == 10
    for each in details:
        assert each is not None
        assert (each.command, each.user, each.tty, each.auto_remove) == (("true",), "1000:1000", False, True)
        assert each.mounts == (Mount("bind", str(tmp_path), "/software", True),)
        assert each.ports == (Port(5000, "tcp", 5051),)


def test_mounts_of_every_kind(docker, engine, tiny, tmp_path):
    """Also before the container was ever started."""
    docker(
        "create", "--name", "mounts", "--tty", "--volume", "data:/data", "--tmpfs", "/scratch",
        "--mount", f"type=bind,source={tmp_path},target=/bound", "--mount", "type=tmpfs,target=/tmp", tiny,
    )  # fmt: skip
    details = engine.container_details(docker("inspect", "--format", "{{.Id}}", "mounts").stdout.strip())
    assert {(mount.kind, mount.source, mount.target) for mount in details.mounts} == {
        ("volume", "data", "/data"),
        ("bind", str(tmp_path), "/bound"),
        ("tmpfs", "", "/tmp"),
        ("tmpfs", "", "/scratch"),
    }
    assert (details.tty, details.auto_remove, details.command) == (True, False, ("sh",))


def test_an_image_by_name_and_by_id(docker, engine, tiny, tmp_path):
    """History newest first, layers lowest first, and how its containers start."""
    name = build(
        docker, tmp_path, f"FROM {tiny}", "ENV A=b", "WORKDIR /software", "RUN echo hi > hi", "EXPOSE 5000",
        "USER 1000", 'CMD ["sh", "-c", "exit 3"]',
    )  # fmt: skip
    details = engine.image_details(name)
    assert details == engine.image_details(id_of(docker, name))
    assert "CMD" in details.history[0].created_by
    assert any("echo hi > hi" in row.created_by and row.size > 0 for row in details.history)
    assert details.layers[0] == engine.image_details(tiny).layers[0]
    assert (details.user, details.workdir, details.cmd) == ("1000", "/software", ("sh", "-c", "exit 3"))
    assert (details.entrypoint, details.exposes) == ((), (5000,))
    assert "A=b" in details.env


def test_a_file_that_was_removed_is_still_in_the_layer_below(docker, engine, tiny, tmp_path):
    """What a container doesn't see any more."""
    name = build(docker, tmp_path, f"FROM {tiny}", "RUN echo secret > /password && mkdir /d && echo x > /d/x",
                 "RUN rm -r /password /d && mkdir /d && echo y > /d/y")  # fmt: skip
    files = engine.image_files(id_of(docker, name))
    below, top = ({(each.path, each.kind): each for each in layer} for layer in files.layers[-2:])
    assert below["/password", "file"].content == b"secret\n"
    assert ("/password", "gone") in top
    assert ("/password", "file") not in top
    # Made anew, the folder hides the one below; the engine may write that in either way.
    assert ("/d", "gone") in top or ("/d/x", "gone") in top
    assert top["/d/y", "file"].content == b"y\n"
    assert any(each.path == "/bin/busybox" and each.size > 10_000 for each in files.layers[0])


@pytest.mark.parametrize(
    "ignore",
    [
        "",
        "*.dat",
        "**/*.dat\n!sub/b.dat",
        "sub",
        "sub\n!sub/deep",
        "*\n!sub/deep\n",
        "# comment\n/sub/*.txt\n a.dat ",
        "**/deep",
        "Dockerfile\n.dockerignore",
        "sub/../a.dat\n?.dat\n[b-d].dat",
        "su*/d??p",
    ],
)
def test_a_context_is_what_a_build_gets(docker, engine, tiny, tmp_path, ignore):
    """The same files, counted on disk and found in the image that copies all of them."""
    for name, size in {"a.dat": 1000, "b.dat": 30, "sub/b.dat": 100, "sub/c.txt": 2, "sub/deep/d.dat": 7}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / ".dockerignore").write_text(ignore, encoding="utf-8")
    name = build(docker, tmp_path, f"FROM {tiny}", "COPY . /context/")
    found = {
        each.path.removeprefix("/context/"): each.size
        for each in engine.image_files(id_of(docker, name)).layers[-1]
        if each.kind == "file"
    }
    # What the builder needs itself is sent, and not copied where the patterns leave it out.
    for each in ("Dockerfile", ".dockerignore"):
        found[each] = (tmp_path / each).stat().st_size
    everything = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    facts = context_facts(tmp_path, ".", everything)
    assert (facts.files, facts.size) == (len(found), sum(found.values()))
    assert facts.ignored == everything - set(found)


def test_all_of_it_in_one_pass(docker, engine, tiny, tmp_path):
    """By the names an author uses."""
    docker("create", "--name", "web", tiny, "sleep", "5")
    wants = Wants(True, frozenset({"tiny"}), frozenset({"tiny:latest"}))
    snapshot = Snapshot(engine.containers(), engine.images())
    facts = collect(wants, snapshot, Facts(), engine, tmp_path)
    assert [each.command for each in facts.containers.values()] == [("sleep", "5")]
    assert list(facts.images) == list(facts.image_files) == [id_of(docker, tiny)]
    docker("rm", "web")


def test_what_is_gone_is_none(engine):
    """No error: it may have gone a moment ago."""
    assert engine.container_details("0" * 64) is None
    assert engine.image_details("nosuch:1") is None
    assert engine.image_files("sha256:" + "0" * 64) is None
    assert isinstance(engine.image_details("tiny:latest"), ImageDetails)


def test_the_builder_is_the_one_that_builds(docker, private_engine, tiny, tmp_path, monkeypatch):
    """What the rules say of this machine's docker command, and what its output shows."""
    url = private_engine.endpoint.url
    (tmp_path / "Dockerfile").write_text(f"FROM {tiny}\n", encoding="utf-8")
    engine = DockerEngine(url)
    identity = engine.identity()
    engine.close()
    for said in ("", "0"):
        monkeypatch.setenv("DOCKER_BUILDKIT", said)
        # As the suite's docker command has it: a configuration without plugins of its own.
        environment = {**os.environ, "DOCKER_CONFIG": str(tmp_path)}
        done = docker("build", "--tag", "made:1", str(tmp_path))
        shown = "classic" if "Step 1/1" in done.stdout else "buildkit"
        assert machine_of(docker_client(environment), identity, environment, preferred_builder(url)).builder == shown
