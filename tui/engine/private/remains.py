"""Clear away what an engine leaves behind when it ends: mounts, cgroups, and programs whose parent died."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

from tui.engine.private.facts import SEARCH_PATH
from tui.engine.private.layout import Layout
from tui.engine.private.processes import end, find, until

CGROUPS = Path("/sys/fs/cgroup")
_OCTAL = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def end_orphans(layout: Layout, name: str) -> None:
    """End containerd and its shims, and the containers' own processes, after a dockerd that was killed; `name` is that
    of its namespace and its cgroups."""
    sockets = f"{layout.exec_root}/"

    def ours(words: list[str]) -> bool:
        program = Path(words[0]).name
        if not program.startswith("containerd"):
            return False
        # Where a system containerd runs, our shims have its socket, and our namespace.
        named = any(pair == ("-namespace", name) for pair in pairwise(words))
        return named or any(word.startswith(sockets) for word in words[1:])

    end(find(ours), grace=2.0)
    kill_containers(layout, name)


def kill_containers(layout: Layout, name: str) -> None:
    """Kill the containers' own programs."""
    end(_container_processes(layout, name), grace=0.0)


def mounts_under(folder: Path, table: str) -> list[str]:
    """Mount points in or under a folder, innermost first, from the text of /proc/self/mountinfo (proc(5))."""
    found = []
    for line in table.splitlines():
        point = line.split(" ")[4]
        for code, character in _OCTAL.items():
            point = point.replace(code, character)
        if Path(point).is_relative_to(folder):
            found.append(point)
    return found[::-1]


def unmount(layout: Layout) -> None:
    """Unmount everything under the engine's folders; what is busy leaves the tree and goes when it is let go."""
    table = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    program = shutil.which("umount", path=SEARCH_PATH) or "umount"
    for folder in (layout.root, layout.exec_root):
        for point in mounts_under(folder.resolve(), table):
            subprocess.run([program, "--lazy", point], capture_output=True, timeout=10, check=False)


def cgroups(name: str) -> list[Path]:
    """The engine's cgroups: one a controller (v1), or one in all (v2)."""
    places = (CGROUPS / name, *CGROUPS.glob(f"*/{name}"))
    return [place for place in places if place.is_dir()]


def remove_cgroups(name: str) -> None:
    """Remove the engine's cgroups; one whose last process has just ended is busy for a moment."""

    def gone() -> bool:
        for top in cgroups(name):
            for folder in sorted((top, *top.rglob("*/")), key=lambda path: -len(path.parts)):
                try:
                    folder.rmdir()
                except OSError:
                    return False
        return True

    until(gone, seconds=2.0)


def _container_processes(layout: Layout, name: str) -> list[int]:
    """The processes in the cgroups of the containers that our data root holds."""
    containers = layout.root / "containers"
    ids = [folder.name for folder in containers.iterdir()] if containers.is_dir() else []
    files = [top / id / "cgroup.procs" for top in cgroups(name) for id in ids]
    return sorted({int(pid) for file in files if file.exists() for pid in file.read_text().split()})
