"""Containers that are there, and containers that ran."""

import pytest

from tests.unit.conftest import container, event
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, NO_ENGINE, Status
from tui.model import checks as ask
from tui.model.engine import ContainerDetails, Mount, Port, Snapshot
from tui.model.facts import Facts

BIND = Mount("bind", "/home/ann/sealegs-work/data", "/software")
WEB = container("web", state="running", exit_code=None)


@pytest.fixture
def with_web(seen):
    """Evidence of one running container with these details."""

    def build(**details):
        facts = Facts(containers={"id-web": ContainerDetails(**details)})
        return seen(snapshot=Snapshot((WEB,)), facts=facts, work_folder="/home/ann/sealegs-work")

    return build


def story(name="web", code=0, at=1.0, details=None, **more):
    """The events of a run from create to die."""
    return (
        event("container", "create", name, at=at, details=details, **more),
        event("container", "start", name, at=at + 0.1, **more),
        event("container", "die", name, at=at + 0.2, exit_code=code, **more),
    )


ALIKE = [
    ({"runs": "^sh -c .*exit"}, {"command": ("sh", "-c", "exit 3")}),
    ({"user": "1000:1000"}, {"user": "1000:1000"}),
    ({"user": ""}, {"user": ""}),
    ({"user": "not root"}, {"user": "nobody"}),
    ({"mount": ask.MountIs(source="data", target="/software/", read_only=False)}, {"mounts": (BIND,)}),
    ({"mount": ask.MountIs(source="./data")}, {"mounts": (BIND,)}),
    ({"mount": ask.MountIs(kind="volume", target="/v")}, {"mounts": (Mount("volume", "x", "/v"),)}),
    ({"port": 5050}, {"ports": (Port(5000, "tcp", 5050),)}),
    ({"tty": True}, {"tty": True}),
    ({"auto_remove": False}, {}),
]
OTHER = [
    ({"runs": "exit"}, {"command": ("ls",)}, "web runs ls"),
    ({"user": "1000:1000"}, {"user": ""}, "web runs as the user of its image"),
    ({"user": ""}, {"user": "7"}, "web runs as 7"),
    ({"mount": ask.MountIs(source="other")}, {"mounts": (BIND,)}, f"web has the bind {BIND.source} at /software"),
    ({"mount": ask.MountIs(target="/x")}, {}, "web has no bind mount"),
    ({"mount": ask.MountIs(read_only=True)}, {"mounts": (BIND,)}, f"web has the bind {BIND.source} at /software"),
    ({"mount": ask.MountIs(kind="tmpfs")}, {"mounts": (BIND,)}, "web has no tmpfs mount"),
    ({"port": 5050}, {"ports": (Port(5000, "tcp", 5000),)}, "web publishes 5000"),
    ({"port": 5050}, {"ports": (Port(5000, "tcp"),)}, "web publishes no port"),
    ({"tty": True}, {}, "web has no terminal"),
    ({"auto_remove": True}, {}, "web was run without --rm"),
]


@pytest.mark.parametrize(("asked", "details"), ALIKE)
def test_a_container_as_asked_passes(with_web, asked, details):
    """Each thing an author can ask of how it was made."""
    assert judge(ask.ContainerIs(name="web", **asked), with_web(**details)).passed


@pytest.mark.parametrize(("asked", "details", "observed"), OTHER)
def test_another_container_fails_and_says_in_what(with_web, asked, details, observed):
    """What was seen, and the command that shows it."""
    verdict = judge(ask.ContainerIs(name="web", **asked), with_web(**details))
    assert (verdict.status, verdict.observed) == (Status.FAIL, observed)
    assert verdict.wanted
    assert verdict.look == "docker container inspect web"


@pytest.mark.parametrize("user", ["", "root", "0", "0:0", "0:1000", "root:users"])
def test_root_has_many_names(with_web, user):
    """None given is root, too."""
    assert judge(ask.ContainerIs(user="not root"), with_web(user=user)).status is Status.FAIL


def test_details_not_gathered_yet_are_looked_for(seen):
    """Neither there nor not there, also where the check is turned round."""
    evidence = seen(snapshot=Snapshot((WEB,)))
    asked = ask.ContainerIs(name="web", tty=True)
    assert judge(asked, evidence) == LOOKING
    assert judge(asked.model_copy(update={"exists": False}), evidence) == LOOKING
    assert judge(ask.NotThe(check=asked), evidence) == LOOKING


def test_a_difference_in_state_needs_no_details(seen):
    """What the list says is enough to know it for another one."""
    evidence = seen(snapshot=Snapshot((WEB,)))
    assert judge(ask.ContainerIs(tty=True, state="exited", exists=False), evidence).passed


def test_a_published_port_is_told_by_the_list(seen):
    """No details are needed while it runs."""
    web = container("web", state="running", exit_code=None, ports=(Port(5000, "tcp", 5050),))
    assert judge(ask.ContainerIs(port=5050), seen(snapshot=Snapshot((web,)))).passed


@pytest.mark.parametrize(
    ("wanted", "state", "status"),
    [
        ("running", "created", Status.PENDING),
        ("exited", "running", Status.PENDING),
        ("paused", "running", Status.PENDING),
        ("created", "running", Status.FAIL),
        ("running", "exited", Status.FAIL),
    ],
)
def test_what_may_yet_come_is_no_failure(seen, wanted, state, status):
    """A created container can be started, one that ran can't be unmade."""
    evidence = seen(snapshot=Snapshot((container("web", state=state),)))
    assert judge(ask.ContainerIs(state=wanted), evidence).status is status


def test_containers_are_counted(seen):
    """Two asked for, one there."""
    check = ask.ContainerIs(image="hello-world", count=2)
    one = judge(check, seen(snapshot=Snapshot((container("a"),))))
    assert (one.status, one.observed) == (Status.PENDING, "1 of 2 so far: a exited 0")
    assert judge(check, seen(snapshot=Snapshot((container("a"), container("b"))))).passed


@pytest.mark.parametrize(
    ("state", "there"), [("running", True), ("exited", False), ("removing", False), ("dead", False)]
)
def test_one_that_goes_by_itself_is_gone_once_it_has_ended(seen, state, there):
    """With --rm the engine lists it for a moment more; what is there then is nothing to build on."""
    facts = Facts(containers={"id-web": ContainerDetails(auto_remove=True)})
    evidence = seen(snapshot=Snapshot((container("web", state=state),)), facts=facts)
    assert judge(ask.ContainerIs(name="web"), evidence).passed is there
    assert judge(ask.ContainerIs(name="web", exists=False), evidence).passed is not there
    assert judge(ask.ContainerIs(name="web", exit_code=0), seen(snapshot=Snapshot((container("web"),)))).passed


def test_none_like_this_says_nothing_of_others(seen):
    """No running container: an exited one may stay."""
    check = ask.ContainerIs(exists=False, state="running")
    assert judge(check, seen(snapshot=Snapshot((container("a"),)))).passed
    assert judge(check, seen(snapshot=Snapshot((WEB,)))).observed == "web is still running"


def test_a_run_is_told_from_events_alone(seen):
    """--rm leaves nothing but events, and the details that came with `create`."""
    check = ask.ContainerRan(image="hello-world", user="not root", exit_code=0, auto_remove=True)
    events = story(details=ContainerDetails(user="1000", auto_remove=True))
    verdict = judge(check, seen(events=events))
    assert (verdict.passed, verdict.observed, verdict.at) == (True, "web exited 0", 1.2)
    wrong = judge(check, seen(events=story(details=ContainerDetails(auto_remove=True))))
    assert (wrong.status, wrong.look) == (Status.FAIL, "")


def test_a_run_needs_a_start_since_the_task_opened(seen):
    """A container that was there before, or was only created, did not run."""
    created = story()[:1]
    for evidence in (seen(snapshot=Snapshot((container("web"),))), seen(events=created)):
        verdict = judge(ask.ContainerRan(image="hello-world"), evidence)
        assert (verdict.status, verdict.observed) == (Status.PENDING, "no container of hello-world started yet")


def test_a_run_of_an_older_container_has_the_details_of_the_facts(seen):
    """docker start of what was created long ago."""
    facts = Facts(containers={"id-web": ContainerDetails(tty=True)})
    evidence = seen(events=story()[1:], snapshot=Snapshot((container("web"),)), facts=facts)
    assert judge(ask.ContainerRan(name="web", tty=True), evidence).passed


def test_a_run_without_details(seen):
    """They may come while the container is there; once it is gone, the lab can't tell."""
    check = ask.ContainerRan(tty=True)
    assert judge(check, seen(events=story(), snapshot=Snapshot((container("web"),)))) == LOOKING
    assert judge(check, seen(events=story())).status is Status.UNKNOWN


def test_the_earliest_right_run_gives_the_moment(seen):
    """A wrong one before and another right one after don't matter."""
    events = (*story("a", code=1), *story("b", at=2.0), *story("c", at=3.0))
    assert judge(ask.ContainerRan(exit_code=0), seen(events=events)).at == 2.2
    assert judge(ask.ContainerRan(), seen(events=events)).at == 1.1


def test_a_container_started_twice_ran_twice(seen):
    """The first exit code is not forgotten at the second start."""
    events = (*story(code=3), *story(code=0, at=2.0)[1:])
    evidence = seen(events=events, snapshot=Snapshot((container("web"),)))
    assert judge(ask.ContainerRan(exit_code=3), evidence).passed
    assert judge(ask.ContainerRan(exit_code=0), evidence).at == 2.2
    assert judge(ask.ContainerRan(exit_code=4), evidence).observed == "web exited 0"


def test_a_run_that_goes_on_may_yet_exit_as_wanted(seen):
    """It is pending until its end is seen, be it in the list."""
    started = story()[:2]
    assert (
        judge(ask.ContainerRan(exit_code=0), seen(events=started, snapshot=Snapshot((WEB,)))).status is Status.PENDING
    )
    assert judge(ask.ContainerRan(state="running"), seen(events=started, snapshot=Snapshot((WEB,)))).passed
    assert judge(ask.ContainerRan(exit_code=0), seen(events=started, snapshot=Snapshot((container("web"),)))).passed


def test_a_run_without_an_engine_is_unknown(seen):
    """Unless it was seen before the engine went away."""
    assert judge(ask.ContainerRan(), seen(reachable=False)).status is Status.UNKNOWN
    assert judge(ask.ContainerRan(), seen(reachable=False, events=story())).passed
    there = Snapshot((container("web"),))
    assert judge(ask.ContainerRan(tty=True), seen(reachable=False, events=story(), snapshot=there)) == NO_ENGINE
