"""Each check's verdict, in the words a learner reads."""

import pytest

from tests.unit.conftest import container, event, image, typed
from tui.checks.judge import judge
from tui.checks.names import same_image
from tui.checks.verdict import Status
from tui.model import checks as ask
from tui.model.engine import Snapshot

DIED = ask.EventSeen(object="container", action="die")


def test_a_run_by_image_id_counts(seen):
    """`docker run $(docker image ls -q hello-world)`: the engine has the id where the name would be."""
    snapshot = Snapshot((container(image="49925b7bae0c"),), (image("hello-world:latest", id="sha256:49925b7bae0c00"),))
    assert judge(ask.ContainerIs(image="hello-world", exit_code=0), seen(snapshot=snapshot)).passed
    assert not judge(ask.ContainerIs(image="busybox", exit_code=0), seen(snapshot=snapshot)).passed
    events = (event("container", "die", "a", image="49925b7bae0c", exit_code=0),)
    check = ask.EventSeen(object="container", action="die", image="hello-world", exit_code=0)
    assert judge(check, seen(snapshot=snapshot, events=events)).passed


def test_a_failed_run_names_the_exit_code_and_the_logs(seen):
    """A run that exits 127 fails, and sends the learner to its logs."""
    check = ask.EventSeen(object="container", action="die", image="hello-world", exit_code=0)
    verdict = judge(check, seen(events=(event("container", "die", "web", exit_code=127),)))
    assert (verdict.status, verdict.observed, verdict.wanted) == (Status.FAIL, "web exited 127", "exit code 0")
    assert verdict.look == "docker container logs web"


def test_one_good_run_after_a_bad_one_passes(seen):
    """A failure on the way does not count against the learner."""
    check = ask.EventSeen(object="container", action="die", exit_code=0)
    events = (event("container", "die", "a", exit_code=1), event("container", "die", "b", exit_code=0))
    assert judge(check, seen(events=events)).observed == "b exited 0"


def test_no_event_yet_is_pending_not_failed(seen):
    """What has not happened is not wrong."""
    assert judge(ask.EventSeen(object="container", action="die"), seen()).status is Status.PENDING


def test_an_event_of_another_image_does_not_count(seen):
    """Running busybox is not running hello-world."""
    check = ask.EventSeen(object="container", action="die", image="hello-world", exit_code=0)
    events = (event("container", "die", "x", image="busybox", exit_code=0),)
    assert judge(check, seen(events=events)).status is Status.PENDING


@pytest.mark.parametrize(
    "check",
    [ask.ImageIs(ref="a"), ask.ContainerIs(), ask.EngineIs(), DIED, ask.AnyOf(checks=[DIED, ask.ContainerIs()])],
)
def test_without_an_engine_the_lab_can_not_tell(seen, check):
    """Our trouble is never the learner's failure."""
    assert judge(check, seen(snapshot=None, reachable=False)).status is Status.UNKNOWN


def test_a_container_that_should_be_gone_is_named(seen):
    """The verdict says which container is still there."""
    verdict = judge(
        ask.ContainerIs(image="hello-world", exists=False), seen(snapshot=Snapshot((container("old_one"),)))
    )
    assert (verdict.status, verdict.observed) == (Status.FAIL, "old_one is still there")


def test_a_container_with_another_exit_code_fails_with_both(seen):
    """Observed and wanted stand side by side."""
    verdict = judge(
        ask.ContainerIs(image="hello-world", exit_code=0),
        seen(snapshot=Snapshot((container("web", exit_code=127),))),
    )
    assert (verdict.observed, verdict.wanted) == ("web exited 127", "exited 0")


def test_a_running_container_has_not_failed_to_exit(seen):
    """A container that still runs may yet exit as wanted."""
    running = container("web", state="running", exit_code=None)
    verdict = judge(ask.ContainerIs(exit_code=0), seen(snapshot=Snapshot((running,))))
    assert verdict.status is Status.PENDING


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("docker ps -a", True),
        ("docker   ps   -a | grep hello", True),
        ("sudo docker ps -a", True),
        ("clear; time docker ps -a", True),
        ("DOCKER_HOST=x docker ps -a && true", True),
        ("docker ps -a 'open quote", True),
        ("echo 'x; docker ps -a'", False),
        ("docker ps", False),
        ("echo docker ps -a", False),
    ],
)
def test_a_command_is_matched_from_the_start_of_the_line(seen, line, passes):
    """Spacing and sudo don't matter; an echo is not a command."""
    check = ask.CommandSeen(pattern=r"docker ps.* -a\b")
    assert judge(check, seen(commands=(typed(line),))).passed is passes


def test_a_command_that_failed_says_its_exit_status(seen):
    """The learner reads what they typed and what it gave."""
    verdict = judge(ask.CommandSeen(pattern="docker"), seen(commands=(typed("docker imagels", 1),)))
    assert (verdict.status, verdict.observed) == (Status.FAIL, "docker imagels exited 1")


def test_a_command_that_still_runs_is_pending(seen):
    """It passes when it ends."""
    from tui.model.journal import CommandRun

    verdict = judge(ask.CommandSeen(pattern="sleep"), seen(commands=(CommandRun("sleep 9", 1.0),)))
    assert (verdict.status, verdict.observed) == (Status.PENDING, "still running")


def test_an_image_is_found_by_name_under_any_tag(seen):
    """A name without a tag stands for any tag."""
    snapshot = Snapshot(images=(image("debian:12"),))
    assert judge(ask.ImageIs(ref="debian"), seen(snapshot=snapshot)).passed
    assert not judge(ask.ImageIs(ref="debian:11"), seen(snapshot=snapshot)).passed
    assert judge(ask.ImageIs(ref="debian", exists=False), seen(snapshot=snapshot)).status is Status.FAIL


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("hello-world", "hello-world:latest", True),
        ("hello-world:latest", "hello-world", True),
        ("hello-world", "docker.io/library/hello-world:latest", True),
        ("hello-world", "localhost/hello-world:latest", True),
        ("registry:2", "registry:3", False),
        ("app", "localhost:5050/app", False),
        ("localhost:5050/app:1", "localhost:5050/app:1", True),
        ("hello-world", "hello-world@sha256:aa", True),
        ("hello", "hello-world", False),
    ],
)
def test_image_names_mean_what_docker_means(wanted, found, same):
    """Default registry, library and tag are implied; a port is not a tag."""
    assert same_image(wanted, found) is same


def test_composition_prefers_what_helps_the_learner(seen):
    """`all` shows its first problem, `any` its first success, `not` turns pass and pending round."""
    yes, no = ask.ActionUsed(action="zoom"), ask.ActionUsed(action="help")
    evidence = seen(actions=frozenset({"zoom"}))
    assert judge(ask.AllOf(checks=[yes, no]), evidence).status is Status.PENDING
    assert judge(ask.AnyOf(checks=[no, yes]), evidence).passed
    assert judge(ask.NotThe(check=no), evidence).passed
    assert not judge(ask.NotThe(check=yes), evidence).passed


def test_a_wrong_answer_fails_and_a_right_one_passes(seen):
    """Answers are evidence like any other."""
    check = ask.Answered(question="q")
    assert judge(check, seen()).status is Status.PENDING
    assert judge(check, seen(answers={"q": False})).status is Status.FAIL
    assert judge(check, seen(answers={"q": True})).passed


def test_every_check_an_author_can_write_has_a_judge(seen):
    """A new check type can't be forgotten here."""
    members = ask.Check.__origin__.__args__
    for member in members:
        assert judge.dispatch(member) is not judge.dispatch(object), member
