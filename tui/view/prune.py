"""What `docker … prune` would remove, object by object, and the command that removes the learner's own by name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tui.model.engine import ACTIVE, Snapshot
from tui.model.text import short_ids, size
from tui.view.details import KINDS, Kind

ANONYMOUS_ONLY = (1, 42)
"""The API since which pruning volumes leaves those with a name alone: that of Docker 23."""


class Doomed(Struct, frozen=True):
    """One object that would be removed: `name` is what a command calls it by, `about` says what it is, `size` is what
    it frees, None where that isn't known. It goes into the command by name unless it is to be `spared`, which says
    why. Objects of different `group` stand apart."""

    name: str
    about: str = ""
    size: int | None = None
    spared: str = ""
    group: str = ""


class Prune(Struct, frozen=True):
    """What a `command` would remove, what it would leave that one might expect to go, and something to `know`."""

    command: str
    doomed: tuple[Doomed, ...]
    kept: tuple[Doomed, ...] = ()
    know: str = ""

    @property
    def total(self) -> str:
        """What all of it frees together, as far as is known."""
        known = [each.size for each in self.doomed if each.size is not None]
        if not known:
            return ""
        unknown = len(self.doomed) - len(known)
        return size(sum(known), 4) + (f", and {unknown} of unknown size" if unknown else "")

    @property
    def line(self) -> str:
        """The command that removes by name what is not to be spared; empty if that is nothing."""
        names = [each.name for each in self.doomed if not each.spared]
        # An engine may list anything: a name is no option.
        end = ["--"] if any(name.startswith("-") for name in names) else []
        return " ".join([self.command.replace("prune", "rm"), *end, *map(shlex.quote, names)]) if names else ""

    @property
    def why(self) -> str:
        """Why rather by name, or why not at all."""
        if not self.line:
            if any(each.spared == PRECIOUS for each in self.doomed):
                return "What has a name is removed one by one: with x, on its own row."
            return "None of these is yours." if self.doomed else ""
        spared = [short_ids(each.name) for each in self.doomed if each.spared]
        if spared:
            return f"prune would also take {', '.join(spared[:3])}{' …' if len(spared) > 3 else ''}."
        return "By name, these go and nothing else; prune takes whatever is unused by the time it runs."


def prune_kind(view: str, row: str) -> Kind | None:
    """What a prune is about, in a view with the cursor on a row; in the view of the disk the row says."""
    return KINDS.get(row if view == "disk" else view)


def prune_of(
    kind: Kind,
    snapshot: Snapshot,
    api_version: str,
    frees: Mapping[str, int],
    foreign: Collection[str],
) -> Prune:
    """What pruning one kind of object would remove now. `frees` is what objects free, as far as measured; `foreign` are
    the rows of objects that are not the learner's."""
    match kind:
        case "container":
            return Prune("docker container prune", tuple(_containers(snapshot, frees, foreign)))
        case "image":
            return _images(snapshot, frees, foreign)
        case "volume":
            return _volumes(snapshot, api_version, frees, foreign)
        case "network":
            return _networks(snapshot, foreign)


def _containers(snapshot: Snapshot, frees: Mapping[str, int], foreign: Collection[str]) -> Iterator[Doomed]:
    for each in snapshot.containers:
        if each.state in ("created", "exited", "dead"):
            name = each.name or each.id[:12]
            yield Doomed(name, f"{each.state}, of {each.image}", frees.get(each.id), _not_ours(each.id, foreign))


def _images(snapshot: Snapshot, frees: Mapping[str, int], foreign: Collection[str]) -> Prune:
    users = {each.image_id: each.name for each in snapshot.containers}
    doomed, kept = [], []
    for each in snapshot.images:
        if each.tags:
            continue
        short = each.short_id
        if each.id in users:
            kept.append(Doomed(short, f"dangling, but {users[each.id]} is made of it"))
        else:
            # The list tells an image's size with all that it shares.
            doomed.append(Doomed(short, "dangling", frees.get(each.id, each.size), _not_ours(each.id, foreign)))
    know = "" if all(each.id in frees for each in snapshot.images if not each.tags) else SHARED
    return Prune("docker image prune", tuple(doomed), tuple(kept), know if doomed else "")


SHARED = "Layers that other images share are counted, and stay. The view of the disk (8) measures what is freed."


def _volumes(snapshot: Snapshot, api_version: str, frees: Mapping[str, int], foreign: Collection[str]) -> Prune:
    used = {name for each in snapshot.containers for name in each.volumes}
    doomed, named, kept = [], [], []
    for each in snapshot.volumes:
        if each.name in used:
            continue
        spared = _not_ours(each.name, foreign)
        if each.driver != "local" or each.has_options:
            # What may lie elsewhere, prune leaves alone.
            kept.append(Doomed(each.name, "kept by its driver in a way of its own"))
        elif each.anonymous:
            doomed.append(Doomed(each.name, "", frees.get(each.name), spared, "Anonymous"))
        else:
            named.append(Doomed(each.name, "", frees.get(each.name), spared or PRECIOUS, "With a name"))
    if _version(api_version) < ANONYMOUS_ONLY:
        return Prune("docker volume prune", (*doomed, *named), tuple(kept), OLD_ENGINE)
    stay = (replace(each, spared="") for each in named)
    return Prune("docker volume prune", tuple(doomed), (*stay, *kept), NEW_ENGINE)


PRECIOUS = "its data is meant to stay"
OLD_ENGINE = "This engine takes volumes with a name, too. From Docker 23 on prune takes only anonymous ones."
NEW_ENGINE = "Since Docker 23 prune takes only anonymous volumes; older engines take those with a name, too."


def _networks(snapshot: Snapshot, foreign: Collection[str]) -> Prune:
    busy: set[str] = set()
    left: dict[str, list[str]] = {}
    for container in snapshot.containers:
        for name in container.networks:
            if container.state in ACTIVE:
                busy.add(name)
            else:
                left.setdefault(name, []).append(container.name)
    doomed = []
    for each in snapshot.networks:
        if not each.predefined and each.name not in busy:
            # A network counts as unused while nobody in it runs.
            about = f"{', '.join(left[each.name])} can't start without it" if each.name in left else "nobody is in it"
            doomed.append(Doomed(each.name, about, None, _not_ours(each.id, foreign)))
    return Prune("docker network prune", tuple(doomed))


def _not_ours(id: str, foreign: Collection[str]) -> str:
    return "it isn't yours" if id in foreign else ""


def _version(written: str) -> tuple[int, ...]:
    """An API version as numbers: (1, 41)."""
    return tuple(int(part) for part in re.findall(r"\d+", written))
