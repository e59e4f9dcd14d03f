"""How the lab asks an engine, seen from the other end of the socket; and the words for an engine that fails."""

import io
import json
import socket
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

import pytest

from tui.engine.docker_sdk import DockerEngine
from tui.engine.ping import Reply, explain, ping
from tui.errors import EngineError, EngineLost
from tui.model.disk import Used
from tui.model.engine import ContainerDetails
from tui.model.facts import HistoryRow, ImageDetails

VERSION = {"Version": "27.0", "ApiVersion": "1.44"}


class Api(ThreadingUnixStreamServer):
    """A few answers of the Engine API on a unix socket; `asked` is every path that was requested."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, object]] = {
            "/_ping": (200, "OK"),
            "/version": (200, VERSION),
            "/containers/json": (200, []),
            "/images/json": (200, []),
        }
        super().__init__(str(path), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Api

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        path = self.path.partition("?")[0].removeprefix("/v1.44")
        status, body = self.server.answers.get(path, (404, {"message": "page not found"}))
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with Api(tmp_path / "engine.sock") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def engine(api: Api) -> Iterator[DockerEngine]:
    engine = DockerEngine(f"unix://{api.server_address}", timeout=2.0)
    yield engine
    engine.close()


def test_a_list_is_one_request_and_never_asks_for_sizes(api, engine):
    """No inspect per row, however many rows there are."""
    row = {"Id": "a" * 64, "Names": ["/a"], "Status": "Up 2 hours", "State": "running"}
    api.answers["/containers/json"] = (200, [row, {**row, "Id": "b" * 64}])
    engine.identity()
    api.asked.clear()
    assert len(engine.containers()) == 2
    engine.images()
    assert [path.partition("?")[0] for path in api.asked] == ["/v1.44/containers/json", "/v1.44/images/json"]
    assert "all=1" in api.asked[0]
    assert "size=1" not in api.asked[0]


def test_details_are_a_request_or_two(api, engine):
    """One for a container, two for an image; what is gone is None."""
    api.answers["/containers/abc/json"] = (200, {"Path": "sh", "Args": []})
    api.answers["/images/debian:12/json"] = (200, {"Id": "sha256:1"})
    api.answers["/images/debian:12/history"] = (200, [{"CreatedBy": "x"}])
    engine.identity()
    api.asked.clear()
    assert engine.container_details("abc") == ContainerDetails(("sh",))
    assert engine.image_details("debian:12") == ImageDetails("sha256:1", (HistoryRow("x", 0),))
    assert [path.removeprefix("/v1.44") for path in api.asked] == [
        "/containers/abc/json", "/images/debian:12/json", "/images/debian:12/history",
    ]  # fmt: skip
    assert engine.container_details("gone") is engine.image_details("gone") is engine.image_files("gone") is None


def test_the_disk_is_measured_by_one_request(api, engine):
    """And nothing else asks for it; it may take longer than a list may."""
    api.answers["/system/df"] = (200, {"LayersSize": 5, "Images": [{"Id": "sha256:1", "Containers": 0}]})
    engine.identity()
    api.asked.clear()
    assert engine.disk_usage().images == Used(1, 0, 5, 5)
    assert api.asked == ["/v1.44/system/df?verbose=1"]
    api.answers["/system/df"] = (409, {"message": "a disk usage operation is already running"})
    with pytest.raises(EngineError, match="already running"):
        engine.disk_usage()


def test_an_export_is_read_as_it_comes(api, engine):
    """And given up as soon as it can't be read; a refusal is in the engine's words."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, data in (("l.tar", bytes(1024)), ("manifest.json", b'[{"Layers": ["l.tar"]}]')):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    api.answers["/images/sha256:1/get"] = (200, archive.getvalue())
    api.answers["/images/sha256:2/get"] = (200, b"x" * 10_000_000)
    api.answers["/images/sha256:3/get"] = (500, {"message": "disk is full"})
    api.answers["/images/sha256:3/json"] = (200, {})
    api.answers["/images/sha256:4/get"] = (500, {"message": "open /x: no such file or directory"})
    found = engine.image_files("sha256:1")
    assert found is not None
    assert found.layers == ((),)
    with pytest.raises(EngineError, match="can't be read"):
        engine.image_files("sha256:2")
    with pytest.raises(EngineError, match="The engine refused: disk is full\\."):
        engine.image_files("sha256:3")
    assert engine.image_files("sha256:4") is None
    found = engine.image_files("sha256:1")
    assert found is not None
    assert found.layers == ((),)


def test_the_version_is_negotiated(api, engine):
    """What the engine speaks is what it is asked in; that is found out once, also for other connections."""
    assert engine.identity().api_version == "1.44"
    assert api.asked == ["/_ping", "/version", "/v1.44/version", "/v1.44/info"]
    assert engine.logs("gone") is None
    assert "/version" not in api.asked[4:]
    engine.close()
    engine.identity()
    assert "/version" in api.asked[4:]


def test_a_refusal_is_in_the_engines_words(api, engine):
    """An error of the API is no lost engine."""
    api.answers["/containers/json"] = (500, {"message": "disk is full"})
    with pytest.raises(EngineError, match="The engine refused: disk is full\\.") as caught:
        engine.containers()
    assert not isinstance(caught.value, EngineLost)


def test_a_refusal_cant_act_on_the_terminal(api, engine):
    """Its words may quote a name that anyone chose."""
    api.answers["/containers/json"] = (500, {"message": "no such thing: \x1b]0;owned\x07"})
    with pytest.raises(EngineError, match=r"no such thing: \\x1b\]0;owned\\x07\."):
        engine.containers()


def test_close_does_not_wait_for_an_engine_that_hangs(tmp_path):
    """Another thread may be about to connect to it, for as long as the timeout."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "e.sock"))
        server.listen()
        engine = DockerEngine(f"unix://{tmp_path}/e.sock", timeout=20.0)

        def ask() -> None:
            with pytest.raises(EngineLost):
                engine.identity()

        thread = threading.Thread(target=ask)
        thread.start()
        connection, _ = server.accept()
        begun = time.monotonic()
        engine.close()
        assert time.monotonic() - begun < 5
        connection.close()
        thread.join()


def test_an_engine_that_ends_is_lost(api, engine):
    """Between two requests the socket has gone."""
    engine.identity()
    api.shutdown()
    api.server_close()
    Path(str(api.server_address)).unlink()
    engine.close()
    with pytest.raises(EngineLost, match="the socket is not there"):
        engine.containers()


def test_an_absent_engine_is_lost_in_plain_words(tmp_path):
    """Socket missing, nobody listening, no answer in time: three different sentences."""
    path = tmp_path / "e.sock"
    engine = DockerEngine(f"unix://{path}", timeout=0.2)
    with pytest.raises(EngineLost, match="not there"):
        engine.identity()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        with pytest.raises(EngineLost, match="Nobody listens"):
            engine.identity()
        server.listen()
        with pytest.raises(EngineLost, match="does not answer in time"):
            engine.events()


def test_a_ping_tells_failures_apart(api, tmp_path):
    """Each has its own cure."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert ping(f"unix://{api.server_address}") is Reply.ANSWERS
    assert ping(f"unix://{tmp_path}/none") is Reply.MISSING
    assert ping(f"unix://{tmp_path}/file/none") is Reply.MISSING
    assert ping(f"unix://{tmp_path}/file") is Reply.NOBODY
    assert ping("ssh://user@host") is Reply.UNKNOWN
    assert ping("tcp://127.0.0.1:port") is Reply.UNKNOWN
    assert ping("tcp://127.0.0.1:1") is Reply.NOBODY
    api.answers["/_ping"] = (404, "")
    assert ping(f"unix://{api.server_address}") is Reply.STRANGER


@pytest.mark.parametrize("reply", list(Reply))
@pytest.mark.parametrize("url", ["unix:///var/run/docker.sock", "unix:///x", "tcp://h:1", "ssh://h"])
def test_every_outcome_says_what_and_what_to_do(url, reply):
    """A sentence, and a way on, which may end in a command to copy."""
    what, fix = explain(url, reply)
    assert what.endswith(".")
    assert fix or reply is Reply.ANSWERS


def test_the_systems_engine_is_started_as_this_user_can(monkeypatch):
    """Root has no need of sudo, and maybe none; not every system has systemd."""
    monkeypatch.setattr("tui.engine.ping.os.geteuid", lambda: 0)
    assert explain("unix:///var/run/docker.sock", Reply.MISSING)[1].startswith("Start it: s")
    assert "sudo" not in explain("unix:///var/run/docker.sock", Reply.MISSING)[1]
    monkeypatch.setattr("tui.engine.ping.os.geteuid", lambda: 1000)
    assert "Start it: sudo s" in explain("unix:///var/run/docker.sock", Reply.MISSING)[1]


def test_permission_denied_comes_with_the_one_line_fix():
    """The commonest trouble of a first run."""
    what, fix = explain("unix:///var/run/docker.sock", Reply.FORBIDDEN)
    assert "permission denied" in what
    assert "usermod -aG docker" in fix


def test_the_docker_library_is_imported_on_first_use():
    """0.2 s that a start does not pay."""
    code = "import sys, tui.engine.docker_sdk as d; d.DockerEngine('unix:///x'); print('docker' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
