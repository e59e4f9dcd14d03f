"""What this machine is like where courses differ, found by asking the docker command and the engine."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Mapping

from tui.model.engine import EngineIdentity
from tui.model.machine import Machine

_BUILDX_SINCE = 23
"""The docker command's version from which on `docker build` is buildx, where that is installed."""
_NEW_LIST_SINCE = 29


def machine_here(identity: EngineIdentity, environment: Mapping[str, str]) -> Machine:
    """What `docker` in an environment is like on the engine that answers there."""
    client = _major(_output(["docker", "version", "--format", "{{.Client.Version}}"], environment))
    buildx = client >= _BUILDX_SINCE and _output(["docker", "buildx", "version"], environment) != ""
    return Machine(
        builder="buildkit" if buildx else "classic",
        product="podman" if identity.product == "Podman" else "docker",
        rootless=identity.rootless,
        new_image_list=client >= _NEW_LIST_SINCE,
    )


def answers(host: str) -> bool:
    """Whether a host answers on port 443."""
    try:
        with socket.create_connection((host, 443), timeout=3.0):
            return True
    except OSError:
        return False


def _major(version: str) -> int:
    number = version.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _output(command: list[str], environment: Mapping[str, str]) -> str:
    """What a command prints; empty if it fails."""
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, timeout=30, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
