"""Which facts checks need."""

import pytest

from tui.checks.wants import Wants, wants_of, wants_of_tasks
from tui.model import checks as ask
from tui.model.machine import Requires
from tui.model.tasks import Count, Diagnosis, Question, Solution, Task


def wants(**parts):
    return Wants(**{key: frozenset(part) if isinstance(part, set) else part for key, part in parts.items()})


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (ask.EngineIs(), wants()),
        (ask.ContainerIs(image="a", state="running", exit_code=0), wants()),
        (ask.ContainerIs(user=""), wants(container_details=True)),
        (ask.ContainerRan(runs="ls"), wants(container_details=True)),
        (ask.ContainerRan(mount=ask.MountIs()), wants(container_details=True)),
        (ask.ContainerIs(port=80), wants(container_details=True)),
        (ask.ContainerIs(tty=False), wants(container_details=True)),
        (ask.ContainerIs(auto_remove=False), wants(container_details=True)),
        (ask.ImageIs(ref="a"), wants()),
        (ask.ImageSize(ref="a", at_least=1), wants()),
        (ask.ImagesSame(ref="a", **{"as": "b"}), wants()),
        (ask.ImagesSame(ref="a", content="layers", **{"as": "b"}), wants(images={"a", "b"})),
        (ask.ImageLayers(ref="a"), wants(images={"a"})),
        (ask.ImageLayers(ref="a", on_top_of="b"), wants(images={"a", "b"})),
        (ask.ImageHistory(ref="a"), wants(images={"a"})),
        (ask.ImageConfig(ref="a"), wants(images={"a"})),
        (ask.ImageFile(ref="a", path="/x"), wants(image_files={"a"})),
        (ask.FileIs(path="a"), wants(files={"a"})),
        (ask.DockerfileIs(path="d"), wants(files={"d"})),
        (ask.ContextIs(), wants(contexts={".": frozenset()})),
        (ask.RegistryHas(address="r"), wants(registries={"r": frozenset()})),
        (ask.RegistryHas(address="r", repository="a"), wants(registries={"r": frozenset({"a"})})),
    ],
)
def test_what_a_check_wants(check, expected):
    """Nothing more than its judge looks at."""
    assert wants_of([check]) == expected


def test_inner_checks_want_too():
    """However deep they are."""
    deep = ask.NotThe(check=ask.AllOf(checks=[ask.AnyOf(checks=[ask.FileIs(path="a")])]))
    assert wants_of([deep, ask.InSequence(checks=[deep, ask.FileIs(path="b")])]).files == {"a", "b"}


def test_paths_and_repositories_come_together():
    """One look at a folder or registry serves all checks."""
    found = wants_of(
        [
            ask.ContextIs(ignores=["a"]),
            ask.ContextIs(keeps=["b"]),
            ask.ContextIs(folder="03", keeps=["c"]),
            ask.RegistryHas(address="r", repository="a"),
            ask.RegistryHas(address="r", repository="b"),
            ask.RegistryHas(address="r"),
        ]
    )
    assert found.contexts == {".": {"a", "b"}, "03": {"c"}}
    assert found.registries == {"r": {"a", "b"}}


def test_tasks_want_all_their_checks_and_hosts_and_questions_their_counts():
    """Baselines and diagnoses are judged as well."""
    task = Task(
        id="t",
        page="p",
        text="T.",
        check=ask.FileIs(path="a"),
        baseline=ask.FileIs(path="b"),
        diagnoses=[Diagnosis(when=ask.FileIs(path="c"), say="s")],
        requires=Requires(network="github.com"),
        hints=["a", "b"],
        solution=Solution(lines=["x"], why="w"),
    )
    more = {"page": "p", "text": "?", "kind": "number", "why": "w", "otherwise": "o"}
    layers = Question(id="q", answer_from=Count(of="layers", image="app"), settled_by=ask.FileIs(path="d"), **more)
    count = Question(id="r", answer_from=Count(of="containers", image="web"), **more)
    found = wants_of_tasks([task], [layers, count])
    assert found == wants(files={"a", "b", "c", "d"}, hosts={"github.com"}, images={"app"})
