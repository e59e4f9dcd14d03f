"""What in the browser is the learner's, what is somebody else's, and what the tasks of the page are about."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from tui.attempt import Attempt
from tui.checks.about import objects_of, rows_about
from tui.checks.names import same_image
from tui.model.engine import Snapshot
from tui.model.ours import Key, image_rows
from tui.view.tables import Row, Table

KIND_OF = {"containers": "container", "images": "image", "volumes": "volume", "networks": "network"}
"""The views of objects that belong to somebody, and the kind each shows."""

NOTHING_OWN = "nothing of yours yet"
"""What to say where all there is is hidden."""
_NOBODYS: frozenset[str] = frozenset()


class Whose(Struct, frozen=True):
    """By kind, the rows of what is not the learner's (`others`), and of what the page's open tasks are about."""

    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tasks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def others_in(self, view: str) -> frozenset[str]:
        """The rows of a view that aren't the learner's."""
        return self.others.get(KIND_OF.get(view, ""), _NOBODYS)

    def tasks_in(self, view: str) -> frozenset[str]:
        """The rows of a view that the page's open tasks are about."""
        return self.tasks.get(KIND_OF.get(view, ""), _NOBODYS)

    def own(self, snapshot: Snapshot) -> Snapshot:
        """A snapshot without what isn't the learner's."""
        if not self.others:
            return snapshot
        containers, images, volumes, networks = (self.others_in(view) for view in KIND_OF)
        return replace(
            snapshot,
            containers=tuple(each for each in snapshot.containers if each.id not in containers),
            images=tuple(each for each in snapshot.images if not images.issuperset(image_rows(each))),
            volumes=tuple(each for each in snapshot.volumes if each.name not in volumes),
            networks=tuple(each for each in snapshot.networks if each.id not in networks),
        )


def whose_of(attempt: Attempt) -> Whose:
    """Whose everything is now."""
    others: dict[str, set[str]] = {}
    for kind, row in not_theirs(attempt):
        others.setdefault(kind, set()).add(row)
    absent = attempt.absent
    open_tasks = [
        task
        for task in attempt.lesson.tasks_on(attempt.page)
        if not attempt.standing(task).done and not attempt.record(task).skipped and attempt.key(task.id) not in absent
    ]
    return Whose(
        {kind: frozenset(rows) for kind, rows in others.items()},
        rows_about(objects_of(open_tasks), attempt.journal.now),
    )


def not_theirs(attempt: Attempt) -> dict[Key, str]:
    """What is neither the learner's nor the course's, and why."""
    return {key: why for key, why in attempt.claims.others.items() if not _is_the_courses(key, attempt)}


def why_not(attempt: Attempt, kind: str, row: str, name: str) -> str:
    """Why the lab won't put a command for an object at the prompt; empty if it will."""
    why = not_theirs(attempt).get((kind, row))
    if why is None:
        return ""
    return f"{name} {why}: the lab leaves it alone. To act on it, type the command yourself."


def how_many(snapshot: Snapshot) -> int:
    """How many objects there are, of all kinds."""
    kinds = (snapshot.containers, snapshot.images, snapshot.volumes, snapshot.networks)
    return sum(len(kind) for kind in kinds)


def told_apart(table: Table, others: frozenset[str], tasks: frozenset[str]) -> Table:
    """A table with others' rows in the background, and with the tasks' rows pointed out."""
    if not others and not tasks:
        return table
    return replace(table, rows=tuple(_told(row, others, tasks) for row in table.rows))


def legend(others: frozenset[str], tasks: frozenset[str], *, hiding: bool) -> str:
    """What the marks in a view mean, and how much is hidden; empty if there is nothing to say."""
    told = []
    if tasks - others:
        told.append("▸ in a task")
    if others:
        told.append(f"{len(others)} not yours, hidden" if hiding else f"· not yours: {len(others)}")
    return "  ".join(told)


def _told(row: Row, others: frozenset[str], tasks: frozenset[str]) -> Row:
    if row.key in others:
        return replace(row, tone="dim", mark="·", others=True)
    return replace(row, mark="▸") if row.key in tasks else row


def _is_the_courses(key: Key, attempt: Attempt) -> bool:
    """Whether it is an image that the course says it uses."""
    kind, row = key
    tag = row.partition(" ")[2]
    return kind == "image" and any(same_image(image, tag) for image in attempt.course.images)
