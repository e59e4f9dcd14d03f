"""Which facts checks need, so that nothing is gathered that nobody asks for.

Images are named here as authors name them; the facts about them, and the files inside them, are keyed by image id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from tui.model import checks as ask
from tui.model.checks import Check, inner_checks
from tui.model.tasks import Question, Task


class Wants(Struct, frozen=True):
    """What `Facts` must hold before some checks can be judged.

    `images` are those whose details are needed, `image_files` those whose layers are read; `files` are paths on the
    host, Dockerfiles among them; `contexts` maps a folder to the paths that are asked for in it, `registries` an
    address to repositories (none if it must only answer); `hosts` are to be asked on port 443.
    """

    container_details: bool = False
    images: frozenset[str] = frozenset()
    image_files: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    contexts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    registries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()


def wants_of(checks: Iterable[Check], hosts: Iterable[str] = (), images: Iterable[str] = ()) -> Wants:
    """What these checks need, with all that are inside them; and these hosts, and the details of these images."""
    every = list(every_check(checks))
    contexts: dict[str, frozenset[str]] = {}
    registries: dict[str, frozenset[str]] = {}
    for check in every:
        match check:
            case ask.ContextIs(folder=folder, ignores=ignores, keeps=keeps):
                contexts[folder] = contexts.get(folder, frozenset()) | {*ignores, *keeps}
            case ask.RegistryHas(address=address, repository=repository):
                asked = {repository} if repository else set()
                registries[address] = registries.get(address, frozenset()) | asked
    return Wants(
        container_details=any(_needs_details(check) for check in every),
        images=frozenset(images).union(*(_images_of(check) for check in every)),
        image_files=frozenset(check.ref for check in every if isinstance(check, ask.ImageFile)),
        files=frozenset(check.path for check in every if isinstance(check, ask.FileIs | ask.DockerfileIs)),
        contexts=contexts,
        registries=registries,
        hosts=frozenset(hosts),
    )


def wants_of_tasks(tasks: Iterable[Task], questions: Iterable[Question] = ()) -> Wants:
    """What tasks and questions need: their checks, the hosts tasks require, the images whose layers are counted."""
    tasks, questions = list(tasks), list(questions)
    checks = [check for task in tasks for check in checks_of(task)]
    checks += [question.settled_by for question in questions if question.settled_by is not None]
    counts = [question.answer_from for question in questions if question.answer_from is not None]
    return wants_of(
        checks,
        hosts=[task.requires.network for task in tasks if task.requires.network],
        images=[count.image for count in counts if count.of == "layers"],
    )


def checks_of(task: Task) -> list[Check]:
    """Every check a task asks, without those inside them."""
    baseline = [] if task.baseline is None else [task.baseline]
    return [task.check, *baseline, *(diagnosis.when for diagnosis in task.diagnoses)]


def every_check(checks: Iterable[Check]) -> Iterator[Check]:
    """These checks, with all that are inside them."""
    for check in checks:
        yield check
        yield from every_check(inner_checks(check))


def _needs_details(check: Check) -> bool:
    """Whether it asks of a container what the list of containers doesn't say."""
    if not isinstance(check, ask.ContainerLike):
        return False
    asked = (check.runs, check.user, check.mount, check.port, check.tty, check.auto_remove)
    return any(each is not None for each in asked)


def _images_of(check: Check) -> set[str]:
    """The images whose details a check needs."""
    match check:
        case ask.ImageHistory(ref=ref) | ask.ImageConfig(ref=ref):
            return {ref}
        case ask.ImageLayers(ref=ref, on_top_of=lower):
            return {ref, lower} - {""}
        case ask.ImagesSame(ref=ref, as_=other, content="layers"):
            return {ref, other}
    return set()
