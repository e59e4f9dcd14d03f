"""Read the docker command's own configuration: which context is current, and where a context's engine is.

The files are read, the command is never run: `docker context ls` takes seconds with a remote context.
Format: https://github.com/docker/cli, cli/context/store (meta/<sha256 of the name>/meta.json).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from tui.errors import EngineError
from tui.model.engine import Endpoint
from tui.model.text import brief

DEFAULT = "default"
"""The context that stands for DOCKER_HOST or the system's socket; it has no file."""


def config_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Where the docker command keeps its configuration."""
    said = environment.get("DOCKER_CONFIG")
    return Path(said) if said else home / ".docker"


def current_context(folder: Path) -> str:
    """The name of the context chosen with `docker context use`. Raises `EngineError` for an unreadable file."""
    file = folder / "config.json"
    if not file.exists():
        return DEFAULT
    return str(_read(file).get("currentContext") or DEFAULT)


def context_endpoint(folder: Path, name: str) -> Endpoint:
    """Where a context's engine is, and the certificates the context has for it.

    Raises `EngineError` if there is no such context, or if it doesn't want to know which machine answers.
    """
    key = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()
    file = folder / "contexts" / "meta" / key / "meta.json"
    if not file.exists():
        raise EngineError(f"There is no docker context named {brief(name)!r}.", "See: docker context ls")
    endpoints = _read(file).get("Endpoints")
    docker = endpoints.get("docker") if isinstance(endpoints, dict) else None
    url = docker.get("Host") if isinstance(docker, dict) else None
    if not isinstance(url, str) or not url or brief(url) != url:
        raise EngineError(f"The docker context {name!r} names no engine.", f"See: docker context inspect {name}")
    if isinstance(docker, dict) and docker.get("SkipTLSVerify"):
        raise EngineError(
            f"The docker context {name!r} skips TLS verification: anybody could answer in the engine's place.",
            "Give it the engine's ca.pem. See: docker context update --help",
        )
    certificates = folder / "contexts" / "tls" / key / "docker"
    # The docker command would ask for them at a unix socket, too.
    wanted = url.startswith("tcp://") and certificates.is_dir()
    return Endpoint(url, f"context {name}", certificates=str(certificates) if wanted else "")


def _read(file: Path) -> dict[str, object]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EngineError(f"{file} can't be read: {brief(str(error))}.", "Repair it, or set DOCKER_HOST.") from error
    return read if isinstance(read, dict) else {}
