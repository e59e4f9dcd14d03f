"""What can be seen of a private engine from outside."""

import subprocess
from pathlib import Path

from tui.engine.private import PrivateEngine
from tui.engine.private.processes import command_line, find


def processes(folder: Path) -> list[int]:
    """Everything that runs with a path under the folder in its arguments."""
    return find(lambda words: any(f"{folder}/" in word for word in words))


def dockerd(folder: Path) -> list[int]:
    """The engine itself."""
    return [pid for pid in processes(folder) if command_line(pid)[0] == "dockerd"]


def remains(engine: PrivateEngine, folder: Path) -> list[str]:
    """What is left of an engine on this machine, outside its data."""
    name = engine.kind.label
    links = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    cgroups = Path("/sys/fs/cgroup")
    return [
        *(" ".join(command_line(pid)) for pid in processes(folder)),
        *(line for line in links.splitlines() if line.startswith(name)),
        *(line for line in mounts.splitlines() if f"{folder}/" in line),
        *(str(path) for path in (*cgroups.glob(name), *cgroups.glob(f"*/{name}"))),
    ]
