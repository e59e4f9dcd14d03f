"""Asking a registry, and the hosts on port 443."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tui.gather import registries
from tui.gather.hosts import Hosts
from tui.gather.registries import registry_facts
from tui.model.facts import RegistryFacts

DIGEST, CONFIG = "sha256:" + "a" * 64, "sha256:" + "c" * 64
UNREACHABLE = RegistryFacts(reachable=False)


class Registry(ThreadingHTTPServer):
    """A registry with one repository; `asked` is what was requested, with the Accept header for a manifest."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.accepted = ""
        self.silent = False
        self.starting = 0
        self.answers: dict[str, tuple[int, object]] = {
            "/v2/": (200, {}),
            "/v2/anna/docker_intro/tags/list": (200, {"name": "anna/docker_intro", "tags": ["v0.1", "gone"]}),
            "/v2/anna/docker_intro/manifests/v0.1": (200, {"config": {"digest": CONFIG}}),
            "/v2/empty/tags/list": (200, {"name": "empty", "tags": None}),
        }
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        """As it stands before an image's name."""
        return f"localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Registry

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.silent:
            time.sleep(0.5)
            return
        if self.server.starting:
            self.server.starting -= 1
            self.close_connection = True
            return
        status, body = self.server.answers.get(self.path, (404, {}))
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://192.0.2.1/")
        if "/manifests/" in self.path:
            self.server.accepted = self.headers["Accept"]
            self.send_header("Docker-Content-Digest", DIGEST)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_tags_and_digests_of_the_repositories_asked_for(registry):
    """And of what they are made of. One that isn't there is left out; so is a tag whose manifest is gone."""
    found = registry_facts(registry.address, ["anna/docker_intro", "empty", "other"])
    digests, configs = {"v0.1": DIGEST}, {"v0.1": CONFIG}
    assert found == RegistryFacts(
        True, {"anna/docker_intro": digests, "empty": {}}, {"anna/docker_intro": configs, "empty": {}}
    )
    assert "application/vnd.oci.image.index.v1+json" in registry.accepted
    assert "application/vnd.docker.distribution.manifest.v2+json" in registry.accepted


@pytest.mark.parametrize("manifest", [{"manifests": []}, {"config": None}, {"config": {"digest": "\x1b[2J"}}, []])
def test_a_manifest_without_a_configuration_has_a_digest_all_the_same(registry, manifest):
    """An index, and what is none."""
    registry.answers["/v2/anna/docker_intro/manifests/v0.1"] = (200, manifest)
    found = registry_facts(registry.address, ["anna/docker_intro"])
    assert (found.digests, found.configs) == ({"anna/docker_intro": {"v0.1": DIGEST}}, {"anna/docker_intro": {}})


def test_nothing_more_is_asked(registry):
    """No catalogue, and no repository that nobody wants."""
    assert registry_facts(registry.address, []) == RegistryFacts(True)
    assert registry.asked == ["GET /v2/"]


def test_a_registry_that_wants_a_login_answers(registry):
    """401 is an answer."""
    registry.answers["/v2/"] = (401, {})
    assert registry_facts(registry.address, []).reachable


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_no_registry_is_unreachable(registry, status):
    """Another program on that port; it sends nobody elsewhere."""
    registry.answers["/v2/"] = (status, {})
    assert registry_facts(registry.address, ["empty"]) == UNREACHABLE


@pytest.mark.parametrize("body", [b"no json", b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_none_is_unreachable(registry, body):
    """It never raises."""
    registry.answers["/v2/empty/tags/list"] = (200, body)
    assert registry_facts(registry.address, ["empty"]) == UNREACHABLE


def test_strange_tags_are_left_out(registry):
    """A tag is a word, as the format says."""
    registry.answers["/v2/empty/tags/list"] = (200, {"tags": ["\x1b[2J", "../x", 3, None]})
    assert registry_facts(registry.address, ["empty"]) == RegistryFacts(True, {"empty": {}}, {"empty": {}})


def test_nobody_listens_or_nobody_answers(registry, monkeypatch):
    """Both end soon."""
    monkeypatch.setattr(registries, "TIMEOUT", 0.1)
    assert registry_facts("localhost:1", []) == UNREACHABLE
    registry.silent = True
    assert registry_facts(registry.address, []) == UNREACHABLE


def test_a_registry_that_has_just_been_started_is_waited_for(registry, monkeypatch):
    """Its port is open before it listens: docker takes the connection, and drops it. Not for ever, though."""
    registry.starting = 2
    assert registry_facts(registry.address, []) == RegistryFacts(True)
    monkeypatch.setattr(registries, "STARTING", 0.2)
    registry.starting = 1000
    assert registry_facts(registry.address, []) == UNREACHABLE
    assert registry.starting > 990


@pytest.mark.parametrize(
    "address", ["192.0.2.1:5000", "example.com", "localhost.example.com:5000", "me@localhost:1", "localhost:x", "",
                "localhost:1/v2", "0.0.0.0:5000", "[::"],
)  # fmt: skip
def test_only_this_machine_is_asked(address, monkeypatch):
    """Whatever a course says."""
    monkeypatch.setattr(registries, "HTTPConnection", None)
    assert registry_facts(address, ["x"]) == UNREACHABLE


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine_by_number(address, registry):
    """All of 127.0.0.0/8, and IPv6's own; what listens there may be nobody."""
    port = registry.server_address[1]
    assert registries._on_this_machine(f"{address}:{port}") == (address.strip("[]"), port)


def test_hosts_are_asked_once_a_minute():
    """All at the same time, and each answer is kept."""
    now, asked = [0.0], []

    def ask(host: str) -> bool:
        asked.append(host)
        return host == "here"

    hosts = Hosts(ask, lambda: now[0])
    assert hosts.which_answer(["here", "there"]) == {"here": True, "there": False}
    now[0] = 59.0
    assert hosts.which_answer(["here"]) == {"here": True}
    assert sorted(asked) == ["here", "there"]
    now[0] = 61.0
    hosts.which_answer(["here"])
    assert len(asked) == 3


def test_a_host_that_takes_for_ever_does_not_answer(monkeypatch):
    """Looking up its name can't be cut short."""
    monkeypatch.setattr("tui.gather.hosts._MOST_WAIT", 0.1)
    leave = threading.Event()
    assert Hosts(lambda _: leave.wait(5)).which_answer(["slow"]) == {"slow": False}
    leave.set()
