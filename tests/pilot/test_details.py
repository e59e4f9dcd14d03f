"""The details dialog: what each tab shows and does, and that nothing stays open behind it."""

import asyncio
import threading

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.details_steps import details, shows
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually
from tui.engine.fake import FakeEngine
from tui.model.looks import Inspected, Sample, Subject
from tui.screens.details import DetailsScreen
from tui.screens.lab import LabScreen
from tui.widgets import stats_tab

pytestmark = pytest.mark.usefixtures("printing")


@pytest.fixture
def copied(monkeypatch) -> list[str]:
    """What was copied."""
    texts: list[str] = []
    monkeypatch.setattr("tui.chores.Chores.copy", lambda self, text: texts.append(text))
    return texts


@pytest.mark.parametrize(
    ("view", "key", "shown"),
    [
        ("1", "enter", "docker container inspect web"),
        ("2", "d", "docker image inspect nginx:1.29"),
        ("4", "enter", "docker volume inspect data"),
        ("5", "enter", "docker network inspect bridge"),
    ],
)
async def test_each_kind_of_row_opens(lab, view, key, shown):
    """An image has one tab; Esc goes back to the row."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot, view, key)
        await shows(pilot, shown, "Id: ")
        await pilot.press("escape")
        await eventually(lambda: isinstance(app.screen, LabScreen), "the lab")
        assert app.focused is screen_of(app).panes.browser.table


async def test_tabs_go_round_and_mirror_commands(lab):
    """By number, Tab and arrows; only the one that is shown looks at the engine."""
    app = lab()
    async with app.run_test(size=NARROW) as pilot:
        await details(pilot)
        for key, shown in (
            ("tab", "docker container logs --tail 200 --follow web"),
            ("right", "docker container stats web"),
            ("4", "docker container top web"),
            ("left", "docker container stats web"),
            ("shift+tab", "docker container logs --tail 200 --follow web"),
            ("1", "docker container inspect web"),
            ("shift+tab", "mounts and ports"),
        ):
            await pilot.press(key)
            await shows(pilot, shown)


async def test_the_tree_is_searched_and_copied(lab, copied):
    """`/` and n go round what was found; what was unfolded on the way is folded again."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await shows(pilot, "NetworkSettings")
        await pilot.press("slash", *"ipadd")
        await shows(pilot, "172.17.0.2")
        await pilot.press(*("backspace",) * 5, *"exit")
        await shows(pilot, "ExitCode: 0")
        assert "172.17.0.2" not in text_of(app)
        await pilot.press("enter", "y", "Y")
        assert copied == ["0", "{{.State.ExitCode}}"]
        await pilot.press("slash", *("backspace",) * 4, *"nginx", "enter")
        await shows(pilot, "1 of 3")
        await pilot.press("N")
        await shows(pilot, "3 of 3")
        await pilot.press("n", "n")
        await shows(pilot, "2 of 3")
        await pilot.press("escape")
        await eventually(lambda: "of 3" not in text_of(app))
        assert isinstance(app.screen, DetailsScreen)


async def test_inspect_is_read_again_when_the_container_changes(lab, engine):
    """With what is unfolded kept so."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await shows(pilot, "NetworkSettings")
        await pilot.press("slash", *"status", "enter")
        await shows(pilot, 'Status: "running"')
        engine.exit("web", 3)
        await shows(pilot, 'Status: "exited"')


async def test_a_log_is_followed_until_one_scrolls_up(lab, engine):
    """What comes meanwhile is counted; End follows again; `/` shows some lines only."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await pilot.press("2")
        await shows(pilot, "It has printed nothing.")
        engine.print("web", *(f"line {n}." for n in range(100)))
        await shows(pilot, "line 99.")
        await pilot.press("pageup")
        await shows(pilot, "stopped here")
        engine.print("web", "new line")
        await shows(pilot, "1 new")
        assert "line 99." not in text_of(app)
        await pilot.press("end")
        await shows(pilot, "new line", "following")
        await pilot.press("slash", *"7.", "enter")
        await shows(pilot, "line 7.", "line 97.")
        assert "line 98." not in text_of(app)
        engine.exit("web")
        await shows(pilot, "ended")
        engine.start("web")
        await shows(pilot, "following")


async def test_a_log_goes_on_when_the_engine_is_back(lab, engine):
    """Without a key."""
    engine.print("web", "one")
    async with lab().run_test(size=NARROW) as pilot:
        await details(pilot)
        await pilot.press("2")
        await shows(pilot, "one", "following")
        engine.go_away()
        await pilot.press("c")
        await shows(pilot, "The fake engine is away")
        engine.come_back()
        engine.print("web", "two")
        await shows(pilot, "two", "following")


async def test_what_a_log_holds_cant_act(lab, engine):
    """No markup, no escape sequences."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        engine.print("web", "[bold red]x[/bold] [link='a']", "\\x1b]0;t")
        await pilot.press("2")
        await shows(pilot, "[bold red]x[/bold] [link='a']", "\\x1b]0;t")


async def test_stats_are_drawn_at_a_pace(lab, engine, monkeypatch):
    """A sample each second, a drawing each two."""
    monkeypatch.setattr(stats_tab, "EVERY", 3600.0)
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await pilot.press("3")
        await eventually(lambda: engine.looked_at)
        engine.use("web", Sample(None, 2**20))
        await shows(pilot, "1MiB")
        engine.use("web", Sample(50.0, 2**21))
        tab = app.screen.query_one("#stats")
        await eventually(lambda: len(tab._samples) == 2)
        assert "2MiB" not in text_of(app).replace("1MiB /", "")
        engine.exit("web")
        await shows(pilot, "It has stopped")
        await eventually(lambda: not tab.runs, "the news of it")
        await pilot.press("c")
        await shows(pilot, "web is not running")
        await pilot.press("4")
        await shows(pilot, "no processes")
        engine.start("web")
        await shows(pilot, "4242")


async def test_keys_that_come_too_early_do_no_harm(lab):
    """The dialog is asked for, and isn't there yet."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        lab_screen = screen_of(app)
        outside = lab_screen.outside
        subject = Subject("volume", "data", "data")
        app.push_screen(DetailsScreen(subject, lab_screen.attempt.journal, outside.looks, outside.copy))
        for action in ("go(1)", "find", "look_again", "turn(1)", "back"):
            await app.screen.run_action(action)
        await shows(pilot, "docker volume inspect data", "Name:")


async def test_trouble_is_a_sentence_in_the_tab(lab, engine):
    """The engine goes away; what was shown stays, and a new question says what is wrong."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await shows(pilot, "NetworkSettings")
        engine.go_away()
        await pilot.press("c")
        await shows(pilot, "The fake engine is away.")
        assert "NetworkSettings" in text_of(app)
        await pilot.press("4")
        await shows(pilot, "The fake engine is away.")


async def test_a_row_that_has_just_gone_says_so(lab, engine, monkeypatch):
    """Removed between the list and the look."""
    monkeypatch.setattr(FakeEngine, "inspect", lambda self, kind, id: None)
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await shows(pilot, "It has been removed.")


async def test_an_open_log_holds_up_neither_closing_nor_leaving(lab, engine):
    """A reader that waits, and one in a request that hangs."""
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await pilot.press("2")
        await eventually(lambda: engine.looked_at == 1)
        await pilot.press("escape")
        await eventually(lambda: engine.looked_at == 0)
        await pilot.press("d", "3")
        await eventually(lambda: engine.looked_at == 1)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1.5


async def test_an_engine_that_hangs_holds_up_nothing(lab, monkeypatch):
    """Its thread is left behind, and lets go of what it gets too late."""
    let = threading.Event()

    def hang(self, kind, id) -> Inspected:
        let.wait(10)
        return Inspected({})

    monkeypatch.setattr(FakeEngine, "inspect", hang)
    app = lab()
    async with app.run_test(size=WIDE) as pilot:
        await details(pilot)
        await shows(pilot, "Asking the engine")
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1.5
    let.set()
    await eventually(lambda: not [each for each in threading.enumerate() if each.name == "look"])
