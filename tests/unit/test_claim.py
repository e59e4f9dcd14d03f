"""One lab at a time may write, also on file systems that know no locks."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.claim import Claim, Taken, take

HOST = os.uname().nodename
REPO = Path(__file__).resolve().parents[2]


@pytest.fixture(params=[errno.ENOLCK, errno.EOPNOTSUPP])
def no_locks(request, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr("fcntl.flock", refuse)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "c.json"


@pytest.fixture
def held(path):
    return path.with_suffix(".held")


def ended_process() -> int:
    """A number that no process has any more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_one_at_a_time(path):
    """And the next one after that."""
    first = take(path)
    with pytest.raises(Taken, match=r"Another lab is open\."):
        take(path)
    assert first.stands()
    first.release()
    take(path).release()


def test_one_at_a_time_without_locks(path, held, no_locks):
    """The second one reads which process it is, and what to do if it isn't."""
    first = take(path)
    with pytest.raises(Taken) as caught:
        take(path)
    assert str(caught.value) == f"Another lab is open on {HOST}, process {os.getpid()} (if it is not, remove {held})."
    first.release()
    assert not held.is_symlink()
    take(path).release()


def test_a_dead_process_has_no_claim(path, held, no_locks):
    """Killed, and its symlink is still there."""
    held.symlink_to(f"{HOST}:{ended_process()}:123")
    claim = take(path)
    assert claim.stands()
    claim.release()


def test_another_process_with_a_dead_ones_number_has_no_claim(path, held, no_locks):
    """This process has the number, but was started at another time."""
    held.symlink_to(f"{HOST}:{os.getpid()}:1")
    take(path).release()


@pytest.mark.parametrize(
    "mark", ["elsewhere:1:123", f"{HOST}:{os.getppid()}:", "what is this?"], ids=["of another host", "no start", "none"]
)
def test_a_claim_nobody_knows_to_be_over_stands(path, held, no_locks, mark):
    """Another host's, one from where starts can't be known, one that somebody else made."""
    held.symlink_to(mark)
    with pytest.raises(Taken, match=f"remove {held}"):
        take(path)
    assert str(held.readlink()) == mark


def test_who_lost_the_claim_doesnt_take_it_from_the_next(path, held, no_locks):
    """Two may find the same stale one at once."""
    first = take(path)
    held.unlink()
    held.symlink_to("elsewhere:1:123")
    assert not first.stands()
    first.release()
    assert held.is_symlink()


def test_a_killed_process_lets_go(path, no_locks):
    """The whole way: a process that takes it and is killed."""
    code = (
        "import errno, fcntl, os, signal, sys; from pathlib import Path; from tui.claim import take\n"
        "def refuse(*_): raise OSError(errno.ENOLCK, '')\n"
        "fcntl.flock = refuse; take(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=REPO, check=False)
    assert path.with_suffix(".held").is_symlink()
    assert isinstance(take(path), Claim)
