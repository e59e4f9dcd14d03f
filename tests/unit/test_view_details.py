"""The text of the details dialog's tabs."""

import json

import pytest

from tui.model.engine import Container, EngineEvent, Image, Mount, Network, Port, Snapshot, Volume
from tui.model.journal import Journal
from tui.model.looks import LogLine, Processes, Sample, Subject
from tui.view.attached import addresses_of, attached_rows, process_rows
from tui.view.details import container_of, is_there, subject_of
from tui.view.json_tree import above, at, copied, find, nodes, template, tree_rows
from tui.view.log_rows import log_rows
from tui.view.stats_rows import binary_size, plot, scale, stats_rows
from tui.view.toned import TonedRow, said

VALUE = {
    "Id": "abc",
    "State": {"Status": "running", "Pid": 0},
    "Mounts": [{"Type": "bind"}],
    "Env": ["A=1", "B=2"],
    "Ports": {"80/tcp": [{"HostPort": "8080"}], "443/tcp": None},
    "Labels": {},
}
WEB = Container(
    "c1", "web", "nginx", "sha256:1", "nginx -g", 0.0, "running",
    ports=(Port(5000, "tcp", 5050, "0.0.0.0"), Port(80, "tcp"), Port(53, "udp", 53, "::")),
    mounts=(Mount("volume", "data", "/d"), Mount("bind", "/home/ann", "/w", True), Mount("tmpfs", "", "/tmp")),
    networks=("bridge", "lab"),
)  # fmt: skip


def texts(rows) -> list[str]:
    return ["".join(text for text, _ in row.parts).rstrip() for row in rows]


# inspect


def test_a_tree_folds_and_tells_what_is_folded():
    assert texts(tree_rows(VALUE, {("Ports",), ("Ports", "80/tcp")}, (), 60)) == [
        '  Id: "abc"',
        '▸ State {2} Status "running"; Pid 0',
        "▸ Mounts [1]",
        '▸ Env [2] "A=1"; "B=2"',
        "▾ Ports {2}",
        "  ▾ 80/tcp [1]",
        "    ▸ [0] {1} HostPort \"8080\"",
        "    443/tcp: null",
        "  Labels: {}",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [10, 20, 40, 200])
def test_a_long_value_takes_more_rows_of_one_line(width):
    """Nothing of it is lost, and what is folded is cut."""
    long = {"Key": "x" * 100, "Folded": ["y" * 300]}
    rows = tree_rows(long, (), (), width)
    first = [row for row in rows if row.key == ("Key",)]
    assert sum("".join(text for text, _ in row.parts).count("x") for row in first) == 100
    assert max(len(text) for text in texts(rows)) <= max(width, 16)
    assert len([row for row in rows if row.key == ("Folded",)]) == 1


def test_names_and_values_are_found_in_order_also_where_they_are_folded():
    assert list(find(VALUE, "HOST")) == [("Ports", "80/tcp", 0, "HostPort")]
    assert list(find(VALUE, "8")) == [("Ports", "80/tcp"), ("Ports", "80/tcp", 0, "HostPort")]
    assert list(find(VALUE, "running")) == [("State", "Status")]
    assert above(("Ports", "80/tcp", 0)) == {("Ports",), ("Ports", "80/tcp")}
    in_sight = [node.path for node in nodes(VALUE, above(("Ports", "80/tcp", 0)))]
    assert ("Ports", "80/tcp", 0) in in_sight


def test_what_is_copied():
    """Text bare, the rest as JSON that can be read again; and what --format takes."""
    assert copied(at(VALUE, ("State", "Status"))) == "running"
    assert json.loads(copied(at(VALUE, ("Ports",)))) == VALUE["Ports"]
    assert at(VALUE, ("Mounts", 0, "Type")) == "bind"
    assert at(VALUE, ("No", "Such", 1)) is None
    assert template(("State", "Status")) == "{{.State.Status}}"
    assert template(("Ports", "80/tcp", 0, "HostPort")) == '{{(index (index .Ports "80/tcp") 0).HostPort}}'
    assert template(("Mounts", 0)) == "{{index .Mounts 0}}"


def test_a_value_that_is_no_object_has_no_lines():
    assert tree_rows("odd", (), (), 40) == tree_rows(None, (), (), 40) == []


# logs


def test_log_lines_wrap_and_tell_errors():
    lines = [LogLine("one"), LogLine("x" * 25, error=True), LogLine(""), LogLine("漢字" * 5)]
    assert texts(log_rows(lines, "", 12)) == [
        "  one", "! xxxxxxxxxx", "  xxxxxxxxxx", "  xxxxx", "", "  漢字漢字漢", "  字漢字漢字",
    ]  # fmt: skip
    assert texts(log_rows(lines, "ONE", 12)) == ["  one"]


# stats


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0B"), (1023, "1023B"), (5_464_064, "5.211MiB"), (3_900_000_000, "3.632GiB"), (2**50, "1024TiB")],
)
def test_memory_is_written_as_docker_does(count, written):
    assert binary_size(count) == written


def test_a_plot_has_a_block_for_everything():
    """The highest row first; nothing is the lowest block, and what is too high the highest."""
    assert plot([0, 30, 50, 100, 1000], 100, 2) == ["  ▁██", "▁▅███"]
    assert plot([0, 100], 100, 1) == ["▁█"]


@pytest.mark.parametrize(("most", "top"), [(0, 1), (0.3, 1), (1.5, 2), (3, 5), (100, 100), (101, 200), (999, 1000)])
def test_scales_are_round(most, top):
    assert scale(most) == top


def test_stats_in_docker_words():
    samples = [Sample(None, 2**20, 2**30), Sample(12.345, 5 * 2**20, 2**30, 1500, 20, 3)]
    rows = texts(stats_rows(samples, 70))
    assert rows[0] == "CPU %               12.35%"
    assert "MEM USAGE / LIMIT   5MiB / 1GiB" in rows
    assert "MEM %               0.49%" in rows
    assert "NET I/O             1.5kB / 20B" in rows
    assert "PIDS                3" in rows
    assert texts(stats_rows(samples[:1], 70))[0].endswith("…")
    assert "no limit known" in texts(stats_rows([Sample(1.0, 5)], 70))[4]


def test_a_plot_grows_into_the_past():
    """The newest sample and the scale stay where they are."""
    samples = [Sample(float(n), n) for n in range(1, 30)]
    one, many = texts(stats_rows(samples[:1], 80)), texts(stats_rows(samples, 80))
    assert one[2].index("0%") == many[2].index("0%") == one[7].index("0MiB")


@pytest.mark.parametrize("width", [10, 30, 200])
def test_plots_fit(width):
    rows = stats_rows([Sample(float(n), n) for n in range(100)], width)
    assert max(len("".join(text for text, _ in row.parts)) for row in rows[1:3]) <= max(width, 14)


# processes, mounts and ports


def test_processes_keep_pid_and_command_longest():
    found = Processes(("UID", "PID", "PPID", "C", "CMD"), (("root", "1", "0", "0", "sh -c true"), ("x", "2")))
    assert texts(process_rows(found, 60)) == [
        "UID   PID  PPID  C  CMD", "root  1    0     0  sh -c true", "x     2",
    ]  # fmt: skip
    assert texts(process_rows(found, 16))[1] == "1    sh -c true"
    assert process_rows(Processes((), ()), 60)


def test_what_is_attached_is_in_words():
    rows = texts(attached_rows(WEB, {"lab": "172.18.0.2"}, 60))
    assert "  volume data at /d" in rows
    assert "  bind mount /home/ann at /w, read-only" in rows
    assert "  tmpfs at /tmp" in rows
    assert "  published: 0.0.0.0:5050 → 5000/tcp" in rows
    assert "  published: [::]:53 → 53/udp" in rows
    assert "  exposed, not published: 80/tcp" in rows
    assert "  network lab, address 172.18.0.2" in rows
    nothing = texts(attached_rows(Container("c", "c", "i", "i", "", 0.0, "exited"), {}, 60))
    assert "  (none while it isn't running)" in nothing


def test_a_sentence_wraps():
    assert texts(said("one two three", 8)) == ["one two", "three"]
    assert said("", 8) == [TonedRow((("", "plain"),))]


# rows


def test_a_row_is_about_an_object():
    """An image by the tag of its row; what isn't an object, or has gone meanwhile, can't be opened."""
    tagged = Image("sha256:" + "ab" * 32, ("a:1", "a:2"), (), 0.0, 0)
    untagged = Image("sha256:" + "cd" * 32, (), (), 0.0, 0)
    network = Network("n1", "lab", "bridge", "local")
    snapshot = Snapshot((WEB,), (tagged, untagged), (Volume("data", "local"),), (network,))
    journal = Journal(now=snapshot)
    assert subject_of("containers", "c1", journal) == Subject("container", "c1", "web")
    assert subject_of("images", f"{tagged.id} a:2", journal) == Subject("image", tagged.id, "a:2")
    assert subject_of("layers", f"{tagged.id} 3", journal) == Subject("image", tagged.id, "a:1")
    assert subject_of("images", untagged.id, journal) == Subject("image", untagged.id, "cd" * 6)
    assert subject_of("volumes", "data", journal) == Subject("volume", "data", "data")
    assert subject_of("networks", "n1", journal) == Subject("network", "n1", "lab")
    assert subject_of("containers", "gone", journal) is subject_of("disk", "images", journal) is None
    assert container_of(Subject("container", "c1", "web"), snapshot) is WEB
    assert not is_there(Subject("container", "c1", "web"), Snapshot())
    assert is_there(Subject("network", "n1", "lab"), snapshot)


def test_an_event_is_about_an_object():
    """If that is still there; an image may be told by its tag."""
    tagged = Image("sha256:" + "ab" * 32, ("a:1", "a:2"), (), 0.0, 0)
    told = (("container", "c1", "web"), ("image", "a:2", "a:2"), ("image", tagged.id, ""), ("container", "gone", "x"))
    events = tuple(EngineEvent(kind, "create", id, name) for kind, id, name in told)
    journal = Journal(now=Snapshot((WEB,), (tagged,)), events=events)
    assert [subject_of("events", str(place), journal) for place in range(4)] == [
        Subject("container", "c1", "web"),
        Subject("image", tagged.id, "a:2"),
        Subject("image", tagged.id, "a:1"),
        None,
    ]
    assert subject_of("events", "", journal) is None


def test_addresses_are_those_of_each_network():
    """Whatever else the engine may answer."""
    networks = {"a": {"IPAddress": "1.2.3.4", "GlobalIPv6Address": "fd::2"}, "b": {"IPAddress": ""}, "c": None}
    assert addresses_of({"NetworkSettings": {"Networks": networks}}) == {"a": "1.2.3.4, fd::2", "b": "", "c": ""}
    assert addresses_of({"NetworkSettings": None}) == addresses_of(None) == addresses_of([]) == {}
