"""The cursor in the lesson: what Enter does, what comes into sight, where one comes back to."""

import pytest
from msgspec.structs import replace
from textual import events

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, first_page_with_task, ready
from tests.waiting import eventually
from tui.messages import InsertWanted
from tui.view.lesson import Line
from tui.widgets.cards import TaskCard
from tui.widgets.question_card import QuestionCard


async def test_enter_on_an_open_task_says_which_keys_help(lab, tmp_path):
    """And takes no hint; once the solution is shown it inserts it, as ever."""
    at(tmp_path, "welcome", "blocks")
    async with lab(shell=("bash",)).run_test(size=NARROW) as pilot:
        await eventually(lambda: screen_of(pilot.app).terminal.at_prompt, "bash's prompt")
        lesson = screen_of(pilot.app).panes.lesson
        while not isinstance(lesson.stop, TaskCard):
            await pilot.press("down")
        await pilot.press("enter")
        await eventually(lambda: "h hint  s solution" in text_of(pilot.app), "the keys")
        assert lesson.stop.view.id not in screen_of(pilot.app).attempt.progress.tasks
        await pilot.press("enter")
        await eventually(lambda: "h hint  s solution" not in text_of(pilot.app), "them gone")


async def test_the_cursor_goes_along_when_a_page_is_scrolled(lab, tmp_path):
    """A question that Space brought into sight is answered with no other key before the choice's."""
    at(tmp_path, "what-containers-are", "isolation")
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        for _ in range(4):
            await pilot.press("space")
            if isinstance(lesson.stop, QuestionCard):
                break
        assert isinstance(lesson.stop, QuestionCard)
        await pilot.press("down", "enter")
        assert screen_of(pilot.app).attempt.progress.answers


async def test_what_the_lab_saw_comes_into_sight_below_a_task_at_the_panes_foot(lab, tmp_path):
    """The task stays where it is read while the learner types."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        card = next(iter(lesson.query(TaskCard)))
        lesson.scroll_to(y=card.virtual_region.y - lesson.size.height + 1, animate=False, immediate=True)
        await pilot.press("f12")
        view = card.view
        await lesson.show(replace(lesson._shown, tasks=(replace(view, details=(Line("seen" * 30),)),)))
        await eventually(
            lambda: card.virtual_region.bottom <= lesson.scroll_offset.y + lesson.size.height, "the details in sight"
        )


async def test_f12_comes_back_to_the_card_it_left(lab, tmp_path):
    """With a solution's next line, or a question's choice, in hand; on another page the cursor starts anew."""
    at(tmp_path, "welcome", "blocks")
    async with lab(shell=("bash",)).run_test(size=NARROW) as pilot:
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        lesson = screen.panes.lesson
        while not isinstance(lesson.stop, TaskCard):
            await pilot.press("down")
        task = lesson.stop
        await pilot.press("s", "enter")
        await eventually(lambda: screen.focused is screen.terminal, "the solution at the prompt")
        await pilot.press("f12")
        assert lesson.stop is task
        await pilot.press("f12", "ctrl+right_square_bracket", "n", "f12")
        assert lesson.stop is not task


@pytest.mark.parametrize("tone", ["bad", "good"])
async def test_news_of_a_task_come_into_sight_from_afar(lab, tmp_path, tone):
    """While the learner types; in the lesson, what is read stays where it is."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        card = next(iter(lesson.query(TaskCard)))
        heading = lesson.query("ProseText").first()
        heading.styles.height = 60  # a long page
        await pilot.pause()
        lesson.scroll_home(animate=False)
        lesson.focus()
        await pilot.pause()

        async def told(words: str) -> bool:
            news = replace(card.view, tone=tone, details=(Line(words, tone),))
            await lesson.show(replace(lesson._shown, tasks=(news, *lesson._shown.tasks[1:])))
            await pilot.pause()
            await pilot.pause()
            return card.virtual_region.bottom <= lesson.scroll_offset.y + lesson.size.height

        assert not await told("seen at first")
        await pilot.press("f12")
        assert not lesson.has_focus
        plain = replace(card.view, tone="plain", details=())
        await lesson.show(replace(lesson._shown, tasks=(plain, *lesson._shown.tasks[1:])))
        assert await told("seen later")


async def test_hints_come_one_by_one_and_the_solution_with_its_why(lab, tmp_path):
    """The ladder stops at its end; what was taken is in the progress."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=(120, 60)) as pilot:
        await ready(pilot)
        await pilot.press("h")
        assert "Hint 1 of" in text_of(pilot.app)
        await pilot.press("h", "s")
        shown = text_of(pilot.app)
        assert "Hint 2 of" in shown
        assert "Why:" in shown


async def test_enter_on_something_that_is_no_block_is_not_counted(lab, tmp_path):
    """The task that asks for a block to be put at the prompt wants just that."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await eventually(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("enter")
        assert "run-block" not in lab_screen.attempt.progress.actions
        lab_screen.post_message(InsertWanted(("true",)))
        await eventually(lambda: "run-block" in lab_screen.attempt.progress.actions, "the block to count")


@pytest.mark.parametrize("size", [NARROW, (30, 8)])
async def test_who_has_gone_to_the_command_pane_stays_there(lab, size):
    """Turning a page takes a moment, and ends with a look at where the cursor belongs."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        first = screen.attempt.page
        for key in (events.Key("n", "n"), events.Key("f12", None), events.Key("x", "x")):
            pilot.app.post_message(key)
        await eventually(lambda: "x" in "".join(screen.terminal.rows()), "the key in the command pane")
        await eventually(lambda: screen.attempt.page is not first, "the next page")
        await pilot.pause()
        assert screen.focused is screen.terminal


async def test_another_size_and_back_keeps_the_place(lab, tmp_path):
    """Also where a larger screen shows the whole page, and while the learner is in the command pane."""
    at(tmp_path, "what-containers-are", "isolation")
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        await pilot.press("space", "space")
        card = lesson.stop
        assert card is not None
        await pilot.press("f12")
        for size in (WIDE, NARROW):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await eventually(lambda: lesson._in_sight(card), "the card where the cursor was left")
