"""From the model to the words and columns a learner sees."""

import pytest
from rich.cells import cell_len

from tests.unit.conftest import container, image
from tui.model.engine import Port, Snapshot
from tui.model.text import size
from tui.view.ages import duration
from tui.view.columns import clip, clip_middle, fit
from tui.view.images import images_table
from tui.view.marks import SHOWN_FOR, Marks
from tui.view.tables import CONTAINER_COLUMNS, containers_table, port, status, summary


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (47.9 * 3600, "47 h"),
        (48 * 3600, "2 days"),
        (15 * 86400, "2 weeks"),
        (61 * 86400, "2 months"),
        (800 * 86400, "2 years"),
    ],
)
def test_durations_change_units_where_docker_does(seconds, words):
    """The steps of go-units' HumanDuration."""
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0B"), (1112, "1.11kB"), (63_100_000, "63.1MB"), (3_140_000_000, "3.14GB")]
)
def test_sizes_are_dockers_words(count, text):
    """Three digits, decimal units."""
    assert size(count) == text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Exited (0) 3 min ago"),
        ({"exit_code": None}, "Exited (?) 3 min ago"),
        ({"state": "running", "exit_code": None}, "Up 3 min"),
        ({"state": "running", "health": "healthy", "exit_code": None}, "Up 3 min (healthy)"),
        ({"state": "paused", "exit_code": None}, "Up 3 min (Paused)"),
        ({"state": "created", "exit_code": None}, "Created"),
        ({"since": None}, "Exited (0)"),
        ({"state": "restarting", "exit_code": 1}, "Restarting (1) 3 min ago"),
        ({"state": "restarting", "exit_code": None, "since": None}, "Restarting"),
    ],
)
def test_a_status_reads_as_docker_ps_prints_it(changes, words):
    """State and exit code are always in words, never by colour alone."""
    assert status(container(**{"since": 100.0, **changes}), 290.0) == words


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({"state": "running", "exit_code": None}, "good"),
        ({"state": "running", "exit_code": None, "health": "starting"}, "good"),
        ({"state": "running", "exit_code": None, "health": "unhealthy"}, "bad"),
        ({"exit_code": 3}, "bad"),
        ({}, "plain"),
    ],
)
def test_a_row_that_wants_looking_after_stands_out(changes, tone):
    """One that runs but is unwell, too."""
    [row] = containers_table(Snapshot((container(**changes),)), 290.0).rows
    assert row.tone == tone


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Port(5000, "tcp"), "5000/tcp"),
        (Port(5000, "tcp", 5050, "0.0.0.0"), "0.0.0.0:5050->5000/tcp"),
        (Port(5000, "tcp", 5050, "::"), "[::]:5050->5000/tcp"),
    ],
)
def test_ports_read_as_docker_ps_prints_them(given, text):
    """Published and merely exposed ports differ."""
    assert port(given) == text


def test_an_image_has_a_row_for_each_tag_and_one_when_it_has_none():
    """As `docker image ls` lists them; dangling images are shown as what they are."""
    snapshot = Snapshot(images=(image("a:1", "b:2"), image(id="sha256:2")))
    rows = images_table(snapshot, 60.0).rows
    assert [row.cells[:2] for row in rows] == [("a", "1"), ("b", "2"), ("<none>", "<none>")]
    assert rows[2].tone == "dim"


def test_a_tag_on_a_registry_with_a_port_splits_at_the_last_colon():
    """localhost:5050/app:1 is repository localhost:5050/app, tag 1."""
    [row] = images_table(Snapshot(images=(image("localhost:5050/app:1"),)), 60.0).rows
    assert row.cells[:2] == ("localhost:5050/app", "1")


def titles(fitted) -> list[str]:
    return [CONTAINER_COLUMNS[index].title for index, _ in fitted.cells]


def test_columns_go_by_rank_until_the_rest_fits():
    """STATUS and NAMES stay longest; an empty PORTS column takes no room."""
    rows = containers_table(Snapshot((container(),)), 200.0).rows
    wide = ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "NAMES"]
    assert titles(fit(CONTAINER_COLUMNS, rows, 200)) == wide
    assert titles(fit(CONTAINER_COLUMNS, rows, 55)) == ["IMAGE", "STATUS", "NAMES"]
    assert titles(fit(CONTAINER_COLUMNS, rows, 44)) == ["STATUS", "NAMES"]
    assert sum(cells for _, cells in fit(CONTAINER_COLUMNS, rows, 20).cells) + 2 <= 20


def test_columns_stay_where_they_are_while_the_text_fits():
    """Shorter text, or a container that stops, moves nothing; a column that comes to life does."""
    before = fit(CONTAINER_COLUMNS, containers_table(Snapshot((container(),)), 200.0).rows, 120)
    stopped = container(exit_code=3, since=0.0)
    assert fit(CONTAINER_COLUMNS, containers_table(Snapshot((stopped,)), 200.0).rows, 120, before) is before
    published = container(ports=(Port(80, "tcp", 8080, "0.0.0.0"),))
    after = fit(CONTAINER_COLUMNS, containers_table(Snapshot((published,)), 200.0).rows, 120, before)
    assert "PORTS" in titles(after)
    long = container("a" * 30)
    assert fit(CONTAINER_COLUMNS, containers_table(Snapshot((long,)), 200.0).rows, 120, before) is not before


@pytest.mark.parametrize("text", ["short", "a rather long name", "漢字漢字漢字", ""])
def test_clipped_text_fills_its_cells_exactly(text):
    """Wide characters are never cut in half."""
    assert cell_len(clip(text, 8)) == 8


def state(snapshot: Snapshot) -> dict[str, object]:
    return {each.id: each.state for each in snapshot.containers}


def marked(marks: Marks, snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(row.mark, row.name) for row in marks.on(containers_table(snapshot, 10.0).rows)]


def test_rows_are_marked_new_changed_and_gone_and_the_marks_fade():
    """A symbol for each, and gone rows stay in their place until they fade."""
    one, two = container("one", created=2.0), container("two", created=1.0)
    first = Snapshot((one, two))
    marks = Marks(state(first))
    assert marked(marks, first) == [(" ", "one"), (" ", "two")]
    changed = Snapshot((container("two", created=1.0, state="running"), container("new", created=0.0)))
    after = marks.next(state(changed), 11.0, lambda: containers_table(first, 11.0).rows)
    assert marked(after, changed) == [("-", "one"), ("~", "two"), ("+", "new")]
    assert after.ends == 11.0 + SHOWN_FOR
    assert marked(after.faded(11.0 + SHOWN_FOR), changed) == [(" ", "two"), (" ", "new")]
    assert after.faded(11.0 + SHOWN_FOR).ends is None


def test_a_row_that_only_grew_older_is_not_marked():
    """Ages change all the time; that is no news, and no table is made for it."""
    snapshot = Snapshot((container(),))
    marks = Marks(state(snapshot)).next(state(snapshot), 999.0, lambda: pytest.fail("not needed"))
    assert marked(marks, snapshot) == [(" ", "brave_hopper")]


def test_an_object_that_comes_back_is_new():
    """And stands there once."""
    snapshot = Snapshot((container(),))
    gone = Marks(state(snapshot)).next({}, 10.0, lambda: containers_table(snapshot, 10.0).rows)
    assert marked(gone, Snapshot()) == [("-", "brave_hopper")]
    assert marked(gone.next(state(snapshot), 11.0, tuple), snapshot) == [("+", "brave_hopper")]


def test_the_summary_counts():
    """The browser in one line."""
    running = container("up", state="running")
    snapshot = Snapshot((running, container()), (image("a:1"),))
    assert summary(snapshot, "") == "2 containers (1 running) · 1 image"
    assert summary(snapshot, "+ image a:1").endswith("1 image   + image a:1")


@pytest.mark.parametrize("cells", range(1, 14))
@pytest.mark.parametrize("text", ["docker container rm web", "鯨鯨鯨鯨鯨鯨鯨鯨", "short"])
def test_the_middle_of_a_long_text_goes(text, cells):
    """Never more cells than there are, and both ends as long as there is room for them."""
    clipped = clip_middle(text, cells)
    assert cell_len(clipped) <= cells
    assert clipped == text or "…" in clipped
    assert cells < 6 or (clipped[0], clipped[-1]) == (text[0], text[-1])
