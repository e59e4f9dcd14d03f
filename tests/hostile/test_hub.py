"""Whatever is asked of the lab hub: an answer of a registry that only gives; and nothing but its blobs."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import texts
from tests.unit.image_recipes import put_image
from tui.images.hub import Hub
from tui.images.layout import Store

SECRET = b"A-SECRET-OF-THE-LEARNERS"


class Asked:
    """A hub over a store with an image, and a secret beside the store."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "store")
        put_image(self.store, folder, "one:latest", b"one")
        (folder / "secret").write_bytes(SECRET)
        (self.store.folder / "secret").write_bytes(SECRET)
        (self.store.folder / "blobs" / "secret").write_bytes(SECRET)
        self.before = self.files()
        self.hub = Hub(self.store)
        threading.Thread(target=self.hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def files(self) -> dict[Path, bytes]:
        return {each: each.read_bytes() for each in self.store.folder.parent.rglob("*") if each.is_file()}

    def ask(self, data: bytes) -> bytes:
        """Send just these bytes, and read all that comes."""
        with socket.create_connection(("127.0.0.1", self.hub.port), 10) as connection:
            answer = b""
            # It may hang up before it has heard all.
            with suppress(OSError):
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(1 << 16):
                    answer += piece
        assert SECRET not in answer
        assert b"Traceback" not in answer
        assert self.files() == self.before
        return answer


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    with TemporaryDirectory() as folder:
        asked = Asked(Path(folder))
        yield asked
        asked.hub.shutdown()
        asked.hub.server_close()


@pytest.fixture(autouse=True)
def no_traceback(capfd) -> Iterator[None]:
    """What the hub logs has none."""
    yield
    assert "Traceback" not in capfd.readouterr().err


PIECES = [
    "/v2/",
    "v2",
    "_catalog",
    "one",
    "library/one",
    "manifests",
    "blobs",
    "tags/list",
    "latest",
    "sha256:",
    "a" * 64,
    "..",
    "../..",
    "%2e%2e",
    "%2f",
    "//",
    "secret",
    "etc/passwd",
    "\0",
    "?",
    "#",
    "?n=1&last=../",
    "*",
    "\\",
    "~",
]
paths = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("/".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE", "OPTIONS", "get", "X", "G\x1b[2JT"]


@given(
    st.sampled_from(METHODS), st.one_of(paths, texts), st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "", "x"])
)
@example("GET", "/v2/one/blobs/sha256:../../secret", "HTTP/1.1")
@example("GET", "/v2/../../secret", "HTTP/1.1")
@example("GET", "/v2/library/../../../secret/manifests/latest", "HTTP/1.1")
@example("DELETE", "/v2/one/manifests/latest", "HTTP/1.1")
@example("GET", "/v2/" + "a-" * 20_000 + "/tags/list", "HTTP/1.1")
@example("GET", "/v2/" + "a._-/" * 12_000 + "!", "HTTP/1.1")
@example("GET", "/" + "x" * 100_000, "HTTP/1.1")
def test_any_request(asked, method, path, version):
    """Only what is asked with GET or HEAD is given."""
    line = f"{method} {path} {version}".encode(errors="surrogatepass")
    answer = asked.ask(line + b"\r\nHost: localhost\r\n\r\n")
    if method not in ("GET", "HEAD"):
        assert b"200 OK" not in answer.partition(b"\r\n")[0]


@given(st.binary(max_size=300))
@example(b"GET /v2/ HTTP/1.1\r\n" + b"A: b\r\n" * 300 + b"\r\n")
@example(b"GET /v2/ HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n")
@example(b"GET /v2/ HTTP/1.1\r\nA: " + b"x" * 100_000 + b"\r\n\r\n")
@example(b"PUT /v2/one/manifests/latest HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
@example(b"\x16\x03\x01\x02\x00\x01")
def test_any_bytes(asked, data):
    asked.ask(data)


def test_it_still_serves_and_only_on_loopback(asked):
    connection = http.client.HTTPConnection("127.0.0.1", asked.hub.port)
    connection.request("GET", "/v2/_catalog")
    assert connection.getresponse().read() == b'{"repositories": ["one"]}'
    connection.close()
    assert asked.hub.server_address[0] == "127.0.0.1"
    assert asked.hub.socket.getsockname()[0] == "127.0.0.1"
