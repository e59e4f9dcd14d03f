"""The progress file on disks that are full, or may not be written to."""

import os
import resource
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ordinary_user import as_ordinary_user
from tests.unit.test_progress_file import FRESH, big
from tui import paths
from tui.command_log import CommandLog
from tui.engine.private.layout import Layout
from tui.engines import remember
from tui.errors import ProgressError
from tui.model.log import LoggedCommand
from tui.progress import ProgressFile, read


@pytest.fixture
def disk(tmp_path):
    """A very small one."""
    if os.getuid() != 0:
        pytest.skip("only root can mount")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "sealegs-test", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def limit():
    """`with limit(size)`: no file may grow beyond that."""

    @contextmanager
    def limited(size: int):
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    return limited


def test_a_full_disk(disk):
    """A real one: what was saved stays, what can't be saved is said; once there is room, the newest is saved."""
    path = disk / "progress.json"
    file = ProgressFile(path)
    file.save(file.open(FRESH).at("l", "kept"))
    filler = disk / "filler"
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
    filler.write_bytes(b"x" * room)
    with pytest.raises(ProgressError, match="Can't save your progress: No space left on device"):
        file.save(big("lost"))
    assert read(path).page == "kept"
    log = CommandLog(disk / "log.jsonl")
    with pytest.raises(OSError, match="No space left"):
        log.add(LoggedCommand(lesson="l", line="x" * 9000, exit_status=0, at=1, seconds=1))
    assert log.read() == ()
    filler.unlink()
    file.save(big("newest"))
    assert file.unkept == ""
    file.close()
    assert read(path).page == "newest"


def test_a_command_that_half_fits_leaves_nothing_behind(tmp_path, limit):
    """The system writes as much as there is room for, and doesn't call that an error."""
    log = CommandLog(tmp_path / "log.jsonl")
    short, long = (LoggedCommand(lesson="l", line="x" * size, exit_status=0, at=1, seconds=1) for size in (10, 9000))
    log.add(short)
    with limit(4096), pytest.raises(OSError, match="No space left"):
        log.add(long)
    assert (tmp_path / "log.jsonl").stat().st_size < 200
    later = short.model_copy(update={"at": 2.0})
    log.add(later)
    assert log.read() == (short, later)


def test_a_disk_that_may_only_be_read(disk):
    """The learner is where they were, and reads why nothing is kept."""
    path = disk / "progress.json"
    file = ProgressFile(path)
    file.save(file.open(FRESH).at("l", "kept"))
    file.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    again = ProgressFile(path)
    assert again.open(FRESH).page == "kept"
    assert again.read_only
    assert again.unkept.startswith(f"Your progress can't be written ({disk}/progress.lock: Read-only file system).")
    again.save(FRESH)
    again.close()


def test_a_home_of_someone_elses():
    """An ordinary user whose folder belongs to root, as after sudo."""
    with as_ordinary_user() as (folder, run):
        (folder / "progress.json").write_text(FRESH.at("l", "kept").model_dump_json(), encoding="utf-8")
        folder.chmod(0o555)
        done = run(
            "from pathlib import Path; from tui.progress import *; fresh = Progress(course='c', course_version='1')",
            "file = ProgressFile(Path('progress.json')); kept = file.open(fresh); file.save(kept.at('l', 'other'));"
            "print(kept.page, file.unkept)",
        )
        folder.chmod(0o755)
    assert done.stdout.startswith("kept Your progress can't be written ("), done.stderr
    assert "Permission denied" in done.stdout


@pytest.mark.parametrize("begin", ["progress", "log", "engine", "choice"])
def test_whatever_makes_the_learners_folder_makes_it_theirs_alone(tmp_path, monkeypatch, begin):
    """Who may write there may put another file in a file's place, whatever that one's mode is."""
    monkeypatch.setattr(paths, "data", lambda: tmp_path / "share" / "sealegs")
    usual = os.umask(0)
    try:
        match begin:
            case "progress":
                ProgressFile(paths.progress("c")).open(FRESH)
            case "log":
                CommandLog(paths.commands("c")).add(LoggedCommand(lesson="l", line="x", exit_status=0, at=1, seconds=1))
            case "engine":
                Layout(paths.data() / "engine", Path("/run"), tmp_path).make()
            case "choice":
                remember("private")
    finally:
        os.umask(usual)
    assert paths.data().stat().st_mode & 0o777 == 0o700
