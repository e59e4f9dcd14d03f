"""The variables that lead the docker command."""

from tui.engine.command import docker_environment
from tui.engine.ping import Reply, ping
from tui.model.engine import Endpoint

EMPTY = {"DOCKER_CONTEXT": "", "DOCKER_TLS_VERIFY": "", "DOCKER_CERT_PATH": ""}


def test_a_unix_socket_needs_its_address_and_nothing_else():
    """What else the learner's environment says is emptied."""
    found = docker_environment(Endpoint("unix:///run/x.sock", "private engine"))
    assert found == {"DOCKER_HOST": "unix:///run/x.sock", **EMPTY}


def test_a_network_engine_gets_its_certificates():
    """The lab itself talks to it with these."""
    found = docker_environment(Endpoint("tcp://h:2376", "h:2376", certificates="/certs"))
    said = {"DOCKER_HOST": "tcp://h:2376", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/certs"}
    assert found == {"DOCKER_CONTEXT": "", **said}


def test_one_without_certificates_gets_none():
    """What the environment names may be another engine's."""
    found = docker_environment(Endpoint("tcp://h:2375", "h:2375"))
    assert found == {"DOCKER_HOST": "tcp://h:2375", **EMPTY}


def test_over_a_line_docker_goes_the_labs_way():
    """Another connection would take seconds at each command, and may ask for a password."""
    found = docker_environment(Endpoint("ssh://me@far", "me@far", through="unix:///run/line.sock"))
    assert found == {"DOCKER_HOST": "unix:///run/line.sock", **EMPTY}


def test_no_engine_is_an_address_where_none_can_be():
    """Left out, the docker command would use any engine it finds."""
    found = docker_environment(None)
    assert found | EMPTY == found
    assert ping(found["DOCKER_HOST"]) is Reply.MISSING
