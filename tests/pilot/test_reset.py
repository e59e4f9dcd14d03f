"""Taking the lesson back from within the lab: the exact list, the question, and the lesson's beginning."""

import pytest
from msgspec.structs import replace

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, ready
from tests.waiting import eventually
from tui.engine.fake import FakeEngine
from tui.errors import EngineError
from tui.model.engine import Volume
from tui.model.progress import Progress
from tui.model.reset import Origin, Tag
from tui.progress import ProgressFile
from tui.screens.reset_preview import ResetPreviewScreen

FILE = "02_docker_intro/Dockerfile.02"


class FakeRemover:
    """Removes from a fake engine, but what is to `stay`."""

    def __init__(self, engine: FakeEngine, stay: str = "") -> None:
        self._engine, self._stay = engine, stay

    def remove_container(self, id: str) -> None:
        name = next(each.name for each in self._engine.containers() if each.id == id)
        if name == self._stay:
            raise EngineError(f"The engine refused: {name} won't go.")
        self._engine.remove(name)

    def remove_tag(self, tag: Tag) -> None:
        self._engine.remove_image(tag.name)

    def remove_image(self, id: str) -> None:
        raise AssertionError

    def origins(self) -> tuple[Origin, ...]:
        return ()

    def remove_volume(self, volume: Volume) -> None:
        self._engine.remove_volume(volume.name)

    def remove_network(self, id: str) -> None:
        raise AssertionError

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 0.0)


@pytest.fixture
def building(lab, tmp_path, engine):
    """The lab in the middle of lesson 2.2, with an image, its container and an edited file."""
    engine.pull("debian:12", 82_430_000)
    engine.pull("docker_intro:v0.1", 99_000_000)
    engine.run("brave_hopper", "docker_intro:v0.1", "sleep 1h")
    engine.run("other", "debian:12", "sleep 1h")
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("mine")
    at(tmp_path, "building", "build")
    return lambda **more: lab(**{"remover": FakeRemover(engine), **more})


def told(app) -> list[str]:
    return [each.message for each in app._notifications]


async def asked(pilot):
    """In the dialog, with a task that was left out; returns the lab's screen."""
    await ready(pilot)
    screen = screen_of(pilot.app)
    await screen.become(screen.attempt.skipped(screen.attempt.lesson.tasks[0], 1.0))
    await pilot.press("R")
    await eventually(lambda: isinstance(pilot.app.screen, ResetPreviewScreen), "the dialog")
    await pilot.pause()
    return screen


async def test_the_lesson_begins_anew(building, engine, tmp_path):
    """All that the list says is done, and no more; the edited file is kept."""
    async with building().run_test(size=WIDE) as pilot:
        screen = await asked(pilot)
        shown = text_of(pilot.app)
        for part in ("- brave_hopper", "- docker_intro:v0.1", f"~ {FILE}", "- 1 task", "image debian:12"):
            assert part in shown
        await pilot.press("y")
        await eventually(lambda: "Lesson 2.2, Building an image is reset." in told(pilot.app), "the end")
        assert [each.name for each in engine.containers()] == ["other"]
        assert [each.tags for each in engine.images()] == [("debian:12",)]
        assert screen.attempt.progress.tasks == {}
        assert screen.attempt.page is screen.attempt.lesson.pages[0]
        assert "FROM" in (tmp_path / FILE).read_text()
        kept = tmp_path.with_name(f"{tmp_path.name}.kept")
        assert (kept / FILE).read_text() == "mine"
        await pilot.press("R")
        await eventually(lambda: any("there is nothing to reset" in each for each in told(pilot.app)), "nothing more")


async def test_what_is_going_does_no_task_at_once(lab, engine, tmp_path):
    """The lesson waits until the engine was read without it."""
    engine.pull("hello-world:latest", 1040)
    engine.create("ahoy", "hello-world", "/hello")
    engine.exit("ahoy", 0)
    at(tmp_path, "first-container", "names")
    async with lab(remover=FakeRemover(engine)).run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        key = "first-container/run-named"
        await eventually(lambda: screen.attempt.progress.record(key).done, "the task")
        ticked = []
        keep = screen.outside.keep
        screen.outside = replace(screen.outside, keep=lambda p: (ticked.append(p.record(key).done), keep(p)))
        await pilot.press("R")
        await eventually(lambda: isinstance(pilot.app.screen, ResetPreviewScreen), "the dialog")
        await pilot.press("y")
        await eventually(lambda: any("is reset." in each for each in told(pilot.app)), "the end")
        await eventually(lambda: not pilot.app.busy, "rest")
        # Pressing R counts as a use of a key; from then on the task is open.
        assert ticked == sorted(ticked, reverse=True)
        assert not screen.attempt.progress.record(key).done
        assert not engine.containers()


@pytest.mark.parametrize("key", ["enter", "escape", "n"])
async def test_cancel_is_what_enter_does(building, engine, tmp_path, key):
    """Nothing is changed."""
    async with building().run_test(size=NARROW) as pilot:
        screen = await asked(pilot)
        await pilot.press(key)
        await eventually(lambda: pilot.app.screen is screen, "the lab")
        await eventually(lambda: not pilot.app.busy, "rest")
        assert len(engine.containers()) == 2
        assert len(screen.attempt.progress.tasks) == 1
        assert (tmp_path / FILE).read_text() == "mine"


async def test_what_can_not_be_removed_is_told(building, engine):
    """The rest is done."""
    async with building(remover=FakeRemover(engine, stay="brave_hopper")).run_test(size=WIDE) as pilot:
        screen = await asked(pilot)
        await pilot.press("y")
        await eventually(lambda: any("brave_hopper won't go" in each for each in told(pilot.app)), "the reason")
        assert screen.attempt.progress.tasks == {}
        assert [each.tags for each in engine.images()] == [("debian:12",)]


async def test_in_an_engine_of_others_only_what_is_theirs(building):
    """What was there before the lab stays, and the list says why."""
    async with building(private=False).run_test(size=WIDE) as pilot:
        await asked(pilot)
        shown = text_of(pilot.app)
        assert "image docker_intro:v0.1  was here before the lab" in shown
        assert "- docker_intro" not in shown


async def test_while_the_engine_is_away_nothing_is_planned(building, engine):
    """Nobody can tell what there is."""
    async with building().run_test(size=WIDE) as pilot:
        await ready(pilot)
        engine.go_away()
        await eventually(lambda: screen_of(pilot.app).attempt.trouble, "the trouble")
        await pilot.press("R")
        await eventually(lambda: any("The engine does not answer now" in each for each in told(pilot.app)), "the words")


async def test_a_lab_that_keeps_nothing_resets_nothing(building, tmp_path):
    """The other one, which does, would not know."""
    other = ProgressFile(tmp_path / "progress.json")
    app = building()
    other.open(Progress(course="docker-basics", course_version="1"))
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("R")
        await eventually(
            lambda: any(each.startswith("Nothing can be reset here.") for each in told(pilot.app)), "the words"
        )
    other.close()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
def test_how_it_looks(snap_compare, building, tmp_path, monkeypatch, size):
    """The list and the question."""
    monkeypatch.setattr("tui.reset.looking.free_name", lambda path, word: "/home/ann/sealegs-work.kept")

    async def act(pilot) -> None:
        await asked(pilot)

    assert snap_compare(building(), terminal_size=size, run_before=act)
