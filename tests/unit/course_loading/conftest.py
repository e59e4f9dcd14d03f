"""The small course on the disk."""

import pytest

from tests.unit.course_loading.small import COURSE, LESSON, TASKS, write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A course of one lesson, as seen from the folder above it."""
    (tmp_path / "content" / "first").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "content" / "course.yaml", COURSE)
    write(tmp_path / "content" / "first" / "lesson.md", LESSON)
    write(tmp_path / "content" / "first" / "tasks.yaml", TASKS)
    return tmp_path / "content"
