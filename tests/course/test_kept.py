"""A course that was loaded is kept, and used only while nothing has changed that it was made of."""

import os
import pickle
import subprocess
import sys
import time

import pytest

from tests.course.conftest import MINIMAL
from tui.course import load, loader
from tui.errors import CourseError


@pytest.fixture
def loaded(monkeypatch):
    """How often a course was read anew."""
    times = []
    original = loader.load_course

    def counted(folder, actions):
        times.append(folder)
        return original(folder, actions)

    monkeypatch.setattr(loader, "load_course", counted)
    return times


def test_the_second_time_it_is_the_kept_one(folder, tmp_path, loaded):
    """The same in every part."""
    first, second = (load(folder, None, tmp_path / "cache") for _ in range(2))
    assert len(loaded) == 1
    assert first == second == load(folder)


def add(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


CHANGES = {
    "a text": lambda folder: add(folder / "1-greeting" / "lesson.md", "More.\n"),
    "the outline": lambda folder: add(folder / "course.yaml", "# a comment\n"),
    "a new file": lambda folder: (folder / "dockerfiles" / "x").write_text(""),
    "a file less": lambda folder: (folder / "dockerfiles" / "greeting" / ".dockerignore").unlink(),
    "a file elsewhere": lambda folder: (folder / "dockerfiles" / "away").symlink_to("greeting"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_it_is_read_anew(folder, tmp_path, loaded, change):
    """Also where sizes and times stay as they were: what counts is what stands in the files."""
    (folder / "dockerfiles" / "greeting" / ".dockerignore").touch()
    load(folder, None, tmp_path / "cache")
    change(folder)
    load(folder, None, tmp_path / "cache")
    assert len(loaded) == 2


def test_other_actions_are_another_course(folder, tmp_path, loaded):
    """A check of an action that is gone has to be told."""
    for actions in (None, frozenset(), frozenset({"x"})):
        load(folder, actions, tmp_path / "cache")
    assert len(loaded) == 3


def test_a_broken_course_is_not_kept(folder, change, tmp_path):
    """Nor is the one before it used in its place."""
    load(folder, None, tmp_path / "cache")
    change("1-greeting/lesson.md", "exercise=5", "exercise=x")
    for _ in range(2):
        with pytest.raises(CourseError):
            load(folder, None, tmp_path / "cache")


class Bomb:
    """What runs when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("this was run",))


SPOILT = [lambda data: b"", lambda data: data[:-7], lambda data: data[:64] + pickle.dumps(Bomb())]


@pytest.mark.parametrize("spoil", SPOILT, ids=["empty", "cut", "another"])
def test_a_spoilt_file_is_not_even_read(folder, tmp_path, loaded, spoil):
    """A full disk or a crash left half of it, or something else is there."""
    load(folder, None, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert load(folder, None, tmp_path / "cache")
    assert len(loaded) == 2


def test_a_file_others_could_have_written_is_not_used(folder, tmp_path, loaded):
    """It could hold anything."""
    load(folder, None, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    file.chmod(0o666)
    load(folder, None, tmp_path / "cache")
    assert len(loaded) == 2


def test_a_pipe_in_its_place_holds_nobody_up(folder, tmp_path, loaded):
    """Reading it would wait for somebody to write."""
    load(folder, None, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    file.unlink()
    os.mkfifo(file, 0o600)
    for _ in range(2):
        load(folder, None, tmp_path / "cache")
    assert len(loaded) == 2, "it is kept again in the pipe's place"


def test_where_nothing_can_be_kept_the_course_is_read(folder, tmp_path):
    """A read-only home is no reason not to learn."""
    (tmp_path / "cache").touch()
    assert load(folder, None, tmp_path / "cache").id == "minimal"


def test_a_kept_course_needs_no_reader(folder, tmp_path):
    """That is what makes it quick: neither YAML nor Markdown is imported."""
    code = f"""
import sys
from pathlib import Path
from tui.course import load
load(Path({str(folder)!r}), None, Path({str(tmp_path / "cache")!r}))
print({{"yaml", "markdown_it"}} & set(sys.modules))
"""
    out = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=MINIMAL.parents[2])
        for _ in range(2)
    ]
    assert [each.stdout.strip() for each in out][1] == "set()"


def test_it_is_quick(folder, tmp_path):
    """A fraction of what reading takes."""
    load(folder, None, tmp_path / "cache")
    start = time.process_time()
    load(folder, None, tmp_path / "cache")
    assert time.process_time() - start < 0.05
