"""The private engine's life: start, reuse, crash, reboot, stop; and what it leaves behind, which is nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.engine.conftest import docker_for, import_tiny, new_engine
from tests.listening import LOOPBACK, listening
from tui.engine.ping import Reply, ping
from tui.engine.private import PrivateEngine, Rootful, requirements
from tui.engine.private.processes import command_line, find, until
from tui.errors import EngineError

pytestmark = pytest.mark.engine

DRIVER = Path(__file__).with_name("drive_engine.py")


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short name: sockets allow 104 bytes."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[PrivateEngine]:
    """An engine of the test's own, not yet started."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    engine = new_engine(tmp_path, tmp_path / "store")
    yield engine
    engine.clean()
    assert remains(engine, tmp_path) == []


def processes(folder: Path) -> list[int]:
    """Everything that runs with a path under the folder in its arguments."""
    return find(lambda words: any(f"{folder}/" in word for word in words))


def dockerd(folder: Path) -> list[int]:
    """The engine itself."""
    return [pid for pid in processes(folder) if command_line(pid)[0] == "dockerd"]


def remains(engine: PrivateEngine, folder: Path) -> list[str]:
    """What is left of an engine on this machine, outside its data."""
    name = engine.kind.label
    links = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    cgroups = Path("/sys/fs/cgroup")
    return [
        *(" ".join(command_line(pid)) for pid in processes(folder)),
        *(line for line in links.splitlines() if line.startswith(name)),
        *(line for line in mounts.splitlines() if f"{folder}/" in line),
        *(str(path) for path in (*cgroups.glob(name), *cgroups.glob(f"*/{name}"))),
    ]


def test_it_starts_and_a_second_start_finds_it(engine, tmp_path):
    """The second one changes nothing."""
    engine.start()
    [pid] = dockerd(tmp_path)
    engine.start()
    assert dockerd(tmp_path) == [pid]
    assert engine.status().running
    assert engine.status().hub


def test_only_its_owner_reaches_the_socket(engine):
    """Who may write to it is root."""
    engine.start()
    path = Path(engine.endpoint.url.removeprefix("unix://"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_nobody_on_the_network_reaches_any_of_it(engine, tmp_path):
    """The hub is for this machine alone, and the engine has no address at all."""
    engine.start()
    assert len(processes(tmp_path)) >= 3
    assert listening(processes(tmp_path)) == {LOOPBACK}


def test_it_outlives_the_lab_that_started_it(engine, tmp_path):
    """A session of its own, at no terminal, and no child of ours."""
    engine.start()
    [pid] = dockerd(tmp_path)
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    parent, session, terminal = int(stat[1]), int(stat[3]), int(stat[4])
    assert parent != os.getpid()
    assert session == pid
    assert terminal == 0
    assert Path(f"/proc/{pid}/cwd").readlink() == Path("/")


def test_containers_can_be_interrupted(engine, tmp_path):
    """A launcher that left SIGINT ignored would make Ctrl-C useless in every container."""
    engine.start()
    docker = docker_for(engine, tmp_path)
    ignored = docker("run", "--rm", import_tiny(docker), "/bin/busybox", "grep", "SigIgn", "/proc/self/status")
    assert int(ignored.stdout.split()[1], 16) & (1 << (signal.SIGINT - 1)) == 0


def test_two_starts_at_once_make_one_engine(engine, tmp_path):
    """Two labs open at the same moment; both find an engine, the same one."""
    command = [sys.executable, str(DRIVER), str(tmp_path), engine.kind.label, "start"]
    labs = [subprocess.Popen(command) for _ in range(2)]
    assert [lab.wait(60) for lab in labs] == [0, 0]
    assert len(dockerd(tmp_path)) == 1
    assert len(find(lambda words: "tui.images.hub" in words and f"{tmp_path}/store" in words)) == 1
    assert engine.status().running


def test_stop_leaves_the_data_and_nothing_else(engine, tmp_path):
    """A container that ignores SIGTERM, a network and a published port included."""
    engine.start()
    docker = docker_for(engine, tmp_path)
    tiny = import_tiny(docker)
    bridge = f"br-{docker('network', 'create', 'mine').stdout[:12]}"
    docker("run", "-d", "--name", "deaf", "-p", "127.0.0.1::80", tiny, "sh", "-c", "trap '' TERM; sleep 1000")
    docker("run", "-d", "--network", "mine", tiny, "sleep", "1000")
    begun = time.monotonic()
    engine.stop()
    assert time.monotonic() - begun < 8
    assert remains(engine, tmp_path) == []
    assert not Path(f"/sys/class/net/{bridge}").exists()
    assert not engine.status().running
    assert not engine.status().hub
    engine.start()
    listed = docker("ps", "-a", "--filter", "name=deaf", "--format", "{{.Status}}").stdout
    assert listed.startswith("Exited")
    assert docker("run", "--rm", tiny, "echo", "works").stdout == "works\n"


def test_a_killed_engine_starts_again(engine, tmp_path):
    """`kill -9` leaves pidfile, socket, shims and a running container; the next start copes with all."""
    engine.start()
    docker = docker_for(engine, tmp_path)
    docker("run", "-d", "--name", "web", import_tiny(docker), "sleep", "1000")
    [pid] = dockerd(tmp_path)
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not command_line(pid), 10.0)
    engine.start()
    assert docker("start", "web").stdout == "web\n"
    assert len(dockerd(tmp_path)) == 1


def test_a_killed_engine_is_stopped_to_the_last_process(engine, tmp_path):
    """Stop finds what a dead engine left running, the containers' programs included."""
    engine.start()
    docker = docker_for(engine, tmp_path)
    container = docker("run", "-d", import_tiny(docker), "sleep", "1234567").stdout.strip()
    program = int(docker("inspect", "--format", "{{.State.Pid}}", container).stdout)
    [pid] = dockerd(tmp_path)
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not command_line(pid), 10.0)
    engine.stop()
    assert command_line(program) == []
    assert remains(engine, tmp_path) == []


def test_stale_pidfile_and_socket_are_recognised(engine, tmp_path):
    """The pid in the file is a living process, but not an engine; dockerd alone would refuse to start."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    (run / "engine.pid").write_text(str(os.getpid()), encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(run / "docker.sock"))
    assert ping(engine.endpoint.url) is Reply.NOBODY
    engine.start()
    assert engine.status().running


def test_an_engine_whose_sockets_were_swept_away_is_started_anew(engine, tmp_path):
    """As when a session's own folder is removed at its end; the old one could never be reached again."""
    engine.start()
    [lost] = dockerd(tmp_path)
    subprocess.run(["rm", "-r", str(tmp_path / "run")], check=True)
    engine.start()
    assert engine.status().running
    [pid] = dockerd(tmp_path)
    assert pid != lost


@pytest.mark.parametrize("swept", [False, True], ids=["sockets there", "sockets gone"])
def test_an_engine_with_its_sockets_elsewhere_is_moved(engine, tmp_path, swept):
    """The same data, another place for sockets, and so another name: all that had the old name goes."""
    first = new_engine(tmp_path, tmp_path / "store", runtime="was")
    first.start()
    docker = docker_for(first, tmp_path)
    docker("run", "--name", "kept", import_tiny(docker), "true")
    if swept:
        subprocess.run(["rm", "-r", str(tmp_path / "was")], check=True)
    engine.start()
    assert len(dockerd(tmp_path)) == 1
    assert docker_for(engine, tmp_path)("ps", "-aq", "--filter", "name=kept").stdout
    assert not first.status().running
    assert not Path(f"/sys/class/net/{first.kind.label}").exists()
    assert not list(Path("/sys/fs/cgroup").glob(f"*/{first.kind.label}"))


def test_stop_finds_an_engine_with_its_sockets_elsewhere(engine, tmp_path):
    """Before the new place was ever used."""
    first = new_engine(tmp_path, tmp_path / "store", runtime="was")
    first.start()
    engine.stop()
    assert remains(first, tmp_path) == []


def test_after_a_reboot_images_and_containers_are_there(engine, tmp_path):
    """A reboot takes the bridge and the runtime folder, and leaves the data."""
    engine.start()
    docker = docker_for(engine, tmp_path)
    docker("run", "--name", "done", import_tiny(docker), "true")
    engine.stop()
    subprocess.run(["rm", "-r", str(tmp_path / "run")], check=True)
    engine.start()
    assert docker("ps", "-a", "--format", "{{.Names}}").stdout == "done\n"
    assert docker("start", "--attach", "done").returncode == 0


def test_the_hub_is_the_engines_mirror_and_keeps_its_port(engine, tmp_path):
    """A pull goes there first; the port is the same at the next start."""
    engine.start()
    port = json.loads((tmp_path / "data" / "engine.json").read_text(encoding="utf-8"))["hub_port"]
    docker = docker_for(engine, tmp_path)
    mirrors = docker("info", "--format", "{{json .RegistryConfig.Mirrors}}").stdout
    assert json.loads(mirrors) == [f"http://127.0.0.1:{port}/"]
    engine.stop()
    engine.start()
    assert json.loads((tmp_path / "data" / "engine.json").read_text(encoding="utf-8"))["hub_port"] == port


def test_a_hub_that_died_is_started_again(engine, tmp_path):
    """Without a restart of the engine, as its port is still free."""
    engine.start()
    [engine_pid] = dockerd(tmp_path)
    [hub_pid] = find(lambda words: "tui.images.hub" in words and f"{tmp_path}/store" in words)
    os.kill(hub_pid, signal.SIGKILL)
    assert until(lambda: not command_line(hub_pid), 10.0)
    engine.start()
    assert engine.status().hub
    assert dockerd(tmp_path) == [engine_pid]


def test_a_port_taken_by_another_is_left_to_it(engine, tmp_path):
    """The hub takes another one, and the engine is told of that."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        (tmp_path / "data").mkdir()
        memory = {"hub_port": taken, "subnet": ""}
        (tmp_path / "data" / "engine.json").write_text(json.dumps(memory), encoding="utf-8")
        engine.start()
    port = json.loads((tmp_path / "data" / "engine.json").read_text(encoding="utf-8"))["hub_port"]
    assert port != taken
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/v2/")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_subnet_this_machine_routes_is_left_alone(tmp_path):
    """As with a VPN; the bridge gets another one, and keeps it."""
    base = new_engine(tmp_path, tmp_path / "store").kind.label
    vpn = f"{base[:12]}vp"
    subprocess.run(["ip", "link", "add", vpn, "type", "bridge"], check=True)
    engine = PrivateEngine(Rootful(base, "10.217.8.1/24"), tmp_path / "data", tmp_path / "run", tmp_path / "store")
    try:
        for arguments in (["addr", "add", "10.217.1.1/16", "dev", vpn], ["link", "set", vpn, "up"]):
            subprocess.run(["ip", *arguments], check=True)
        engine.start()
        chosen = engine.status().subnet
        assert chosen != "10.217.8.1/24"
        shown = subprocess.run(["ip", "-brief", "addr", "show", base], capture_output=True, text=True, check=True)
        assert chosen in shown.stdout
        engine.stop()
        engine.start()
        assert engine.status().subnet == chosen
    finally:
        engine.clean()
        subprocess.run(["ip", "link", "del", vpn], check=True)


def test_a_failed_start_quotes_the_engine_and_leaves_nothing(engine, tmp_path):
    """The last line of its log that means something, and where the log is."""
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "root").write_text("in the way", encoding="utf-8")
    with pytest.raises(EngineError, match=r"did not start: .*data/root") as caught:
        engine.start()
    assert "engine.log" in caught.value.remedy
    assert remains(engine, tmp_path) == []
    (tmp_path / "data" / "root").unlink()


def test_another_engines_bridge_is_refused(engine, tmp_path_factory):
    """Two labs of two users must not share a bridge without knowing; and cleaning up leaves the other's alone."""
    engine.start()
    other = tmp_path_factory.mktemp("other")
    bridge = engine.kind.label
    twin = PrivateEngine(Rootful(bridge), other / "data", other / "run", other / "store")
    with pytest.raises(EngineError, match="uses the bridge"):
        twin.start()
    twin.clean()
    assert engine.status().running
    assert Path(f"/sys/class/net/{bridge}").exists()
    assert processes(other) == []


def test_clean_removes_what_it_listed(engine, tmp_path):
    """The list names data, bridge and running engine; afterwards there is nothing to list."""
    engine.start()
    listed = engine.leftovers()
    assert str(tmp_path / "data" / "root") in listed
    assert any("bridge" in line for line in listed)
    engine.clean()
    assert engine.leftovers() == ()
    assert not (tmp_path / "data").exists()
