"""The lab hub: a read-only registry on loopback that serves the image store, so that pulling works offline.

Source: OCI distribution specification 1.0 (the pull half) and the Registry HTTP API v2 for `_catalog`.
`python -m tui.images.hub --store FOLDER --port N` runs it; it prints its port on one line.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socketserver
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tui.errors import ImageError, SealegsError
from tui.images.layout import Store
from tui.images.oci import Descriptor

_REPOSITORY = r"(?P<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
_DIGEST = r"sha256:[0-9a-f]{64}"
_TAGS = re.compile(rf"/v2/{_REPOSITORY}/tags/list")
_MANIFEST = re.compile(rf"/v2/{_REPOSITORY}/manifests/(?P<reference>{_DIGEST}|[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}})")
_BLOB = re.compile(rf"/v2/{_REPOSITORY}/blobs/(?P<digest>{_DIGEST})")


class Hub(ThreadingHTTPServer):
    """A registry over a store. `serve_forever` runs it, `shutdown` and `server_close` end it.

    It reads the store anew for each request, so it may start before there are any images.
    Raises `ImageError` if the port is taken; port 0 takes a free one.
    """

    daemon_threads = True

    def __init__(self, store: Store, port: int = 0) -> None:
        self.store = store
        try:
            super().__init__(("127.0.0.1", port), _Request)
        except (OSError, OverflowError) as error:
            raise ImageError(f"The lab hub can't listen on port {port} ({error}).", "Choose another one.") from error

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind without the reverse lookup that HTTPServer makes: with no network it can wait for seconds."""
        socketserver.TCPServer.server_bind(self)

    def repositories(self) -> dict[str, dict[str, Descriptor]]:
        """Image → tag → manifest, of everything the store holds; raises `ImageError`."""
        found: dict[str, dict[str, Descriptor]] = {}
        for name, image in self.store.images().items():
            repository, _, tag = name.rpartition(":")
            found.setdefault(repository, {})[tag] = image
        return found


class _Request(BaseHTTPRequestHandler):
    """One client's requests."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    # Head and body are two writes: the second would wait 40 ms for the client to acknowledge the first.
    disable_nagle_algorithm = True
    server: Hub

    def handle(self) -> None:
        """Answer until the client goes away, be it in the middle of a blob."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer; for HEAD the same without a body."""
        try:
            self._route(self.path.partition("?")[0])
        except ImageError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "UNKNOWN", error.what)

    do_HEAD = do_GET

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The server's own refusals; a method it has no `do_` for is one that a read-only registry lacks."""
        if code != HTTPStatus.NOT_IMPLEMENTED:
            super().send_error(code, message, explain)
            return
        self.close_connection = True  # a body may follow that nobody will read
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "UNSUPPORTED", "the lab hub is read-only")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet about requests; errors are still logged on standard error."""

    def _route(self, path: str) -> None:
        if path in ("/v2", "/v2/"):
            self._send_json(HTTPStatus.OK, {})
        elif path == "/v2/_catalog":
            self._send_json(HTTPStatus.OK, {"repositories": sorted(self.server.repositories())})
        elif match := _TAGS.fullmatch(path):
            self._send_tags(match["repository"])
        elif match := _MANIFEST.fullmatch(path):
            self._send_manifest(match["repository"], match["reference"])
        elif match := _BLOB.fullmatch(path):
            self._send_blob(match["digest"], "application/octet-stream", "BLOB_UNKNOWN")
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "NAME_INVALID", "the lab hub has no such address")

    def _tags(self, repository: str) -> dict[str, Descriptor]:
        # Docker's engine asks for official images under library/.
        return self.server.repositories().get(repository.removeprefix("library/"), {})

    def _send_tags(self, repository: str) -> None:
        if tags := self._tags(repository):
            self._send_json(HTTPStatus.OK, {"name": repository, "tags": sorted(tags)})
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "NAME_UNKNOWN", "the lab hub has no such image")

    def _send_manifest(self, repository: str, reference: str) -> None:
        for tag, image in self._tags(repository).items():
            if reference in (tag, image.digest):
                self._send_blob(image.digest, image.media_type, "MANIFEST_UNKNOWN")
                return
        self._refuse(HTTPStatus.NOT_FOUND, "MANIFEST_UNKNOWN", "the lab hub has no such image")

    def _send_blob(self, digest: str, media_type: str, unknown: str) -> None:
        try:
            blob = self.server.store.blob(digest).open("rb")
        except FileNotFoundError:
            self._refuse(HTTPStatus.NOT_FOUND, unknown, "the lab hub has no such blob")
            return
        with blob:
            size = blob.seek(0, 2)
            blob.seek(0)
            self._send_head(HTTPStatus.OK, media_type, size, {"Docker-Content-Digest": digest, "ETag": f'"{digest}"'})
            if self.command != "HEAD":
                shutil.copyfileobj(blob, self.wfile)

    def _refuse(self, status: HTTPStatus, code: str, message: str) -> None:
        self._send_json(status, {"errors": [{"code": code, "message": message}]})

    def _send_json(self, status: HTTPStatus, value: object) -> None:
        body = json.dumps(value).encode()
        self._send_head(status, "application/json", len(body), {})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_head(self, status: HTTPStatus, media_type: str, size: int, extra: dict[str, str]) -> None:
        self.send_response(status)
        headers = {"Content-Type": media_type, "Content-Length": str(size)} | extra
        headers["Docker-Distribution-Api-Version"] = "registry/2.0"
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET, HEAD"
        if self.close_connection:
            headers["Connection"] = "close"
        for name, content in headers.items():
            self.send_header(name, content)
        self.end_headers()


def main() -> int:
    """Serve a store in the foreground until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tui.images.hub", description="Serve the course's images.")
    parser.add_argument("--store", type=Path, required=True, help="the image store's folder")
    parser.add_argument("--port", type=int, default=0, help="a port on loopback; 0 takes a free one")
    arguments = parser.parse_args()
    try:
        with Hub(Store(arguments.store), arguments.port) as hub:
            print(hub.port, flush=True)
            hub.serve_forever()
    except SealegsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
