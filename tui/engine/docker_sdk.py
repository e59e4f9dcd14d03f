"""Talk to a real engine through the docker library: one list call per resource, details of one, the event stream.

The only module that asks with `docker`, and imports it only when an engine is first asked: the import takes 0.2 s.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from tui.engine.details import details_from, image_details_from
from tui.engine.disk import disk_usage_from
from tui.engine.event_stream import Events, subscribe
from tui.engine.layers import read_image
from tui.engine.looks import json_from, lines_from, processes_from, samples_from
from tui.engine.ping import Reply, certificates, explain, ping
from tui.engine.records import Record, containers_from, identity_from, images_from, networks_from, volumes_from
from tui.engine.streams import OwnStream, understood
from tui.errors import EngineError, EngineLost
from tui.model.disk import DiskUsage
from tui.model.engine import Container, ContainerDetails, EngineIdentity, Image, Network, Volume
from tui.model.facts import ImageDetails, ImageFiles
from tui.model.looks import TAIL, Inspected, LogLine, Processes, Sample
from tui.model.text import brief

if TYPE_CHECKING:
    import requests
    from docker import APIClient
    from docker.types import CancellableStream

T = TypeVar("T")

EXPORT = 60.0
"""Seconds an engine may be silent in an export; some write the whole image to disk before the first byte."""
MEASURING = 600.0
"""Seconds an engine may take to measure its disk."""


class DockerEngine:
    """An engine at `url` (unix:// or tcp://, over TLS where DOCKER_TLS_VERIFY asks for it).

    `timeout` is how long one answer may take, in seconds. May be used from several threads.
    """

    def __init__(self, url: str, timeout: float = 5.0) -> None:
        self._url = url
        self._timeout = timeout
        self._lock = threading.Lock()
        self._client: APIClient | None = None
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
        return self.unless_gone(lambda api: _exported(api, id))

    def disk_usage(self) -> DiskUsage:
        """What lies on its disk, which may take minutes. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            return disk_usage_from(_measured(self._api()))

    def inspect(self, kind: str, id: str) -> Inspected | None:
        """All of one object, or None if it is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: Inspected(json_from(getattr(api, f"inspect_{kind}")(id))))

    def processes(self, id: str) -> Processes | None:
        """What runs in a container, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self.unless_gone(lambda api: processes_from(api.top(id)))

    def logs(self, id: str) -> OwnStream[LogLine] | None:
        """A container's log, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self._subscribe(partial(_logs, id))

    def stats(self, id: str) -> OwnStream[Sample] | None:
        """What a container uses, or None if that is gone. Raises `EngineLost` or `EngineError`."""
        return self._subscribe(partial(_stats, id))

    def events(self) -> Events:
        """Subscribe, on a connection of its own. Raises `EngineLost` or `EngineError`."""
        with self._plain_words():
            version = self._api().api_version
        # When the stream ends by itself, what answers next may be another engine.
        return subscribe(self._url, version, self._timeout, self.close)

    def close(self) -> None:
        """Drop the connections. The engine can be used again."""
        with self._lock:
            client, self._client = self._client, None
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
        # The library imports for 0.2 s before it fails, and then leaks the socket it failed to connect.
        reply = ping(self._url, self._timeout)
        if reply is not Reply.ANSWERS:
            raise EngineLost(*explain(self._url, reply))

        import docker

        tls: Any = False
        folder = certificates(os.environ)
        if self._url.startswith("tcp://") and folder:
            pair = (str(folder / "cert.pem"), str(folder / "key.pem"))
            tls = docker.tls.TLSConfig(client_cert=pair, ca_cert=str(folder / "ca.pem"), verify=True)
        return docker.APIClient(self._url, version="auto", timeout=self._timeout, tls=tls)

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
                refusal = error if isinstance(error, docker.errors.APIError) else error.__cause__
                if isinstance(refusal, docker.errors.APIError):
                    said = brief(str(refusal.explanation or refusal))
                    raise EngineError(f"The engine refused: {said.rstrip('.')}.", "Try again.") from error
                # The next engine at this address may speak another version of the API: negotiate again.
                self.close()
                reply = ping(self._url)
                if reply is Reply.ANSWERS:
                    why = f"The engine at {self._url} broke off: {type(error).__name__}."
                    raise EngineLost(why, "The lab will try again.") from error
                raise EngineLost(*explain(self._url, reply)) from error


def _get(api: APIClient, path: str, timeout: float | None, **wanted: int) -> requests.Response:
    """An answer as it comes, where the library's own call would wait for its end, or mix what must stay apart."""
    import requests
    from docker.errors import create_api_error_from_http_exception

    answer: requests.Response = api.get(
        f"{api.base_url}/v{api.api_version}{path}", params=wanted, stream=True, timeout=timeout
    )
    try:
        answer.raise_for_status()
    except requests.HTTPError as error:
        with closing(answer):
            create_api_error_from_http_exception(error)
    return answer


def _exported(api: APIClient, id: str) -> ImageFiles:
    from docker.errors import APIError

    try:
        answer = _get(api, f"/images/{quote(id, safe='/:@')}/get", EXPORT)
    except APIError:
        # Engines before 25 say of an image that is gone that a file can't be opened; this says "not found".
        api.inspect_image(id)
        raise
    with closing(answer):
        return read_image(answer.iter_content(1 << 16))


def _measured(api: APIClient) -> Record:
    # The library's own call waits no longer than for a list, and can't ask newer engines for the objects.
    with closing(_get(api, "/system/df", MEASURING, verbose=1)) as answer:
        measured: Record = answer.json()
        return measured


# The client's timeout does not apply to these: a silent stream may stay silent for hours.


def _logs(id: str, api: APIClient) -> tuple[CancellableStream, Iterator[LogLine]]:
    from docker.types import CancellableStream

    tty = api.inspect_container(id)["Config"]["Tty"]
    answer = _get(api, f"/containers/{quote(id)}/logs", None, follow=1, stdout=1, stderr=1, tail=TAIL)
    stream = CancellableStream(answer.iter_content(1 << 16), answer)
    return stream, lines_from(stream, tty)


def _stats(id: str, api: APIClient) -> tuple[CancellableStream, Iterator[Sample]]:
    from docker.types import CancellableStream

    answer = _get(api, f"/containers/{quote(id)}/stats", None, stream=1)
    stream = CancellableStream(answer.iter_lines(), answer)
    return stream, samples_from(json.loads(line) for line in stream if line)
