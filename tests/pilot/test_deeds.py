"""What the learner's keys do beyond turning pages: map, search, links, skipping, solutions, countdown, sheet, files."""

from msgspec.structs import replace
from textual.widgets._toast import Toast

from tests.pilot.conftest import screen_of, shipped_course, text_of
from tests.pilot.steps import at, first_page_with_task, ready
from tests.waiting import eventually
from tui.messages import MachineKnown
from tui.model.machine import Machine
from tui.model.progress import TaskRecord
from tui.screens.course_map import CourseMapScreen
from tui.screens.links import LinksScreen
from tui.screens.search import SearchScreen
from tui.widgets.question_card import QuestionCard

WIDE = (120, 60)


def page_of(pilot) -> str:
    attempt = screen_of(pilot.app).attempt
    return f"{attempt.lesson.entry.id}/{attempt.page.id}"


async def test_the_map_goes_to_a_page(lab, tmp_path):
    """Down from where the learner is to the next page, and Enter."""
    at(tmp_path, "first-container", "why-docker")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("m")
        await eventually(lambda: isinstance(pilot.app.screen, CourseMapScreen), "the map")
        await pilot.press("down", "enter")
        await eventually(lambda: page_of(pilot) == "first-container/first-run", "the next page")


async def test_search_goes_to_a_page(lab, tmp_path):
    """What is typed is looked for at once."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("slash")
        await eventually(lambda: isinstance(pilot.app.screen, SearchScreen), "the search")
        await pilot.press(*"exit", "space", *"codes")
        await eventually(lambda: "Exit codes" in text_of(pilot.app), "a hit")
        await pilot.press("enter")
        await eventually(lambda: page_of(pilot) == "first-container/exit-codes", "the page")


async def test_a_link_to_the_web_is_shown_in_full(lab, tmp_path):
    """And copied; no browser is opened."""
    at(tmp_path, "first-container", "why-docker")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("l")
        await eventually(lambda: isinstance(pilot.app.screen, LinksScreen), "the links")
        await pilot.press("enter")
        await eventually(lambda: "https://podman.io" in text_of(pilot.app), "the address")
        assert pilot.app.clipboard == "https://podman.io"


async def test_a_link_within_the_course_goes_there(lab, tmp_path):
    """From lesson 1.3 to the page about bind mounts."""
    at(tmp_path, "why-and-why-not", "why-not")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("l")
        await eventually(lambda: isinstance(pilot.app.screen, LinksScreen), "the links")
        await pilot.press("enter")
        await eventually(lambda: page_of(pilot) == "data-and-users/bind-mount", "the page")


async def test_skipping_shows_the_answer(lab, tmp_path):
    """The task stays open, and says that it was skipped."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("x")
        await eventually(lambda: "Skipped." in text_of(pilot.app), "the word")
        assert "Why:" in text_of(pilot.app)
        assert screen_of(pilot.app).attempt.progress.tasks["first-container/run-hello"].skipped


async def test_a_countdown_runs_when_it_is_asked_for(lab, tmp_path):
    """And stops when it is asked again; where there is no exercise the lab says so."""
    at(tmp_path, "building", "exercise")
    async with lab().run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        assert ":" not in str(screen_of(pilot.app).panes.lesson.border_subtitle)
        await pilot.press("t")
        await eventually(lambda: "10:00 left" in str(screen_of(pilot.app).panes.lesson.border_subtitle), "the time")
        await pilot.press("t")
        await eventually(lambda: ":" not in str(screen_of(pilot.app).panes.lesson.border_subtitle), "no time")
        await pilot.press("p", "t")
        await eventually(lambda: "There is no" in text_of(pilot.app), "the word")


async def test_a_countdown_goes_along_to_other_pages_and_names_its_exercise(lab, tmp_path, monkeypatch):
    """When the time is over; and no page without an exercise is called one."""
    at(tmp_path, "building", "exercise")
    async with lab().run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        assert "Exercise, 10 minutes: t starts the clock" in text_of(pilot.app)
        await pilot.press("t", "p")
        await eventually(lambda: ":" in str(lesson.border_subtitle), "the time")
        assert "t starts the clock" not in text_of(pilot.app)
        countdown = screen_of(pilot.app).deeds.pacing._counter
        countdown._ends = 0.0
        await eventually(lambda: "The time for 'Three Dockerfiles' is over." in text_of(pilot.app), "the word")
        await pilot.press("t")
        await eventually(lambda: "There is no" in text_of(pilot.app), "no exercise here")


async def test_a_countdown_ends_when_the_exercise_is_done(lab, tmp_path):
    """Also from another page."""
    at(tmp_path, "building", "exercise")
    async with lab().run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await pilot.press("t", "p")
        progress = screen.attempt.progress
        building = next(each for each in shipped_course().lessons if each.entry.id == "building")
        for task in building.tasks:
            if task.page == "exercise":
                assert screen.deeds.pacing.counting
                progress = progress.with_task(f"building/{task.id}", TaskRecord(done=True))
                await screen.become(replace(screen.attempt, progress=progress))
        assert not screen.deeds.pacing.counting
        await eventually(lambda: "'Three Dockerfiles' is done" in text_of(pilot.app), "the word")


async def test_after_the_last_hint_the_card_says_so(lab, tmp_path):
    """And names the key of the solution."""
    at(tmp_path, "first-container", first_page_with_task(lab, "run-hello"))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        hints = next(task for task in screen_of(pilot.app).attempt.lesson.tasks if task.id == "run-hello").hints
        await pilot.press(*["h"] * len(hints))
        assert "No more hints" not in text_of(pilot.app)
        await pilot.press("h")
        await eventually(lambda: "No more hints; s shows the solution." in text_of(pilot.app), "the word")
        await pilot.press("s")
        await eventually(lambda: "No more hints" not in text_of(pilot.app), "it gone")


async def test_where_there_is_no_task_a_key_for_one_says_so_and_is_not_named(lab, tmp_path):
    """Nothing is pressed in vain without a word."""
    at(tmp_path, "first-container", "why-docker")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        assert "h hint" not in text_of(pilot.app).splitlines()[-1]
        for key in ("h", "s", "x"):
            await pilot.press(key)
            assert [each.message for each in pilot.app._notifications] == ["There is no open task on this page."]
            pilot.app.clear_notifications()
        await pilot.press("right")
        await eventually(lambda: "h hint" in text_of(pilot.app).splitlines()[-1], "the key of a page with a task")


async def test_the_command_sheet_is_written(lab, tmp_path):
    """What was typed in the shell is in it, under its lesson."""
    at(tmp_path, "first-container", "why-docker")
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
        screen.terminal.write(b"echo sail\r")
        await eventually(lambda: (tmp_path / "commands.jsonl").exists(), "the log")
        await pilot.press("w")
        sheet = tmp_path / "command-sheet.md"
        await eventually(sheet.exists, "the sheet")
        await eventually(lambda: "echo sail" in sheet.read_text(), "the command")
        assert "## 2.1" in sheet.read_text()


async def test_the_command_sheet_takes_a_links_place(lab, tmp_path):
    """What the link leads to stays as it is."""
    at(tmp_path, "first-container", "why-docker")
    (tmp_path / "diary").write_text("mine\n")
    sheet = tmp_path / "command-sheet.md"
    sheet.symlink_to(tmp_path / "diary")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await eventually(lambda: not sheet.is_symlink(), "the sheet")
        assert "Nothing yet." in sheet.read_text()
        assert (tmp_path / "diary").read_text() == "mine\n"


async def test_search_finds_what_is_for_this_machine(lab, tmp_path):
    """And goes to no page for words that stand there on other machines only."""
    at(tmp_path, "building", "failure")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen_of(pilot.app).post_message(MachineKnown(Machine(builder="buildkit")))
        await pilot.press("slash", *"returned", "space", *"non-zero")
        await eventually(lambda: "No page holds all" in text_of(pilot.app), "the word")


async def test_files_come_with_the_page_that_needs_them(lab, tmp_path):
    """What the learner has of that name stays."""
    mine = tmp_path / "02_docker_intro" / "Dockerfile.02"
    mine.parent.mkdir()
    mine.write_text("FROM mine\n")
    at(tmp_path, "building", "dockerfile")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await eventually(lambda: any((tmp_path / "02_docker_intro").rglob("*.sh")), "the other files")
        assert mine.read_text() == "FROM mine\n"


async def test_new_files_are_told_in_one_short_line(lab, tmp_path):
    """On the command pane's upper border; its lines stay readable."""
    at(tmp_path, "building", "dockerfile")
    async with lab().run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        await eventually(lambda: "new files in 02_docker_intro" in text_of(pilot.app), "the word")
        toast = pilot.app.screen.query_one(Toast)
        assert toast.region.height == 1
        assert toast.region.width <= 40
        assert toast.region.y == screen_of(pilot.app).terminal.region.y


async def test_a_solution_brings_its_files(lab, tmp_path):
    """The learner's own file of that name is kept aside."""
    lesson = next(each for each in shipped_course().lessons if each.entry.id == "building")
    task = next(each for each in lesson.tasks if each.solution.files)
    path = tmp_path / task.solution.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine\n")
    at(tmp_path, "building", task.page)
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen_of(pilot.app).panes.lesson.reveal(task.id)
        await eventually(lambda: screen_of(pilot.app).panes.lesson.task_in_hand() == task.id, "the task")
        await pilot.press("s")
        await eventually(lambda: path.with_name(path.name + ".yours").exists(), "the learner's own")
        assert path.with_name(path.name + ".yours").read_text() == "mine\n"
        assert path.read_text() != "mine\n"


async def test_a_page_follows_what_is_found_out_about_the_machine(lab, tmp_path):
    """The text for the other builder goes, and comes."""
    at(tmp_path, "building", "failure")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        screen.post_message(MachineKnown(Machine(builder="classic")))
        await eventually(lambda: "returned a non-zero code" in text_of(pilot.app), "the classic builder's words")
        screen.post_message(MachineKnown(Machine(builder="buildkit")))
        await eventually(lambda: "failed to solve" in text_of(pilot.app), "BuildKit's words")
        assert "non-zero code" not in text_of(pilot.app)


async def test_an_answer_is_typed(lab, tmp_path):
    """Enter opens the field, to which letters belong then, and gives what was typed; Esc leaves it."""
    lesson, question = next(
        (lesson, each) for lesson in shipped_course().lessons for each in lesson.questions if each.kind != "choice"
    )
    at(tmp_path, lesson.entry.id, question.page)
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        cards = pilot.app.screen.query(QuestionCard)
        card = next(each for each in cards if each.view.id == question.id)
        card.focus()
        before = page_of(pilot)
        await pilot.press("z", "z", "enter", "n", "b", "space", "escape")
        assert page_of(pilot) == before
        assert card.typed is None
        await pilot.press("enter", "n", "backspace", "9", "9")
        assert "> 99" in text_of(pilot.app)
        assert "Esc leave" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("enter")
        key = f"{lesson.entry.id}/{question.id}"
        await eventually(lambda: screen_of(pilot.app).attempt.progress.answers.get(key) == "99", "the answer")
