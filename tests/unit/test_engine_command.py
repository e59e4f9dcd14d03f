"""The variables that lead the docker command."""

from tui.engine.command import docker_environment
from tui.engine.ping import Reply, ping
from tui.model.engine import Endpoint

EMPTY = {"DOCKER_CONTEXT": "", "DOCKER_TLS_VERIFY": "", "DOCKER_CERT_PATH": ""}


def test_a_unix_socket_needs_its_address_and_nothing_else():
    """What else the learner's environment says is emptied."""
    found = docker_environment(Endpoint("unix:///run/x.sock", "private engine"))
    assert found == {"DOCKER_HOST": "unix:///run/x.sock", **EMPTY}


def test_a_network_engine_keeps_its_certificates():
    """The lab itself talks to it with these."""
    found = docker_environment(Endpoint("tcp://h:2376", "h:2376"))
    assert found == {"DOCKER_HOST": "tcp://h:2376", "DOCKER_CONTEXT": ""}


def test_no_engine_is_an_address_where_none_can_be():
    """Left out, the docker command would use any engine it finds."""
    found = docker_environment(None)
    assert found | EMPTY == found
    assert ping(found["DOCKER_HOST"]) is Reply.MISSING
