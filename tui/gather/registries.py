"""Ask a registry on this machine what it holds. Others are never asked: a course's registry runs beside its engine.

Format: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPMessage
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from tui.model.facts import RegistryFacts

TIMEOUT = 1.0
"""Seconds for one answer."""
ALTOGETHER = 5.0
"""Seconds after which a registry is asked no further."""
STARTING = 1.5
"""Seconds for which a connection may be taken and dropped: so docker does before the program behind a port listens."""
_PAUSE = 0.1
MOST_TAGS = 100
_LONGEST = 1 << 20
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"[a-z0-9+._-]{1,32}:[0-9a-f]{32,128}")
_MANIFESTS = ", ".join(
    (
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    )
)


def registry_facts(address: str, repositories: Iterable[str]) -> RegistryFacts:
    """What the registry at `address` says of some repositories; those it doesn't have are left out. Never raises."""
    place = _on_this_machine(address)
    if place is None:
        return RegistryFacts(reachable=False)
    try:
        status = _status_once_started(place)
        if status not in (200, 401):
            return RegistryFacts(reachable=False)
        until = time.monotonic() + ALTOGETHER
        found = {each: _repository(place, each, until) for each in sorted(repositories)}
    except (OSError, HTTPException, ValueError, RecursionError):
        return RegistryFacts(reachable=False)
    here = {name: tags for name, tags in found.items() if tags is not None}
    return RegistryFacts(
        True,
        {name: {tag: digest for tag, (digest, _) in tags.items()} for name, tags in here.items()},
        {name: {tag: config for tag, (_, config) in tags.items() if config} for name, tags in here.items()},
    )


def _on_this_machine(address: str) -> tuple[str, int] | None:
    """Host and port, if the host is this machine by its name or number."""
    try:
        parts = urlsplit(f"//{address}")
        host, port = parts.hostname or "", parts.port or 80
        if parts.netloc != address or "@" in address:
            return None
        return (host, port) if host == "localhost" or ip_address(host).is_loopback else None
    except ValueError:
        return None


def _status_once_started(place: tuple[str, int]) -> int:
    """The status of a registry's first answer; no event tells when one that was just started listens."""
    until = time.monotonic() + STARTING
    while True:
        try:
            return _ask(place, "/v2/")[0]
        except ConnectionResetError:  # RemoteDisconnected is one, too
            if time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


def _repository(place: tuple[str, int], name: str, until: float) -> dict[str, tuple[str, str]] | None:
    """The digests of a repository's tags and of their configurations, or None if there is no such repository."""
    path = f"/v2/{quote(name)}"
    status, _, body = _ask(place, f"{path}/tags/list")
    if status != 200:
        return None
    said = json.loads(body)
    listed = (said.get("tags") if isinstance(said, dict) else None) or []
    tags = [tag for tag in listed if isinstance(tag, str) and _TAG.fullmatch(tag)][:MOST_TAGS]
    digests = {}
    for tag in tags:
        if time.monotonic() > until:
            raise TimeoutError("too slow")
        status, headers, body = _ask(place, f"{path}/manifests/{tag}", _MANIFESTS)
        # A tag may stay listed after its manifest was deleted.
        if status == 200:
            digests[tag] = (_digest(headers.get("Docker-Content-Digest")), _config(body))
    return digests


def _config(manifest: bytes) -> str:
    """The digest of the configuration in an image's manifest, empty for one of something else."""
    said = json.loads(manifest)
    config = said.get("config") if isinstance(said, dict) else None
    return _digest(config.get("digest") if isinstance(config, dict) else None)


def _digest(said: object) -> str:
    """A digest, or nothing where it is none."""
    return said if isinstance(said, str) and _DIGEST.fullmatch(said) else ""


def _ask(place: tuple[str, int], path: str, accept: str = "application/json") -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of an answer; redirections are not followed."""
    connection = HTTPConnection(*place, timeout=TIMEOUT)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read(_LONGEST)
    finally:
        connection.close()
