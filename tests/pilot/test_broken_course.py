"""A broken course opens the list of its mistakes; once it is right, the lab."""

import shutil

import pytest

from tests.course.conftest import MINIMAL
from tests.pilot.conftest import text_of
from tui import cli
from tui.course import load
from tui.errors import CourseError
from tui.screens.broken_course import BrokenCourseApp
from tui.verbs import open as open_verb


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the minimal course with a mistake on line 3 of its lesson."""
    shutil.copytree(MINIMAL, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    lesson = tmp_path / "mine" / "1-greeting" / "lesson.md"
    lesson.write_text(lesson.read_text().replace("exercise=5", "[bold]x"))
    return tmp_path / "mine"


def app_for(folder):
    with pytest.raises(CourseError) as caught:
        load(folder)
    return BrokenCourseApp(caught.value, lambda: load(folder), "dark")


async def test_mistakes_are_listed_as_they_are(folder):
    """What the author wrote is shown, not taken for markup."""
    app = app_for(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = text_of(app)
        assert "This course can't be opened: 1 mistake" in shown
        assert 'mine/1-greeting/lesson.md:3: unknown word "[bold]x"' in shown
        assert "r read the course again" in shown
        await pilot.press("q")
    assert (app.return_value, app.return_code) == (None, 1)


async def test_reading_again_shows_what_is_left_and_opens_what_is_right(folder):
    """The author mends in an editor beside it."""
    app = app_for(folder)
    lesson = folder / "1-greeting" / "lesson.md"
    async with app.run_test(size=(80, 24)) as pilot:
        lesson.write_text(lesson.read_text().replace("[bold]x", "exercise=x\x1b"))
        await pilot.press("r")
        await pilot.pause()
        shown = text_of(app)
        assert "a hidden character stands here (U+001B)" in shown
        assert "read 2 times" in shown
        lesson.write_text(lesson.read_text().replace("exercise=x\x1b", "exercise=5"))
        await pilot.press("r")
    assert app.return_value is not None
    assert app.return_value.id == "minimal"


async def test_a_long_list_scrolls(folder):
    """To its last line, with the keys everybody tries."""
    lesson = folder / "1-greeting" / "lesson.md"
    lesson.write_text(lesson.read_text() + "\n![x](y)\n" * 60)
    app = app_for(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        last = app._error.what.splitlines()[-1]
        assert last not in text_of(app)
        await pilot.press("end")
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        assert last in text_of(app)


def test_leaving_a_broken_course_is_a_failure(folder, monkeypatch):
    """Exit code 1, and no lab."""
    monkeypatch.setattr(open_verb, "_require_terminal", lambda: None)
    monkeypatch.setattr(BrokenCourseApp, "run", lambda self: None)
    monkeypatch.setattr("tui.engines.choose_engine", lambda options: pytest.fail("the lab was to stay closed"))
    assert cli.run(["open", "--course", str(folder)]) == 1
