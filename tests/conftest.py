"""Who does what when the suite runs in several processes (what takes longest begins first, a file stays in one); and
what tests of several rooms use."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sshd import SSHD, Far

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

FIRST = ("course/test_whole_course", "e2e/", "classroom/", "engine/", "course/", "terminal/", "pilot/", "engine_api/")
"""In this order; the rest, which is quick, fills the gaps at the end."""
ONE_BY_ONE = "course/test_whole_course"
"""Its tests take minutes each, in which they mostly wait."""


def pytest_configure() -> None:
    """Programs that tests start take Ctrl-C, also where the suite itself was told not to, in a shell's background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(node: str) -> int:
    """Where a test stands in the order."""
    path = node.removeprefix("tests/")
    return next((rank for rank, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Hand out whole files: their tests share what a module's fixtures have made."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.removeprefix("tests/")
            if path.startswith(ONE_BY_ONE):
                return nodeid
            # The programs' tests share a home, in which the first of them makes images.
            return "e2e" if path.startswith("e2e/") else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return Files(config, log)


@pytest.fixture(scope="module")
def course_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For XDG_CACHE_HOME: the course need be read only once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Far]:
    """A machine that ssh reaches by this name."""
    if SSHD is None:
        pytest.skip("there is no sshd here")
    folder = tmp_path / "far"
    folder.mkdir()
    far = Far(folder)
    far.put_first(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    far.start()
    yield far
    far.stop()


@pytest.fixture
def island(tmp_path: Path) -> Iterator[list[str]]:
    """The words that run a command in a network with nothing in it but its own loopback."""
    net = tmp_path / "net"
    net.touch()
    subprocess.run(["unshare", f"--net={net}", "ip", "link", "set", "lo", "up"], check=True)
    yield ["nsenter", f"--net={net}"]
    subprocess.run(["umount", str(net)], check=True)
