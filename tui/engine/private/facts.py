"""What there is on this machine that decides which private engines can run; read here, judged by the kinds."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

# An ordinary user's PATH, and root's after a plain `su`, lack the folders dockerd and ip are in.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

_PROGRAMS = (
    *("dockerd", "containerd", "runc", "ip", "setsid", "unshare", "umount", "mount", "nsenter", "iptables"),
    *("rootlesskit", "slirp4netns", "newuidmap", "newgidmap", "fuse-overlayfs"),
    "podman",
)
_SYSCTLS = (
    "kernel/unprivileged_userns_clone",
    "kernel/apparmor_restrict_unprivileged_userns",
    "user/max_user_namespaces",
)


class MachineFacts(Struct, frozen=True):
    """How a machine is, for one user. The usual values are those of a machine that refuses nothing.

    `programs` are those that are there of all the kinds want, `mapping` those of newuidmap and newgidmap that have the
    right to do their work; `subuid` and `subgid` are the texts of /etc/subuid and /etc/subgid; `sysctls` are those that
    the kernel has, by their path under /proc/sys; `profiles` are the names of AppArmor's profiles; `tun` says whether
    this user may open /dev/net/tun, `mounts` whether root may have mounts of its own; `kernel` is its version;
    `cgroups` is 1, 2, or 0 for none; `disk` is the kind of file system that the engine's data would be on.
    """

    uid: int
    user: str = ""
    programs: frozenset[str] = frozenset(_PROGRAMS)
    mapping: frozenset[str] = frozenset({"newuidmap", "newgidmap"})
    subuid: str = ""
    subgid: str = ""
    sysctls: Mapping[str, int] = field(default_factory=dict)
    profiles: frozenset[str] = frozenset()
    tun: bool = True
    mounts: bool = True
    kernel: tuple[int, int] = (6, 1)
    cgroups: int = 2
    disk: str = "ext4"


def machine_facts(data: Path) -> MachineFacts:
    """How this machine is now, for this user, for an engine that would keep its data in `data`; takes milliseconds."""
    found = {name: path for name in _PROGRAMS if (path := shutil.which(name, path=SEARCH_PATH))}
    uid = os.geteuid()
    return MachineFacts(
        uid=uid,
        user=_user(uid),
        programs=frozenset(found),
        mapping=frozenset(name for name in ("newuidmap", "newgidmap") if _may_map(found.get(name))),
        subuid=_text("/etc/subuid"),
        subgid=_text("/etc/subgid"),
        sysctls={name: int(text) for name in _SYSCTLS if (text := _text(f"/proc/sys/{name}").strip()).isdecimal()},
        profiles=_names(Path("/etc/apparmor.d")),
        tun=_opens("/dev/net/tun"),
        mounts=uid != 0 or _may_mount(found.get("unshare")),
        kernel=_version(os.uname().release),
        cgroups=_cgroups(Path("/sys/fs/cgroup")),
        disk=_file_system(data, _text("/proc/self/mounts")),
    )


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


def _may_map(program: str | None) -> bool:
    """Whether a program gets root's rights, or the capability it needs, by its file alone."""
    if program is None:
        return False
    try:
        status = Path(program).stat()
        if status.st_uid == 0 and status.st_mode & stat.S_ISUID:
            return True
        return "security.capability" in os.listxattr(program)
    except OSError:
        return False


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError:
        return frozenset()


def _opens(device: str) -> bool:
    try:
        os.close(os.open(device, os.O_RDWR | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def _may_mount(unshare: str | None) -> bool:
    """Whether there is a mount namespace to be had: in a chroot or a container there may be none. A program that is
    missing says nothing of it."""
    if unshare is None:
        return True
    command = [unshare, "--mount", "--propagation", "slave", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _version(release: str) -> tuple[int, int]:
    """The first two numbers of a kernel's release, as in 6.1.0-13-amd64."""
    numbers = [int(digits) for part in release.split(".")[:2] if (digits := part.partition("-")[0]).isdecimal()]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (0, 0)


def _cgroups(root: Path) -> int:
    if (root / "cgroup.controllers").exists():
        return 2
    return 1 if root.is_dir() and any(root.iterdir()) else 0


def _file_system(folder: Path, mounts: str) -> str:
    """The kind of file system a folder is on, or would be; `mounts` is the text of /proc/self/mounts."""
    place = folder.resolve()
    best, kind = "", ""
    for line in mounts.splitlines():
        _, point, name, *_ = line.split(" ")
        if place.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, name
    return kind
