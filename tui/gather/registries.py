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
    return RegistryFacts(True, {name: tags for name, tags in found.items() if tags is not None})


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
            return _ask(place, "GET", "/v2/")[0]
        except ConnectionResetError:  # RemoteDisconnected is one, too
            if time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


def _repository(place: tuple[str, int], name: str, until: float) -> dict[str, str] | None:
    """The digests of a repository's tags, or None if there is no such repository."""
    path = f"/v2/{quote(name)}"
    status, _, body = _ask(place, "GET", f"{path}/tags/list")
    if status != 200:
        return None
    said = json.loads(body)
    listed = (said.get("tags") if isinstance(said, dict) else None) or []
    tags = [tag for tag in listed if isinstance(tag, str) and _TAG.fullmatch(tag)][:MOST_TAGS]
    digests = {}
    for tag in tags:
        if time.monotonic() > until:
            raise TimeoutError("too slow")
        status, headers, _ = _ask(place, "HEAD", f"{path}/manifests/{tag}")
        digest = str(headers.get("Docker-Content-Digest", ""))
        # A tag may stay listed after its manifest was deleted.
        if status == 200:
            digests[tag] = digest if _DIGEST.fullmatch(digest) else ""
    return digests


def _ask(place: tuple[str, int], method: str, path: str) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of an answer; redirections are not followed."""
    connection = HTTPConnection(*place, timeout=TIMEOUT)
    try:
        connection.request(method, path, headers={"Accept": _MANIFESTS if method == "HEAD" else "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read(_LONGEST)
    finally:
        connection.close()
