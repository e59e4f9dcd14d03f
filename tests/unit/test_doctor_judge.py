"""What the doctor makes of facts: each line's state, words and fix."""

import pytest
from msgspec.structs import replace

from tests.unit.doctor_facts import ANSWER, CLI, NO_PRIVATE, NOTHING, ON_PRIVATE, ON_SYSTEM, PRIVATE, SOCKET, lines
from tui.doctor.facts import (
    Command,
    EngineFacts,
    Facts,
    Private,
    Rights,
    Unknown,
)
from tui.doctor.judge import judge
from tui.engine.client import Client
from tui.engine.discovery import Choice
from tui.model.doctor import Line, Report
from tui.model.engine import EngineIdentity, Tried


def test_where_all_is_well_every_line_is_ok():
    """And none asks for anything."""
    judged = lines()
    assert {line.state for line in judged.values()} == {"ok"}
    assert not [line.fix for line in judged.values() if line.fix]
    assert len(judged) == 17


def test_a_fix_is_given_for_all_that_is_not_well():
    """Whatever is unknown, too; only the engine and the course make the lab impossible by that."""
    unknown = {name: Unknown("This could not be found out.") for name in Facts.__struct_fields__}
    unknown |= {"encoding": "ISO-8859-1", "now": 0.0}
    judged = judge(Facts(**unknown))
    assert all(line.fix for line in judged)
    assert {line.name for line in judged if line.state == "problem"} == {"engine", "course"}
    assert "images" not in {line.name for line in judged}


@pytest.mark.parametrize(("states", "can_run"), [("ok", True), ("warning", True), ("problem", False)])
def test_a_problem_keeps_the_lab_from_running(states, can_run):
    """A warning doesn't."""
    assert Report.of("1", (Line(name="a", state=states, seen="b"),)).can_run is can_run


# The engine


def test_no_engine_is_a_problem_that_says_what_was_tried():
    """What would help stands in the other lines."""
    judged = lines(engine=NOTHING)
    assert judged["engine"].state == "problem"
    assert judged["engine"].seen == "There is none. Tried: system engine: Nobody listens."
    assert (judged["private engine"].state, judged["private engine"].fix) == ("warning", "Run the lab as root.")


def test_an_engine_that_was_asked_for_and_is_not_there_names_who_asked():
    """And its own fix."""
    facts = EngineFacts(
        Choice(None, (Tried("away", "Nobody listens.", "Start it."),)), NO_PRIVATE, said="as DOCKER_HOST says"
    )
    line = lines(engine=facts)["engine"]
    assert line.seen.startswith("There is none, as DOCKER_HOST says.")
    assert line.fix == "Start it."


def test_a_private_engine_that_does_not_run_is_as_good():
    """The lab starts it."""
    judged = lines(engine=EngineFacts(Choice(PRIVATE), Private("Docker, run by root", able=True)))
    assert judged["engine"].state == judged["private engine"].state == "ok"
    assert "the lab starts it" in judged["engine"].seen


def test_packages_for_a_private_engine_are_one_command():
    """Besides what else is to be done."""
    private = replace(NO_PRIVATE, packages=("docker.io", "runc"))
    fix = lines(engine=replace(NOTHING, private=private))["private engine"].fix
    assert fix == "Run the lab as root.\nInstall what is missing: sudo apt-get install docker.io runc (./lab offers to)"


def test_no_private_engine_is_no_trouble_where_another_answers():
    """It is said all the same."""
    line = lines(engine=ON_SYSTEM)["private engine"]
    assert line.state == "ok"
    assert "root is missing" in line.seen


def test_an_engine_that_answers_nonsense_is_a_problem():
    """It answers a ping, and then no question."""
    line = lines(engine=replace(ON_SYSTEM, answer=Unknown("It refuses to answer /version (403).")))["engine"]
    assert line.state == "problem"
    assert "403" in line.seen


@pytest.mark.parametrize(("api", "state"), [("1.40", "warning"), ("1.41", "ok"), ("1.52", "ok"), ("?", "ok")])
def test_an_old_engine_is_a_warning(api, state):
    """What is no version is none to judge."""
    answer = replace(ANSWER, identity=EngineIdentity("Docker", "19", api))
    assert lines(engine=replace(ON_SYSTEM, answer=answer))["engine"].state == state


# Rights


@pytest.mark.parametrize(
    ("rights", "engine", "state", "words"),
    [
        (Rights("/x"), NOTHING, "ok", "no system engine"),
        (replace(SOCKET, usable=True, root=True), NOTHING, "ok", "You are root"),
        (replace(SOCKET, usable=True), NOTHING, "ok", "as good as root"),
        (SOCKET, NOTHING, "problem", "Its group, docker, may"),
        (SOCKET, ON_PRIVATE, "ok", "doesn't need to"),
        (replace(SOCKET, member=True), NOTHING, "problem", "not since this session began"),
        (replace(SOCKET, group="root"), NOTHING, "problem", "permission denied"),
    ],
)  # fmt: skip
def test_rights_to_the_system_engine(rights, engine, state, words):
    """Missing ones are a problem only where nothing else is there."""
    line = lines(rights=rights, engine=engine)["rights"]
    assert line.state == state
    assert words in line.seen
    assert bool(line.fix) == (state == "problem")


def test_the_group_docker_is_said_to_be_as_good_as_root():
    """Nobody should join it without knowing."""
    fix = lines(rights=SOCKET, engine=NOTHING)["rights"].fix
    assert "usermod -aG docker" in fix
    assert "as good as root" in fix


def test_a_session_older_than_the_group_is_told_how_to_go_on():
    """The mistake of every class: joined, and not logged in again."""
    fix = lines(rights=replace(SOCKET, member=True), engine=NOTHING)["rights"].fix
    assert "Log out" in fix
    assert "usermod" not in fix


# The docker command


@pytest.mark.parametrize(
    ("command", "state", "words"),
    [
        (Command(), "problem", "none in PATH"),
        (CLI, "ok", "talks to the engine"),
        (replace(CLI, refusal=None), "ok", "28.2.2"),
        (replace(CLI, client=Client()), "warning", "doesn't say"),
        (replace(CLI, refusal="Error: client version 1.52 is too new."), "problem", "too new"),
    ],
)
def test_the_docker_command(command, state, words):
    """It must be there, and go together with the engine: it knows best whether it does."""
    line = lines(command=command)["docker command"]
    assert line.state == state
    assert words in line.seen


def test_a_version_set_by_hand_is_named():
    """DOCKER_API_VERSION is forgotten in many a profile."""
    line = lines(command=replace(CLI, api="1.99", refusal="client version 1.99 is too new"))["docker command"]
    assert line.fix == "unset DOCKER_API_VERSION (it is 1.99)"


@pytest.mark.parametrize(
    ("client", "buildkit", "state", "words"),
    [
        (Client("28.2.2", buildx=True), "", "ok", "BuildKit, through buildx"),
        (Client("28.2.2"), "", "ok", "classic"),
        (Client("28.2.2"), "1", "problem", "docker build fails"),
        (Client("28.2.2"), "0", "ok", "classic"),
        (Client("20.10.24"), "1", "ok", "BuildKit."),
    ],
)
def test_the_builder(client, buildkit, state, words):
    """Only what can't build at all is a problem."""
    line = lines(command=replace(CLI, client=client, buildkit=buildkit))["builder"]
    assert line.state == state
    assert words in line.seen


def test_without_a_docker_command_nothing_builds():
    """One problem is enough."""
    assert "builder" not in lines(command=Command())
