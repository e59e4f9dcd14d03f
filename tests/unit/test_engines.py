"""Which engine the lab opens on: made ready, started, chosen, remembered; and what is asked on the way."""

import argparse

import pytest

from tui import engines, setup
from tui.engine import discovery
from tui.engine.discovery import Choice, Surroundings
from tui.engine.private import PrivateEngine, Refusal, first_fix
from tui.errors import SealegsError
from tui.model.engine import READING, Endpoint, Tried

SYSTEM = Choice(Endpoint("unix:///x", "system engine"))
MISSING = Refusal("runc", "runc is missing.", "Install it.", "runc")


class Engine:
    """A private engine that can't start."""

    def __init__(self, error: Exception | None, name: str = "private engine") -> None:
        self.error, self.name = error, name
        self.started = 0
        self.refused = [MISSING]
        self.endpoint = Endpoint("unix:///private", "private engine", private=True)

    def refusals(self) -> list[Refusal]:
        """Why not."""
        return self.refused

    def start(self) -> None:
        """Fail."""
        self.started += 1
        if self.error:
            raise self.error


class Machine:
    """Where the private engine fails with `error`, and `choice` is what is found."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error: Exception | None = SealegsError("No.", "Do.")
        self.choice = SYSTEM
        self.answer = True
        self.questions: list[str] = []
        self.prepared = 0
        self.tried: list[Endpoint | Tried] = []
        self.engine = Engine(None)
        self.meant = [self.engine]
        monkeypatch.delenv("DOCKER_HOST", raising=False)
        monkeypatch.delenv("DOCKER_CONTEXT", raising=False)
        monkeypatch.setattr(engines, "meant_by", lambda _: self.meant)
        monkeypatch.setattr(engines, "named", lambda engine: engine.name)
        monkeypatch.setattr(discovery, "choose", self._choose)
        monkeypatch.setattr(discovery, "other_engine", lambda _: self.choice.endpoint)
        monkeypatch.setattr(setup, "prepare", self._prepare)
        monkeypatch.setattr(setup, "confirm", self._confirm)

    def open(self, *, setup: bool = False, yes: bool = False) -> Choice:
        """Choose for the lab's opening."""
        self.engine.error = self.error
        return engines.choose_engine(argparse.Namespace(engine="", setup=setup, yes=yes))

    def _choose(self, said: str, around: Surroundings) -> Choice:
        self.tried = list(around.private("private"))
        return self.choice

    def _prepare(self, engine: Engine, *, yes: bool) -> None:
        self.prepared += 1
        engine.start()

    def _confirm(self, question: str, default: bool) -> bool:
        self.questions = [*self.questions, question]
        return self.answer


@pytest.fixture
def machine(monkeypatch, tmp_path) -> Machine:
    monkeypatch.setattr(engines.paths, "engine_choice", lambda: tmp_path / "new" / "engine-choice")
    return Machine(monkeypatch)


def as_user(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr(engines.os, "geteuid", lambda: uid)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (SealegsError("No.", "Do."), Tried("private engine", "No.", "Do.")),
        (PermissionError(13, "Permission denied", "/x"), Tried("private engine", "/x: Permission denied.")),
    ],
)
def test_a_private_engine_that_fails_is_not_the_end(machine, error, why):
    """Another one is used, or the lab opens to tell why there is none; nothing is asked."""
    machine.error = error
    assert machine.open() == SYSTEM
    assert machine.tried == [why]
    assert machine.questions == []


def test_the_next_kind_is_started_where_the_best_fails(machine):
    """Each once, however often it is asked for."""
    second = Engine(None, "the second")
    machine.meant = [machine.engine, second]
    machine.open()
    assert machine.tried == [Tried("private engine", "No.", "Do."), second.endpoint]
    assert (machine.engine.started, second.started) == (1, 1)


def test_a_user_with_another_engine_is_not_asked_to_install_one(machine, monkeypatch):
    """Root is, and so is a user without any."""
    as_user(monkeypatch, 1000)
    machine.open(setup=True)
    assert machine.prepared == 0
    as_user(monkeypatch, 0)
    machine.open(setup=True)
    assert machine.prepared == 1
    as_user(monkeypatch, 1000)
    machine.choice = Choice(None)
    machine.open(setup=True)
    assert machine.prepared == 2


def test_a_user_whose_own_engine_can_run_gets_its_images_made(machine, monkeypatch):
    """Whatever else answers here."""
    as_user(monkeypatch, 1000)
    machine.error, machine.engine.refused = None, []
    machine.open(setup=True)
    assert machine.prepared == 1
    assert machine.tried == [machine.engine.endpoint]


def test_a_setup_that_fails_leaves_the_other_engines(machine, monkeypatch, capsys):
    """Why is said, and nothing asked."""
    as_user(monkeypatch, 0)
    machine.error = SealegsError("Nothing was installed.", "Later.")
    assert machine.open(setup=True) == SYSTEM
    assert machine.questions == []
    assert capsys.readouterr().err == "sealegs: Nothing was installed. Later.\n"


def test_with_no_engine_at_all_one_question_is_left(machine, monkeypatch):
    """Whether to read; a no ends it; --yes answers it."""
    as_user(monkeypatch, 0)
    machine.choice = Choice(None)
    assert machine.open(setup=True) == Choice(None)
    assert machine.questions == ["Open the course to read it, without an engine?"]
    machine.answer = False
    with pytest.raises(SealegsError, match="not opened"):
        machine.open(setup=True)
    assert machine.open(setup=True, yes=True) == Choice(None)


def test_a_choice_is_remembered(machine):
    """As --engine takes it; where nothing was chosen there is none."""
    assert engines.remembered() == ""
    engines.remember("private-rootless")
    assert engines.remembered() == "private-rootless"


def test_the_own_engine_is_the_chosen_one_if_that_is_one_of_ours(machine, monkeypatch):
    """Else the best."""
    asked = []
    monkeypatch.setattr(engines, "private_engine", asked.append)
    for choice in ("private-podman", "unix:///x", "none"):
        engines.remember(choice)
        engines.own_engine()
    assert asked == ["private-podman", "private", "private"]


def test_a_kind_there_is_not_is_refused(monkeypatch, tmp_path):
    """With those there are; what is there is named with its folders."""
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    as_user(monkeypatch, 1000)
    with pytest.raises(SealegsError, match=r"no private-x .*private-rootless"):
        engines.private_engine("private-x")
    assert engines.private_engine("private-rootless").endpoint.url == f"unix://{tmp_path}/rootless/docker.sock"


def test_a_survey_lists_ours_first_and_starts_nothing(monkeypatch, tmp_path):
    """With the first fix of those that are needed; to read without an engine comes last."""
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    as_user(monkeypatch, 1000)
    monkeypatch.setattr(PrivateEngine, "refusals", lambda _: (MISSING, Refusal("x", "It has no x.", "Get x.")))
    found = engines.survey()
    assert found[0].choice == "private-rootless"
    assert found[0].what == "private engine: Docker, run by you (rootless)"
    assert (found[0].why_not, found[0].fix) == ("runc is missing. It has no x.", first_fix([MISSING]))
    assert found[-1] == READING
    assert list(tmp_path.iterdir()) == []
