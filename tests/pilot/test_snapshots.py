"""How the lab looks, at the three sizes it is made for, in both themes and without colour."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import SIZES, at, sized
from tests.waiting import eventually
from tui.widgets.question_card import QuestionCard

pytestmark = pytest.mark.usefixtures("calm")


@pytest.mark.parametrize("theme", ["dark", "light"])
@sized(*SIZES)
def test_lesson(snap_compare, lab, tmp_path, settled, size, theme):
    """Lesson 2.1 right after hello-world ran."""
    at(tmp_path, "first-container", "first-run")
    assert snap_compare(lab(theme=theme), terminal_size=size, run_before=settled)


@sized(*SIZES)
def test_help(snap_compare, lab, settled, size):
    """All keys on one page."""

    async def act(pilot) -> None:
        await settled(pilot)
        await pilot.press("f1")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@sized(*SIZES[:2])
def test_question(snap_compare, lab, tmp_path, settled, size):
    """The cursor on a choice that was given, and why it is wrong."""
    at(tmp_path, "first-container", "columns")

    async def act(pilot) -> None:
        await settled(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        while not isinstance(lesson.stop, QuestionCard):
            await pilot.press("down")
        await pilot.press("down", "enter")
        await eventually(lambda: "(✗)" in text_of(pilot.app), "the mark")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@sized(*SIZES[:2])
def test_lesson_end(snap_compare, lab, tmp_path, settled, size):
    """Lesson 2.1 with little done."""
    at(tmp_path, "first-container", "again")

    async def act(pilot) -> None:
        await settled(pilot)
        await pilot.press("end")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


def test_without_colour(snap_compare, lab, tmp_path, settled, monkeypatch):
    """Symbols and words carry everything."""
    monkeypatch.setenv("NO_COLOR", "1")
    at(tmp_path, "first-container", "first-run")
    assert snap_compare(lab(), terminal_size=(80, 24), run_before=settled)
