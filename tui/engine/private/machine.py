"""What the private engine needs of this machine, and how to get what is missing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

# An ordinary user's PATH, and root's after a plain `su`, lack the folders dockerd and ip are in.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

PROGRAMS = {
    "dockerd": "docker.io",
    "containerd": "containerd",
    "runc": "runc",
    "ip": "iproute2",
    "setsid": "util-linux",
    "unshare": "util-linux",
    "umount": "mount",
}
"""Program → the Debian and Ubuntu package it is in."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the machine lacks, and a sentence that says how to get it."""

    what: str
    fix: str


def requirements() -> tuple[Missing, ...]:
    """What is missing for a private engine; empty where one can run."""
    missing = []
    if os.geteuid() != 0:
        missing.append(Missing("root", "Run the lab as root, or use another engine."))
    for program, package in PROGRAMS.items():
        if not shutil.which(program, path=SEARCH_PATH):
            missing.append(Missing(program, f"Install it: sudo apt-get install {package}"))
    return tuple(missing)
