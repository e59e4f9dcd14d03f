"""From an inspect's answer to a container's or image's details."""

import pytest

from tui.engine.details import details_from, image_details_from
from tui.model.engine import ContainerDetails, Mount, Port
from tui.model.facts import HistoryRow, ImageDetails

CONTAINER = {
    "Path": "sh",
    "Args": ["-c", "exit 3"],
    "Config": {"User": "1000:1000", "Tty": True},
    "HostConfig": {
        "AutoRemove": True,
        "Binds": ["/home/me:/software:ro", "data:/data"],
        "PortBindings": {
            "5000/tcp": [{"HostIp": "", "HostPort": "5050"}],
            "53/udp": [{"HostIp": "127.0.0.1", "HostPort": ""}],
        },
    },
    "Mounts": [
        {"Type": "bind", "Source": "/home/me", "Destination": "/software", "RW": False},
        {"Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data", "Destination": "/data",
         "RW": True},
    ],
}  # fmt: skip


def test_a_container_is_as_it_was_asked_for():
    """Program, user, terminal, --rm, mounts by path or volume name, and the ports to publish."""
    assert details_from(CONTAINER) == ContainerDetails(
        command=("sh", "-c", "exit 3"),
        user="1000:1000",
        tty=True,
        auto_remove=True,
        mounts=(Mount("bind", "/home/me", "/software", True), Mount("volume", "data", "/data")),
        ports=(Port(5000, "tcp", 5050), Port(53, "udp", None, "127.0.0.1")),
    )


def test_mounts_that_are_not_made_yet_are_those_asked_for():
    """With -v, --mount and --tmpfs."""
    host = {
        "Binds": ["/home/me:/software:ro", "data:/data:z,rw"],
        "Mounts": [{"Type": "bind", "Source": "/a", "Target": "/b", "ReadOnly": True}],
        "Tmpfs": {"/tmp": "size=1m"},
    }
    assert details_from({"HostConfig": host}).mounts == (
        Mount("bind", "/home/me", "/software", True),
        Mount("volume", "data", "/data"),
        Mount("bind", "/a", "/b", True),
        Mount("tmpfs", "", "/tmp"),
    )


def test_a_mount_is_not_told_twice():
    """What is listed is also among what was asked for."""
    assert len(details_from(CONTAINER).mounts) == 2


def test_words_from_outside_cant_act_on_the_terminal():
    """Anyone may name a user or a program."""
    details = details_from({"Path": "\x1b[2J", "Config": {"User": "a\nb"}})
    assert details.command == (r"\x1b[2J",)
    assert details.user == r"a\nb"


def test_an_image_has_history_layers_and_a_start():
    """The history stays newest first; a tab is a space, as the docker command shows it."""
    inspected = {
        "Id": "sha256:1",
        "RootFS": {"Layers": ["sha256:a", "sha256:b"]},
        "Config": {
            "User": "me", "WorkingDir": "/software", "Cmd": ["bash"], "Entrypoint": ["/run", "it"], "Env": ["A=b"],
            "ExposedPorts": {"5000/tcp": {}, "53/udp": {}},
        },
    }  # fmt: skip
    history = [
        {"CreatedBy": "RUN apt update  \t&& true # buildkit", "Size": 5, "Created": 9, "Comment": "buildkit"},
        {"CreatedBy": "\x1b]0;owned", "Size": 0, "Created": 8},
    ]
    assert image_details_from(inspected, history) == ImageDetails(
        id="sha256:1",
        history=(
            HistoryRow("RUN apt update   && true # buildkit", 5),
            HistoryRow(r"\x1b]0;owned", 0),
        ),
        layers=("sha256:a", "sha256:b"),
        user="me",
        workdir="/software",
        cmd=("bash",),
        entrypoint=("/run", "it"),
        env=("A=b",),
        exposes=(53, 5000),
    )


@pytest.mark.parametrize("empty", [{}, {"Config": None, "HostConfig": None, "Mounts": None, "RootFS": None}])
def test_what_is_missing_is_empty(empty):
    """An imported image has no config; podman leaves things out."""
    assert details_from(empty) == ContainerDetails()
    assert image_details_from(empty, []) == ImageDetails("")


def test_a_bare_word_is_a_list_of_one():
    """Podman's and old images' entrypoint."""
    assert image_details_from({"Config": {"Entrypoint": "/run"}}, []).entrypoint == ("/run",)
