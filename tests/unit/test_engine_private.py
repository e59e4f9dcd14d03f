"""The private engine's pure parts: its command line, its subnet, its log's last words, its mounts."""

import sys
import threading
from ipaddress import IPv4Network
from itertools import pairwise
from pathlib import Path

import pytest

from tests.waiting import DEADLINE
from tui.engine.private import PrivateEngine, Rootful, hub
from tui.engine.private.facts import MachineFacts
from tui.engine.private.kind import Refusal, first_fix
from tui.engine.private.layout import Layout
from tui.engine.private.network import OTHER_SUBNETS, choose_subnet, reached_networks
from tui.engine.private.processes import command_line, detach, end, find, find_mine, until
from tui.engine.private.remains import mounts_under
from tui.engine.private.rootful import PACKAGES
from tui.engine.private.words import last_words, meaning
from tui.errors import EngineError
from tui.images.hub import Hub
from tui.images.layout import Store


@pytest.fixture
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    folder = tmp_path_factory.mktemp("x")  # a test's own is named after the test, which is too long for sockets
    return Layout(folder / "d", folder / "r", folder / "hub")


def test_options_that_harm_a_neighbour_are_never_used(layout):
    """Each deletes or flushes something of the system's engine; measured."""
    command = Rootful("lab9").command(layout, 5053)
    pairs = dict(pairwise(command))
    assert pairs["--bridge"] == "lab9"
    assert "--iptables=false" in command
    assert not [word for word in command if word.startswith(("--default-address-pool", "--iptables=true", "--bip"))]
    assert "none" not in command


def test_everything_shared_is_named_after_the_engine(layout):
    """Namespaces, cgroups, folders: none of them the system engine's."""
    command = Rootful("lab9").command(layout, 5053)
    pairs = dict(pairwise(command))
    assert pairs["--containerd-namespace"] == "lab9"
    assert pairs["--containerd-plugins-namespace"] == "lab9-plugins"
    assert pairs["--cgroup-parent"] == "/lab9"
    assert pairs["--data-root"] == str(layout.root)
    assert pairs["--config-file"] == str(layout.data / "daemon.json")
    assert pairs["--host"] == layout.url
    assert pairs["--registry-mirror"] == "http://127.0.0.1:5053"


def test_a_path_too_long_for_a_socket_is_refused(tmp_path):
    """containerd allows 104 bytes, and dockerd says no more than that it waited in vain."""
    layout = Layout(tmp_path / "d", tmp_path / ("r" * 80), tmp_path / "h")
    with pytest.raises(EngineError, match="too long a path"):
        layout.make()


def test_data_is_private(layout):
    """It holds what is in the learner's images and volumes."""
    layout.make()
    assert layout.data.stat().st_mode & 0o777 == 0o700


ROUTES = [
    {"dst": "default", "gateway": "10.0.0.1", "dev": "eth0"},
    {"dst": "10.213.0.0/16", "dev": "tun0"},
    {"dst": "10.214.77.0/24", "dev": "br9"},
    {"type": "local", "dst": "127.0.0.0/8", "dev": "lo"},
    {"type": "unreachable", "dst": "172.29.77.5"},
]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"hub_port": "five"}', '{"hub_port": 5, "subnet": 6}'])
def test_a_memory_that_is_none_is_as_at_the_first_start(tmp_path, content):
    data = tmp_path / "data"
    data.mkdir()
    (data / "engine.json").write_text(content, encoding="utf-8")
    engine = PrivateEngine(Rootful("label"), data, tmp_path / "run", tmp_path / "store")
    assert engine.status().subnet == ""


def test_routes_tell_what_is_taken():
    """But for the default, this machine's own addresses, and our bridge's."""
    assert reached_networks(ROUTES, but_through="br9") == (
        IPv4Network("10.213.0.0/16"),
        IPv4Network("172.29.77.5/32"),
    )


def test_a_subnet_that_is_routed_is_not_used():
    """The next one is."""
    taken = reached_networks(ROUTES, but_through="br9")
    assert choose_subnet(("10.213.77.1/24", *OTHER_SUBNETS), taken) == "10.214.77.1/24"
    assert choose_subnet(("10.213.77.1/24", *OTHER_SUBNETS), ()) == "10.213.77.1/24"


def test_no_subnet_left_is_said():
    """A VPN that takes everything."""
    with pytest.raises(EngineError, match="no subnet"):
        choose_subnet(OTHER_SUBNETS, [IPv4Network("0.0.0.0/0")])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "its log is empty"),
        (['time="…" level=info msg="Starting up"', "failed to start daemon: no.", ""], "failed to start daemon: no"),
        (
            ['time="…" level=error msg="can\'t \\"mount\\"" error=x', 'time="…" level=info msg="stopping"'],
            'can\'t "mount"',
        ),
        (['time="…" level=info msg="Starting up"'], "Starting up"),
    ],
)
def test_the_last_words_that_mean_something(lines, words):
    """Fatal or bare lines over information, without the log's dress."""
    assert meaning([line for line in lines if line]) == words


def test_a_log_that_is_not_there(tmp_path):
    """Says so."""
    assert last_words(tmp_path / "none.log") == "it left no log"


def test_mounts_are_found_innermost_first():
    """Only those under the folder; the kernel writes a space as \\040."""
    table = "\n".join(
        f"36 35 98:0 / {point} rw,noatime master:1 - ext3 /dev/root rw"
        for point in ("/", "/lab", "/lab/a\\040b", "/lab/a\\040b/c", "/labour")
    )
    assert mounts_under(Path("/lab"), table) == ["/lab/a b/c", "/lab/a b", "/lab"]


def test_missing_programs_name_their_package():
    """What to install, and that it takes root."""
    facts = MachineFacts(uid=1000, programs=frozenset({*PACKAGES} - {"ip"}))
    assert [(each.what, each.fix, each.package) for each in Rootful("lab9").refusals(facts)] == [
        ("root", "Run the lab as root, or use another engine.", ""),
        ("ip", "Install it: sudo apt-get install iproute2", "iproute2"),
    ]


def test_root_without_mounts_of_its_own_has_no_engine_of_its_own():
    """In a chroot `unshare --mount` may be refused; that is known before the start."""
    refused = Rootful("lab9").refusals(MachineFacts(uid=0, mounts=False))
    assert [each.what for each in refused] == ["mounts"]
    assert "unshare --mount is refused" in refused[0].why


def test_one_command_installs_all_that_is_missing():
    """Whoever installs a package at a time is refused once for each."""
    missing = Rootful("lab9").refusals(MachineFacts(uid=0, programs=frozenset({*PACKAGES} - {"ip", "runc"})))
    assert first_fix(missing).endswith("sudo apt-get install runc iproute2")
    assert first_fix([Refusal("root", "It needs root.", "Be root."), *missing]) == "Be root."
    assert first_fix(()) == ""


def test_an_engine_whose_containers_could_not_start_is_refused():
    """Where no cgroups are mounted dockerd comes up, and says so only at the first container."""
    [refusal] = Rootful("lab9").refusals(MachineFacts(uid=0, cgroups=0))
    assert "No cgroups are mounted" in refusal.why


def test_a_logs_words_cant_act_on_the_terminal():
    """They may quote what a learner or an image chose."""
    assert meaning(['level=fatal msg="bad \x1b[31mname"']) == r"bad \x1b[31mname"


def test_the_hub_is_known_whichever_python_runs_it(tmp_path, monkeypatch):
    """The lab may be installed more than once, and `python3` and `python` are the same program."""
    port = hub.start(tmp_path / "store", tmp_path / "log", hub._free_port())
    try:
        monkeypatch.setattr(hub.sys, "executable", "/another/bin/python3")
        assert hub.runs(tmp_path / "store", port)
        assert hub.start(tmp_path / "store", tmp_path / "log", port) == port
    finally:
        hub.stop(tmp_path / "store", port)
    assert not hub.answers(port)


def test_a_hub_that_comes_second_takes_another_port(tmp_path, monkeypatch):
    """Labs may begin in the same moment: the port was free when it was looked at; then another's answers there."""
    with Hub(Store(tmp_path / "theirs")) as theirs:
        threading.Thread(target=theirs.serve_forever, daemon=True).start()
        monkeypatch.setattr(hub, "is_free", lambda *_: True)
        port = hub.start(tmp_path / "store", tmp_path / "log", theirs.port)
        theirs.shutdown()
    try:
        assert port != theirs.port
        assert hub.runs(tmp_path / "store", port)
    finally:
        hub.stop(tmp_path / "store", port)


def test_a_detached_program_is_found_and_ended(tmp_path, monkeypatch):
    """It has a session of its own, its words in the log, and ends when asked; it is nobody else's."""
    log = tmp_path / "log"
    marker = str(tmp_path)
    code = "import os, time; print(os.getsid(0) == os.getpid(), os.getcwd(), flush=True); time.sleep(60)"
    pid = detach([sys.executable, "-c", code, marker], log)
    assert until(lambda: log.read_text(encoding="utf-8") == "True /\n", DEADLINE)

    def ours(words: list[str]) -> bool:
        return words[-1] == marker and words[0] == sys.executable

    assert find_mine(ours) == [pid]
    with monkeypatch.context() as other:
        other.setattr("os.geteuid", lambda: 65534)
        assert (find(ours), find_mine(ours)) == ([pid], [])
    end([pid], grace=5.0)
    assert command_line(pid) == []


def test_a_program_that_ignores_the_request_is_killed(tmp_path):
    """After its grace."""
    log = tmp_path / "log"
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    pid = detach([sys.executable, "-c", code], log)
    assert until(lambda: log.read_text(encoding="utf-8") == "ready\n", DEADLINE)
    end([pid], grace=0.1)
    assert command_line(pid) == []


def test_a_program_that_is_not_there_is_in_the_log(tmp_path):
    """The launcher can't know; whoever waits for the program reads it."""
    pid = detach(["/nosuch/program"], tmp_path / "log")
    assert until(lambda: not command_line(pid), DEADLINE)
    assert "not found" in last_words(tmp_path / "log")
