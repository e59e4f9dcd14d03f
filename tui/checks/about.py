"""Which of the engine's objects tasks are about, so that they can be pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from tui.checks.names import is_image, same_image
from tui.checks.wants import every_check
from tui.model import checks as ask
from tui.model.checks import Check
from tui.model.engine import Snapshot
from tui.model.ours import image_rows
from tui.model.tasks import Task

Names = Mapping[str, frozenset[str]]


class About(Struct, frozen=True):
    """What tasks name: objects by their kind, images as authors name them; and `of_images`, the images whose containers
    are meant, whatever their names."""

    names: Names
    of_images: frozenset[str] = frozenset()


def objects_of(tasks: Iterable[Task]) -> About:
    """What the checks of tasks name; not their diagnoses, which look for what has gone wrong."""
    checks = [check for task in tasks for check in (task.baseline, task.check) if check is not None]
    every = list(every_check(checks))
    named = [pair for check in every for pair in _named(check)]
    return About(
        {kind: frozenset(name for each, name in named if each == kind and name) for kind, _ in named},
        frozenset(check.image for check in every if isinstance(check, ask.ContainerIs) and not check.name) - {""},
    )


def rows_about(about: About, snapshot: Snapshot) -> Names:
    """The rows of what is here of it, by kind; keyed as in `tui.model.ours`."""
    names, images = about.names, snapshot.images
    rows = {
        "container": [
            each.id
            for each in snapshot.containers
            if each.name in names.get("container", ())
            or any(is_image(wanted, each.image, images) for wanted in about.of_images)
        ],
        "image": [
            row
            for image in images
            for row in image_rows(image)
            if any(same_image(wanted, row.partition(" ")[2]) for wanted in names.get("image", ()))
        ],
        "volume": [each.name for each in snapshot.volumes if each.name in names.get("volume", ())],
        "network": [each.id for each in snapshot.networks if each.name in names.get("network", ())],
    }
    return {kind: frozenset(each) for kind, each in rows.items() if each}


def _named(check: Check) -> list[tuple[str, str]]:
    """(kind, name) of all a check names."""
    match check:
        case ask.ContainerLike(name=name, image=image):
            return [("container", name), ("image", image)]
        case ask.EventSeen(object=kind, name=name, image=image):
            return [(kind, name), ("image", image)]
        case ask.ImagesSame(ref=ref, as_=other):
            return [("image", ref), ("image", other)]
        case ask.ImageSize(ref=ref, beside=other) | ask.ImageLayers(ref=ref, on_top_of=other):
            return [("image", ref), ("image", other)]
        case ask.ImageIs(ref=ref) | ask.ImageHistory(ref=ref) | ask.ImageConfig(ref=ref) | ask.ImageFile(ref=ref):
            return [("image", ref)]
        case ask.RegistryHas(same_as=ref):
            return [("image", ref)]
    return []
