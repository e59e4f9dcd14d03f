"""One key through a page's blocks, in a real bash: insert, run, on to the next; nothing half typed is lost."""

import pytest
from msgspec.structs import replace

from tests.pilot.conftest import screen_of
from tests.pilot.steps import WIDE
from tests.waiting import eventually
from tui.model.course import Block, Course, Lesson, LessonEntry, Page, Prose
from tui.model.policies import Policies
from tui.view.stepping import CHANGED, COURSE_ENDS, PAGE_ENDS, next_block

FIRST, SECOND, LONG, HURTS = ("echo a-$((1+1))",), ("echo b1", "echo b2"), ("sleep 60",), ("rm -rf /no/such",)


def course(*blocks: tuple[str, ...]) -> Course:
    """Two pages, the first with these blocks."""
    parts = tuple(Block(str(number), lines) for number, lines in enumerate(blocks))
    pages = (Page("one", "One", (Prose("Words."), *parts)), Page("two", "Two", (Prose("More words."),)))
    entry = LessonEntry(id="only", number="1", title="Only", minutes=1, folder="only")
    return Course("little", "Little", "1", (), (Lesson(entry, pages, (), ()),))


class Room:
    """A lab that presents, and what stands in its command pane."""

    def __init__(self, pilot) -> None:
        self.pilot, self.screen = pilot, screen_of(pilot.app)

    async def step(self) -> None:
        await self.pilot.press("f9")
        await self.pilot.pause()

    @property
    def told(self) -> list[str]:
        return [each.message for each in self.pilot.app._notifications]

    @property
    def ran(self) -> list[str]:
        return [run.line for run in self.screen.attempt.journal.commands]

    async def stands(self, text: str) -> None:
        await eventually(lambda: "".join(self.screen.terminal.rows_to_cursor()).endswith(text), f"{text} at the prompt")

    async def ended(self, count: int) -> None:
        await eventually(lambda: self.screen.terminal.at_prompt and len(self.ran) == count, "the end of the command")


@pytest.fixture
def room(lab):
    """A function that opens one with a page of blocks."""

    def open_with(*blocks, **more):
        app = lab(shell=("bash",), **{"present": True, **more})
        app.opening = replace(app.opening, course=course(*blocks))
        return app.run_test(size=WIDE)

    return open_with


async def begun(pilot) -> Room:
    room = Room(pilot)
    await eventually(lambda: room.screen.terminal.at_prompt, "the prompt")
    return room


async def test_through_a_page(room):
    """Each block is inserted, runs with the next press, and is followed by the next one; then comes the next page."""
    async with room(FIRST, SECOND) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands(FIRST[0])
        assert here.ran == []
        assert here.screen.panes.lesson.block_in_hand == FIRST
        await here.step()
        await here.ended(1)
        await eventually(lambda: "a-2" in map(str.strip, here.screen.terminal.rows()), "its output")
        await here.step()
        await here.stands("echo b2")
        await here.step()
        await eventually(
            lambda: any(row.strip() == "b2" for row in here.screen.terminal.rows()), "the second block's output"
        )
        await eventually(lambda: here.screen.terminal.at_prompt, "its end")
        assert here.screen.panes.lesson.has_cursor
        await here.step()
        assert here.told[-1] == PAGE_ENDS
        assert here.screen.attempt.page.id == "one"
        await here.step()
        await eventually(lambda: here.screen.attempt.page.id == "two", "the next page")
        assert not here.told
        await here.step()
        assert here.told[-1] == COURSE_ENDS


async def test_a_large_lesson_makes_room_for_what_a_block_prints(room):
    """And is large again with the next one; the cursor stays in it."""
    async with room(FIRST, SECOND) as pilot:
        here = await begun(pilot)
        panes = here.screen.panes
        await here.step()
        await here.stands(FIRST[0])
        assert panes.lesson_alone
        await here.step()
        assert panes.terminal.display
        assert panes.lesson.has_cursor
        await here.ended(1)
        await here.step()
        await here.stands("echo b2")
        assert panes.lesson_alone


async def test_only_what_was_inserted_runs(room):
    """A line that was changed since is left alone; the press after that puts the block there again."""
    async with room(FIRST) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands(FIRST[0])
        await pilot.press("f12", "x")
        await here.stands(f"{FIRST[0]}x")
        await here.step()
        assert here.told[-1] == CHANGED
        assert here.ran == []
        await here.step()
        await here.stands(f" {FIRST[0]}")
        await pilot.press("ctrl+y")
        await here.stands(f"{FIRST[0]}{FIRST[0]}x")


async def test_who_presses_enter_there_goes_on_with_the_next(room):
    """And who drops the line with Ctrl-C gets the block again."""
    async with room(FIRST, SECOND) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands(FIRST[0])
        await pilot.press("f12", "ctrl+c")
        await eventually(lambda: here.screen.terminal.state.turns == 2, "another prompt")
        await here.step()
        await here.stands(FIRST[0])
        await pilot.press("enter")
        await here.ended(1)
        await here.step()
        await here.stands("echo b2")


async def test_while_a_command_runs_nothing_is_typed(room):
    """It is said so, and the next block comes when it has ended."""
    async with room(LONG, FIRST) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands(LONG[0])
        await here.step()
        await eventually(lambda: here.screen.terminal.running, "the command")
        await here.step()
        assert here.told[-1] == "This still runs: sleep 60"
        here.screen.terminal.interrupt()
        await here.ended(1)
        await here.step()
        await here.stands(FIRST[0])


async def test_a_line_that_could_hurt_is_held_back(room):
    """Once; what it would do stands at the pane's foot."""
    async with room(HURTS) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.step()
        assert "outside the lab's folder" in here.screen.terminal.rail.why
        assert here.ran == []
        await here.step()
        await here.ended(1)


async def test_the_cursor_says_where_to_go_on(room):
    """Also from the middle of the page, with the lesson's own key."""
    async with room(FIRST, SECOND, LONG) as pilot:
        here = await begun(pilot)
        await pilot.press("down", "down", "d")
        await here.stands("echo b2")
        await pilot.press("d")
        await eventually(lambda: here.screen.attempt.journal.commands, "the command")
        await eventually(lambda: here.screen.terminal.at_prompt, "its end")
        await pilot.press("d")
        await here.stands(LONG[0])


async def test_who_does_not_present_has_no_such_key(room):
    """F9 goes to the program."""
    async with room(FIRST, present=False) as pilot:
        here = await begun(pilot)
        await pilot.press("f9", "d", "f12", "ctrl+right_square_bracket", "space")
        await pilot.pause()
        assert not here.screen.terminal.rows_to_cursor()[-1].endswith(FIRST[0])


async def test_where_commands_are_typed_it_types_nothing(room):
    """The class's rule holds for whoever presents in it."""
    async with room(FIRST) as pilot:
        here = await begun(pilot)
        typed = replace(here.screen.attempt.course, policies=Policies(blocks="type"))
        await here.screen.become(replace(here.screen.attempt, course=typed))
        await here.step()
        assert here.told[-1].startswith("In this class commands are typed")


async def test_letter_by_letter(room):
    """Any key brings the rest at once, and does nothing else; then the line runs as it is."""
    async with room(FIRST, letter_pause=0.2) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands("ec")
        await here.step()
        await here.stands(FIRST[0])
        assert here.ran == []
        await here.step()
        await here.ended(1)
        assert here.ran == [FIRST[0]]


async def test_several_lines_letter_by_letter(room, monkeypatch):
    """They run together, and none before; a long text does not take long."""
    monkeypatch.setattr("tui.widgets.terminal_typing.LONGEST", 0.1)
    async with room(SECOND, letter_pause=60.0) as pilot:
        here = await begun(pilot)
        await here.step()
        await here.stands("echo b2")
        assert here.ran == []
        await here.step()
        await eventually(lambda: any(row.strip() == "b2" for row in here.screen.terminal.rows()), "what both print")


def test_which_block_is_next():
    """In the page's order, from where the cursor was put."""
    blocks = (FIRST, SECOND, LONG)
    assert next_block(blocks, (), ()) == FIRST
    assert next_block(blocks, FIRST, FIRST) == SECOND
    assert next_block(blocks, FIRST, LONG) == LONG
    assert next_block(blocks, LONG, ()) == ()
    assert next_block((), (), FIRST) == ()
