"""Engines with certificates, and over ssh: how they are chosen."""

from pathlib import Path

import pytest

from tests.unit.engine_choice import SYSTEM, Machine
from tui.engine.discovery import Tried, candidates, choose_again
from tui.engine.ping import Reply
from tui.model.engine import Candidate, Endpoint


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_context_brings_its_certificates(machine):
    """They lie beside it, and go with the endpoint to all that talk to it."""
    machine.add_context("far", "tcp://far:2376", certificates=True)
    machine.replies["tcp://far:2376"] = Reply.ANSWERS
    endpoint = machine.choose("far").endpoint
    assert endpoint is not None
    assert Path(endpoint.certificates).parts[-1] == "docker"
    assert Path(endpoint.certificates).is_dir()
    assert (endpoint.label, endpoint.remote) == ("context far", True)


def test_a_socket_needs_no_certificates(machine):
    """Whatever lies beside its context: the docker command would insist on them."""
    machine.add_context("near", "unix:///x.sock", certificates=True)
    machine.replies["unix:///x.sock"] = Reply.ANSWERS
    assert machine.choose("near").endpoint == Endpoint("unix:///x.sock", "context near")


def test_a_context_that_takes_anybody_for_the_engine_is_refused(machine):
    """The lab's commands would go to whoever answers."""
    machine.add_context("far", "tcp://far:2376", certificates=True, SkipTLSVerify=True)
    [tried] = machine.choose("far").tried
    assert "skips TLS verification" in tried.why_not


def test_the_environments_certificates_are_for_its_own_address(machine):
    """DOCKER_TLS_VERIFY means the engine at DOCKER_HOST; a unix socket needs none."""
    machine.environment |= {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/certs"}
    machine.replies |= {"tcp://h:2376": Reply.ANSWERS, SYSTEM.url: Reply.ANSWERS}
    assert machine.choose("tcp://h:2376").endpoint == Endpoint("tcp://h:2376", "h:2376", certificates="/certs")
    assert machine.choose("default").endpoint == SYSTEM


@pytest.mark.parametrize("how", ["said", "DOCKER_HOST", "context", "current context"])
def test_an_ssh_engine_is_reached_by_a_line(machine, how):
    """However it was named; it is remembered by its own address, and reached by the line's."""
    url = "ssh://me@far"
    machine.replies[url] = Reply.ANSWERS
    machine.add_context("lab", url)
    if how == "DOCKER_HOST":
        machine.environment["DOCKER_HOST"] = url
    if how == "current context":
        machine.use_context("lab")
    choice = machine.choose({"said": url, "context": "lab"}.get(how, ""))
    assert choice.endpoint is not None
    assert choice.line is not None
    assert choice.endpoint.url == url
    assert choice.endpoint.near.startswith(f"unix://{machine.home}/")
    assert choice.endpoint.label == ("context lab" if "context" in how else "me@far")
    assert choice.endpoint.remote


def test_the_socket_there_is_not_in_the_name(machine):
    """The bottom line has little room."""
    machine.replies["ssh://me@far:2222/run/docker.sock"] = Reply.ANSWERS
    assert machine.choose("ssh://me@far:2222/run/docker.sock").endpoint.label == "me@far:2222"


def test_a_line_that_does_not_open_says_why(machine):
    """And nothing else is tried, since it was said."""
    [tried] = machine.choose("ssh://me@far").tried
    assert tried == Tried("me@far", "Nobody listens for ssh at far.", "Start sshd there.")


@pytest.mark.parametrize("url", ["tcp://localhost:2375", "tcp://127.0.0.1:2375", "tcp://[::1]:2375", "unix:///x"])
def test_an_engine_on_this_machine_is_not_remote(url):
    """Its folders and ports are those here."""
    assert not Endpoint(url, "x").remote


def test_asking_what_there_is_opens_no_line(machine):
    """It would take seconds; the one who chooses it is told then."""
    machine.add_context("lab", "ssh://me@far")
    machine.use_context("lab")
    found = candidates(machine.around)
    assert Candidate("lab", "context lab", "ssh://me@far") in found
    assert "ssh://me@far" not in machine.asked


def test_an_ssh_engine_that_was_chosen_before_is_reached_again(machine):
    """By its name."""
    machine.remembered = "lab"
    machine.add_context("lab", "ssh://me@far")
    machine.replies["ssh://me@far"] = Reply.ANSWERS
    choice = choose_again(machine.around)
    assert choice.line is not None
    assert choice.endpoint == choice.line.endpoint
