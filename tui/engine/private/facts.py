"""What there is on this machine that decides which private engines can run; read here, judged by the kinds."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

# An ordinary user's PATH, and root's after a plain `su`, lack the folders dockerd and ip are in.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

_PROGRAMS = (
    *("dockerd", "containerd", "runc", "ip", "setsid", "unshare", "umount", "nsenter"),
    *("rootlesskit", "slirp4netns", "newuidmap", "newgidmap", "fuse-overlayfs"),
)


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """`programs` are those that are there, of all the kinds want."""

    uid: int
    programs: frozenset[str]


def machine_facts() -> MachineFacts:
    """How this machine is now, for this user; takes milliseconds."""
    there = frozenset(name for name in _PROGRAMS if shutil.which(name, path=SEARCH_PATH))
    return MachineFacts(os.geteuid(), there)
