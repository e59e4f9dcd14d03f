"""The private engine's life: start, reuse, crash, reboot, stop; and what it leaves behind, which is nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.conftest import docker_for, import_tiny, new_engine
from tests.engine.private_engine.seen import dockerd, processes, remains
from tests.listening import LOOPBACK, listening
from tests.waiting import DEADLINE
from tui.engine.ping import Reply, ping
from tui.engine.private.processes import command_line, find, until

pytestmark = pytest.mark.engine

DRIVER = Path(__file__).parents[1] / "drive_engine.py"


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
    assert until(lambda: not command_line(pid), DEADLINE)
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
    assert until(lambda: not command_line(pid), DEADLINE)
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
