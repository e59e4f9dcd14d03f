"""Whether a container is as a check asks, and in what it differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, join, normpath

from msgspec import Struct

from tui.checks.evidence import Evidence
from tui.checks.names import is_image
from tui.checks.verdict import LOOKING, Status, Verdict, fails, pending
from tui.checks.wording import in_words
from tui.model.checks import ContainerLike, MountIs
from tui.model.engine import Container, ContainerDetails, Image, Mount, Port

_NOTHING = (None,) * 6
_SHELLS = ("sh", "bash", "ash", "dash")
_ALIVE = ("created", "running", "paused", "restarting")
_MAY_BECOME: dict[str, tuple[str, ...]] = {
    "running": ("created", "paused", "restarting"),
    "paused": ("created", "running", "restarting"),
    "exited": _ALIVE,
    "dead": _ALIVE,
    "removing": _ALIVE,
}
"""The states from which a container may yet come into another one by itself or the learner's next command."""


class Seen(Struct, frozen=True):
    """A container as the lab knows it; `details` is None when nobody has asked for them.

    `here` says whether it still exists.
    """

    name: str
    image: str
    state: str
    exit_code: int | None = None
    ports: tuple[Port, ...] = ()
    details: ContainerDetails | None = None
    here: bool = True

    def __str__(self) -> str:
        """In a few words: "web exited 127", "web is running"."""
        if self.exit_code is not None and self.state == "exited":
            return f"{self.name} exited {self.exit_code}"
        return f"{self.name} is {self.state}"


def seen_now(container: Container, evidence: Evidence) -> Seen:
    """A container of the engine's list, with its details if they were asked for."""
    return Seen(
        container.name,
        container.image,
        container.state,
        container.exit_code,
        container.ports,
        evidence.facts.containers.get(container.id),
    )


def is_meant(check: ContainerLike, name: str, image: str, images: tuple[Image, ...]) -> bool:
    """Whether a check is about a container of this name and image."""
    return check.name in ("", name) and (not check.image or is_image(check.image, image, images))


def title(check: ContainerLike) -> str:
    """The containers a check is about: "container web", "container of hello-world"."""
    return f"container {check.name}" if check.name else f"container of {check.image}" if check.image else "container"


def wanted_state(check: ContainerLike) -> str:
    """How it must stand: "exited 3", "running", or nothing."""
    return check.state or "" if check.exit_code is None else f"exited {check.exit_code}"


def difference(check: ContainerLike, seen: Seen, evidence: Evidence) -> Verdict | None:
    """What is not as asked, None if all is; undecided where only the details could say."""
    standing, making = _standing(check, seen), _making(check, seen, evidence)
    # How it was made can't change any more: that comes first, unless nobody knows it.
    return standing if making is None or (standing is not None and making.undecided) else making


def _standing(check: ContainerLike, seen: Seen) -> Verdict | None:
    """What is not as asked in its state and exit code."""
    if check.state in (None, seen.state) and check.exit_code in (None, seen.exit_code):
        return None
    goal = "exited" if check.exit_code is not None else check.state or ""
    wanted = wanted_state(check)
    if seen.state in _MAY_BECOME.get(goal, ()):
        return pending(str(seen), wanted)
    return fails(str(seen), wanted, f"docker container logs {seen.name}" if seen.here else "the command pane")


def _making(check: ContainerLike, seen: Seen, evidence: Evidence) -> Verdict | None:
    """What is not as asked in what was fixed when the container was made."""
    if check.port is not None and any(port.public == check.port for port in seen.ports):
        check = check.model_copy(update={"port": None})
    if (check.runs, check.user, check.mount, check.port, check.tty, check.auto_remove) == _NOTHING:
        return None
    if seen.details is None:
        return LOOKING if seen.here else Verdict(Status.UNKNOWN, f"{seen.name} was gone before it could be looked at")
    for observed, wanted in _differences(check, seen.name, seen.details, evidence):
        return fails(observed, wanted, f"docker container inspect {seen.name}" if seen.here else "")
    return None


def _differences(
    check: ContainerLike, name: str, details: ContainerDetails, evidence: Evidence
) -> Iterator[tuple[str, str]]:
    """(observed, wanted) for each thing that is not as asked."""
    command = " ".join(details.command)
    if check.runs is not None and not re.search(check.runs, command):
        shell = details.tty and basename(command) in _SHELLS
        running = "a shell, and what is typed in it the lab can't see" if shell else command or "nothing"
        yield f"{name} runs {running}", f"a command with {in_words(check.runs)} after the image"
    if check.user is not None and not _is_user(check.user, details.user):
        wanted = check.user if check.user == "not root" else f"--user {check.user}" if check.user else "no --user"
        yield f"{name} runs as {details.user or 'the user of its image'}", wanted
    if check.mount is not None and not any(_is_mount(check.mount, mount, evidence) for mount in details.mounts):
        yield _mounted(check.mount, name, details), _wanted_mount(check.mount)
    if check.port is not None and all(port.public != check.port for port in details.ports):
        published = ", ".join(str(port.public) for port in details.ports if port.public)
        yield f"{name} publishes {published or 'no port'}", f"port {check.port} published"
    if check.tty not in (None, details.tty):
        yield f"{name} has {'a' if details.tty else 'no'} terminal", "-t" if check.tty else "no -t"
    if check.auto_remove not in (None, details.auto_remove):
        yield (
            f"{name} was run with{'' if details.auto_remove else 'out'} --rm",
            "--rm" if check.auto_remove else "no --rm",
        )


def is_root(user: str) -> bool:
    """Whether a user as given with --user or USER is root; none given is root, too."""
    return user.partition(":")[0] in ("", "root", "0")


def _is_user(wanted: str, found: str) -> bool:
    return not is_root(found) if wanted == "not root" else wanted == found


def _is_mount(wanted: MountIs, mount: Mount, evidence: Evidence) -> bool:
    if mount.kind != wanted.kind or wanted.read_only not in (None, mount.read_only):
        return False
    if wanted.target and normpath(wanted.target) != normpath(mount.target):
        return False
    if wanted.source is None:
        return True
    if wanted.kind != "bind":
        return wanted.source == mount.source
    return normpath(join(evidence.work_folder, wanted.source)) == normpath(mount.source)


def _mounted(wanted: MountIs, name: str, details: ContainerDetails) -> str:
    """The nearest thing to a wanted mount: one at its target, one of its kind, or none."""
    at_target = [mount for mount in details.mounts if normpath(mount.target) == normpath(wanted.target)]
    for mount in at_target or [mount for mount in details.mounts if mount.kind == wanted.kind]:
        only = " read-only" if mount.read_only else ""
        return f"{name} has the {mount.kind} {mount.source} at {mount.target}{only}".replace("  ", " ")
    return f"{name} has no {wanted.kind} mount"


def _wanted_mount(wanted: MountIs) -> str:
    of = {None: "", ".": " of the working folder"}.get(wanted.source, f" of {wanted.source}")
    at = f" at {wanted.target}" if wanted.target else ""
    how = {None: "", True: ", read-only", False: ", writable"}[wanted.read_only]
    return f"a {wanted.kind} mount{of}{at}{how}"
