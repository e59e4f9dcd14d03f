"""Questions on a page: answered with the arrows and Enter, and nothing answered unseen."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, at, choice_question, ready
from tests.waiting import eventually
from tui.widgets.question_card import QuestionCard


@pytest.mark.parametrize("size", [(120, 60), NARROW])
async def test_a_question_is_answered_with_the_arrows_and_enter_and_says_why(lab, tmp_path, size):
    """Each choice and the why of the one that is given are in sight; the answer is kept."""
    lesson, question = choice_question(lab)
    at(tmp_path, lesson.entry.id, question.page)
    right = next(index for index, choice in enumerate(question.choices) if choice.correct)
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        cards = pilot.app.screen.query(QuestionCard)
        card = next(card for card in cards if card.view.id == question.id)
        card.focus()
        for index in range(right + 1):
            await pilot.press("down")
            assert card.choice == index
            await eventually(
                lambda index=index: f"▸ ( ) {question.choices[index].text[:10]}" in text_of(pilot.app), "it"
            )
        await pilot.press("enter")
        why = " ".join(question.choices[right].why.split()[:3])
        await eventually(lambda: why in text_of(pilot.app), "the why")
        assert screen_of(pilot.app).attempt.progress.answers == {f"{lesson.entry.id}/{question.id}": right}


async def test_no_letter_answers_a_question(lab, tmp_path):
    """On a question, b still goes to the browser and c still checks."""
    lesson, question = choice_question(lab)
    at(tmp_path, lesson.entry.id, question.page)
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        pilot.app.screen.query(QuestionCard).first().focus()
        await pilot.press("d", "c", "b")
        assert not screen_of(pilot.app).attempt.progress.answers
        assert "recheck" in screen_of(pilot.app).attempt.progress.actions
        assert screen_of(pilot.app).panes.browser.display


async def test_the_cursor_goes_through_a_questions_choices_both_ways(lab, tmp_path):
    """Down comes to the first and leaves from the last; Up the other way round."""
    at(tmp_path, "home-port", "quiz")
    async with lab().run_test(size=(120, 60)) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        first, second = list(lesson.query(QuestionCard))[:2]
        first.focus()
        await pilot.press(*["down"] * len(first.view.choices))
        assert (lesson.stop, first.choice) == (first, len(first.view.choices) - 1)
        await pilot.press("down")
        assert (lesson.stop, first.choice, second.choice) == (second, None, 0)
        await pilot.press("up")
        assert (lesson.stop, first.choice) == (first, len(first.view.choices) - 1)


async def test_enter_on_a_question_as_a_whole_answers_nothing(lab, tmp_path):
    """It leads to the first choice: none was looked at yet."""
    lesson, question = choice_question(lab)
    at(tmp_path, lesson.entry.id, question.page)
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        card = pilot.app.screen.query(QuestionCard).first()
        card.focus()
        await pilot.press("enter")
        assert card.choice == 0
        assert "Enter answer" in text_of(pilot.app).splitlines()[-1]
        assert not screen_of(pilot.app).attempt.progress.answers


async def test_f12_comes_back_to_the_choice_it_left(lab, tmp_path):
    """And to what was typed in a field."""
    at(tmp_path, "home-port", "quiz")
    async with lab().run_test(size=(120, 60)) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        card = next(iter(lesson.query(QuestionCard)))
        card.focus()
        await pilot.press("down", "down", "f12")
        assert card.choice is None
        await pilot.press("f12")
        assert (lesson.stop, card.choice) == (card, 1)
        await pilot.press("b", "b")
        assert (lesson.stop, card.choice) == (card, 1)
