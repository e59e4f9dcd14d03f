"""What an engine is asked past the docker library's own calls, which would wait for an answer's end, or mix streams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from tui.engine.bounded import lines_of, read_whole
from tui.engine.layers import read_image
from tui.engine.looks import lines_from, samples_from
from tui.engine.records import Record
from tui.model.facts import ImageFiles
from tui.model.looks import TAIL, LogLine, Sample

if TYPE_CHECKING:
    import requests
    from docker import APIClient
    from docker.types import CancellableStream

EXPORT = 60.0
"""Seconds an engine may be silent in an export; some write the whole image to disk before the first byte."""
MEASURING = 600.0
"""Seconds an engine may take to measure its disk."""


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


def exported(api: APIClient, id: str) -> ImageFiles:
    """What an image's layers hold."""
    from docker.errors import APIError

    try:
        answer = _get(api, f"/images/{quote(id, safe='/:@')}/get", EXPORT)
    except APIError:
        # Engines before 25 say of an image that is gone that a file can't be opened; this says "not found".
        api.inspect_image(id)
        raise
    with closing(answer):
        return read_image(answer.iter_content(1 << 16))


def measured(api: APIClient) -> Record:
    """`GET /system/df`, with the objects."""
    # The library's own call waits no longer than for a list, and can't ask newer engines for the objects.
    with closing(_get(api, "/system/df", MEASURING, verbose=1)) as answer:
        read_whole(answer)
        said: Record = answer.json()
        return said


# The client's timeout does not apply to these: a silent stream may stay silent for hours.


def logs_of(id: str, api: APIClient) -> tuple[CancellableStream, Iterator[LogLine]]:
    """A container's log: the stream, and its lines."""
    from docker.types import CancellableStream

    tty = api.inspect_container(id)["Config"]["Tty"]
    answer = _get(api, f"/containers/{quote(id)}/logs", None, follow=1, stdout=1, stderr=1, tail=TAIL)
    stream = CancellableStream(answer.iter_content(1 << 16), answer)
    return stream, lines_from(stream, tty)


def stats_of(id: str, api: APIClient) -> tuple[CancellableStream, Iterator[Sample]]:
    """What a container uses: the stream, and its samples."""
    from docker.types import CancellableStream

    answer = _get(api, f"/containers/{quote(id)}/stats", None, stream=1)
    stream = CancellableStream(answer.iter_content(1 << 16), answer)
    return stream, samples_from(json.loads(line) for line in lines_of(stream))
