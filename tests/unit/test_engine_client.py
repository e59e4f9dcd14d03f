"""Which builder and which list of images a machine has."""

from pathlib import Path

import pytest

from tui.engine.client import SYSTEM_PLUGINS, Client, docker_client, machine_of
from tui.model.engine import EngineIdentity
from tui.model.machine import Condition, Machine

DOCKER = EngineIdentity("Docker", "26.1.5", "1.45")
OLD, NEW, BUILDX = Client("20.10.24+dfsg1"), Client("28.2.2"), Client("28.2.2", buildx=True)


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    program(tmp_path / "bin/docker", 'echo "Docker version 28.2.2, build e6534b4"')
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}


@pytest.fixture(autouse=True)
def _no_system_plugins(monkeypatch):
    monkeypatch.setattr("tui.engine.client.SYSTEM_PLUGINS", ())


def test_the_command_on_the_path_says_its_version(environment):
    """And has no buildx here."""
    assert docker_client(environment) == Client("28.2.2")


def test_no_command_has_no_version(tmp_path):
    """Nor one that is no docker, fails, or says nothing in time."""
    assert docker_client({"PATH": str(tmp_path)}) == Client()
    for says in ("echo podman version 4.3.1", "exit 1", "exec sleep 5"):
        program(tmp_path / "docker", says)
        assert docker_client({"PATH": f"{tmp_path}:/bin:/usr/bin"}).major == 0


def test_buildx_is_where_the_docker_command_looks(environment, tmp_path, monkeypatch):
    """In the configuration's folder, in those it adds, in the system's; and it must be a program."""
    home = tmp_path / ".docker/cli-plugins/docker-buildx"
    program(home, "")
    assert docker_client(environment).buildx
    home.chmod(0o644)
    assert not docker_client(environment).buildx

    other = tmp_path / "config"
    program(other / "cli-plugins/docker-buildx", "")
    assert docker_client({**environment, "DOCKER_CONFIG": str(other)}).buildx

    program(tmp_path / "extra/docker-buildx", "")
    config = tmp_path / ".docker/config.json"
    config.write_text(f'{{"cliPluginsExtraDirs": ["{tmp_path}/extra"]}}', encoding="utf-8")
    assert docker_client(environment).buildx
    config.write_text("not json", encoding="utf-8")
    assert not docker_client(environment).buildx

    monkeypatch.setattr("tui.engine.client.SYSTEM_PLUGINS", (str(tmp_path / "extra"),))
    assert docker_client(environment).buildx


def test_the_systems_folders_are_dockers():
    """As the docker command has them compiled in."""
    assert all(folder.endswith("/docker/cli-plugins") for folder in SYSTEM_PLUGINS)


@pytest.mark.parametrize(
    ("client", "said", "ping", "builder"),
    [
        (OLD, "", "", "classic"),
        (OLD, "", "1", "classic"),
        (OLD, "", "2", "buildkit"),
        (OLD, "0", "2", "classic"),
        (OLD, "1", "1", "buildkit"),
        (OLD, "true", "", "buildkit"),
        (NEW, "", "2", "classic"),
        (NEW, "1", "2", "classic"),
        (BUILDX, "", "", "buildkit"),
        (BUILDX, "1", "1", "buildkit"),
        (BUILDX, "0", "2", "classic"),
        (BUILDX, "False", "2", "classic"),
        (Client("23.0.1", buildx=True), "", "", "buildkit"),
        (Client(), "", "", "classic"),
    ],
)
def test_the_builder(client, said, ping, builder):
    """Before 23 the engine's word counts, from then on buildx; DOCKER_BUILDKIT comes first."""
    assert machine_of(client, DOCKER, {"DOCKER_BUILDKIT": said}, ping).builder == builder


def test_podman_builds_its_own_way():
    """Whatever the docker command has; it prints steps as the classic builder does."""
    podman = EngineIdentity("Podman", "4.3.1", "1.41", rootless=True)
    assert machine_of(BUILDX, podman, {}, "2") == Machine("classic", "podman", rootless=True)


def test_the_list_of_images_changed_with_29():
    """It is the command's, not the engine's."""
    assert not machine_of(BUILDX, DOCKER, {}).new_image_list
    assert machine_of(Client("29.0.0-rc.1", buildx=True), DOCKER, {}).new_image_list


def test_without_an_engine_the_command_decides():
    """The course is read, then."""
    assert machine_of(BUILDX, None, {}) == Machine()


def test_an_engine_elsewhere_has_other_paths_and_ports():
    """Tasks that need this machine's are not for it, and say so."""
    far = machine_of(BUILDX, DOCKER, {}, remote=True)
    assert Condition(remote=False).unmet(far) == "the engine's paths and ports are another machine's"
    assert Condition(remote=True).unmet(machine_of(BUILDX, DOCKER, {})) == "needs an engine on another machine"
