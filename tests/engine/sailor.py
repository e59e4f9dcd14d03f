"""An ordinary user for tests that run as root, of whom the machine itself knows nothing.

What the user does is done in a mount namespace where /etc has a line for them, and /dev/net/tun is as udev makes it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

UID = 23456
SUBORDINATE = 2_000_000
_NAME = "sailor"
_BECOME = """
set -e
etc=$1 uid=$2
for file in passwd group subuid subgid; do
    [ -e /etc/$file ] || touch /etc/$file
    mount --bind "$etc/$file" /etc/$file
done
if ! setpriv --reuid "$uid" --clear-groups test -w /dev/net/tun; then
    mount -t tmpfs -o mode=755 tun /dev/net
    mknod -m 666 /dev/net/tun c 10 200
fi
shift 2
exec setpriv --reuid "$uid" --regid "$uid" --clear-groups \\
    --inh-caps=+dac_read_search --ambient-caps=+dac_read_search -- "$@"
"""
# The capability: the checkout, and the Python it runs with, may be in root's own home.


class Sailor:
    """The user; `home` is made for them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        os.chown(home, UID, UID)
        self._etc = home / "etc"
        self._etc.mkdir()
        lines = {
            "passwd": f"{_NAME}:x:{UID}:{UID}::{home}:/bin/sh",
            "group": f"{_NAME}:x:{UID}:",
            "subuid": f"{_NAME}:{SUBORDINATE}:65536",
            "subgid": f"{_NAME}:{SUBORDINATE}:65536",
        }
        for file, line in lines.items():
            there = Path("/etc", file)
            before = there.read_text(encoding="utf-8") if there.exists() else ""
            (self._etc / file).write_text(f"{before}{line}\n", encoding="utf-8")

    def run(self, *command: object, **environment: object) -> subprocess.CompletedProcess[str]:
        """Run a command as the user, with their own environment."""
        words = [str(word) for word in command]
        own = {"HOME": self.home, "USER": _NAME, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}
        return subprocess.run(
            ["unshare", "--mount", "--propagation", "slave", "sh", "-c", _BECOME, "sh", self._etc, str(UID), *words],
            env={name: str(value) for name, value in own.items()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def python(self, *arguments: object, **environment: object) -> subprocess.CompletedProcess[str]:
        """Run Python as the user; fails the test if it fails."""
        done = self.run(sys.executable, *arguments, PYTHONDONTWRITEBYTECODE=1, **environment)
        assert done.returncode == 0, done.stderr
        return done

    def processes(self) -> list[str]:
        """What runs as the user, or as one of their subordinate ids."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                owner, words = entry.stat().st_uid, (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if words and (owner == UID or SUBORDINATE <= owner < SUBORDINATE + 65536):
                found.append(words.replace(b"\0", b" ").decode())
        return found

    def leave(self) -> None:
        """Remove the user's home."""
        shutil.rmtree(self.home)
