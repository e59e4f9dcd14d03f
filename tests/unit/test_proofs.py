"""What a command's line proves to have come of it."""

import pytest

from tests.unit.conftest import event
from tui.model.journal import CommandRun
from tui.model.proofs import proven


def made(name: str, image: str = "busybox", at: float = 10.2):
    return event("container", "create", name, at=at, image=image)


def run(line: str, exit_status: int | None = 0, ended: float | None = 10.6) -> CommandRun:
    return CommandRun(line, 10.0, ended, exit_status)


@pytest.mark.parametrize(
    ("line", "containers", "whose"),
    [
        ("docker run --name web busybox", [made("web")], ["web"]),
        ("docker container run --name='web' busybox", [made("web")], ["web"]),
        ("sudo podman create --name=web busybox", [made("web")], ["web"]),
        ("docker run busybox:latest true", [made("a")], ["a"]),
        ("docker run busybox", [made("a", "docker.io/library/busybox:latest")], ["a"]),
        ("docker run a; docker run b", [made("x", "a"), made("y", "b")], ["x", "y"]),
        ("docker run busybox && docker run --name web busybox", [made("a"), made("web")], ["a", "web"]),
        # Of another name or image, or of none that can be known.
        ("docker run --name web busybox", [made("db")], []),
        ("docker run busybox", [made("db", "postgres")], []),
        ("docker run $IMAGE", [made("a")], []),
        ("./web busybox", [made("web")], []),
        ("docker logs -f busybox", [made("a")], []),
        ("docker rm run busybox", [made("a")], []),
        # A neighbour's of the same image: at the same moment, or long after.
        ("docker run busybox", [made("a"), made("b", at=10.5)], []),
        ("for i in 1 2; do docker run busybox; done", [made("a"), made("b", at=10.5)], []),
        ("docker run -it busybox", [made("a"), made("b", at=60.0)], ["a"]),
    ],
)
def test_containers_are_told_by_their_names_and_images(line, containers, whose):
    lasting = run(line, None, None)
    assert {id for _, id in proven(lasting, containers)} == {f"id-{name}" for name in whose}


def test_a_container_that_runs_under_a_name_that_a_command_was_refused_is_not_its_own():
    """It was a neighbour's, a moment before. One that never ran is what a taken port leaves behind."""
    refused = run("docker run --name web busybox", 125)
    assert proven(refused, [made("web"), event("container", "start", "web", at=10.3)]) == set()
    assert proven(refused, [made("web")]) == {("container", "id-web")}


@pytest.mark.parametrize(
    ("line", "kind", "name", "at", "proves"),
    [
        ("docker volume create data", "volume", "data", [10.2], True),
        ("docker network create net", "network", "net", [10.2], True),
        ("docker pull busybox", "image", "busybox:latest", [10.2], True),
        ("docker build -t app:1 .", "image", "app:1", [10.2], True),
        ("docker image tag app localhost:5050/me/app:1", "image", "localhost:5050/me/app:1", [10.2], True),
        ("docker volume create $NAME", "volume", "data", [10.2], False),
        ("docker volume rm data", "volume", "data", [10.2], False),
        ("docker volume create", "volume", "data", [10.2], False),
        ("docker load -i app.tar", "image", "app:1", [10.2], False),
        # Twice, or a moment before: by a neighbour as well.
        ("docker volume create data", "volume", "data", [10.2, 10.4], False),
        ("docker volume create data", "volume", "data", [9.0, 10.2], False),
        ("docker volume create data", "volume", "data", [2.0, 10.2], True),
        ("docker volume create data", "volume", "data", [10.2, 99.0], True),
    ],
)
def test_other_things_are_told_by_their_names(line, kind, name, at, proves):
    told = [event(kind, "tag" if kind == "image" else "create", name, at=each, id=name) for each in at]
    assert (proven(run(line), told) == {(kind, name)}) is proves


@pytest.mark.parametrize(
    ("line", "containers", "proves"),
    [
        ("docker run --name web -v data:/data busybox", [made("web", at=10.3)], True),
        ("docker run --mount type=volume,source=data,target=/data busybox", [made("a", at=10.3)], True),
        ("docker run --name web -v data:/data busybox", [made("web", at=10.3), made("db", at=10.4)], True),
        # With a neighbour's, and the learner's only uses it.
        ("docker run --name web -v data:/data busybox", [made("db", at=10.3), made("web", at=10.4)], False),
        ("docker run --name web -v data:/data busybox", [made("web", at=10.1)], False),
        ("docker run --name web -v other:/data busybox", [made("web", at=10.3)], False),
    ],
)
def test_a_volume_is_told_by_the_container_it_came_with(line, containers, proves):
    """An engine tells when it makes one, and not when it uses it."""
    told = [event("volume", "create", "data", at=10.2, id="data"), *containers]
    assert (("volume", "data") in proven(run(line), told)) is proves
