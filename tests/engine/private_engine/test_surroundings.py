"""A private engine's hub, ports, subnet and names beside others'; and what clearing it away leaves."""

import json
import os
import signal
import socket
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.engine.conftest import docker_for, new_engine
from tests.engine.private_engine.seen import dockerd, processes, remains
from tests.waiting import DEADLINE
from tui.engine.private import PrivateEngine, Rootful
from tui.engine.private.processes import command_line, find, until
from tui.errors import EngineError

pytestmark = pytest.mark.engine


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
    assert until(lambda: not command_line(hub_pid), DEADLINE)
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
