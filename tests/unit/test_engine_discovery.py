"""Which engine is chosen, with every machine a dictionary."""

import hashlib
import json
from pathlib import Path

import pytest

from tui.engine.discovery import Choice, Surroundings, Tried, choose
from tui.engine.ping import Reply
from tui.model.engine import Endpoint

PRIVATE = Endpoint("unix:///run/sealegs/docker.sock", "private engine", private=True)
NO_PRIVATE = Tried("private engine", "root is missing.", "Run the lab as root.")
SYSTEM = Endpoint("unix:///var/run/docker.sock", "system engine")


class Machine:
    """A home folder, an environment and what answers where."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment: dict[str, str] = {}
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.private: Endpoint | Tried = NO_PRIVATE

    def ask(self, url: str) -> Reply:
        """A ping."""
        self.asked.append(url)
        return self.replies.get(url, Reply.MISSING)

    def add_context(self, name: str, url: str, certificates: bool = False) -> None:
        """`docker context create`."""
        key = hashlib.sha256(name.encode()).hexdigest()
        folder = self.home / ".docker" / "contexts"
        (folder / "meta" / key).mkdir(parents=True)
        meta = {"Name": name, "Endpoints": {"docker": {"Host": url}}}
        (folder / "meta" / key / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        if certificates:
            (folder / "tls" / key / "docker").mkdir(parents=True)

    def use_context(self, name: str) -> None:
        """`docker context use`."""
        file = self.home / ".docker" / "config.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({"currentContext": name}), encoding="utf-8")

    def choose(self, said: str = "") -> Choice:
        """What the lab would choose here."""
        return choose(said, Surroundings(self.environment, self.home, self.private, self.ask))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_private_engine_is_preferred_where_one_can_run(machine):
    """Nobody else is even asked."""
    machine.private = PRIVATE
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose() == Choice(PRIVATE)
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


def test_a_context_with_certificates_says_how_to_use_it(machine):
    """The lab can't read them from there, but the environment can hold them."""
    machine.add_context("far", "tcp://far:2376", certificates=True)
    [tried] = machine.choose("far").tried
    assert "DOCKER_CERT_PATH=" in tried.fix


def test_an_ssh_engine_says_how_to_reach_it(machine):
    """Forward the socket."""
    machine.replies["ssh://me@far"] = Reply.UNKNOWN
    [tried] = machine.choose("ssh://me@far").tried
    assert "ssh -nNT -L" in tried.fix


@pytest.mark.parametrize("text", ["{", "[]", '{"currentContext": 5}', '{"currentContext": "gone"}'])
def test_a_broken_config_is_no_end(machine, text):
    """The other ways are still tried."""
    (machine.home / ".docker").mkdir()
    (machine.home / ".docker" / "config.json").write_text(text, encoding="utf-8")
    machine.replies[SYSTEM.url] = Reply.ANSWERS
    assert machine.choose().endpoint == SYSTEM
