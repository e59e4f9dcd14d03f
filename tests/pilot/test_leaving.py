"""Leaving the lab: asked first while something runs, nothing lost, nothing tripped over."""

import errno
import os
import threading

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, ready
from tests.waiting import eventually
from tui.engine.fake import FakeEngine
from tui.engine.watch import Watch
from tui.gather.gatherer import Gatherer
from tui.model.journal import CommandRun
from tui.model.machine import Machine
from tui.model.progress import Progress
from tui.progress import ProgressFile, read


async def test_quitting_while_a_command_runs_asks_first(lab):
    """The command would be ended; Cancel is the default."""
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        lab_screen = screen_of(pilot.app)
        await eventually(lambda: lab_screen.terminal.at_prompt, "bash's prompt")
        await pilot.press("f12", *"cat", "enter")
        await eventually(lambda: lab_screen.terminal.running == "cat", "cat to run")
        await pilot.press("f12", "q")
        await eventually(lambda: "still runs" in text_of(pilot.app), "the question")
        await pilot.press("enter")
        assert pilot.app.is_running
        assert pilot.app.screen is lab_screen


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
        await eventually(lambda: not pilot.app.is_running, "the end")
    file = ProgressFile(tmp_path / "progress.json")
    kept = file.open(Progress(course="docker-basics", course_version="1"))
    file.close()
    assert kept.page == lab().opening.course.lessons[0].pages[2].id


def bottom(app) -> str:
    return text_of(app).splitlines()[-1]


async def test_a_second_lab_says_all_along_that_it_keeps_nothing(lab, tmp_path):
    """In its bottom line; and it writes nothing, also after the first one has ended."""
    first = ProgressFile(tmp_path / "progress.json")
    first.save(first.open(Progress(course="docker-basics", course_version="1")).at("layers", ""))
    app = lab()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        assert " not kept " in bottom(app)
        await eventually(lambda: "Another lab is open. What you do" in text_of(app), "the notice")
        first.close()
        await pilot.press("n", "n")
        await eventually(lambda: not app.busy)
        assert " not kept " in bottom(app)
    assert read(tmp_path / "progress.json").page == ""


async def test_a_disk_that_is_full_for_a_while(lab, tmp_path, monkeypatch):
    """It is said once, and as long as it is so; what could not be saved is, as soon as there is room."""
    app = lab()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        assert "not kept" not in bottom(app)
        with monkeypatch.context() as full:
            full.setattr("tui.progress.write", refuse)
            await pilot.press("n")
            await eventually(lambda: "Can't save your progress: No" in text_of(app), "the notice")
            await pilot.press("n")
            await eventually(lambda: not app.busy)
            assert len(app._notifications) == 1
            assert " not kept " in bottom(app)
        await pilot.press("n")
        await eventually(lambda: not app.busy)
        await pilot.press("p")
        assert "not kept" not in bottom(app)
    assert app.opening.progress.unkept == ""


async def test_a_command_log_that_can_not_be_written_is_told_of_once(lab, tmp_path):
    """Not after each command."""
    (tmp_path / "commands.jsonl").mkdir()
    app = lab()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        for line in ("docker ps", "docker image ls"):
            screen_of(app).outside.record(CommandRun(line, 1.0, 2.0, 0), "first-container")
            await eventually(lambda: not app.busy)
        (notice,) = app._notifications
        assert notice.message == f"{tmp_path / 'commands.jsonl'}: Is a directory."


async def test_leaving_tries_once_more_to_save(lab, tmp_path, monkeypatch):
    """Where it fails until then, but not then."""
    app = lab()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        with monkeypatch.context() as full:
            full.setattr("tui.progress.write", refuse)
            await pilot.press("n", "n")
            await eventually(lambda: not app.busy)
    assert app.opening.progress.unkept == ""
    assert read(tmp_path / "progress.json").page == lab().opening.course.lessons[0].pages[2].id


def refuse(path, content) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_folder_that_can_not_even_be_looked_at(lab, tmp_path):
    """The command pane was left in one with too long a name, or in one that only root may see now."""
    file = ProgressFile(tmp_path / "progress.json")
    fresh = file.open(Progress(course="docker-basics", course_version="1"))
    file.save(fresh.model_copy(update={"directory": "/" + "a" * 300}))
    file.close()
    async with lab().run_test(size=NARROW) as pilot:
        await ready(pilot)
        assert screen_of(pilot.app).shell.directory == tmp_path


async def test_the_gatherer_ends_before_the_engine_it_uses(lab, engine, monkeypatch):
    """And the watch before both."""
    ended = []
    for owner, name in ((Watch, "watch"), (Gatherer, "gatherer"), (FakeEngine, "engine")):
        real = owner.close
        monkeypatch.setattr(owner, "close", lambda self, real=real, name=name: (ended.append(name), real(self)))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
    assert list(dict.fromkeys(ended)) == ["watch", "gatherer", "engine"]


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
