"""An ordinary user for tests that run as root, of whom the machine itself knows nothing; and an engine of theirs.

What the user does is done in a mount namespace where /etc has a line for them, and /dev/net/tun is as udev makes it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tui.engine.private import Kind, PrivateEngine, machine_facts
from tui.images.build import build
from tui.images.layout import Store
from tui.images.recipe import load_recipes
from tui.paths import shipped

UID = 23456
SUBORDINATE = 2_000_000
DRIVER = Path(__file__).with_name("drive_engine.py")
SMALL = ("hello-world:latest", "busybox:latest")
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
    """The user; `home` is made for them. `network` are words that run a command in another one than this machine's."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.network: list[str] = []
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
        become = ["unshare", "--mount", "--propagation", "slave", "sh", "-c", _BECOME, "sh", self._etc, str(UID)]
        return subprocess.run(
            [*self.network, *become, *words],
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


class UsersEngine:
    """A private engine of some kind: driven as the user, seen as root."""

    def __init__(self, sailor: Sailor, kind: Kind) -> None:
        self.sailor = sailor
        self.folder = sailor.home
        self.seen = PrivateEngine(kind, self.folder / "data", self.folder / "run", self.folder / "store")

    def do(self, verb: str) -> None:
        """Start, stop or clean it."""
        self.sailor.python(DRIVER, self.folder, self.seen.kind.name, verb)


@contextmanager
def sailor_with(packages: Mapping[str, str]) -> Iterator[Sailor]:
    """A user on a machine with the programs of these packages; nothing of theirs may run in the end."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    if missing := {*packages} - machine_facts(Path("/")).programs:
        pytest.skip(f"missing here: {', '.join(sorted(missing))}")
    # A short path that an ordinary user can enter, which pytest's own folders are not.
    sailor = Sailor(Path(tempfile.mkdtemp(prefix="sl", dir="/tmp")))
    try:
        yield sailor
    finally:
        sailor.leave()
    assert sailor.processes() == []


@contextmanager
def users_engine(
    kind: Kind, packages: Mapping[str, str], theirs: Mapping[str, str] | None = None
) -> Iterator[UsersEngine]:
    """It runs, with two of the course's images in its hub. The user has files at home, `theirs`, which must stay as
    they are; nothing else may be left but what the test has put there."""
    theirs = theirs or {}
    with sailor_with(packages) as sailor:
        engine, home = UsersEngine(sailor, kind), sailor.home
        recipes = [each for each in load_recipes(shipped("dockerfiles") / "images") if each.name in SMALL]
        build(Store(home / "store"), recipes, print)
        for name, text in theirs.items():
            (home / name).parent.mkdir(parents=True)
            (home / name).write_text(text, encoding="utf-8")
        subprocess.run(
            ["chown", "-R", f"{UID}:{UID}", *(home / part for part in ("store", *_tops(theirs)))], check=True
        )
        try:
            engine.do("start")
            yield engine
        finally:
            engine.do("clean")
            left = {each.name for each in home.iterdir()}
            files = [each for top in _tops(theirs) for each in (home / top).rglob("*") if each.is_file()]
            kept = {str(each.relative_to(home)): each.read_text(encoding="utf-8") for each in files}
    assert left == {"etc", "run", "store", *_tops(theirs)}
    assert kept == theirs


def _tops(files: Mapping[str, str]) -> set[str]:
    return {Path(each).parts[0] for each in files}
