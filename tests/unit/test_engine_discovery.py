"""Which engine is chosen, with every machine a dictionary."""

from pathlib import Path

import pytest

from tests.unit.engine_choice import NO_PRIVATE, PRIVATE, SYSTEM, Machine
from tui.engine.discovery import Choice, Tried, candidates, choose_again
from tui.engine.ping import Reply
from tui.model.engine import Candidate, Endpoint


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_private_engine_is_preferred_where_one_can_run(machine):
    """Nobody else is even asked."""
    machine.private = PRIVATE
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose() == Choice(PRIVATE)
    assert machine.asked == []


@pytest.mark.parametrize("said", ["", "private"])
def test_where_the_best_kind_does_not_start_the_next_is_used(machine, said):
    """With the reason; also where a private one was asked for."""
    machine.failing, machine.private = (Tried("rootless", "It did not start."),), PRIVATE
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose(said) == Choice(PRIVATE, machine.failing)
    assert machine.asked == []


def test_else_an_engine_that_answers(machine):
    """And the reason why it is not the private one is kept."""
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose() == Choice(SYSTEM, (NO_PRIVATE,))


def test_the_current_context_comes_before_the_sockets(machine):
    """As it does for the docker command."""
    machine.add_context("colima", "unix:///c.sock")
    machine.use_context("colima")
    machine.replies |= {"unix:///c.sock": Reply.ANSWERS, SYSTEM.url: Reply.ANSWERS}
    assert machine.choose().endpoint == Endpoint("unix:///c.sock", "context colima")


def test_the_usual_sockets_in_their_order(machine):
    """System, rootless, those of the desktop programs that are there, Podman; each is asked once."""
    machine.environment["XDG_RUNTIME_DIR"] = "/run/user/7"
    (machine.home / ".orbstack" / "run").mkdir(parents=True)
    (machine.home / ".orbstack" / "run" / "docker.sock").touch()
    found = machine.choose()
    assert machine.asked == [
        SYSTEM.url,
        "unix:///run/user/7/docker.sock",
        f"unix://{machine.home}/.orbstack/run/docker.sock",
        "unix:///run/user/7/podman/podman.sock",
        "unix:///run/podman/podman.sock",
    ]
    assert found.endpoint is None
    assert [tried.what for tried in found.tried] == [
        "private engine",
        "system engine",
        "rootless engine",
        "OrbStack",
        "rootless Podman",
        "Podman",
    ]


def test_none_comes_with_a_reason_and_a_fix_for_each(machine):
    """The first screen of a machine without an engine is made of these."""
    machine.replies[SYSTEM.url] = Reply.FORBIDDEN
    tried = machine.choose().tried
    assert all(each.why_not and each.fix for each in tried)
    system = next(each for each in tried if each.what == "system engine")
    assert "permission denied" in system.why_not
    assert "usermod" in system.fix


def test_docker_host_beats_everything_not_said(machine):
    """The learner's shell would go there too."""
    machine.private = PRIVATE
    machine.environment |= {"DOCKER_HOST": "tcp://h:2375", "DOCKER_CONTEXT": "colima"}
    machine.replies["tcp://h:2375"] = Reply.ANSWERS
    assert machine.choose().endpoint == Endpoint("tcp://h:2375", "h:2375")


def test_docker_context_is_looked_up(machine):
    """Its name says where, without running the docker command."""
    machine.add_context("lab", "unix:///lab.sock")
    machine.environment["DOCKER_CONTEXT"] = "lab"
    machine.replies["unix:///lab.sock"] = Reply.ANSWERS
    assert machine.choose().endpoint == Endpoint("unix:///lab.sock", "context lab")


def test_docker_config_moves_the_contexts(machine, tmp_path_factory):
    """As it does for the docker command."""
    other = Machine(tmp_path_factory.mktemp("home"))
    other.add_context("lab", "unix:///lab.sock")
    machine.environment["DOCKER_CONFIG"] = str(other.home / ".docker")
    machine.replies["unix:///lab.sock"] = Reply.ANSWERS
    assert machine.choose("lab").endpoint


def test_what_was_said_is_never_replaced(machine):
    """An engine that is down is not an invitation to use another one."""
    machine.private = PRIVATE
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    found = machine.choose("unix:///down.sock")
    assert found.endpoint is None
    assert [tried.what for tried in found.tried] == ["/down.sock"]


def test_said_beats_the_environment(machine):
    """--engine is nearer than DOCKER_HOST."""
    machine.environment["DOCKER_HOST"] = "tcp://h:1"
    machine.replies |= {"tcp://h:1": Reply.ANSWERS, "unix:///x": Reply.ANSWERS}
    assert machine.choose("unix:///x").endpoint == Endpoint("unix:///x", "/x")


def test_private_can_be_said(machine):
    """Then it is that or nothing."""
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose("private") == Choice(None, (NO_PRIVATE,))
    machine.private = PRIVATE
    assert machine.choose("private") == Choice(PRIVATE)


def test_none_can_be_said(machine):
    """To read the course without an engine."""
    machine.private = PRIVATE
    assert machine.choose("none") == Choice(None)


def test_the_default_context_can_be_said(machine):
    """It has no file."""
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose("default").endpoint == SYSTEM


def test_an_unknown_context_is_refused(machine):
    """With the place to look."""
    [tried] = machine.choose("nosuch").tried
    assert "no docker context named 'nosuch'" in tried.why_not
    assert tried.fix == "See: docker context ls"


@pytest.mark.parametrize("text", ["{", "[]", '{"currentContext": 5}', '{"currentContext": "gone"}'])
def test_a_broken_config_is_no_end(machine, text):
    """The other ways are still tried."""
    (machine.home / ".docker").mkdir()
    (machine.home / ".docker" / "config.json").write_text(text, encoding="utf-8")
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose().endpoint == SYSTEM


def test_what_was_chosen_before_is_used_again(machine):
    """Before the private one, which isn't even started."""
    machine.private = PRIVATE
    machine.remembered, machine.replies[SYSTEM.url] = SYSTEM.url, Reply.ANSWERS
    assert machine.choose() == Choice(SYSTEM)
    assert machine.started == []


def test_a_private_engine_of_a_kind_can_be_chosen(machine):
    """Then that kind is started."""
    machine.private, machine.remembered = PRIVATE, "private-podman"
    assert machine.choose() == Choice(PRIVATE)
    assert machine.started == ["private-podman"]


def test_none_can_be_chosen(machine):
    """And is kept to."""
    machine.private, machine.remembered = PRIVATE, "none"
    assert machine.choose() == Choice(None)


def test_what_was_chosen_before_and_is_gone_is_said(machine):
    """The lab opens on the best there is."""
    machine.private, machine.remembered = PRIVATE, SYSTEM.url
    found = machine.choose()
    assert found.endpoint == PRIVATE
    assert found.remark.startswith("The engine you chose can't be used now, so the lab uses the private engine. system")
    assert [each.what for each in found.tried] == ["system engine"]


def test_what_is_said_beats_what_was_chosen_before(machine):
    """For this time; but a choice in the lab beats what the environment says."""
    machine.remembered, machine.environment["DOCKER_HOST"] = "none", "unix:///x"
    machine.replies["unix:///x"] = Reply.ANSWERS
    assert machine.choose().endpoint == Endpoint("unix:///x", "/x")
    assert choose_again(machine.around) == Choice(None)


def test_all_candidates_are_asked_once_and_named(machine):
    """With what --engine takes for each; the context's socket stands there once."""
    machine.add_context("mine", SYSTEM.url)
    machine.use_context("mine")
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    found = candidates(machine.around)
    assert found[0] == Candidate("mine", "context mine", SYSTEM.url)
    assert [each.what for each in found] == ["context mine", "Podman", "no engine: only read the course"]
    assert "not there" in found[1].why_not
    assert machine.started == []
