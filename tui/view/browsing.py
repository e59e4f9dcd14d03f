"""The browser's views: which table each shows of what is seen, and what of it counts as a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct, field

from tui.attempt import Attempt
from tui.model.engine import Image, Snapshot
from tui.model.facts import ImageDetails
from tui.model.journal import Journal
from tui.view.disk import Disk, disk_table
from tui.view.events import events_table
from tui.view.images import image_keys, images_table
from tui.view.layers import history_table
from tui.view.log import log_essence, log_table
from tui.view.marks import Marks
from tui.view.surroundings import network_users, networks_table, volume_users, volumes_table
from tui.view.tables import Row, Table, containers_table, summary
from tui.view.whose import Whose, how_many, told_apart, whose_of


class Seen(Struct, frozen=True):
    """What there is to show: the engine as last read and what happened in it, details of images by id, the image
    (by a tag, or its id if it has none) whose layers are looked at, empty for the newest; whose everything is; and the
    disk as it was last measured."""

    journal: Journal = field(default_factory=Journal)
    details: Mapping[str, ImageDetails] = field(default_factory=dict)
    image: str = ""
    whose: Whose = Whose()
    disk: Disk = Disk()

    @property
    def snapshot(self) -> Snapshot:
        """The engine as last read."""
        return self.journal.now


class View(Struct, frozen=True):
    """One view: what it is called `in_short`, its `table` at a moment (wall clock), and its `essence`: of each row, by
    key, what counts as a change when it differs. Without one nothing is marked: another image is no change of this
    one."""

    in_short: str
    table: Callable[[Seen, float], Table]
    essence: Callable[[Seen], Mapping[str, object]] | None = None


def seen_of(attempt: Attempt) -> Seen | None:
    """What an attempt has to show; None before the engine was read."""
    return Seen(attempt.journal, attempt.facts.images, whose=whose_of(attempt)) if attempt.read else None


def summarised(seen: Seen, change: str) -> str:
    """The browser in one line; `change` is what changed last, or empty."""
    own = seen.whose.own(seen.snapshot)
    return summary(own, change, how_many(seen.snapshot) - how_many(own))


def _container_essence(seen: Seen) -> dict[str, object]:
    return {each.id: (each.name, each.state, each.exit_code, each.health) for each in seen.snapshot.containers}


def _image_essence(seen: Seen) -> dict[str, object]:
    return dict.fromkeys(image_keys(seen.snapshot))


def _volume_essence(seen: Seen) -> dict[str, object]:
    users = volume_users(seen.snapshot)
    return {each.name: users.get(each.name) for each in seen.snapshot.volumes}


def _network_essence(seen: Seen) -> dict[str, object]:
    # A container that comes and goes is no change of a network that every engine has.
    users = network_users(seen.snapshot)
    return {each.id: None if each.predefined else users.get(each.name) for each in seen.snapshot.networks}


def _name(image: Image) -> str:
    """What the learner calls an image by."""
    return image.tags[0] if image.tags else image.id


def image_looked_at(seen: Seen) -> str:
    """The image whose layers are shown, by a tag or its id; empty if there is none."""
    newest = max(seen.snapshot.images, key=lambda each: (bool(each.tags), each.created), default=None)
    return seen.image or (_name(newest) if newest else "")


def _layers(seen: Seen, _: float) -> Table:
    return history_table(seen.snapshot, seen.details, image_looked_at(seen))


VIEWS = {
    "containers": View("cont", lambda seen, now: containers_table(seen.snapshot, now), _container_essence),
    "images": View("img", lambda seen, now: images_table(seen.snapshot, now), _image_essence),
    "layers": View("layer", _layers),
    "volumes": View("vol", lambda seen, now: volumes_table(seen.snapshot, now), _volume_essence),
    "networks": View("net", lambda seen, _: networks_table(seen.snapshot), _network_essence),
    "log": View("log", lambda seen, _: log_table(seen.journal), lambda seen: log_essence(seen.journal)),
    "events": View("event", lambda seen, _: events_table(seen.journal.events, seen.journal.forgotten)),
    "disk": View("disk", lambda seen, _: disk_table(seen.disk, seen.snapshot)),
}
"""In the order of their numbers."""


def marks_after(
    marks: Mapping[str, Marks], before: Seen | None, seen: Seen, now: float, stay: float = 1.0
) -> dict[str, Marks]:
    """The marks of all views that have any, after something else is seen; at first nothing is new.

    A view's table is only made to look up rows that have gone. Marks `stay` so many times as long as usual.
    """
    after: dict[str, Marks] = {}
    for name, view in VIEWS.items():
        if view.essence is not None:
            essence = view.essence(seen)
            after[name] = (
                marks[name].next(essence, now, partial(_rows, name, before, now), stay) if before else Marks(essence)
            )
    return after


def table_of(name: str, seen: Seen, now: float) -> Table:
    """A view's table, with whose each row is."""
    table = VIEWS[name].table(seen, now)
    return told_apart(table, seen.whose.others_in(name), seen.whose.tasks_in(name))


def _rows(name: str, seen: Seen, now: float) -> tuple[Row, ...]:
    return table_of(name, seen, now).rows
