"""The lab hub: a read-only registry that serves the image store on loopback."""

import hashlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.image_recipes import put_image
from tui.errors import ImageError
from tui.images.hub import Hub
from tui.images.layout import Store
from tui.images.oci import MANIFEST_TYPE

BIG = b"".join(hashlib.sha256(bytes([i % 256, i // 256])).digest() for i in range(60_000))
"""2 MB that don't compress: more than a socket's buffers hold."""


class Answer:
    """A response, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def error(self) -> str:
        """The registry's code for what is wrong."""
        return json.loads(self.body)["errors"][0]["code"]


Ask = Callable[..., Answer]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def hub(store: Store) -> Iterator[Hub]:
    with Hub(store) as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield hub
        hub.shutdown()
        thread.join()


@pytest.fixture
def ask(hub: Hub) -> Iterator[Ask]:
    """Send a request over one connection, which the hub keeps open."""
    connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=10)

    def send(path: str, method: str = "GET", body: bytes | None = None) -> Answer:
        connection.request(method, path, body)
        return Answer(connection.getresponse())

    yield send
    connection.close()


def test_it_says_that_it_is_a_registry(ask: Ask) -> None:
    """The first thing a client asks."""
    answer = ask("/v2/")
    assert (answer.status, answer.headers["Docker-Distribution-Api-Version"]) == (200, "registry/2.0")


def test_it_listens_on_loopback_only(hub: Hub) -> None:
    """Nobody else on the network can reach it."""
    assert hub.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("repository", ["tiny", "library/tiny"])
def test_a_manifest_is_found_by_tag_and_by_digest(repository: str, ask: Ask, store: Store, tmp_path: Path) -> None:
    """With its type and digest; official images also under library/, as Docker asks for them."""
    digest = put_image(store, tmp_path)
    for reference in ("latest", digest):
        answer = ask(f"/v2/{repository}/manifests/{reference}")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == MANIFEST_TYPE
        assert answer.headers["Docker-Content-Digest"] == digest
        assert f"sha256:{hashlib.sha256(answer.body).hexdigest()}" == digest


def test_a_blob_is_served_whole(ask: Ask, store: Store, tmp_path: Path) -> None:
    """Layer and config arrive byte for byte, a query (as containerd adds one) changing nothing."""
    put_image(store, tmp_path, content=BIG)
    for blob in store.manifest(store.images()["tiny:latest"]).blobs():
        answer = ask(f"/v2/library/tiny/blobs/{blob.digest}?ns=docker.io")
        assert answer.headers["Docker-Content-Digest"] == blob.digest
        assert answer.body == store.blob(blob.digest).read_bytes()


def test_head_is_get_without_a_body(ask: Ask, store: Store, tmp_path: Path) -> None:
    """Same status and headers; the connection stays usable."""
    digest = put_image(store, tmp_path)
    for path in (f"/v2/tiny/manifests/{digest}", f"/v2/tiny/blobs/{digest}", "/v2/", "/v2/tiny/manifests/nosuch"):
        head, get = ask(path, "HEAD"), ask(path)
        assert (head.status, head.body) == (get.status, b"")
        assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.body))


def test_it_lists_images_and_tags(ask: Ask, store: Store, tmp_path: Path) -> None:
    """The catalogue and the tags of one image."""
    put_image(store, tmp_path, "tiny:2")
    put_image(store, tmp_path, "tiny:1")
    put_image(store, tmp_path, "lab/other:latest")
    assert json.loads(ask("/v2/_catalog").body) == {"repositories": ["lab/other", "tiny"]}
    assert json.loads(ask("/v2/library/tiny/tags/list").body) == {"name": "library/tiny", "tags": ["1", "2"]}


def test_it_sees_images_that_come_later(ask: Ask, store: Store, tmp_path: Path) -> None:
    """The hub may start before the images are built."""
    assert ask("/v2/tiny/manifests/latest").status == 404
    put_image(store, tmp_path)
    assert ask("/v2/tiny/manifests/latest").status == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v2/nosuch/manifests/latest", "MANIFEST_UNKNOWN"),
        ("/v2/tiny/manifests/nosuch", "MANIFEST_UNKNOWN"),
        ("/v2/tiny/manifests/sha256:" + "0" * 64, "MANIFEST_UNKNOWN"),
        ("/v2/tiny/blobs/sha256:" + "0" * 64, "BLOB_UNKNOWN"),
        ("/v2/nosuch/tags/list", "NAME_UNKNOWN"),
        ("/", "NAME_INVALID"),
        ("/v1/_ping", "NAME_INVALID"),
    ],
)
def test_what_is_not_there_is_not_found(path: str, code: str, ask: Ask, store: Store, tmp_path: Path) -> None:
    """404 with the registry's own code, so that Docker goes on to the next registry."""
    put_image(store, tmp_path)
    answer = ask(path)
    assert (answer.status, answer.error) == (404, code)


@pytest.mark.parametrize(
    "path",
    [
        "/v2/tiny/blobs/../../../secret",
        "/v2/tiny/blobs/sha256:../../../secret",
        "/v2/tiny/blobs/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret",
        "/v2/tiny/manifests/../../index.json",
        "/v2/../index.json",
        "//v2/tiny/blobs/sha256:",
        "/v2/tiny/blobs/sha256:" + "A" * 64,
    ],
)
def test_no_path_leaves_the_store(path: str, ask: Ask, store: Store, tmp_path: Path) -> None:
    """A path is a name, a tag or a digest, never a file's."""
    put_image(store, tmp_path)
    (tmp_path / "secret").write_bytes(b"secret")
    assert ask(path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
def test_nothing_can_be_written(method: str, hub: Hub, store: Store, tmp_path: Path) -> None:
    """Every method but GET and HEAD is refused, and what was sent with it is not taken for a request."""
    digest = put_image(store, tmp_path)
    connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=10)
    connection.request(method, "/v2/tiny/manifests/latest", b"DELETE /v2/ HTTP/1.1\r\n\r\n")
    answer = Answer(connection.getresponse())
    connection.close()
    assert (answer.status, answer.error, answer.headers["Allow"]) == (405, "UNSUPPORTED", "GET, HEAD")
    assert answer.headers["Connection"] == "close"
    assert store.images()["tiny:latest"].digest == digest


def test_a_damaged_store_is_an_error_of_the_hubs(ask: Ask, store: Store, tmp_path: Path) -> None:
    """500 and a reason; the hub goes on and serves once the store is mended."""
    put_image(store, tmp_path)
    index = (store.folder / "index.json").read_bytes()
    (store.folder / "index.json").write_bytes(b"{")
    assert ask("/v2/tiny/manifests/latest").status == 500
    (store.folder / "index.json").write_bytes(index)
    assert ask("/v2/tiny/manifests/latest").status == 200


def test_a_client_that_hangs_up_disturbs_nobody(
    hub: Hub, ask: Ask, store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A pull that is interrupted in the middle of a layer leaves no trace but a closed connection."""
    put_image(store, tmp_path, content=BIG)
    layer = store.manifest(store.images()["tiny:latest"]).layers[0].digest
    before = threading.active_count()
    with socket.create_connection(("127.0.0.1", hub.port), timeout=10) as client:
        client.sendall(f"GET /v2/tiny/blobs/{layer} HTTP/1.1\r\n\r\n".encode())
        client.recv(100)
    for worker in [thread for thread in threading.enumerate() if "process_request" in thread.name]:
        worker.join(10)
    assert ask("/v2/").status == 200
    assert threading.active_count() <= before + 1
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_named(hub: Hub, store: Store) -> None:
    """Two hubs can't share a port."""
    with pytest.raises(ImageError, match=str(hub.port)):
        Hub(store, hub.port)


def test_the_command_prints_its_port_and_serves(store: Store, tmp_path: Path) -> None:
    """`python -m tui.images.hub` says on one line where it listens, and ends when told."""
    put_image(store, tmp_path)
    command = [sys.executable, "-m", "tui.images.hub", "--store", str(store.folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        port = int(process.stdout.readline())
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/v2/_catalog")
        assert json.loads(connection.getresponse().read()) == {"repositories": ["tiny"]}
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
