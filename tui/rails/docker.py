"""docker's commands: containers that would get more of this machine than a lesson needs, and clearing out what is not
the lab's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from posixpath import normpath

from msgspec.structs import replace

from tui.rails.files import DISK
from tui.rails.ground import Ground, short

# Options that stand alone; all others take a value.
_ALONE = {
    "--detach", "--disable-content-trust", "--help", "--init", "--interactive", "--no-healthcheck",
    "--oom-kill-disable", "--privileged", "--publish-all", "--quiet", "--read-only", "--rm", "--sig-proxy", "--tty",
    "--use-api-socket",
}  # fmt: skip
_ALONE_SHORT = set("ditqP")
_ELSEWHERE = {"-H", "--host", "-c", "--context"}
_VALUED_BEFORE = {*_ELSEWHERE, "--config", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey"}
_GROUPS = {"builder", "buildx", "container", "image", "network", "system", "volume"}
# What podman does to all there are, if it is told so.
_PODMANS = {"rm", "rmi", "kill", "stop", "restart"}

_MEMORY = re.compile(r"/dev(?:/(?:k?mem|port|block))?$")
_SOCKET = re.compile(r"/(?:docker|podman|containerd|crio)\.sock$")
# A socket in a folder that is mounted can be used, also where the folder is read-only.
_HOLD_SOCKETS = {"/", "/run", "/var", "/var/run"}
_SYSTEM = {
    "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "root", "run", "sbin", "sys", "usr", "var",
}  # fmt: skip
_HARMLESS = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm", "/dev/fuse", "/dev/tty"}
_STRONG = {"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_BOOT", "DAC_READ_SEARCH"}

_ENGINE = "The container could rule the engine, and all it can reach."
_KERNEL = "The container could do to this machine whatever it likes."
_PROCESSES = "The container could see and end this machine's processes."
_DEVICE = "The container could read and overwrite {}."
_MOUNT = "The container could change {} of this machine."
_COURSE_IMAGES = "This removes the course's images, too, if not in use."
_NOT_YOURS = "This removes what isn't in use, not only what is yours."
_ALL = "This means all there are on this engine, not only yours."

_DOCKER = r"\b(?:docker|podman)\s+(?:(?:container|image|volume|network)\s+)?"
_ENDS = rf"{_DOCKER}(?:rm|rmi|remove|kill|stop|restart)\b"
_LISTS = rf"{_DOCKER}(?:ps|ls|list|images)\b(?P<how>[^|;)`\n]*)"
_LISTED = rf"(?:\$\(|`)\s*(?:sudo\s+)?{_LISTS}"
_SHAPED = r"(?:\|\s*(?:awk|cut|sort|tail|tr)\b[^|\n]*)*"
# No longer than a line that somebody types, for Enter waits.
_LOOP = r"(?:(?!\bdone\b).){0,300}?"
# The newest, those that a filter finds, those of a name.
_SOME = re.compile(r"\s(?:-\w*[fln]|--filter|--last|--latest|[^-\s])")
_ALL_OF_THEM = (
    re.compile(rf"{_ENDS}[^;|\n]*{_LISTED}"),
    re.compile(rf"{_LISTS}{_SHAPED}\|\s*xargs\s[^;|\n]*{_ENDS}"),
    re.compile(rf"\bfor\s+\w+\s+in\s+{_LISTED}{_LOOP}{_ENDS}", re.DOTALL),
    re.compile(rf"{_LISTS}{_SHAPED}\|\s*while\s+read\b{_LOOP}{_ENDS}", re.DOTALL),
)


def ends_all(line: str) -> str:
    """What is to be said of a line that removes or ends whatever is listed."""
    for pattern in _ALL_OF_THEM:
        found = pattern.search(line)
        if found and not _SOME.search(found["how"]):
            return _ALL
    return ""


def judge_docker(arguments: Sequence[str], ground: Ground, podman: bool = False) -> str:
    """What one of docker's commands, or of podman's, would do; empty if nothing is known against it."""
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option.partition("=")[0] in _ELSEWHERE or option.startswith("-H"):
            ground = replace(ground, private=False)
        del rest[: option in _VALUED_BEFORE]
    group = rest.pop(0) if rest and rest[0] in _GROUPS else ""
    if not rest:
        return ""
    if rest[0] in {"run", "create", "exec"} and group in {"", "container"}:
        return _container(rest[1:], ground)
    if podman and (rest[0] == "reset" or (rest[0] in _PODMANS and _everything(rest[1:]))):
        return _ALL
    return _prune(group, rest[1:], ground) if rest[0] == "prune" else ""


def _prune(group: str, arguments: Sequence[str], ground: Ground) -> str:
    everything = _everything(arguments)
    if "--filter" in (each.partition("=")[0] for each in arguments):
        return ""
    if ground.private:
        # Nobody else has anything there.
        return _COURSE_IMAGES if everything and group in {"system", "image"} else ""
    # An image without a name, a network that nothing is in and a build's cache are soon made anew.
    clears = group in {"system", "container", "volume"} or (everything and group == "image")
    return _NOT_YOURS if clears else ""


def _everything(arguments: Sequence[str]) -> bool:
    """Whether all is meant, of whatever there is."""
    return any(each.partition("=")[0] == "--all" or re.match(r"-\w*a", each) for each in arguments)


def _container(arguments: Sequence[str], ground: Ground) -> str:
    return next(filter(None, (_option(*each, ground) for each in _options(arguments))), "")


def _options(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options before the image or the container, with their values."""
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("-") or word in {"-", "--"}:
            return
        if word.startswith("--"):
            name, has_value, value = word.partition("=")
            yield name, value if has_value or name in _ALONE else next(rest, "")
            continue
        letters = word[1:]
        while letters and letters[0] in _ALONE_SHORT:
            letters = letters[1:]
        if letters:
            yield f"-{letters[0]}", letters[1:].removeprefix("=") or next(rest, "")


def _option(name: str, value: str, ground: Ground) -> str:
    """What can be said against an option."""
    match name:
        case "--privileged" if value.lower() not in {"false", "0", "f"}:
            return _KERNEL
        case "--use-api-socket" if value != "false":
            return _ENGINE
        case "--pid" if value == "host":
            return _PROCESSES
        case "--cap-add" if _STRONG & {each.removeprefix("CAP_") for each in value.upper().split(",")}:
            return _KERNEL
        case "--device":
            device = value.partition(":")[0]
            dangerous = DISK.match(device) or _MEMORY.match(device)
            return _DEVICE.format(short(device)) if dangerous else ""
        case "-v" | "--volume":
            source, _, rest = value.partition(":")
            options = rest.rpartition(":")[2].split(",")
            is_path = source.startswith(("/", ".", "~", "$"))
            return _mount(source, "ro" in options, ground) if rest and is_path else ""
        case "--mount":
            return _long_mount(value, ground)
    return ""


def _long_mount(value: str, ground: Ground) -> str:
    """`--mount type=bind,source=…,target=…`, in any order."""
    parts = {key.strip(): what for key, _, what in (each.partition("=") for each in value.split(","))}
    source = parts.get("source", parts.get("src", ""))
    if parts.get("type") != "bind" or not source:
        return ""
    said = parts.get("readonly", parts.get("ro"))
    return _mount(source, said is not None and said not in {"false", "0"}, ground)


def _mount(source: str, read_only: bool, ground: Ground) -> str:
    """What can be said against a folder or file of this machine in a container. To read is not to hurt."""
    path = ground.path(source)
    if not path or ground.is_learners(path) or path in _HARMLESS:
        return ""
    if _SOCKET.search(path) or (ground.socket and path == normpath(ground.socket)):
        return _ENGINE
    if path in _HOLD_SOCKETS and read_only:
        return _ENGINE
    dotted = path.startswith(f"{ground.home}/.")
    ours = path.startswith(f"{ground.home}/") and not dotted
    hurts = ground.is_above_home(path) or dotted or (path.split("/")[1] in _SYSTEM and not ours)
    return _MOUNT.format("everything" if path == "/" else short(source)) if hurts and not read_only else ""
