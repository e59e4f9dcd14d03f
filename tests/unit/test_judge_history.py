"""What happened, in which order, and compositions of checks."""

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, event, image, typed
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, Status
from tui.model import checks as ask
from tui.model.engine import Snapshot
from tui.model.journal import CommandRun
from tui.model.machine import Machine

DIED = ask.EventSeen(object="container", action="die")
FAILED = ask.CommandSeen(pattern="docker image rm", exit_status="not 0")
FORCED = ask.CommandSeen(pattern="docker image rm -f")
LOOKED_FOR = ask.FileIs(path="not-read-yet")
YES, NO = ask.ActionUsed(action="zoom"), ask.ActionUsed(action="help")
WRONG = ask.Answered(question="q")


@pytest.mark.parametrize(
    ("asked", "status", "observed"),
    [
        ({"builder": "buildkit", "product": "podman", "rootless": True}, Status.PASS, "the engine answers"),
        ({"product": "docker"}, Status.FAIL, "needs Docker, and this engine is Podman"),
        ({"rootless": False}, Status.FAIL, "needs an engine that runs as root"),
        ({"builder": "classic"}, Status.FAIL, "needs the classic builder, and docker build uses BuildKit here"),
    ],
)
def test_the_engine_is_of_a_kind(seen, asked, status, observed):
    """What it lacks is said in words."""
    verdict = judge(ask.EngineIs(**asked), seen(machine=Machine("buildkit", "podman", True)))
    assert (verdict.status, verdict.observed) == (status, observed)


@pytest.mark.parametrize(("exit_status", "passes"), [(1, True), (130, True), (0, False), (None, False)])
def test_a_command_that_was_meant_to_fail(seen, exit_status, passes):
    """Any failure does; an unknown exit status is none."""
    verdict = judge(FAILED, seen(commands=(typed("docker image rm a", exit_status),)))
    assert verdict.passed is passes
    assert passes or verdict.wanted == "exit status not 0"


@pytest.mark.parametrize(
    ("folder", "directory", "status", "observed"),
    [
        (".", "/h/work", Status.PASS, "you ran docker build ."),
        ("02", "/h/work/02/", Status.PASS, "you ran docker build ."),
        (".", "/h/work/02", Status.FAIL, "docker build . ran in work/02"),
        ("02", "", Status.PENDING, "the shell has not told its folder yet"),
        (None, "", Status.PASS, "you ran docker build ."),
    ],
)
def test_the_folder_a_command_was_typed_in(seen, folder, directory, status, observed):
    """Its paths start there; a later cd changes nothing."""
    commands = (replace(typed("docker build .", 1), directory=directory), replace(typed("cd x"), directory="/h/x"))
    check = ask.CommandSeen(pattern="docker build", exit_status="not 0", folder=folder)
    verdict = judge(check, seen(commands=commands, work_folder="/h/work", directory="/h/x"))
    assert (verdict.status, verdict.observed) == (status, observed)


def test_a_command_in_a_shell_that_is_not_heard_from(seen):
    """The lab can't tell, rather than wait for ever; what it has heard before holds."""
    verdict = judge(FORCED, seen(shell_heard=False))
    assert (verdict.status, verdict.observed) == (Status.UNKNOWN, "what is typed can't be seen in this shell")
    assert judge(FORCED, seen(shell_heard=False, commands=(typed("docker image rm -f a"),))).passed
    assert judge(FORCED, seen()).status is Status.PENDING


def test_the_moment_of_a_command_is_its_end(seen):
    """The earliest right one's."""
    commands = (typed("docker image rm a", 0, at=1.0), typed("docker image rm b", 1, at=2.0), typed("x", 1, at=3.0))
    assert judge(FAILED, seen(commands=commands)).at == 2.1


def test_events_are_counted(seen):
    """The moment is that of the last one it takes."""
    check = ask.EventSeen(object="container", action="die", exit_code=0, count=2)
    dies = [event("container", "die", name, at=at, exit_code=code) for name, at, code in (("a", 1, 0), ("b", 2, 1))]
    one = judge(check, seen(events=tuple(dies)))
    assert (one.status, one.observed) == (Status.PENDING, "1 of 2 times so far: die of container")
    assert judge(check, seen(events=tuple(dies), reachable=False)).status is Status.UNKNOWN
    dies.append(event("container", "die", "c", at=3, exit_code=0))
    assert judge(check, seen(events=tuple(dies))).at == 3


def test_events_of_a_name(seen):
    """Containers, volumes and networks have one."""
    check = ask.EventSeen(object="volume", action="create", name="data")
    assert not judge(check, seen(events=(event("volume", "create", "other"),))).passed
    assert judge(check, seen(events=(event("volume", "create", "data"),))).passed
    assert judge(check, seen()).observed == "no create of volume data yet"


def in_order(*checks):
    return ask.InSequence(checks=list(checks))


def test_a_sequence_wants_its_order(seen):
    """First refused, then forced; the other way round is half of it."""
    refused, forced = typed("docker image rm a", 1, at=1.0), typed("docker image rm -f a", at=2.0)
    right = judge(in_order(FAILED, FORCED), seen(commands=(refused, forced)))
    assert (right.passed, right.at) == (True, 2.1)
    early = typed("docker image rm -f a", at=0.5)
    assert judge(in_order(FAILED, FORCED), seen(commands=(early, refused))).status is Status.PENDING
    assert judge(in_order(FAILED, FORCED), seen()).observed == "not typed yet"


def test_the_same_happening_does_not_count_twice(seen):
    """Strictly after: two runs are two."""
    once = (event("container", "die", "a", at=1.0),)
    assert not judge(in_order(DIED, DIED), seen(events=once)).passed
    assert judge(in_order(DIED, DIED), seen(events=(*once, event("container", "die", "b", at=1.1)))).passed


def test_runs_images_and_commands_in_one_sequence(seen):
    """Each has its moment."""
    check = in_order(
        ask.ImageIs(ref="app", fresh=True), ask.ContainerRan(image="app"), ask.CommandSeen(pattern="docker ps")
    )
    start = event("container", "start", "a", at=2.0, image="app")
    snapshot = Snapshot(images=(image("app:latest"),))
    built = seen(snapshot=snapshot, events=(event("image", "tag", "app:latest", at=1.0), start))
    assert judge(check, built).observed == "not typed yet"
    after = seen(snapshot=snapshot, events=built.events, commands=(typed("docker ps", at=3.0),))
    assert judge(check, after).passed
    before = seen(snapshot=snapshot, events=built.events, commands=(typed("docker ps", at=1.5),))
    assert not judge(check, before).passed


def test_a_state_in_a_sequence_keeps_the_moment(seen):
    """A container that is there has no moment of its own."""
    evidence = seen(
        snapshot=Snapshot((container("a"),)), commands=(typed("docker image rm a", 1), typed("docker ps", at=2.0))
    )
    assert judge(in_order(FAILED, ask.ContainerIs(), ask.CommandSeen(pattern="docker ps")), evidence).passed
    assert judge(in_order(ask.ContainerIs(), ask.EngineIs()), evidence).at is None


def test_compositions_have_moments(seen):
    """All: when the last one held; any: when the first one did, a state at any time."""
    evidence = seen(events=(event("container", "die", "a", at=5.0),), commands=(typed("docker image rm -f a", at=1.0),))
    assert judge(ask.AllOf(checks=[DIED, FORCED, ask.EngineIs()]), evidence).at == 5.0
    assert judge(ask.AnyOf(checks=[DIED, FORCED]), evidence).at == 1.1
    assert judge(ask.AnyOf(checks=[DIED, ask.EngineIs()]), evidence).at is None


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (ask.AnyOf(checks=[WRONG, LOOKED_FOR]), LOOKING.status),
        (ask.AnyOf(checks=[NO, LOOKED_FOR, YES]), Status.PASS),
        (ask.NotThe(check=LOOKED_FOR), LOOKING.status),
        (ask.NotThe(check=ask.AnyOf(checks=[WRONG, NO, LOOKED_FOR])), LOOKING.status),
        (ask.NotThe(check=ask.AllOf(checks=[YES, LOOKED_FOR])), LOOKING.status),
        (ask.NotThe(check=WRONG), Status.PASS),
        (ask.NotThe(check=NO), Status.PASS),
        (ask.NotThe(check=YES), Status.PENDING),
    ],
)
def test_what_the_lab_does_not_know_yet_decides_nothing(seen, check, status):
    """Neither for nor against the learner."""
    assert judge(check, seen(actions=frozenset({"zoom"}), answers={"q": False})).status is status


def test_without_an_engine_any_of_several_routes_is_unknown(seen):
    """One route failed, the other one can't be seen."""
    check = ask.AnyOf(checks=[WRONG, ask.ContainerIs()])
    assert judge(check, seen(reachable=False, answers={"q": False})).status is Status.UNKNOWN


def test_a_running_command_is_not_over(seen):
    """Its end is its moment."""
    assert judge(FAILED, seen(commands=(CommandRun("docker image rm a", 1.0),))).observed == "still running"


def test_an_unknown_type_of_check_is_a_mistake_of_ours(seen):
    """It must not pass in silence."""
    with pytest.raises(TypeError, match="no judge for str"):
        judge("container", seen())
