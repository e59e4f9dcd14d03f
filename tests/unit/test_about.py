"""What in the engine tasks are about."""

from tests.unit.conftest import container, image
from tui.checks.about import objects_of, rows_about
from tui.model import checks as ask
from tui.model.engine import Network, Snapshot, Volume
from tui.model.tasks import Diagnosis, Solution, Task


def task(check, **more) -> Task:
    solution = Solution(lines=["docker"], why="it does")
    return Task(id="t", page="one", text="t", check=check, hints=["a", "b"], solution=solution, **more)


HERE = Snapshot(
    (container("web"), container("registry", image="registry:2"), container("hello")),
    (image("hello-world:latest"), image("registry:2", "mine/registry:2", id="sha256:2"), image(id="sha256:3")),
    (Volume("data", "local"),),
    (Network("n1", "front", "bridge", "local"),),
)


def test_names_in_checks_are_pointed_out():
    """Also in compositions and baselines; a name without a tag stands for any."""
    named = ask.ContainerIs(name="registry", image="registry:2", state="running")
    events = [ask.EventSeen(object="volume", action="create", name="data"), ask.NotThe(check=named)]
    size = ask.ImageSize(ref="hello-world", at_most=1, beside="mine/registry")
    tasks = [
        task(ask.AllOf(checks=events)),
        task(size, baseline=ask.EventSeen(object="network", action="connect", name="front")),
    ]
    assert rows_about(objects_of(tasks), HERE) == {
        "container": {"id-registry"},
        "image": {"sha256:1 hello-world:latest", "sha256:2 registry:2", "sha256:2 mine/registry:2"},
        "volume": {"data"},
        "network": {"n1"},
    }


def test_containers_without_a_name_are_known_by_their_image():
    """All of them, where the check is on what there is; a run still to come is none of those that are here."""
    assert rows_about(objects_of([task(ask.ContainerIs(image="hello-world", exists=False))]), HERE) == {
        "container": {"id-web", "id-hello"},
        "image": {"sha256:1 hello-world:latest"},
    }
    assert "container" not in rows_about(objects_of([task(ask.ContainerRan(image="hello-world"))]), HERE)


def test_what_a_diagnosis_looks_for_is_not_what_the_task_is_about():
    """It is about mistakes."""
    wrong = Diagnosis(when=ask.ImageIs(ref="registry:2"), say="no")
    tasks = [task(ask.CommandSeen(pattern="docker ps"), diagnoses=[wrong])]
    assert rows_about(objects_of(tasks), HERE) == {}
