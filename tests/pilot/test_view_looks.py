"""How the browser's views look with the focus on them: the cursor, the keys, and what is new. The log's are with its
tests."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.rows import USAGE
from tests.pilot.steps import NARROW, SIZES, WIDE, sized
from tests.waiting import eventually
from tui.model.engine import ContainerDetails, Mount
from tui.model.facts import HistoryRow, ImageDetails

pytestmark = pytest.mark.usefixtures("calm")

KEYS = {"containers": "1", "images": "2", "layers": "3", "volumes": "4", "networks": "5", "events": "7", "disk": "8"}
AWAITED = {"layers": "COPY app", "disk": "84.41MB"}
"""What comes last, where the engine is asked for it once the view is shown."""
LAYERS = ImageDetails(
    "", (HistoryRow('CMD ["sh"]', 0), HistoryRow("COPY app /app", 9_200_000), HistoryRow("base", 1_980_000)), ("a", "b")
)


@pytest.fixture
def busy(engine, settled):
    """An engine that holds some of each, and one of each that has just come; then to a view of the browser."""
    engine.create_volume("3f2a1b4c5d6e" + "0" * 52)
    engine.create_volume("pgdata")
    engine.run("db", "busybox", "sh", ContainerDetails(mounts=(Mount("volume", "pgdata", "/data"),)))
    engine.pull("docker_intro:v0.1", 11_180_000)
    engine.build_unnamed("FROM busybox", 1_990_000)
    for tag in ("docker_intro:v0.1", "busybox:latest", "hello-world:latest"):
        engine.describe(tag, LAYERS)
    engine.disk = USAGE

    def to(view: str):
        async def act(pilot) -> None:
            lab = screen_of(pilot.app)
            await settled(pilot)
            engine.create_network("app")
            await eventually(lambda: "+ network app" in text_of(pilot.app), "the network")
            engine.create_volume("spare")
            await eventually(lambda: "+ volume spare" in text_of(pilot.app), "the volume")
            lab.panes.focus_pane(lab.panes.browser)
            await pilot.press(KEYS[view])
            await eventually(lambda: AWAITED.get(view, "") in text_of(pilot.app), "what is asked for")
            await pilot.press("down")
            await pilot.pause()

        return act

    return to


@sized(*SIZES)
@pytest.mark.parametrize("view", KEYS)
def test_view(snap_compare, lab, busy, size, view):
    """In dark colours."""
    assert snap_compare(lab(), terminal_size=size, run_before=busy(view))


@pytest.mark.parametrize("view", KEYS)
def test_view_in_light_colours(snap_compare, lab, busy, view):
    """Sorted, filtered."""

    async def act(pilot) -> None:
        await busy(view)(pilot)
        await pilot.press("o", "slash")
        await eventually(lambda: screen_of(pilot.app).panes.browser.filter_line.has_focus, "the line")
        await pilot.press("s")
        await eventually(lambda: "filter: s (" in text_of(pilot.app), "the rows")
        await pilot.pause()

    assert snap_compare(lab(theme="light"), terminal_size=WIDE, run_before=act)


@pytest.mark.parametrize("view", KEYS)
def test_view_without_colour(snap_compare, lab, busy, monkeypatch, view):
    """The cursor and what is the engine's own show by shape and words."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(lab(), terminal_size=NARROW, run_before=busy(view))
