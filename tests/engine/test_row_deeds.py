"""The commands of the browser's rows, the preview of a prune and the figures of the disk, beside the docker command."""

import os
import shlex
import subprocess

import pytest

from tests.engine.conftest import Docker
from tests.waiting import until
from tui.engine.docker_sdk import DockerEngine
from tui.model.engine import Snapshot
from tui.model.journal import Journal
from tui.view.browsing import Seen
from tui.view.disk import Disk, disk_table
from tui.view.prune import prune_of
from tui.view.row_actions import Target, target_of

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]


def snapshot_of(engine: DockerEngine) -> Snapshot:
    return Snapshot(engine.containers(), engine.images(), engine.volumes(), engine.networks())


def target(engine: DockerEngine, view: str, row: str) -> Target:
    found = target_of(Seen(Journal(now=snapshot_of(engine))), view, row)
    assert found is not None
    return found


def run(docker: Docker, chosen: Target, key: str, more: str = "", check: bool = True) -> subprocess.CompletedProcess:
    """Run an action's line as the learner's shell would, going on behind its space with `more`."""
    [line] = [action.line for action in chosen.actions if action.key == key]
    program, *words = shlex.split(f"{line} {more}")
    assert program == "docker"
    return docker(*words, check=check)


LIVES = ["lingltmierzlminuKlingsd", "gzsd", "gzKd", "gzD", "gD", "d"]
"""What is done with one container after the other, by the keys; each stops at once when it is told to."""


def test_every_command_of_a_container_works(docker, engine, tiny, private_engine):
    """In each state, all that are offered there."""
    offered, done = set(), set()
    for life in LIVES:
        id = docker("create", "--name", "web", "--stop-signal", "KILL", tiny, "sleep", "600").stdout.strip()
        for key in life:
            chosen = target(engine, "containers", id)
            offered |= {(chosen.state, action.key) for action in chosen.actions}
            done.add((chosen.state, key))
            if key == "e":
                in_a_terminal(private_engine, chosen)
            else:
                run(docker, chosen, key, {"n": "renamed", "m": "--no-stream"}.get(key, ""))
            if key in "Ks":
                ended(engine, id)
            if key == "n":
                assert target(engine, "containers", id).name == "renamed"
                docker("rename", "renamed", "web")
        assert not engine.containers()
    assert {state for state, _ in offered} == {"created", "running", "paused", "exited"}
    assert offered - done <= {("running", "n"), ("running", "s")}
    assert ("running", "s") in done


def ended(engine: DockerEngine, id: str) -> None:
    """Wait until a container is listed as ended: newer engines answer a moment earlier."""
    until(lambda: target(engine, "containers", id).state == "exited")


def in_a_terminal(private_engine, chosen: Target) -> None:
    """Run the shell in a container, which wants a terminal."""
    [line] = [action.line for action in chosen.actions if action.key == "e"]
    done = subprocess.run(
        ["script", "--quiet", "--return", "--command", line, "/dev/null"],
        env={**os.environ, **private_engine.environment()},
        input="echo in-$((40+2))\nexit\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "in-42" in done.stdout


def test_every_command_of_an_image_works(docker, engine, tiny):
    """Of one with two names, of its last name, of one without; and pushing gets as far as the registry."""
    docker("tag", tiny, "web:1")
    docker("create", "--name", "maker", tiny)
    nameless, other = (docker("commit", "--change", f"LABEL a={a}", "maker").stdout.strip() for a in "bc")
    docker("rm", "maker")
    id = next(each.id for each in engine.images() if tiny in each.tags)
    for row in (f"{id} web:1", nameless):
        for key, more in (("h", ""), ("i", ""), ("t", "again:1"), ("g", "true")):
            run(docker, target(engine, "images", row), key, more)
        [ran] = engine.containers()
        docker("rm", ran.id)
        docker("rmi", "again:1")
    # The nameless one has gone with the name it was given.
    for row in (f"{id} web:1", other):
        run(docker, target(engine, "images", row), "d")
    assert [each.tags for each in engine.images()] == [(tiny,)]
    docker("tag", tiny, "localhost:9/web:1")
    pushed = run(docker, target(engine, "images", f"{id} localhost:9/web:1"), "u", check=False)
    assert "refused" in pushed.stderr


def test_every_command_of_a_volume_and_a_network_works(docker, engine, tiny):
    """And docker does refuse where the menu says so."""
    docker("volume", "create", "data")
    network = docker("network", "create", "net").stdout.strip()
    docker("run", "-d", "--name", "user", "-v", "data:/data", "--network", "net", tiny, "sleep", "600")
    for view, row in (("volumes", "data"), ("networks", network)):
        chosen = target(engine, view, row)
        run(docker, chosen, "i")
        assert run(docker, chosen, "d", check=False).returncode != 0
        assert "docker refuses while user" in chosen.actions[-1].loses
    docker("rm", "--force", "user")
    for view, row in (("volumes", "data"), ("networks", network)):
        chosen = target(engine, view, row)
        assert "refuses" not in chosen.actions[-1].loses
        run(docker, chosen, "d")
    for each in engine.networks():
        assert [action.key for action in target(engine, "networks", each.id).actions] == ["i"]


def test_a_prune_takes_what_its_preview_names(docker, engine, tiny):
    """All of it and nothing else, whatever this engine takes."""
    for name in ("idle", "busy", "free"):
        docker("network", "create", name)
    docker("volume", "create", "named")
    docker("volume", "create", "--opt", "type=tmpfs", "--opt", "device=tmpfs", "elsewhere")
    docker("run", "-d", "--name", "up", "--network", "busy", "-v", "used:/u", tiny, "sleep", "600")
    docker("run", "-d", "--name", "held", tiny, "sleep", "600")
    docker("pause", "held")
    docker("run", "--name", "done", "--network", "idle", tiny, "sh", "-c", "echo 1234 > /file")
    docker("create", "--name", "new", "-v", "/anonymous", tiny)
    docker("run", "--rm", "--name", "passing", "-v", "kept:/k", tiny, "true")
    docker("create", "--name", "left", "-v", "/nameless", tiny)
    docker("rm", "left")
    for name in ("free", "used"):
        docker("commit", "--change", f"LABEL a={name}", "done")
    docker("create", "--name", "of-dangling", docker("image", "ls", "-q", "-f", "dangling=true").stdout.split()[0])
    version = engine.identity().api_version
    for kind in ("volume", "network", "image", "container"):
        before = snapshot_of(engine)
        prune = prune_of(kind, before, version, engine.disk_usage().frees, ())
        assert prune.line
        docker(*shlex.split(prune.command)[1:], "--force")
        gone = names(kind, before) - names(kind, snapshot_of(engine))
        assert {each.name for each in prune.doomed} == gone
        assert prune_of(kind, snapshot_of(engine), version, {}, ()).doomed == ()


def names(kind: str, snapshot: Snapshot) -> set[str]:
    match kind:
        case "container":
            return {each.name for each in snapshot.containers}
        case "image":
            return {each.id.removeprefix("sha256:")[:12] for each in snapshot.images}
        case "volume":
            return {each.name for each in snapshot.volumes}
    return {each.name for each in snapshot.networks}


def test_the_disk_is_as_docker_prints_it(docker, engine, tiny):
    """Every figure, with something in each row."""
    docker("tag", tiny, "web:1")
    docker("run", "-d", "--name", "up", "-v", "data:/data", tiny, "sh", "-c", "echo 12345 > /data/file; exec sleep 600")
    docker("run", "--name", "done", tiny, "sh", "-c", "echo 1234567 > /file")
    docker("commit", "done", "more:1")
    docker("volume", "create", "idle")
    docker("exec", "up", "sh", "-c", "until [ -s /data/file ]; do sleep 0.1; done")
    usage = engine.disk_usage()
    columns = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}"
    printed = docker("system", "df", "--format", columns).stdout.splitlines()
    held = snapshot_of(engine)
    rows = [row.cells for row in disk_table(Disk(usage, held), held).rows]
    assert [(*cells[:4], cells[5]) for cells in rows] == [tuple(line.split("\t")) for line in printed]
    done = next(each for each in held.containers if each.name == "done")
    assert usage.frees[done.id] == usage.containers.reclaimable > 0
    assert usage.frees["data"] == 6
