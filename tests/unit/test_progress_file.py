"""The progress file: nothing is lost, whatever happens to the lab."""

import pytest

from tui.errors import ProgressError
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile

FRESH = Progress(course="c", course_version="2")


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


def test_a_second_lab_is_read_only_until_the_first_closes(opened, path):
    """Two writers would lose each other's ticks."""
    opened.open(FRESH)
    opened.save(FRESH.at("l", "one"))
    second = ProgressFile(path)
    assert second.open(FRESH).page == "one"
    assert second.read_only
    second.save(FRESH.at("l", "two"))
    second.close()
    opened.close()
    third = ProgressFile(path)
    assert third.open(FRESH).page == "one"
    assert not third.read_only
    third.close()


def test_a_damaged_file_is_kept_aside(opened, path):
    """Never overwritten, and a second one doesn't replace the first."""
    path.parent.mkdir()
    path.write_text("{not json", encoding="utf-8")
    (path.parent / "progress.json.damaged").write_text("older", encoding="utf-8")
    assert opened.open(FRESH) == FRESH
    assert (path.parent / "progress.json.damaged2").read_text(encoding="utf-8") == "{not json"
    assert (path.parent / "progress.json.damaged").read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"{}", b'{"format_version": 2, "course": "c", "course_version": "9"}']
)
def test_a_file_that_makes_no_sense_is_told_of(opened, path, content):
    """Not text, not progress, or from a newer lab: the learner reads where it went."""
    path.parent.mkdir()
    path.write_bytes(content)
    assert opened.open(FRESH) == FRESH
    assert "progress.json.damaged" in opened.kept_aside
    assert (path.parent / "progress.json.damaged").read_bytes() == content


def test_a_file_that_can_not_be_read_is_never_overwritten(opened, path):
    """A folder in its place stands for any read error, also for root."""
    path.mkdir(parents=True)
    with pytest.raises(ProgressError, match="Can't read"):
        opened.open(FRESH)
    assert opened.read_only
    opened.save(FRESH)
    assert path.is_dir()


def test_a_write_that_fails_leaves_the_old_file(opened, path, monkeypatch):
    """As on a full disk: the old file stays whole, and the learner is told."""
    opened.save(opened.open(FRESH).at("l", "kept"))
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.progress.os.fsync", full)
    with pytest.raises(ProgressError, match="No space left"):
        opened.save(FRESH.at("l", "lost"))
    assert path.read_bytes() == before


def test_a_folder_that_can_not_be_made_is_said_plainly(tmp_path):
    """One sentence, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ProgressError, match="Can't use"):
        ProgressFile(tmp_path / "file" / "progress.json").open(FRESH)
