"""What a reset is about to do, in words: one list for the terminal and for the lab's dialog."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tui.model.engine import Container
from tui.model.reset import Outcome, Plan
from tui.model.text import printable, short_ids

Row = tuple[str, str, str]
"""A mark, what it is, and what to know of it."""
GOES, CHANGES, STAYS = "-", "~", " "
MOST_STAY = 20
"""Of what stays so many are named: an engine that others use may be full."""
OTHER_FILES = ("every other file in your folder", "is yours")


class Group(Struct, frozen=True):
    """What belongs together."""

    title: str
    rows: tuple[Row, ...]


def groups(plan: Plan) -> list[Group]:
    """All of it, in the order in which it is done, and then what stays."""
    found = [
        Group("Containers, stopped and removed", tuple(_container(each) for each in plan.containers)),
        Group("Images", tuple(_images(plan))),
        Group("Volumes, with what is in them", tuple((GOES, short_ids(each.name), "") for each in plan.volumes)),
        Group("Networks", tuple((GOES, each.name, each.subnet) for each in plan.networks)),
        Group(f"Files, kept aside in {printable(plan.folder.kept)}", tuple(_aside(plan))),
        Group("Files that come back", tuple((CHANGES, printable(each), "") for each in plan.folder.missing)),
        Group("Progress", tuple(_forgotten(plan))),
        Group("These stay", tuple(_stays(plan))),
    ]
    return [group for group in found if group.rows]


def as_text(plan: Plan) -> str:
    """For a terminal, or a pipe."""
    lines = []
    for group in groups(plan):
        lines.append(f"{group.title}:")
        lines += [f"  {mark} {name}{f'  ({about})' if about else ''}" for mark, name, about in group.rows]
    return "\n".join(lines)


def told(outcome: Outcome, title: str) -> str:
    """How it went."""
    if not outcome.finished:
        return "The reset was broken off. Run it again: it goes on with what is left."
    return "\n".join([f"{title} is reset.", *outcome.refused])


def _container(container: Container) -> Row:
    return GOES, container.name or container.id[:12], f"{container.state}, of {short_ids(container.image)}"


def _images(plan: Plan) -> Iterator[Row]:
    for tag in plan.tags:
        yield GOES, tag.name, short_ids(tag.image_id)
    for id in plan.untagged:
        yield GOES, short_ids(id), "without a name"
    if plan.steps:
        yield GOES, f"{len(plan.steps)} build step{'s' * (len(plan.steps) != 1)}", "hidden images of your builds"


def _aside(plan: Plan) -> Iterator[Row]:
    for path in plan.folder.edited:
        yield CHANGES, printable(path), "the course's copy comes in its place"
    for path in plan.folder.made:
        yield CHANGES, printable(path), "a task is about it"


def _forgotten(plan: Plan) -> Iterator[Row]:
    tasks, answers = plan.forgotten
    if tasks:
        yield GOES, f"{tasks} task{'s' * (tasks != 1)}", "open again"
    if answers:
        yield GOES, f"{answers} answer{'s' * (answers != 1)}", "asked again"


def _stays(plan: Plan) -> Iterator[Row]:
    for what, why in plan.stays[:MOST_STAY]:
        yield STAYS, short_ids(what), why
    if len(plan.stays) > MOST_STAY:
        yield STAYS, f"and {len(plan.stays) - MOST_STAY} more", ""
    if plan.aside or plan.restored:
        yield STAYS, *OTHER_FILES
