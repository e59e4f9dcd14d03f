"""Which engine is chosen, with every machine a dictionary."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.engine.discovery import Choice, Surroundings, Tried, candidates, choose, choose_again
from tui.engine.ping import Reply
from tui.engine.ssh.line import Line
from tui.errors import EngineLost
from tui.model.engine import Candidate, Endpoint

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
        self.remembered = ""
        self.failing: tuple[Tried, ...] = ()
        self.started: list[str] = []

    def ask(self, endpoint: Endpoint) -> Reply:
        """A ping."""
        self.asked.append(endpoint.url)
        return self.replies.get(endpoint.url, Reply.MISSING)

    def line(self, endpoint: Endpoint) -> Line:
        """A line that opens, or doesn't."""
        if self.ask(endpoint) is Reply.ANSWERS:
            return Line(endpoint, self.home)
        raise EngineLost("Nobody listens for ssh at far.", "Start sshd there.")

    def add_context(self, name: str, url: str, certificates: bool = False, **more: bool) -> None:
        """`docker context create`."""
        key = hashlib.sha256(name.encode()).hexdigest()
        folder = self.home / ".docker" / "contexts"
        (folder / "meta" / key).mkdir(parents=True)
        meta = {"Name": name, "Endpoints": {"docker": {"Host": url, **more}}}
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
        return choose(said, self.around)

    @property
    def around(self) -> Surroundings:
        """What the choice depends on."""
        return Surroundings(self.environment, self.home, self.start, self.remembered, self.ask, self.line)

    def start(self, word: str) -> Iterator[Endpoint | Tried]:
        """The private engine, after the kinds that don't start."""
        self.started.append(word)
        yield from self.failing
        yield self.private


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
