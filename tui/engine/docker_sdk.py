"""Talk to a real engine through the docker library: one list call per resource, details of one, the event stream.

The only module that asks with `docker`, and imports it only when an engine is first asked: the import takes 0.2 s.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tui.engine.bounded import read_whole
from tui.engine.details import details_from, image_details_from
from tui.engine.disk import disk_usage_from
from tui.engine.docker_answers import exported, logs_of, measured, stats_of
from tui.engine.event_stream import Events, subscribe
from tui.engine.looks import json_from, processes_from
from tui.engine.ping import Reply, explain, ping
from tui.engine.records import (
    containers_from,
    identity_from,
    images_from,
    networks_from,
    origins_from,
    volumes_from,
)
from tui.engine.ssh.line import Line
from tui.engine.ssh.words import dropped, unanswered
from tui.engine.streams import OwnStream, understood
from tui.engine.tls import Certificates
from tui.errors import EngineError, EngineLost
from tui.model.disk import DiskUsage
from tui.model.engine import Container, ContainerDetails, Endpoint, EngineIdentity, Image, Network, Volume
from tui.model.facts import ImageDetails, ImageFiles
from tui.model.looks import Inspected, LogLine, Processes, Sample
from tui.model.reset import Origin
from tui.model.text import brief

if TYPE_CHECKING:
    from docker import APIClient
    from docker.types import CancellableStream

T = TypeVar("T")


class DockerEngine:
    """An engine at `url` (unix:// or tcp://, over TLS if a folder of `certificates` is named).

    `timeout` is how long one answer may take, in seconds; `line` is what leads to `url`, if that is needed, and stays
    its maker's to close. May be used from several threads.
    """

    def __init__(self, url: str, timeout: float = 5.0, certificates: str = "", line: Line | None = None) -> None:
        self._url = url
        self._timeout = timeout
        self._certificates = certificates
        self._line = line
        self._lock = threading.Lock()
        self._client: APIClient | None = None
        self._version = ""
        self._before: dict[str, Container] = {}

    def identity(self) -> EngineIdentity:
        """Which engine answers. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            version = self._api().version()
        try:
            with self._plain_words():
                return identity_from(version, self._api().info())
        except EngineLost:
            raise
        except EngineError:
            with self._plain_words():
                return identity_from(version, {})

    def containers(self, ids: Collection[str] = ()) -> tuple[Container, ...]:
        """Every container, or those with these ids, newest first, as the engine lists them. Raises `EngineLost` or
        `EngineError`."""
        with self._plain_words():
            rows = self._api().containers(all=True, filters={"id": list(ids)} if ids else None)
            found = containers_from(rows, time.time(), self._before)
        others = {id: each for id, each in self._before.items() if ids and id not in ids}
        self._before = others | {container.id: container for container in found}
        return found

    def images(self) -> tuple[Image, ...]:
        """Every image but the build steps' intermediate ones. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            return images_from(self._api().images())

    def origins(self) -> tuple[Origin, ...]:
        """Every image and what it was made of, the build steps' intermediate ones too. Raises `EngineLost` or
        `EngineError`."""
        with self._plain_words():
            return origins_from(self._api().images(all=True))

    def volumes(self) -> tuple[Volume, ...]:
        """Every volume. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            return volumes_from(self._api().volumes())

    def networks(self) -> tuple[Network, ...]:
        """Every network. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            return networks_from(self._api().networks())

    def container_details(self, id: str) -> ContainerDetails | None:
        """One container, or None if it is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: details_from(api.inspect_container(id)))

    def image_details(self, id_or_ref: str) -> ImageDetails | None:
        """One image, or None if it is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(
            lambda api: image_details_from(api.inspect_image(id_or_ref), api.history(id_or_ref)),
        )

    def image_files(self, id: str) -> ImageFiles | None:
        """What an image's layers hold, or None if it is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: exported(api, id))

    def disk_usage(self) -> DiskUsage:
        """What lies on its disk, which may take minutes. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            return disk_usage_from(measured(self._api()))

    def inspect(self, kind: str, id: str) -> Inspected | None:
        """All of one object, or None if it is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: Inspected(json_from(getattr(api, f"inspect_{kind}")(id))))

    def processes(self, id: str) -> Processes | None:
        """What runs in a container, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: processes_from(api.top(id)))

    def logs(self, id: str) -> OwnStream[LogLine] | None:
        """A container's log, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self._subscribe(partial(logs_of, id))

    def stats(self, id: str) -> OwnStream[Sample] | None:
        """What a container uses, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self._subscribe(partial(stats_of, id))

    def events(self) -> Events:
        """Subscribe, on a connection of its own. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            version = self._api().api_version
        return subscribe(self._url, version, self._timeout, self._gone, self._certificates)

    def _gone(self) -> None:
        self.close()  # what answers next may be another engine
        if self._line is not None and self._line.has_dropped():
            raise dropped()

    def close(self) -> None:
        """Drop the connections. The engine can be used again."""
        with self._lock:
            client, self._client, self._version = self._client, None, ""
        if client:
            client.close()

    def unless_gone(self, ask: Callable[[APIClient], T]) -> T | None:
        """What an engine answers, or None where it has no such object."""
        with self._plain_words():
            from docker.errors import NotFound

            try:
                return ask(self._api())
            except NotFound:
                return None

    def _subscribe(self, ask: Callable[[APIClient], tuple[CancellableStream, Iterator[T]]]) -> OwnStream[T] | None:
        """A stream on a connection of its own, or None where an engine has no such object."""
        with self._plain_words():
            from docker.errors import NotFound

            client = self._connect()
            try:
                return OwnStream(client, *ask(client))
            except NotFound:
                client.close()
                return None
            except BaseException:
                client.close()
                raise

    def _api(self) -> APIClient:
        with self._lock:
            client = self._client
        if client:
            return client
        # Not under the lock: connecting to an engine that hangs takes seconds, and `close` must not wait for it.
        made = self._connect()
        with self._lock:
            if self._client is None:
                self._client = made
            client = self._client
        if client is not made:
            made.close()
        return client

    def _connect(self) -> APIClient:
        if self._line is not None:
            self._line.open()
        # The library imports for 0.2 s before it fails, and then leaks the socket it failed to connect.
        reply = ping(self._url, self._timeout, self._certificates)
        if reply is not Reply.ANSWERS:
            raise self._lost(reply)

        import docker

        class Client(docker.APIClient):  # type: ignore[misc]
            # What the environment says of proxies and authorities is about the web; it would outdo an engine's own.
            trust_env = property(lambda self: False, lambda self, said: None)
            hooks = property(lambda self: {"response": [read_whole]}, lambda self, said: None)

        its = Certificates(self._certificates)
        tls = self._certificates and docker.tls.TLSConfig(client_cert=its.pair, ca_cert=its.authority, verify=True)
        client = Client(self._url, version=self._version or "auto", timeout=self._timeout, tls=tls)
        # Once is enough: podman takes a second to say its version.
        self._version = client.api_version
        return client

    def _lost(self, reply: Reply) -> EngineLost:
        if self._line is None:
            return EngineLost(*explain(self._url, reply))
        return dropped() if self._line.has_dropped() else unanswered(silent=reply is Reply.SILENT)

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Turn the library's errors, and those of what it stands on, into ours."""
        import docker.errors
        import requests
        import urllib3

        with understood():
            try:
                yield
            except (docker.errors.DockerException, requests.RequestException, urllib3.exceptions.HTTPError,
                    OSError) as error:  # fmt: skip
                # When a client is made, the library wraps what the engine says.
                if isinstance(error.__cause__, EngineError):
                    raise error.__cause__ from error
                refusal = error if isinstance(error, docker.errors.APIError) else error.__cause__
                if isinstance(refusal, docker.errors.APIError):
                    said = brief(str(refusal.explanation or refusal))
                    raise EngineError(f"The engine refused: {said.rstrip('.')}.", "Try again.") from error
                # The next engine at this address may speak another version of the API: negotiate again.
                self.close()
                reply = ping(self._url, certificates=self._certificates)
                if reply is Reply.ANSWERS:
                    why = f"The engine at {self._url} broke off: {type(error).__name__}."
                    raise EngineLost(why, "The lab will try again.") from error
                raise self._lost(reply) from error


def engine_at(endpoint: Endpoint, line: Line | None = None, timeout: float = 5.0) -> DockerEngine:
    """The engine at an endpoint, with the line to it, if it needs one."""
    return DockerEngine(endpoint.near, timeout, endpoint.certificates, line)
