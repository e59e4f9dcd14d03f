"""The browser's views beside containers: who uses what, what happened, and how rows are arranged."""

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, event, image
from tui.model.engine import Mount, Network, Snapshot, Volume
from tui.model.journal import Journal
from tui.view.arranging import Arrangement, views_named
from tui.view.browsing import VIEWS, Seen
from tui.view.columns import fit
from tui.view.events import MOST, events_table
from tui.view.images import IMAGE_COLUMNS, images_table
from tui.view.surroundings import networks_table, volumes_table
from tui.view.tables import CONTAINER_COLUMNS, Table, containers_table, summary, used_by

NAMELESS = "3f2a1b4c5d6e" + "0" * 52


def cells(table: Table, title: str) -> list[str]:
    index = [column.title for column in table.columns].index(title)
    return [row.cells[index] for row in table.rows]


def mounting(name: str, *volumes: str):
    return container(name, mounts=tuple(Mount("volume", volume, f"/{number}") for number, volume in enumerate(volumes)))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), "unused"),
        (("web",), "web"),
        (("web", "db"), "2: web, db"),
        (("a", "b", "c", "d", "e"), "5: a, b, c, …"),
    ],
)
def test_users_are_counted_before_they_are_named(names, words):
    """A narrow column cuts names, not the number."""
    assert used_by(names) == words


def test_volumes_say_who_uses_them_and_which_have_no_name():
    """A container that mounts one twice counts once; a bind mount of the same name is none."""
    bound = container("bound", mounts=(Mount("bind", "data", "/x"),))
    volumes = (Volume(NAMELESS, "local", 40.0), Volume("data", "local", 90.0))
    table = volumes_table(Snapshot((mounting("db", "data", "data"), bound), volumes=volumes), 100.0)
    assert cells(table, "VOLUME NAME") == ["3f2a1b4c5d6e (anonymous)", "data"]
    assert cells(table, "USED BY") == ["unused", "db"]
    assert cells(table, "CREATED") == ["1 min ago", "10 s ago"]
    assert table.rows[0].name == NAMELESS


def test_networks_say_who_is_in_them_and_the_engines_own_are_dim():
    """These may be unused for ever, and nobody is told to clear them away."""
    networks = (
        Network("1" * 64, "app", "bridge", "local", subnet="172.18.0.0/16"),
        Network("2" * 64, "host", "host", "local"),
        Network("3" * 64, "spare", "bridge", "local"),
    )
    table = networks_table(Snapshot((container("web", networks=("app",)),), networks=networks))
    assert cells(table, "USED BY") == ["web", "", "unused"]
    assert cells(table, "SUBNET") == ["172.18.0.0/16", "", ""]
    assert [row.tone for row in table.rows] == ["plain", "dim", "plain"]
    assert table.rows[0].id == "1" * 12


def test_images_say_who_uses_them_and_how_large_they_are_beside_the_others():
    """By id, whatever name the container was made with."""
    used, spare = image("app:1", "app:2", size=500), image("old:1", id="sha256:2", size=1000)
    table = images_table(Snapshot((container("web", image="1"),), (used, spare)), 60.0)
    assert cells(table, "IN USE BY") == ["web", "web", "unused"]
    assert cells(table, "") == ["█" * 6, "█" * 6, "█" * 12]


def test_events_come_newest_first_and_only_so_many():
    """What they are about by name, or else by the beginning of its id."""
    told = (
        event("image", "pull", "busybox:latest"),
        event("container", "die", "web", exit_code=137),
        event("image", "untag", "", id=f"sha256:{NAMELESS}"),
    )
    table = events_table(told)
    assert cells(table, "ACTION") == ["untag", "die", "pull"]
    assert cells(table, "NAME") == ["3f2a1b4c5d6e", "web", "busybox:latest"]
    assert cells(table, "EXIT") == ["", "137", ""]
    assert [row.tone for row in table.rows] == ["plain", "bad", "plain"]
    many = events_table(told * MOST)
    assert len(many.rows) == MOST
    assert many.rows[0].key == str(3 * MOST - 1)


@pytest.mark.parametrize("moment", [float("nan"), 1e300, -1e300])
def test_an_event_out_of_time_is_listed(moment):
    """The engine's clock is data from outside."""
    assert cells(events_table([replace(event("volume", "create", "x"), time=moment)]), "TIME") == [""]


@pytest.mark.parametrize(
    ("view", "kind"),
    [("containers", "container"), ("images", "image"), ("volumes", "volume"), ("networks", "network")],
)
def test_what_the_engine_will_not_list_is_not_called_empty(view, kind):
    """There may be many."""
    assert VIEWS[view].table(Seen(), 0.0).nothing == f"no {kind}s yet"
    refused = Seen(Journal(now=Snapshot(refused=frozenset({kind}))))
    assert VIEWS[view].table(refused, 0.0).nothing == "the engine won't list them"


@pytest.mark.parametrize("view", [name for name, view in VIEWS.items() if view.essence])
def test_what_is_compared_has_the_keys_of_the_rows(view):
    """Or marks would stand nowhere."""
    snapshot = Snapshot(
        (container(),),
        (image("a:1", "a:2"), image(id="sha256:3")),
        (Volume("data", "local"),),
        (Network("n", "app", "bridge", "local"),),
    )
    seen = Seen(Journal(now=snapshot))
    essence = VIEWS[view].essence
    assert essence is not None
    assert {row.key for row in VIEWS[view].table(seen, 0.0).rows} == set(essence(seen))


def test_joining_a_network_of_ones_own_is_a_change_of_it_and_of_bridge_it_is_none():
    """Every container comes to the latter."""
    networks = (Network("1", "app", "bridge", "local"), Network("2", "bridge", "bridge", "local"))
    essence = VIEWS["networks"].essence
    assert essence is not None

    def compared(*containers):
        return essence(Seen(Journal(now=Snapshot(containers, networks=networks))))

    joined = compared(container("web", networks=("app", "bridge")))
    assert joined["1"] != compared()["1"]
    assert joined["2"] == compared()["2"]


def arranged(arrangement: Arrangement, table: Table) -> list[str]:
    return [row.name for row in arrangement.rows(table.columns, table.rows)]


def column(table: Table, title: str) -> int:
    return [each.title for each in table.columns].index(title)


def test_sizes_and_ages_are_sorted_as_what_they_are():
    """The largest and the newest first: 2GB before 30MB, 3 s before 2 h."""
    images = (
        replace(image("mid:1", id="1", size=30_000_000), created=5.0),
        replace(image("big:1", id="2", size=2_000_000_000), created=9.0),
        replace(image("small:1", id="3", size=400), created=7.0),
    )
    table = images_table(Snapshot(images=images), 10_000.0)
    by_size = Arrangement(column(table, "SIZE"))
    assert arranged(by_size, table) == ["big:1", "mid:1", "small:1"]
    assert arranged(replace(by_size, reverse=True), table) == ["small:1", "mid:1", "big:1"]
    assert arranged(Arrangement(column(table, "CREATED")), table) == ["big:1", "small:1", "mid:1"]
    assert arranged(Arrangement(), table) == ["big:1", "small:1", "mid:1"]
    assert arranged(Arrangement(reverse=True), table) == ["mid:1", "small:1", "big:1"]


def test_containers_sort_by_state_and_then_by_how_long():
    """And by name without regard to case; what is equal stays in its order, or is turned round with the rest."""
    table = containers_table(
        Snapshot(
            (
                container("Zoe", state="running", exit_code=None, since=10.0, created=3.0),
                container("adam", state="running", exit_code=None, since=9000.0, created=2.0),
                container("mia", exit_code=1, created=1.0),
            )
        ),
        20_000.0,
    )
    assert arranged(Arrangement(column(table, "STATUS")), table) == ["mia", "adam", "Zoe"]
    assert arranged(Arrangement(column(table, "NAMES")), table) == ["adam", "mia", "Zoe"]
    same = Arrangement(column(table, "IMAGE"))
    assert arranged(same, table) == arranged(replace(same, reverse=True), table)[::-1] == ["Zoe", "adam", "mia"]


def test_the_order_goes_round_the_columns_that_are_shown():
    """And comes back to the command's own."""
    first = Arrangement().ordered_by_next([2, 5])
    assert first == Arrangement(2)
    assert replace(first, reverse=True).ordered_by_next([2, 5]) == Arrangement(5)
    assert Arrangement(5, filter="x").ordered_by_next([2, 5]) == Arrangement(None, filter="x")
    assert Arrangement(4).ordered_by_next([2, 5]) == Arrangement(2)


def test_a_filter_looks_into_every_cell():
    """Whatever the case, also in what the width has no room for; brackets are brackets."""
    table = containers_table(Snapshot((container("web", command="Sleep 9"), container("db[1]"))), 200.0)
    assert arranged(Arrangement(filter="sLEEP"), table) == ["web"]
    assert arranged(Arrangement(filter="[1"), table) == ["db[1]"]
    assert arranged(Arrangement(filter="exited ("), table) == ["web", "db[1]"]
    assert arranged(Arrangement(filter="nowhere"), table) == []


def test_views_are_named_as_far_as_there_is_room():
    """The keys always, the current name whole, then the short names of those near it."""
    views = [("1", "containers", "cont"), ("2", "images", "img"), ("4", "volumes", "vol"), ("6", "log", "log")]
    assert views_named(views, 1, 37) == ["1 containers", "2 images", "4 volumes", "6 log"]
    assert views_named(views, 1, 36) == ["1 cont", "2 images", "4 vol", "6 log"]
    assert views_named(views, 0, 30) == ["1 containers", "2 img", "4 vol", "6 log"]
    assert views_named(views, 2, 23) == ["1", "2 img", "4 volumes", "6 log"]
    assert views_named(views, 1, 14) == ["1", "2 images", "4", "6"]
    assert views_named(views, 1, 3) == ["1", "2", "4", "6"]


def test_a_pane_of_the_usual_width_names_every_view():
    """At 120 columns 60 cells are left for them."""
    views = [(str(number), name, view.in_short) for number, (name, view) in enumerate(VIEWS.items(), 1)]
    for current, (_, name, _) in enumerate(views):
        named = views_named(views, current, 60)
        assert named[current].endswith(name)
        assert all(" " in each for each in named)
        assert len(" ".join(named)) <= 60


def test_columns_of_containers_go_in_a_fixed_order():
    """The id first, the image last; status and names never."""
    rows = containers_table(Snapshot((container(ports=()),)), 200.0).rows
    gone: list[str] = []
    for width in range(140, 20, -1):
        shown = {CONTAINER_COLUMNS[index].title for index, _ in fit(CONTAINER_COLUMNS, rows, width).cells}
        gone += [each.title for each in CONTAINER_COLUMNS if each.title not in {*shown, *gone, "PORTS"}]
    assert gone == ["CONTAINER ID", "CREATED", "COMMAND", "IMAGE"]


def test_an_images_name_tag_and_size_stay_longest():
    """The bar goes first."""
    rows = images_table(Snapshot(images=(image("app:1"),)), 200.0).rows
    shown = [IMAGE_COLUMNS[index].title for index, _ in fit(IMAGE_COLUMNS, rows, 40).cells]
    assert shown == ["REPOSITORY", "TAG", "SIZE", "IN USE BY"]


def test_the_summary_counts_volumes_and_networks_once_there_are_any():
    """Of networks only what somebody made."""
    networks = (Network("1", "bridge", "bridge", "local"), Network("2", "app", "bridge", "local"))
    assert summary(Snapshot(networks=networks[:1]), "") == "0 containers (0 running) · 0 images"
    held = Snapshot(volumes=(Volume("a", "local"), Volume("b", "local")), networks=networks)
    assert summary(held, "").endswith("0 images · 2 volumes · 1 network")
