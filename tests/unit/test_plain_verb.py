"""`sealegs read` and `sealegs tasks`: what they print, and when they refuse. An engine is in tests/engine."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.conftest import MINIMAL
from tui.__main__ import main
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile, read

ID = "docker-basics"


@pytest.fixture
def sealegs(tmp_path, monkeypatch, capsys, course_cache):
    """Run the program; its exit code and both outputs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(course_cache))

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sealegs", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def kept(tmp_path) -> Path:
    """A learner in lesson 3.2, who has done a task of 2.1."""
    path = tmp_path / "data" / "sealegs" / f"{ID}.json"
    file = ProgressFile(path)
    tasks = {"first-container/run-hello": TaskRecord(done=True, by="hint", hints=1)}
    file.open(progress := Progress(course=ID, course_version="1", tasks=tasks).at("layers", "secret"))
    file.save(progress)
    file.close()
    return path


def test_the_lesson_you_are_in_is_read(sealegs, kept):
    assert sealegs("read")[1].startswith("Lesson 3.2: ")


@pytest.mark.parametrize("where", ["2.1", "first-container"])
def test_a_lesson_is_read(sealegs, where):
    """Without a terminal a paragraph is one line, however long."""
    code, text, _ = sealegs("read", where)
    assert code == 0
    assert text.count("\nPage ") > 10
    assert max(map(len, text.splitlines())) > 150


@pytest.mark.parametrize("where", ["first-run", "first-container#first-run"])
def test_a_page_is_read(sealegs, where):
    """As its place in the lesson says."""
    _, text, _ = sealegs("read", where)
    assert text.startswith("Lesson 2.1: ")
    assert "\nPage 2 of " in text
    assert text.count("\nPage ") == 1


def test_what_is_not_there_is_refused(sealegs):
    """With what there is."""
    code, _, told = sealegs("read", "nix")
    assert code == 2
    assert "There is no lesson or page nix." in told
    assert "2.1" in told
    assert sealegs("tasks", "nix")[0] == 2
    assert sealegs("read", "--course", "/nowhere")[0] == 2


def test_a_course_may_keep_its_solutions(sealegs, tmp_path):
    """By its policies, as in the lab."""
    folder = tmp_path / "course"
    shutil.copytree(MINIMAL, folder)
    assert sealegs("read", "--course", str(folder), "--answers")[0] == 0
    with (folder / "course.yaml").open("a", encoding="utf-8") as file:
        file.write("policies: {solutions: never}\n")
    code, said, told = sealegs("read", "--course", str(folder), "--answers")
    assert (code, said) == (2, "")
    assert "doesn't give its solutions away" in told


def test_in_a_terminal_it_is_as_wide_as_that(tmp_path, course_cache):
    """Nothing is cut but what is a command's, or a program's."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(course_cache), "COLUMNS": "40", "LINES": "20"}
    subprocess.run([sys.executable, "-m", "tui", "read", "why-docker"], stdout=theirs, env=env, check=True, timeout=60)
    lines = os.read(ours, 65536).decode().splitlines()
    os.close(theirs)
    os.close(ours)
    assert 30 < max(map(len, lines)) <= 40


def test_tasks_are_as_they_were_kept(sealegs, kept):
    """Of the lesson that is named, or where the learner is."""
    assert "1. Done, after hints: Run a container" in sealegs("tasks", "2.1")[1]
    assert sealegs("tasks")[1].startswith("Lesson 3.2: ")
    assert read(kept).page == "secret"


def test_without_an_engine_where_one_was_asked_for_it_fails(sealegs, kept):
    """In a sentence, and nothing is written."""
    before = kept.read_bytes()
    code, said, told = sealegs("tasks", "--engine", "none")
    assert (code, said) == (1, "")
    assert told.startswith("sealegs: ")
    assert kept.read_bytes() == before


def test_an_open_lab_ticks_its_tasks_itself(sealegs, kept):
    file = ProgressFile(kept)
    file.open(Progress(course=ID, course_version="1"))
    try:
        code, _, told = sealegs("tasks", "--engine", "none")
    finally:
        file.close()
    assert code == 1
    assert "Another lab is open" in told
    assert "tick themselves" in told
