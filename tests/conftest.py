"""What tests of several rooms use. The whole course takes minutes to solve, in which it mostly waits: it begins first
and is judged last."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course.solving import WholeCourse
from tests.sshd import SSHD, Far


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put off what waits for the whole course."""
    items.sort(key=_is_solve)


def _is_solve(item: pytest.Item) -> bool:
    return item.get_closest_marker("solve") is not None


@pytest.fixture(scope="session", autouse=True)
def whole_course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The whole course being solved, if any test is about it."""
    if not any(_is_solve(item) for item in request.session.items):
        yield None
        return
    solving = WholeCourse(tmp_path_factory.mktemp("whole-course"))
    yield solving
    solving.close()


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
