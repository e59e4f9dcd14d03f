"""The main screen: keys, panes, pages, ticks and the bottom line."""

import asyncio

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, choice_question, first_page_with_task, ready
from tests.waiting import eventually
from tui.messages import AnswerGiven, EngineReported, InsertWanted
from tui.model.engine import EngineChanged, EngineUnreachable, Snapshot, Tried
from tui.model.pane_keys import USUAL_KEYS
from tui.model.shell import AtPrompt, ShellUnheard
from tui.screens.help import help_lines
from tui.view.lesson import page_view
from tui.widgets.terminal import Terminal


@pytest.mark.parametrize("size", [WIDE, NARROW, (200, 60), (59, 15), (30, 8)])
async def test_the_lab_draws_at_any_size(lab, size):
    """Nothing ever refuses to draw."""
    async with lab().run_test(size=size) as pilot:
        await pilot.pause()
        assert text_of(pilot.app).strip()


async def test_pages_turn_and_the_place_is_kept(lab, tmp_path):
    """The next start is where the learner was."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("right", "n", "p")
        page = screen_of(pilot.app).attempt.page
        assert screen_of(pilot.app).attempt.place[0] == 2
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        assert screen_of(pilot.app).attempt.page == page
        assert page.title in text_of(pilot.app)


async def test_a_shell_that_is_not_heard_from_is_said(lab):
    """Once, with what to do; and it is forgotten when the shell speaks after all."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        screen.terminal.post_message(Terminal.News(ShellUnheard(), screen.terminal))
        await eventually(lambda: not screen.attempt.shell_heard, "the lab knows")
        (notice,) = pilot.app._notifications
        assert notice.message.endswith("sealegs open --shell bash")
        screen.terminal.post_message(Terminal.News(AtPrompt("/"), screen.terminal))
        await eventually(lambda: screen.attempt.shell_heard, "the lab hears")


async def test_a_run_on_the_engine_marks_the_row_ticks_the_task_and_says_what_changed(lab, engine, tmp_path):
    """From the engine's event to every place it shows."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        engine.pull("hello-world:latest", 1112)
        engine.run("brave_hopper", "hello-world:latest", "/hello")
        engine.exit("brave_hopper", 0)
        await eventually(lambda: "✓" in text_of(pilot.app), "the tick")
        shown = text_of(pilot.app)
        assert "+ " in shown
        assert "brave_hopper" in shown
        assert "Exited (0)" in shown
        assert "+ container brave_hopper (exited 0)" in shown


async def test_help_lists_every_command(lab):
    """It is made from the table of commands."""
    from tui.commands import COMMANDS

    async with lab().run_test(size=(120, 90)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        shown = text_of(pilot.app)
        assert [command.help for command in COMMANDS if command.help not in shown] == []
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 2


async def test_help_begins_with_the_keys_of_the_pane_one_is_in(lab):
    """They are the ones asked for, and far down among all."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        for keys, begins in ((("f1",), "In the lesson"), (("escape", "b", "f1"), "In the browser")):
            await pilot.press(*keys)
            assert text_of(pilot.app).splitlines()[1].strip("┃ ") == begins


@pytest.mark.parametrize("width", [40, 54, 70])
def test_help_fits(width):
    """What a key does goes on below itself, not below the key."""
    lines = [line.plain for line in help_lines(USUAL_KEYS, None, width)]
    assert max(map(len, lines)) <= width
    copy = next(place for place, line in enumerate(lines) if line.startswith("  y "))
    assert lines[copy].rstrip().endswith("Ctrl-] [")
    assert lines[copy + 1].startswith(" " * 13) or width == 70


async def test_an_engine_that_goes_away_is_said_in_the_bottom_line_and_nothing_stops(lab, engine):
    """No dialog; when it is back the rows are read again."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        engine.go_away()
        lab_screen = screen_of(pilot.app)
        await eventually(lambda: lab_screen.attempt.trouble, "the trouble")
        assert pilot.app.screen is lab_screen
        await pilot.press("right")
        assert lab_screen.attempt.place[0] == 2
        engine.create("new_one")
        engine.come_back()
        await eventually(lambda: "new_one" in text_of(pilot.app), "the new row")
        assert not lab_screen.attempt.trouble


async def test_without_an_engine_the_course_is_read_and_the_reasons_are_given(lab):
    """What was tried, why not, and the fix."""
    tried = (Tried("system engine", "Nothing listens there.", "Start it."),)
    async with lab(with_engine=False, tried=tried).run_test(size=NARROW) as pilot:
        await eventually(lambda: "Nothing listens there." in text_of(pilot.app), "the reasons")
        await pilot.press("enter", "right")
        assert screen_of(pilot.app).attempt.place[0] == 2


async def test_without_an_engine_questions_work_and_tasks_say_what_they_need(lab, tmp_path):
    """A course can be read anywhere."""
    lesson, question = choice_question(lab)
    at(tmp_path, lesson.entry.id, question.page)
    app = lab(with_engine=False)
    async with app.run_test(size=NARROW) as pilot:
        lab_screen = screen_of(app)
        await pilot.pause()
        right = next(number for number, each in enumerate(question.choices) if each.correct)
        lab_screen.post_message(AnswerGiven(question.id, right))
        await eventually(lambda: lab_screen.attempt.marked(question), "the mark")
        assert lab_screen.attempt.marked(question).right
        assert "no engine: e looks for one" in text_of(app)
        lesson = next(each for each in lab_screen.attempt.course.lessons if each.entry.id == "first-container")
        await lab_screen.become(lab_screen.attempt.gone_to(lesson.entry.id, lesson.tasks[0].page, 0.0))
        (first, *_) = page_view(lab_screen.attempt).tasks
        assert [line.text for line in first.details] == ["needs an engine: e looks for one"]


async def test_markup_and_escapes_in_names_are_only_text(lab, engine):
    """Names from the engine are data."""
    async with lab().run_test(size=(200, 60)) as pilot:
        await ready(pilot)
        engine.create("[bold red]x[/]")
        await eventually(lambda: "[bold red]x[/]" in text_of(pilot.app), "the name as it is")


async def test_a_block_is_put_at_the_prompt_and_not_run(lab, tmp_path):
    """Enter inserts; the learner presses Enter again to run."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await eventually(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        lab_screen.post_message(InsertWanted(("echo one-$((1+1))",)))
        await eventually(lambda: "echo one-$((1+1))" in text_of(pilot.app), "the command at the prompt")
        assert lab_screen.focused is lab_screen.terminal
        await pilot.press("enter")
        await eventually(lambda: "one-2" in text_of(pilot.app), "its output")
        await eventually(lambda: lab_screen.attempt.journal.commands, "the command in the journal")
        await eventually(lambda: lab_screen.attempt.journal.running is None, "its end")
        assert lab_screen.attempt.journal.commands[-1].line == "echo one-$((1+1))"
        assert lab_screen.attempt.journal.commands[-1].exit_status == 0


async def test_inserting_while_something_runs_is_refused_with_a_reason(lab):
    """And can be sent anyway, after a question that defaults to Cancel."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await eventually(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("f12", *"cat", "enter")
        await eventually(lambda: lab_screen.terminal.running == "cat", "cat to run")
        await pilot.press("f12")
        lab_screen.post_message(InsertWanted(("echo hi",)))
        await eventually(lambda: "Send anyway" in text_of(pilot.app), "the question")
        assert "This still runs: cat" in text_of(pilot.app)
        await pilot.press("enter")
        await pilot.press(*"after", "enter")
        await eventually(lambda: text_of(pilot.app).count("after") == 2, "cat's answer to what was typed afterwards")
        assert "echo hi" not in text_of(pilot.app)


async def test_pages_turn_while_the_engine_reports(lab, engine):
    """News and page turns come in any order; nothing is lost and nothing crashes."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        lab_screen = screen_of(pilot.app)

        async def storm() -> None:
            for number in range(40):
                engine.create(f"storm{number}")
                lab_screen.post_message(EngineReported(EngineChanged(Snapshot())))
                await asyncio.sleep(0.01)

        storming = asyncio.create_task(storm())
        for _ in range(12):
            await pilot.press("n")
        await storming
        await eventually(lambda: lab_screen.attempt.place[0] == 13, "the thirteenth page")
        await eventually(lambda: lab_screen.attempt.page.title in text_of(pilot.app), "its heading")


async def test_the_command_pane_opens_in_the_folder_it_was_left_in(lab, tmp_path):
    """As long as it is there."""
    (tmp_path / "inside").mkdir()
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        terminal = screen_of(pilot.app).terminal
        await eventually(lambda: terminal.at_prompt, "bash's prompt")
        terminal.write(b"cd inside\r")
        await eventually(lambda: terminal.directory.endswith("/inside"), "the new folder")
        await eventually(lambda: screen_of(pilot.app).attempt.progress.directory.endswith("/inside"), "it to be kept")
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        terminal = screen_of(pilot.app).terminal
        await eventually(lambda: terminal.at_prompt, "bash's prompt")
        assert terminal.directory == str(tmp_path / "inside")


@pytest.mark.parametrize("width", [30, 60, 80, 120])
async def test_help_and_the_way_to_the_command_pane_stay_at_any_trouble(lab, width):
    """The engine's trouble is cut short for them."""
    async with lab().run_test(size=(width, 24)) as pilot:
        await ready(pilot)
        reason = "permission denied on /run/user/1000/sealegs/docker.sock: is your user in the docker group?"
        screen_of(pilot.app).post_message(EngineReported(EngineUnreachable(reason)))
        await eventually(lambda: screen_of(pilot.app).attempt.trouble, "the trouble")
        await pilot.pause()
        bottom = text_of(pilot.app).splitlines()[-1]
        assert "F12 command pane" in bottom
        assert "F1 help" in bottom
        assert ("private engine: perm" in bottom and "… " in bottom) or width < 60
        assert len(bottom) == width


@pytest.mark.parametrize("keys", [("space",), ("pagedown",), ("space", "pageup", "end")])
async def test_a_key_table_longer_than_the_screen_scrolls(lab, keys):
    """With the keys that scroll a lesson."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        assert "Go to the command pane" in text_of(pilot.app)
        await pilot.press(*keys)
        await eventually(lambda: "Go to the command pane" not in text_of(pilot.app), "the keys further down")
        await pilot.press("home")
        await eventually(lambda: "Go to the command pane" in text_of(pilot.app), "the first ones")
