"""The progress file: nothing is lost, whatever happens to the lab."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui.errors import ProgressError
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile, read

FRESH = Progress(course="c", course_version="2")
REPO = Path(__file__).resolve().parents[2]

NONSENSE = {
    "empty": b"",
    "binary": b"\xff\xfe",
    "no progress": b"{}",
    "too deep": b"[" * 99999,
    "cut off": FRESH.model_dump_json().encode()[:30],
    "zeros": b"\0" * 4096,
}


def big(page: str) -> Progress:
    """More than a block of a disk."""
    return FRESH.at("l", page).model_copy(update={"params": {"p": "x" * 9000}})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "progress.json"


@pytest.fixture
def opened(path):
    file = ProgressFile(path)
    yield file
    file.close()


def test_what_was_saved_is_read_again(opened, path):
    """Through another instance, as after a restart."""
    progress = opened.open(FRESH).with_task("l/t", TaskRecord(done=True, by="hint", hints=1)).at("l", "p")
    opened.save(progress)
    opened.close()
    again = ProgressFile(path)
    assert again.open(FRESH) == progress
    again.close()


def test_a_second_lab_is_read_only_to_its_end(opened, path):
    """Also when the first has closed: what the second knows is old by then."""
    opened.open(FRESH)
    opened.save(FRESH.at("l", "one"))
    second = ProgressFile(path)
    assert second.open(FRESH).page == "one"
    assert second.read_only
    assert second.unkept == "Another lab is open. What you do in this one is not kept."
    opened.save(FRESH.at("l", "newer"))
    opened.close()
    second.save(FRESH.at("l", "two"))
    second.close()
    third = ProgressFile(path)
    assert third.open(FRESH).page == "newer"
    assert not third.read_only
    assert third.unkept == ""
    third.close()


def test_a_hundred_kills_at_random_moments(tmp_path):
    """What was acknowledged is there, whole; at most the state after it is there already. The log loses no line."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.kill_writers", str(tmp_path), "100"],
        cwd=REPO, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rounds = json.loads(done.stdout)
    assert len(rounds) == 100
    before = 0
    for acknowledged, found, log_is_whole in rounds:
        newest = max(before, acknowledged)
        assert found in (newest, newest + 1), rounds
        assert log_is_whole
        before = found
    assert before >= 50, "every other writer writes something"
    # No more than the one that a writer may leave, and no file that was kept aside.
    assert {each.name for each in tmp_path.iterdir()} <= {"c.json", "c.jsonl", "c.lock", ".c.json.new"}


def test_a_damaged_file_is_kept_aside(opened, path):
    """Never overwritten, and a second one doesn't replace the first."""
    path.parent.mkdir()
    path.write_text("{not json", encoding="utf-8")
    (path.parent / "progress.json.damaged").write_text("older", encoding="utf-8")
    assert opened.open(FRESH) == FRESH
    assert (path.parent / "progress.json.damaged2").read_text(encoding="utf-8") == "{not json"
    assert (path.parent / "progress.json.damaged").read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize("what", NONSENSE)
def test_a_file_that_makes_no_sense_is_told_of(path, what):
    """Empty, binary, cut off, or zeros as after a power cut: the learner reads where it went, each time anew."""
    path.parent.mkdir()
    content = NONSENSE[what]
    for aside in ("progress.json.damaged", "progress.json.damaged2"):
        path.write_bytes(content)
        file = ProgressFile(path)
        assert file.open(FRESH) == FRESH
        assert file.kept_aside == (
            f"Your progress is damaged and could not be read. It is kept as {path.parent / aside}."
        )
        file.save(FRESH.at("l", "p"))
        file.close()
        assert (path.parent / aside).read_bytes() == content


def test_a_damaged_file_is_not_touched_by_a_lab_that_may_not_write(opened, path):
    """It says both: that another is open, and that the file is damaged."""
    opened.open(FRESH)
    path.write_bytes(b"{")
    second = ProgressFile(path)
    assert second.open(FRESH) == FRESH
    assert "Another lab is open." in second.unkept
    assert "is damaged" in second.unkept
    assert path.read_bytes() == b"{"


def test_a_newer_labs_file_stays_as_it_is(opened, path):
    """In one piece and in its place; this lab writes nothing, and says why."""
    content = b'{"format_version": 2, "course": "c", "where": {"lesson": "l"}}'
    path.parent.mkdir()
    path.write_bytes(content)
    assert opened.open(FRESH) == FRESH
    assert opened.read_only
    assert opened.unkept == (
        f"{path} is from a newer sealegs than this one, and stays as it is. Update sealegs. "
        "What you do now won't be kept."
    )
    opened.save(FRESH.at("l", "p"))
    assert path.read_bytes() == content
    assert opened.kept_aside == ""


def test_what_a_newer_lab_has_added_is_carried_along(opened, path):
    """A lab that knows nothing of a field doesn't lose it."""
    path.parent.mkdir()
    record = {"done": True, "seconds": 7}
    added = {"course": "c", "course_version": "1", "made": {"unix:///x": ["a"]}, "tasks": {"l/t": record}, "new": [1]}
    path.write_text(json.dumps(added), encoding="utf-8")
    opened.save(opened.open(FRESH).at("l", "p"))
    kept = json.loads(path.read_bytes())
    assert (kept["new"], kept["made"], kept["tasks"]["l/t"]["seconds"]) == ([1], {"unix:///x": ["a"]}, 7)
    assert kept["page"] == "p"


def test_an_older_file_is_read_and_written_anew(opened, path):
    """As the first labs wrote it, before most fields were there; of an older course."""
    path.parent.mkdir()
    old = {
        "format_version": 1, "course": "c", "course_version": "1", "lesson": "l", "page": "p", "actions": ["help"],
        "tasks": {"l/t": {"done": True, "by": "hint", "hints": 2, "shown": False}}, "answers": {"l/q": 1},
        "directory": "/tmp",
    }  # fmt: skip
    path.write_text(json.dumps(old), encoding="utf-8")
    progress = opened.open(FRESH)
    assert (progress.record("l/t").by, progress.answers, progress.course_version) == ("hint", {"l/q": 1}, "2")
    opened.save(progress)
    assert json.loads(path.read_bytes()).keys() >= {"settled", "truths", "params"}


def test_a_file_that_can_not_be_read_is_never_overwritten(opened, path):
    """A link to itself stands for any read error, also for root."""
    path.parent.mkdir()
    path.symlink_to(path)
    assert opened.open(FRESH) == FRESH
    assert "Can't read" in opened.unkept
    assert opened.read_only
    opened.save(FRESH)
    assert path.is_symlink()


def test_a_write_that_fails_leaves_the_old_file(opened, path, monkeypatch):
    """As on a full disk: the old file stays whole, and the learner is told."""
    opened.save(opened.open(FRESH).at("l", "kept"))
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(ProgressError, match="No space left"):
            opened.save(FRESH.at("l", "lost"))
        assert path.read_bytes() == before
        assert "No space left" in opened.unkept
        # The same trouble is told once, not with every change.
        opened.save(FRESH.at("l", "newest"))
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".new")] == []
    opened.close()
    assert opened.unkept == ""
    assert read(path).page == "newest"


def test_a_network_file_system(opened, path, monkeypatch):
    """No locks, folders that can't be synced, and what was open when it was replaced stays as a file of its own."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("os.fsync", fsync)
    monkeypatch.setattr("fcntl.flock", no_locks)
    opened.save(opened.open(FRESH).at("l", "one"))
    leftover = path.with_name(".nfs0000000000a3c1e500000001")
    with path.open(encoding="utf-8") as reader:
        os.link(path, leftover)
        opened.save(FRESH.at("l", "two"))
        assert '"one"' in reader.read()
    assert read(path).page == "two"
    assert '"one"' in leftover.read_text(encoding="utf-8")
    second = ProgressFile(path)
    assert second.open(FRESH).page == "two"
    assert second.unkept.startswith(f"Another lab is open on {os.uname().nodename}, process {os.getpid()}")
    opened.close()
    assert {each.name for each in path.parent.iterdir()} == {path.name, leftover.name, "progress.lock"}


def test_a_lab_whose_claim_was_removed_writes_no_more(opened, path):
    """Another may have been opened, and closed, since."""
    opened.save(opened.open(FRESH).at("l", "one"))
    path.with_suffix(".lock").unlink()
    second = ProgressFile(path)
    second.save(second.open(FRESH).at("l", "two"))
    second.close()
    with pytest.raises(ProgressError, match="Another lab may have your progress now"):
        opened.save(FRESH.at("l", "old"))
    assert opened.read_only
    assert read(path).page == "two"


def test_a_link_to_the_file_stays_a_link(opened, path, tmp_path):
    """As those have who keep such files elsewhere; and both names are one progress."""
    link = tmp_path / "link.json"
    link.symlink_to(path)
    opened.open(FRESH)
    linked = ProgressFile(link)
    linked.open(FRESH)
    assert linked.read_only
    opened.close()
    again = ProgressFile(link)
    again.save(again.open(FRESH).at("l", "p"))
    again.close()
    assert link.is_symlink()
    assert read(path).page == "p"


def test_a_folder_that_can_not_be_made_is_said_plainly(tmp_path):
    """One sentence, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    file = ProgressFile(tmp_path / "file" / "progress.json")
    assert file.open(FRESH) == FRESH
    assert file.unkept.startswith(f"Your progress can't be written ({tmp_path}/file: ")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_stays_as_it_is(path, make):
    """Reading a pipe would be to wait for ever."""
    path.parent.mkdir()
    make(path)
    file = ProgressFile(path)
    assert file.open(FRESH) == FRESH
    assert "is no file, and stays as it is. Move it away." in file.unkept
    file.save(FRESH.at("l", "lost"))
    assert not path.is_file()
    file.close()
