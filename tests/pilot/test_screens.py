"""The course map, the search and the page's links: how they look, what they give back."""

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from tests.course_fixture import ABSENT, HERE, course, progress
from tests.pilot.conftest import text_of
from tests.pilot.steps import SIZES
from tui import paths
from tui.course import load
from tui.messages import LinkPressed
from tui.screens.course_map import CourseMapScreen
from tui.screens.links import LinksScreen
from tui.screens.search import SearchScreen
from tui.themes import dress
from tui.view.laid import Laid
from tui.view.lesson import Ending
from tui.view.lesson_summary import lesson_summary
from tui.view.links import page_links
from tui.view.prose import pieces
from tui.widgets.prose import ProseText

SMALL, WIDE = (80, 24), (120, 40)
sized = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


class Harness(App, inherit_bindings=False):
    """Pushes one screen and keeps what it gives back."""

    CSS_PATH = str(paths.shipped("tui") / "screens" / "lab.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Screen | None = None, theme: str = "dark", body=()) -> None:
        super().__init__()
        self.first, self.body, self.given, self.pressed = screen, body, [], []
        dress(self, theme)

    def compose(self):
        """What is shown below the screen."""
        yield from self.body

    def on_mount(self) -> None:
        """Push it."""
        if self.first is not None:
            self.push_screen(self.first, self.given.append)

    def on_link_pressed(self, message: LinkPressed) -> None:
        """Keep what was pressed."""
        self.pressed.append(message.target)


def course_map() -> CourseMapScreen:
    return CourseMapScreen(course(), progress(), ABSENT)


def links(chosen=None, copy=lambda text: None) -> LinksScreen:
    found = page_links(course(), HERE[0], course().lessons[0].pages[2].parts)
    return LinksScreen(found, copy, found[chosen] if chosen is not None else None)


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)


# How they look


@sized
def test_the_course_map_looks(snap_compare, size):
    """All lessons, the one the learner is in and the next unfolded."""
    keys = ("end", "up", "right") if size != SMALL else ()
    assert snap_compare(Harness(course_map()), terminal_size=size, press=keys)


@sized
def test_the_search_looks(snap_compare, size):
    """Hits in titles come first."""
    assert snap_compare(Harness(SearchScreen(course())), terminal_size=size, press=[*"images", "down"])


@sized
def test_the_links_look(snap_compare, size):
    """An address was copied, and stands below."""
    assert snap_compare(Harness(links()), terminal_size=size, press=["end", "enter"])


@pytest.mark.parametrize("screen", ["map", "search", "links"])
def test_they_look_in_light_colours(snap_compare, screen):
    """The light theme."""
    screens = {"map": course_map, "search": lambda: SearchScreen(course()), "links": lambda: links(chosen=2)}
    keys = [*"name"] if screen == "search" else ["down"]
    assert snap_compare(Harness(screens[screen](), "light"), terminal_size=SMALL, press=keys)


PROSE = """\
Words that go on, and **strong** ones, *stressed* ones, `code` and a [link](https://podman.io). They wrap.

### A heading

- one, which is so long that it has to go on in a second line, set in
  - another within
- two

9. nine
10. ten

> A quotation, which has a bar at its left side, on each of its lines.

| name | size |
| :--- | ---: |
| `busybox` | 2 MB |
| [bold]x[/bold] | 111 MB |

---

```dockerfile
FROM debian:12
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
```
"""


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_prose_looks(snap_compare, theme):
    """Everything a page's prose may hold."""
    assert snap_compare(Harness(body=[ProseText(pieces(PROSE))], theme=theme), terminal_size=(60, 36))


def test_a_lessons_summary_looks(snap_compare):
    """What stands at a lesson's end."""
    first = course().lessons[0]
    ending = Ending(first, progress(), ABSENT, ((first.questions[0].text, "wrong"),))
    shown = Static(Laid(lambda width: lesson_summary(ending, width)))
    assert snap_compare(Harness(body=[shown]), terminal_size=(50, 16))


# What they do


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["enter"], HERE),
        (["home", "down", "enter"], ("first", "run")),
        (["down", "down", "enter"], HERE),
        (["end", "up", "enter"], ("second", "build")),
        (["end", "up", "space", "down", "enter"], ("second", "build")),
        (["end", "up", "space", "space", "down", "enter"], ("home", "end")),
        (["home", "enter"], HERE),
        (["end", "up", "right", "right", "down", "enter"], ("second", "build")),
        (["end", "right", "down", "enter"], ("home", "end")),
        (["left", "left", "enter"], HERE),
        (["left", "left", "down", "right", "down", "down", "enter"], ("second", "build")),
        (["escape"], None),
        (["m"], None),
    ],
)
async def test_the_course_map_goes_where_the_cursor_is(keys, given):
    """Pages and tasks lead to their page, lessons to the page one was on or their first; Space folds."""
    app = Harness(course_map())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*keys)
        assert app.given == [given]


async def test_the_course_map_says_how_each_task_was_done():
    """In words, and with the reason where it can't be done."""
    app = Harness(course_map())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("end", "up", "right")
        shown = text_of(app)
        told = [
            "by yourself",
            "after 2 hints",
            "solution shown",
            "skipped",
            "open",
            "not on this machine",
            "3/5",
            "0/1",
        ]
        assert [word for word in told if word not in shown] == []
        assert "It needs BuildKit" in shown
        assert "3 of 6 tasks done" in shown


@pytest.mark.parametrize("key", ["right", "space"])
async def test_what_is_unfolded_at_the_foot_comes_into_sight(key):
    """As much of it as there is room for, with the lesson's own row."""
    app = Harness(course_map())
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("end", "up")
        assert "From a Dockerfile" not in text_of(app)
        await pilot.press(key)
        await pilot.pause()
        shown = text_of(app)
        assert "2.2" in shown
        assert "Exit codes" in shown
        assert "Enter goes there" in shown


async def test_the_course_map_takes_clicks():
    """A lesson unfolds, a page is gone to."""
    app = Harness(course_map())
    async with app.run_test(size=WIDE) as pilot:
        lines = text_of(app).splitlines()
        row = next(y for y, line in enumerate(lines) if "Building an image" in line)
        await pilot.click(offset=(40, row))
        await pilot.pause()
        assert "From a Dockerfile" in text_of(app)
        await pilot.click(offset=(40, row + 1))
        assert app.given == [("second", "build")]


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        ([*"exit codes", "enter"], ("second", "codes")),
        ([*"images", "down", "down", "enter"], ("first", "list")),
        ([*"zzz", "enter", "escape"], None),
        (["escape"], None),
    ],
)
async def test_a_search_goes_to_a_page(keys, given):
    """The first hit, or the one the cursor is on."""
    app = Harness(SearchScreen(course()))
    async with app.run_test(size=SMALL) as pilot:
        for key in keys:
            await pilot.press("space" if key == " " else key)
            await pilot.pause()
        assert app.given == [given]


async def test_links_lead_to_pages_and_addresses_are_copied_and_shown():
    """Whole, however long."""
    copied: list[str] = []
    app = Harness(links(copy=copied.append))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("end", "enter")
        await pilot.pause()
        address = "https://docs.docker.com/reference/cli/docker/container/run/?with=a-rather-long-query&and=more-of-it"
        assert copied == [address]
        shown = "".join(line.strip(" ┃") for line in text_of(app).splitlines())
        assert address in shown
        await pilot.press("home", "down", "enter")
        assert app.given == [("second", "codes")]


async def test_a_page_without_links_says_so():
    """And Escape closes."""
    app = Harness(LinksScreen((), print))
    async with app.run_test(size=SMALL) as pilot:
        assert "no links on this page" in text_of(app)
        await pilot.press("escape")
        assert app.given == [None]


async def test_a_click_on_a_link_in_the_page_is_told():
    """With the address as the page has it; what is no link is only text."""
    app = Harness(body=[ProseText(pieces("Go [there](second#codes) or [home](https://a.io/'\"x), not [x](ftp://y)."))])
    async with app.run_test(size=SMALL) as pilot:
        line = text_of(app).splitlines()[0]
        for word in ("there", "home", "not", "x]", " or "):
            await pilot.click(offset=(max(0, line.find(word)) + 1, 0))
        assert app.pressed == ["second#codes", "https://a.io/'%22x"]


@sized
async def test_the_screens_draw_with_the_shipped_course(size):
    """Whatever is in it."""
    shipped = load(paths.shipped("content"))
    for screen in (CourseMapScreen(shipped, progress()), SearchScreen(shipped)):
        async with Harness(screen).run_test(size=size) as pilot:
            await pilot.press("d", "down")
            assert text_of(pilot.app).strip()
