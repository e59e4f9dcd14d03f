"""The main screen: keys, panes, pages, ticks and the bottom line."""

import asyncio
import os
import threading
from dataclasses import replace

import pytest

from tests.pilot.conftest import screen_of, text_of, until
from tui.engine.fake import FakeEngine
from tui.engine.watch import Watch
from tui.gather.gatherer import Gatherer
from tui.messages import EngineReported, InsertWanted
from tui.model.engine import EngineChanged, EngineUnreachable, Snapshot, Tried
from tui.model.machine import Machine
from tui.model.progress import Progress
from tui.model.shell import AtPrompt, ShellUnheard
from tui.progress import ProgressFile
from tui.view.lesson import Line
from tui.widgets.cards import TaskCard
from tui.widgets.question_card import QuestionCard
from tui.widgets.terminal import Terminal

WIDE, NARROW = (120, 40), (80, 24)


def at(tmp_path, lesson: str, page: str) -> None:
    """Put the learner somewhere in the course before the lab opens."""
    file = ProgressFile(tmp_path / "progress.json")
    fresh = file.open(Progress(course="sealegs-docker", course_version="1"))
    file.save(fresh.at(lesson, page))
    file.close()


async def ready(pilot) -> None:
    """The first page, the engine and the shell are there."""
    lab = screen_of(pilot.app)
    await until(lambda: lab.attempt.read, "the engine's first reading")
    await until(lambda: "sealegs $" in text_of(pilot.app) or not lab.terminal.display, "the shell's prompt")
    await pilot.pause()


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
        await until(lambda: not screen.attempt.shell_heard, "the lab knows")
        (notice,) = pilot.app._notifications
        assert notice.message.endswith("sealegs open --shell bash")
        screen.terminal.post_message(Terminal.News(AtPrompt("/"), screen.terminal))
        await until(lambda: screen.attempt.shell_heard, "the lab hears")


async def test_a_run_on_the_engine_marks_the_row_ticks_the_task_and_says_what_changed(lab, engine, tmp_path):
    """From the engine's event to every place it shows."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        engine.pull("hello-world:latest", 1112)
        engine.run("brave_hopper", "hello-world:latest", "/hello")
        engine.exit("brave_hopper", 0)
        await until(lambda: "✓" in text_of(pilot.app), "the tick")
        shown = text_of(pilot.app)
        assert "+ " in shown
        assert "brave_hopper" in shown
        assert "Exited (0)" in shown
        assert "+ container brave_hopper (exited 0)" in shown


def first_page_with_task(lab, task_id: str) -> str:
    lesson = next(each for each in lab()._course.lessons if each.entry.id == "first-container")
    return next(task.page for task in lesson.tasks if task.id == task_id)


async def test_f12_goes_to_the_command_pane_and_back(lab):
    """And in it every other key goes to the program."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        before = screen_of(pilot.app).attempt.page
        await pilot.press("f12", "n", "q", "z", "tab", "1")
        await until(lambda: "nqz" in text_of(pilot.app), "the echo of what was typed")
        assert screen_of(pilot.app).attempt.page == before
        await pilot.press("f12")
        assert screen_of(pilot.app).focused is not screen_of(pilot.app).terminal


async def test_the_prefix_reaches_the_lab_from_the_command_pane(lab):
    """Ctrl-] then n turns the page; the focus stays where it was."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f12", "ctrl+right_square_bracket")
        assert "zoom" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("n")
        assert screen_of(pilot.app).attempt.place[0] == 2
        assert screen_of(pilot.app).focused is screen_of(pilot.app).terminal


async def test_narrow_screens_fold_the_browser_into_a_line_and_swap_it_in(lab, engine):
    """One key swaps lesson and browser."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        assert "0 containers" in text_of(pilot.app)
        await pilot.press("b")
        assert screen_of(pilot.app).panes.browser.display
        assert "no containers yet" in text_of(pilot.app)
        await pilot.press("b")
        assert "no containers yet" not in text_of(pilot.app)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_zoom_gives_one_pane_the_screen_and_back(lab, size):
    """The other panes come back as they were."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        await pilot.press("z")
        assert panes.lesson.size.width > size[0] - 6
        assert not panes.terminal.display
        await pilot.press("z")
        assert panes.terminal.display


async def test_help_lists_every_command(lab):
    """It is made from the table of commands."""
    from tui.commands import COMMANDS

    async with lab().run_test(size=(120, 60)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        shown = text_of(pilot.app)
        assert [command.help for command in COMMANDS if command.help not in shown] == []
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 2


def choice_question(lab):
    """A lesson and its first question with choices that is marked at once."""
    return next(
        (lesson, each)
        for lesson in lab()._course.lessons
        for each in lesson.questions
        if each.kind == "choice" and each.settled_by is None
    )


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
            await until(lambda index=index: f"▸ ( ) {question.choices[index].text[:10]}" in text_of(pilot.app), "it")
        await pilot.press("enter")
        why = " ".join(question.choices[right].why.split()[:3])
        await until(lambda: why in text_of(pilot.app), "the why")
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


async def test_enter_on_an_open_task_says_which_keys_help(lab, tmp_path):
    """And takes no hint; once the solution is shown it inserts it, as ever."""
    at(tmp_path, "welcome", "blocks")
    async with lab(shell=("bash",)).run_test(size=NARROW) as pilot:
        await until(lambda: screen_of(pilot.app).terminal.at_prompt, "bash's prompt")
        lesson = screen_of(pilot.app).panes.lesson
        while not isinstance(lesson.stop, TaskCard):
            await pilot.press("down")
        await pilot.press("enter")
        await until(lambda: "h hint  s solution" in text_of(pilot.app), "the keys")
        assert lesson.stop.view.id not in screen_of(pilot.app).attempt.progress.tasks
        await pilot.press("enter")
        await until(lambda: "h hint  s solution" not in text_of(pilot.app), "them gone")


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
        await until(
            lambda: card.virtual_region.bottom <= lesson.scroll_offset.y + lesson.size.height, "the details in sight"
        )


async def test_f12_comes_back_to_the_card_it_left(lab, tmp_path):
    """With a solution's next line, or a question's choice, in hand; on another page the cursor starts anew."""
    at(tmp_path, "welcome", "blocks")
    async with lab(shell=("bash",)).run_test(size=NARROW) as pilot:
        screen = screen_of(pilot.app)
        await until(lambda: screen.terminal.at_prompt, "bash's prompt")
        lesson = screen.panes.lesson
        while not isinstance(lesson.stop, TaskCard):
            await pilot.press("down")
        task = lesson.stop
        await pilot.press("s", "enter")
        await until(lambda: screen.focused is screen.terminal, "the solution at the prompt")
        await pilot.press("f12")
        assert lesson.stop is task
        await pilot.press("f12", "ctrl+right_square_bracket", "n", "f12")
        assert lesson.stop is not task


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


@pytest.mark.parametrize(("size", "first"), [(NARROW, []), (NARROW, ["z"]), (WIDE, ["z"]), ((50, 20), []), (WIDE, [])])
async def test_a_view_of_the_browser_comes_to_the_front(lab, size, first):
    """Where the lesson hides it; where it is in sight the focus stays."""
    async with lab().run_test(size=size) as pilot:
        await ready(pilot)
        panes = screen_of(pilot.app).panes
        await pilot.press(*first, "2")
        await until(lambda: "docker image ls" in text_of(pilot.app), "the view")
        assert panes.browser.display
        assert panes.has_class("-zoomed") is bool(first)
        assert (panes.current is panes.browser) is (size != WIDE or bool(first))
        await pilot.press("3")
        await until(lambda: "docker image history" in text_of(pilot.app), "the other view")


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


async def test_an_engine_that_goes_away_is_said_in_the_bottom_line_and_nothing_stops(lab, engine):
    """No dialog; when it is back the rows are read again."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        engine.go_away()
        lab_screen = screen_of(pilot.app)
        await until(lambda: lab_screen.attempt.trouble, "the trouble")
        assert pilot.app.screen is lab_screen
        await pilot.press("right")
        assert lab_screen.attempt.place[0] == 2
        engine.create("new_one")
        engine.come_back()
        await until(lambda: "new_one" in text_of(pilot.app), "the new row")
        assert not lab_screen.attempt.trouble


async def test_without_an_engine_the_course_is_read_and_the_reasons_are_given(lab):
    """What was tried, why not, and the fix."""
    tried = (Tried("system engine", "Nothing listens there.", "Start it."),)
    async with lab(with_engine=False, tried=tried).run_test(size=NARROW) as pilot:
        await until(lambda: "Nothing listens there." in text_of(pilot.app), "the reasons")
        await pilot.press("enter", "right")
        assert screen_of(pilot.app).attempt.place[0] == 2


async def test_markup_and_escapes_in_names_are_only_text(lab, engine):
    """Names from the engine are data."""
    async with lab().run_test(size=(200, 60)) as pilot:
        await ready(pilot)
        engine.create("[bold red]x[/]")
        await until(lambda: "[bold red]x[/]" in text_of(pilot.app), "the name as it is")


async def test_a_block_is_put_at_the_prompt_and_not_run(lab, tmp_path):
    """Enter inserts; the learner presses Enter again to run."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await until(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        lab_screen.post_message(InsertWanted(("echo one-$((1+1))",)))
        await until(lambda: "echo one-$((1+1))" in text_of(pilot.app), "the command at the prompt")
        assert lab_screen.focused is lab_screen.terminal
        await pilot.press("enter")
        await until(lambda: "one-2" in text_of(pilot.app), "its output")
        await until(lambda: lab_screen.attempt.journal.commands, "the command in the journal")
        await until(lambda: lab_screen.attempt.journal.running is None, "its end")
        assert lab_screen.attempt.journal.commands[-1].line == "echo one-$((1+1))"
        assert lab_screen.attempt.journal.commands[-1].exit_status == 0


async def test_inserting_while_something_runs_is_refused_with_a_reason(lab):
    """And can be sent anyway, after a question that defaults to Cancel."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await until(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("f12", *"cat", "enter")
        await until(lambda: lab_screen.terminal.running == "cat", "cat to run")
        lab_screen.post_message(InsertWanted(("echo hi",)))
        await until(lambda: "Send anyway" in text_of(pilot.app), "the question")
        await pilot.press("enter")
        await pilot.press(*"after", "enter")
        await until(lambda: text_of(pilot.app).count("after") == 2, "cat's answer to what was typed afterwards")
        assert "echo hi" not in text_of(pilot.app)


async def test_quitting_while_a_command_runs_asks_first(lab):
    """The command would be ended; Cancel is the default."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await until(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("f12", *"cat", "enter")
        await until(lambda: lab_screen.terminal.running == "cat", "cat to run")
        await pilot.press("f12", "q")
        await until(lambda: "still runs" in text_of(pilot.app), "the question")
        await pilot.press("enter")
        assert pilot.app.is_running
        assert pilot.app.screen is lab_screen


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
        await until(lambda: lab_screen.attempt.place[0] == 13, "the thirteenth page")
        await until(lambda: lab_screen.attempt.page.title in text_of(pilot.app), "its heading")


async def test_the_command_pane_opens_in_the_folder_it_was_left_in(lab, tmp_path):
    """As long as it is there."""
    (tmp_path / "inside").mkdir()
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        terminal = screen_of(pilot.app).terminal
        await until(lambda: terminal.at_prompt, "bash's prompt")
        terminal.write(b"cd inside\r")
        await until(lambda: terminal.directory.endswith("/inside"), "the new folder")
        await until(lambda: screen_of(pilot.app).attempt.progress.directory.endswith("/inside"), "it to be kept")
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        terminal = screen_of(pilot.app).terminal
        await until(lambda: terminal.at_prompt, "bash's prompt")
        assert terminal.directory == str(tmp_path / "inside")


async def test_what_happened_right_before_the_end_is_saved(lab, tmp_path, monkeypatch):
    """A page is turned and the lab is left while the disk is still busy with the change before."""
    slow = threading.Event()
    real = os.fsync

    def fsync(descriptor: int) -> None:
        slow.wait(0.3)
        real(descriptor)

    monkeypatch.setattr("tui.progress.os.fsync", fsync)
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("n", "n", "q")
        await until(lambda: not pilot.app.is_running, "the end")
    file = ProgressFile(tmp_path / "progress.json")
    kept = file.open(Progress(course="docker-basics", course_version="1"))
    file.close()
    assert kept.page == lab()._course.lessons[0].pages[2].id


async def test_enter_on_something_that_is_no_block_is_not_counted(lab, tmp_path):
    """The task that asks for a block to be put at the prompt wants just that."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await until(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("enter")
        assert "run-block" not in lab_screen.attempt.progress.actions
        lab_screen.post_message(InsertWanted(("true",)))
        await until(lambda: "run-block" in lab_screen.attempt.progress.actions, "the block to count")


@pytest.mark.parametrize("width", [30, 60, 80, 120])
async def test_help_and_the_way_to_the_command_pane_stay_at_any_trouble(lab, width):
    """The engine's trouble is cut short for them."""
    async with lab().run_test(size=(width, 24)) as pilot:
        await ready(pilot)
        reason = "permission denied on /run/user/1000/sealegs/docker.sock: is your user in the docker group?"
        screen_of(pilot.app).post_message(EngineReported(EngineUnreachable(reason)))
        await until(lambda: screen_of(pilot.app).attempt.trouble, "the trouble")
        await pilot.pause()
        bottom = text_of(pilot.app).splitlines()[-1]
        assert "F12 command pane" in bottom
        assert "F1 help" in bottom
        assert ("private engine: perm" in bottom and "… " in bottom) or width < 60
        assert len(bottom) == width


async def test_the_gatherer_ends_before_the_engine_it_uses(lab, engine, monkeypatch):
    """And the watch before both."""
    ended = []
    for owner, name in ((Watch, "watch"), (Gatherer, "gatherer"), (FakeEngine, "engine")):
        real = owner.close
        monkeypatch.setattr(owner, "close", lambda self, real=real, name=name: (ended.append(name), real(self)))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
    assert list(dict.fromkeys(ended)) == ["watch", "gatherer", "engine"]


@pytest.mark.parametrize("keys", [("space",), ("pagedown",), ("space", "pageup", "end")])
async def test_a_key_table_longer_than_the_screen_scrolls(lab, keys):
    """With the keys that scroll a lesson."""
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        assert "Leave this task out" not in text_of(pilot.app)
        await pilot.press(*keys)
        await until(lambda: "Leave this task out" in text_of(pilot.app), "the last keys")
        await pilot.press("home")
        await until(lambda: "Go to the command pane" in text_of(pilot.app), "the first ones")


async def test_news_on_the_way_out_do_no_harm(lab, tmp_path):
    """The panes are closed one by one, and take no new cards, while there is still news to show."""
    at(tmp_path, "building", "failure")
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(app)
        builder = "buildkit" if screen.attempt.machine.builder == "classic" else "classic"
        task = screen.attempt.lesson.tasks_on(screen.attempt.page)[0]
        app.exit()
        screen.panes.lesson.remove()
        # Other cards stand on the page of another machine, and a hint changes one of them.
        await screen.become(screen.attempt.machine_known(Machine(builder=builder), 1.0))
        await screen.become(screen.attempt.hint_taken(task))
    assert app.return_code == 0
