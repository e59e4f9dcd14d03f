"""Closer looks at what a real engine holds: inspect, logs, stats, processes; and that no stream outlives its look."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from tests.waiting import DEADLINE
from tui.errors import EngineError
from tui.model.looks import LogLine
from tui.view.json_tree import at, find, template

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]


class Reader:
    """Reads a stream in a thread, and waits for what it gives."""

    def __init__(self, stream) -> None:
        self.stream, self.all, self.ended = stream, [], False
        self._arrived = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for item in self.stream:
            with self._arrived:
                self.all.append(item)
                self._arrived.notify_all()
        with self._arrived:
            self.ended = True
            self._arrived.notify_all()

    def wait(self, condition) -> None:
        """Wait until a condition holds."""
        with self._arrived:
            assert self._arrived.wait_for(condition, DEADLINE), f"still waiting; the last were {self.all[-3:]}"

    def close(self) -> None:
        """The thread ends within moments, whatever it waits for."""
        self.stream.close()
        self._thread.join(1.0)
        assert not self._thread.is_alive()


@pytest.fixture
def read() -> Iterator:
    readers = []

    def begin(stream) -> Reader:
        readers.append(Reader(stream))
        return readers[-1]

    yield begin
    for reader in readers:
        reader.close()


def container_id(docker, name: str) -> str:
    return docker("container", "inspect", "--format", "{{.Id}}", name).stdout.strip()


def test_inspect_is_what_docker_prints(engine, docker, tiny):
    """Of each kind; of what has gone between the list and the look, nothing."""
    docker("container", "create", "--name", "web", "--label", "x=a\x1b[31mb", tiny)
    docker("volume", "create", "data")
    ids = {
        "container": container_id(docker, "web"),
        "image": engine.images()[0].id,
        "volume": "data",
        "network": next(each.id for each in engine.networks() if each.name == "bridge"),
    }
    for kind, id in ids.items():
        printed = json.loads(docker(kind, "inspect", id).stdout.replace(r"\u001b", r"\\x1b"))[0]
        assert engine.inspect(kind, id).value == printed
    docker("rm", "web")
    docker("volume", "rm", "data")
    assert engine.inspect("container", ids["container"]) is None
    assert engine.inspect("volume", "data") is None
    assert engine.logs(ids["container"]) is engine.stats(ids["container"]) is engine.processes("gone") is None


def test_docker_takes_what_the_tree_copies_for_its_format(engine, docker, tiny):
    """Every way through the tree, also where names have slashes or are numbers."""
    docker("network", "create", "a-b")
    options = ("--env", "A=1", "--publish", "80", "--volume", "/d", "--network", "a-b", "--label", "x.y=z")
    docker("run", "--detach", "--name", "web", *options, tiny, "sleep", "60")
    value = engine.inspect("container", container_id(docker, "web")).value
    ways = list(find(value, ""))
    wanted = "\n".join(f"{{{{json ({template(way)[2:-2]})}}}}" for way in ways)
    printed = docker("container", "inspect", "--format", wanted, "web").stdout.rstrip("\n").split("\n")
    assert len(ways) > 150
    assert [json.loads(line) for line in printed] == [at(value, way) for way in ways]


def test_logs_follow_and_tell_errors_from_output(engine, docker, tiny, read):
    """What was printed, what is printed, and the end."""
    script = "echo one; echo two >&2; while [ ! -e /go ]; do sleep 0.1; done; echo three"
    docker("run", "--detach", "--name", "web", tiny, "sh", "-c", script)
    log = read(engine.logs(container_id(docker, "web")))
    log.wait(lambda: len(log.all) == 2)
    assert set(log.all) == {LogLine("one"), LogLine("two", error=True)}
    docker("exec", "web", "busybox", "touch", "/go", check=False)  # may be ended with the container
    log.wait(lambda: log.ended)
    assert log.all[2:] == [LogLine("three")]


def test_logs_of_a_terminal(engine, docker, tiny, read):
    """Has no headers; a stopped one ends at once, with the last 200 lines."""
    script = 'i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo -e "\\033[31mline $i\\033[0m"; done'
    docker("run", "--tty", "--name", "web", tiny, "sh", "-c", script)
    log = read(engine.logs(container_id(docker, "web")))
    log.wait(lambda: log.ended)
    assert [line.text for line in log.all] == [f"line {i}" for i in range(101, 301)]


def test_a_silent_log_can_be_closed(engine, docker, tiny, read):
    """Nothing was ever printed, nothing comes, and yet the reader is freed."""
    docker("run", "--detach", "--name", "web", tiny, "sleep", "60")
    began = time.monotonic()
    log = read(engine.logs(container_id(docker, "web")))
    assert time.monotonic() - began < 2
    log.close()
    assert log.all == []


def test_stats_until_it_stops(engine, docker, tiny, read):
    """A busy container keeps a processor busy; when it stops, the samples end."""
    docker("run", "--detach", "--name", "busy", tiny, "sh", "-c", "while true; do :; done")
    stats = read(engine.stats(container_id(docker, "busy")))
    stats.wait(lambda: len(stats.all) >= 3)
    assert stats.all[0].cpu is None
    assert 5 < stats.all[2].cpu < 150
    assert 0 < stats.all[2].memory < stats.all[2].limit
    assert stats.all[2].processes == 1
    docker("pause", "busy")
    docker("unpause", "busy")
    docker("kill", "busy")
    stats.wait(lambda: stats.ended)


def test_stats_of_what_does_not_run(engine, docker, tiny, read):
    """End at once."""
    docker("container", "create", "--name", "web", tiny)
    stats = read(engine.stats(container_id(docker, "web")))
    stats.wait(lambda: stats.ended)
    assert stats.all == []


def test_processes_are_what_docker_top_prints(engine, docker, tiny):
    """Titles and rows; a refusal for what doesn't run."""
    docker("run", "--detach", "--name", "web", tiny, "sleep", "60")
    id = container_id(docker, "web")
    found = engine.processes(id)
    printed = docker("container", "top", "web").stdout.splitlines()
    assert list(found.titles) == printed[0].split()
    assert found.rows[0][-1] == "sleep 60"
    docker("kill", "web")
    with pytest.raises(EngineError, match="not running"):
        engine.processes(id)
