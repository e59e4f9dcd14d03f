"""The fake API itself, asked by the docker library, by the docker command, and by hand."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from urllib.parse import quote

import pytest
from docker import APIClient
from docker.errors import NotFound

from tests.waiting import until
from tui.engine.ping import UnixHTTPConnection

LOOKS = [
    "version", "info", "ps -a", "image ls", "volume ls", "network ls", "volume inspect data", "network inspect bridge",
    "container inspect c0000", "image inspect image0", "image history image0", "container top c0000",
    "container logs c0000", "stats --no-stream", "system df",
]  # fmt: skip


@contextmanager
def answer_to(api, path: str) -> Iterator[HTTPResponse]:
    """An answer that may go on for ever."""
    with closing(UnixHTTPConnection(str(api.path), 5)) as connection:
        connection.request("GET", path)
        with closing(connection.getresponse()) as answer:
            yield answer


@pytest.mark.skipif(not shutil.which("docker"), reason="no docker command here")
@pytest.mark.parametrize("look", LOOKS)
def test_the_docker_command_takes_it_for_an_engine(api, tmp_path, look):
    """Every way to look at things that the lab mirrors."""
    env = {**os.environ, "DOCKER_HOST": api.url, "DOCKER_CONFIG": str(tmp_path)}
    done = subprocess.run(["docker", *look.split()], env=env, capture_output=True, text=True, check=False, timeout=10)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("version", ["1.24", "1.41", "1.52"])
def test_any_version_of_the_api_counts_as_the_same_path(api, version):
    """Half of the containers run; each list is a request."""
    with closing(APIClient(api.url, version=version, timeout=5)) as client:
        assert len(client.containers()) == 2
        assert len(client.containers(all=True)) == 4
        with pytest.raises(NotFound, match="No such container: nobody"):
            client.inspect_container("nobody")
    assert api.asked == {"GET /containers/json": 2, "GET /containers/{id}/json": 1}


def test_events_are_filtered(api):
    """By kind and by action, without what stands behind a colon."""
    filters = json.dumps({"type": ["container"], "event": ["start", "exec_create"]})
    with answer_to(api, f"/v1.41/events?filters={quote(filters)}") as events:
        api.world.pull("other:1")
        api.world.exec("c0000")
        api.world.run("web")
        heard = [json.loads(events.readline())["Action"] for _ in range(2)]
    assert heard == ["exec_create: sh -c true", "start"]


def test_streams_are_counted_while_they_are_open(api):
    """So that a test can see whether the lab has let go."""
    api.stats_every = 0.01
    with answer_to(api, "/containers/c0000/stats") as stats:
        used = [json.loads(stats.readline())["cpu_stats"]["cpu_usage"]["total_usage"] for _ in range(3)]
        assert used == sorted(set(used))
        assert api.open["/containers/{id}/stats"] == 1
    until(lambda: not api.open["/containers/{id}/stats"])


def test_a_log_is_followed(api):
    """From the last lines on; each stands behind eight bytes."""
    with answer_to(api, "/containers/c0000/logs?follow=1&stdout=1&tail=1") as log:
        assert log.readline()[8:] == b"c0000 is ready\n"
        api.world.log("c0000", "and on")
        assert log.readline()[8:] == b"and on\n"
