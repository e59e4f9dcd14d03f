"""The engine's own word on what it holds and what has happened in it, past the lab and the docker library.

One short request each, on the engine's unix socket. The lab is judged by what is heard here.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from tui.engine.ping import UnixHTTPConnection
from tui.engine.podman import familiar
from tui.engine.records import event_filters, event_from
from tui.errors import EngineError
from tui.model.engine import EngineEvent

_TIMEOUT = 60.0


class Daemon:
    """An engine at the unix socket `socket`."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def containers(self) -> frozenset[str]:
        """The ids of all containers."""
        return frozenset(row["Id"] for row in self._get("/containers/json?all=1"))

    def container_states(self) -> dict[str, str]:
        """The state of each container, by its id."""
        return {row["Id"]: row["State"] for row in self._get("/containers/json?all=1")}

    def images(self, *, steps: bool = True) -> dict[str, frozenset[str]]:
        """The tags of each image by its id; `steps`: also those that build steps left."""
        rows = self._get(f"/images/json?all={int(steps)}")
        return {row["Id"]: _tags(row["RepoTags"]) for row in rows}

    def volumes(self) -> frozenset[str]:
        """The names of all volumes."""
        return frozenset(row["Name"] for row in self._get("/volumes")["Volumes"] or ())

    def networks(self) -> frozenset[str]:
        """The ids of all networks."""
        return frozenset(row["Id"] for row in self._get("/networks"))

    def last_event(self, since: float) -> EngineEvent | None:
        """The newest event up to now of those that the lab follows, since a moment of the wall clock."""
        words = {"since": f"{since:.6f}", "until": f"{time.time():.6f}", "filters": json.dumps(event_filters())}
        lines = self._request("GET", f"/events?{urlencode(words)}")[1].splitlines()
        events = (event_from(json.loads(line), 0.0) for line in lines if line.strip())
        return max((event for event in events if event), key=lambda event: event.time, default=None)

    def remove(self, path: str) -> bool:
        """Remove something; whether it is gone now."""
        status, _ = self._request("DELETE", quote(path, safe="/:?=&@"))
        return status in (200, 204, 404)

    def _get(self, path: str) -> Any:  # noqa: ANN401
        status, body = self._request("GET", path)
        if status != 200:
            raise EngineError(f"The engine refused {path}: {body.decode(errors='replace').strip()}.")
        return json.loads(body)

    def _request(self, method: str, path: str) -> tuple[int, bytes]:
        connection = UnixHTTPConnection(self._socket, _TIMEOUT)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, HTTPException) as error:
            raise EngineError(f"The engine does not answer {path}: {error}.") from error
        finally:
            connection.close()


def _tags(listed: list[str] | None) -> frozenset[str]:
    """Tags in the lab's words."""
    return frozenset(familiar(tag) for tag in listed or () if "<none>" not in tag)
