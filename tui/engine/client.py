"""What the docker command does here, as far as the course depends on it: which builder, which list of images.

Rules: github.com/docker/cli, cmd/docker/builder.go and cli-plugins/manager (23 and later), and
cli/command/utils.go of 20.10 (`BuildKitEnabled`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from tui.engine.contexts import config_folder
from tui.engine.ping import preferred_builder
from tui.model.checks import Builder
from tui.model.engine import Endpoint, EngineIdentity
from tui.model.machine import Machine

TIMEOUT = 2.0
SYSTEM_PLUGINS = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
_PLUGINS_DECIDE = 23
"""The version from which on buildx is the docker command's way to BuildKit; before, it had BuildKit built in."""
_NEW_IMAGE_LIST = 29
TRUE = {"1", "t", "T", "true", "TRUE", "True"}
"""How the docker command is told yes by a variable."""
_VERSION = re.compile(r"Docker version (\d+[^\s,]*)")
_FALSE = {"0", "f", "F", "false", "FALSE", "False"}


class Client(Struct, frozen=True):
    """The docker command: its version, empty if there is none or it doesn't say; and whether it finds buildx."""

    version: str = ""
    buildx: bool = False

    @property
    def major(self) -> int:
        """The version's first number; 0 if unknown."""
        first = self.version.partition(".")[0]
        return int(first) if first.isdigit() else 0

    @property
    def needs_buildx(self) -> bool:
        """Whether it has no other way to BuildKit."""
        return self.major >= _PLUGINS_DECIDE


def docker_client(environment: Mapping[str, str]) -> Client:
    """The docker command a shell with this environment would run; runs it once. Never raises."""
    path = shutil.which("docker", path=environment.get("PATH", os.defpath))
    if path is None:
        return Client()
    return Client(
        _version(path, environment), any(_is_program(folder / "docker-buildx") for folder in _plugins(environment))
    )


def machine_at(endpoint: Endpoint | None, identity: EngineIdentity | None, environment: Mapping[str, str]) -> Machine:
    """The machine of a learner whose shell has this environment, on the engine at an endpoint; both are asked. Never
    raises."""
    builder = preferred_builder(endpoint.near, endpoint.certificates) if endpoint else ""
    remote = endpoint is not None and endpoint.remote
    return machine_of(docker_client(environment), identity, environment, builder, remote=remote)


def machine_of(
    client: Client,
    identity: EngineIdentity | None,
    environment: Mapping[str, str],
    builder_version: str = "",
    *,
    remote: bool = False,
) -> Machine:
    """The machine a learner has, from the docker command, the engine (None: none answers) and the environment.

    `builder_version` is what the engine's ping says (`preferred_builder`), empty if unknown; `remote` says that it runs
    on another machine.
    """
    podman = identity is not None and identity.product == "Podman"
    return Machine(
        builder="classic" if podman else _builder(client, environment.get("DOCKER_BUILDKIT", ""), builder_version),
        product="podman" if podman else "docker",
        rootless=identity is not None and identity.rootless,
        new_image_list=client.major >= _NEW_IMAGE_LIST,
        remote=remote,
    )


def _builder(client: Client, said: str, builder_version: str) -> Builder:
    if said in _FALSE:
        return "classic"
    if client.needs_buildx:
        return "buildkit" if client.buildx else "classic"
    return "buildkit" if said in TRUE or builder_version == "2" else "classic"


def _version(path: str, environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            [path, "--version"], env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
            check=False, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    found = _VERSION.search(done.stdout)
    return found[1] if found else ""


def _plugins(environment: Mapping[str, str]) -> Iterator[Path]:
    """The folders the docker command looks for plugins in."""
    config = config_folder(environment, Path(environment.get("HOME") or Path.home()))
    try:
        said = json.loads((config / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        said = None
    extra = said.get("cliPluginsExtraDirs") if isinstance(said, dict) else None
    yield from (Path(each) for each in (extra if isinstance(extra, list) else []) if isinstance(each, str))
    yield config / "cli-plugins"
    yield from (Path(each) for each in SYSTEM_PLUGINS)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
