"""How the lab looks, at the three sizes it is made for, in both themes and without colour."""

import time

import pytest

from tests.pilot.conftest import screen_of, text_of, until
from tests.pilot.steps import at
from tui.model.engine import ContainerDetails, Mount
from tui.widgets.question_card import QuestionCard

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.fixture
def settled(engine):
    """An engine that holds something, and one event after the other, so that each is news of its own."""
    engine.pull("busybox:latest", 1_980_000)
    engine.pull("hello-world:latest", 1040)
    engine.run("sad_turing", "busybox", "sh -c 'exit 3'")

    async def act(pilot) -> None:
        lab = screen_of(pilot.app)
        await until(lambda: lab.attempt.read, "the engine's first reading")
        await until(lambda: "sealegs $" in text_of(pilot.app), "the shell's prompt")
        engine.create("brave_hopper", "hello-world", "/hello")
        await until(lambda: "+ container brave_hopper" in text_of(pilot.app), "the new container")
        engine.exit("sad_turing", 3)
        await until(lambda: "~ container sad_turing (exi" in text_of(pilot.app), "the end of the other")
        await pilot.pause()

    return act


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """Marks that don't fade, nothing of the outer terminal's, and the same time of day everywhere."""
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 3600.0)
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_lesson(snap_compare, lab, tmp_path, settled, size, theme):
    """Lesson 2.1 right after hello-world ran."""
    at(tmp_path, "first-container", "first-run")
    assert snap_compare(lab(theme=theme), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_browser(snap_compare, lab, tmp_path, settled, size):
    """The browser's images, swapped in where the screen is narrow."""
    at(tmp_path, "first-container", "images")

    async def act(pilot) -> None:
        await settled(pilot)
        await pilot.press(*("2", "b")[: 1 if size[0] < 100 else 2])
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@pytest.fixture
def busy(engine, settled):
    """The same with volumes and a network, and one of each that has just come; then to a view of the browser."""
    engine.create_volume("3f2a1b4c5d6e" + "0" * 52)
    engine.create_volume("pgdata")
    engine.run("db", "busybox", "sh", ContainerDetails(mounts=(Mount("volume", "pgdata", "/data"),)))

    def to(view: str):
        async def act(pilot) -> None:
            lab = screen_of(pilot.app)
            await settled(pilot)
            engine.create_network("app")
            await until(lambda: "+ network app" in text_of(pilot.app), "the network")
            engine.create_volume("spare")
            await until(lambda: "+ volume spare" in text_of(pilot.app), "the volume")
            lab.panes.focus_pane(lab.panes.browser)
            await pilot.press(view, "down")
            await pilot.pause()

        return act

    return to


VIEW_KEYS = {"volumes": "4", "networks": "5", "events": "7"}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEW_KEYS)
def test_view(snap_compare, lab, busy, size, view):
    """With the focus on it: the cursor, the keys, and what is new."""
    assert snap_compare(lab(), terminal_size=size, run_before=busy(VIEW_KEYS[view]))


def test_view_in_light_colours(snap_compare, lab, busy):
    """Sorted, filtered."""

    async def act(pilot) -> None:
        await busy("1")(pilot)
        await pilot.press("o", "slash", *"busy")
        await pilot.pause()

    assert snap_compare(lab(theme="light"), terminal_size=SIZES[1], run_before=act)


def test_view_without_colour(snap_compare, lab, busy, monkeypatch):
    """The cursor and what is the engine's own show by shape and words."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(lab(), terminal_size=SIZES[0], run_before=busy("5"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_help(snap_compare, lab, settled, size):
    """All keys on one page."""

    async def act(pilot) -> None:
        await settled(pilot)
        await pilot.press("f1")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_question(snap_compare, lab, tmp_path, settled, size):
    """The cursor on a choice that was given, and why it is wrong."""
    at(tmp_path, "first-container", "columns")

    async def act(pilot) -> None:
        await settled(pilot)
        lesson = screen_of(pilot.app).panes.lesson
        while not isinstance(lesson.stop, QuestionCard):
            await pilot.press("down")
        await pilot.press("down", "enter")
        await until(lambda: "(✗)" in text_of(pilot.app), "the mark")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
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
