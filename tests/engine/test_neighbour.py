"""A private engine beside an ordinary one, in a network namespace of their own: the ordinary one must not notice."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import docker_for, import_tiny
from tests.waiting import DEADLINE
from tui.engine.ping import Reply, ping
from tui.engine.private import PrivateEngine, Rootful, requirements
from tui.engine.private.processes import until
from tui.model.engine import Endpoint

pytestmark = pytest.mark.engine

DRIVER = Path(__file__).with_name("drive_engine.py")
PORT = 8088

_number = itertools.count()


class Namespace:
    """A network namespace, and commands run in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        subprocess.run(["ip", "netns", "add", name], check=True)
        subprocess.run(["ip", "-netns", name, "link", "set", "lo", "up"], check=True)

    def command(self, *words: str) -> list[str]:
        """A command line that runs in the namespace; unlike `ip netns exec` it leaves /sys, and so the cgroups."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *words]

    def run(self, *words: str) -> str:
        """What a command prints."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
        return done.stdout

    def remove(self) -> None:
        """Remove it, and all its interfaces with it."""
        subprocess.run(["ip", "netns", "del", self.name], check=True)


class Neighbour:
    """An ordinary dockerd: default bridge docker0, firewall rules on."""

    def __init__(self, namespace: Namespace, folder: Path) -> None:
        self.endpoint = Endpoint(f"unix://{folder}/docker.sock", "neighbour")
        self._namespace = namespace
        (folder / "daemon.json").write_text("{}", encoding="utf-8")
        options = {
            "config-file": folder / "daemon.json",
            "data-root": folder / "root",
            "exec-root": folder / "exec",
            "pidfile": folder / "dockerd.pid",
            "host": self.endpoint.url,
            "group": "root",
            "cgroup-parent": f"/{namespace.name}",
            "exec-opt": "native.cgroupdriver=cgroupfs",
        }
        words = [f"--{name}={value}" for name, value in options.items()]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(namespace.command("dockerd", *words), stdout=log, stderr=log)
        assert until(lambda: ping(self.endpoint.url) is Reply.ANSWERS, 30.0), (folder / "log").read_text()
        self.docker = docker_for(self, folder)

    def environment(self) -> dict[str, str]:
        """What its docker command needs."""
        return {"DOCKER_HOST": self.endpoint.url}

    def stop(self) -> None:
        """End it, its container first."""
        self.docker("rm", "--force", "web", check=False)
        self._process.terminate()
        self._process.wait(30)

    def facts(self) -> dict[str, object]:
        """All of it that another engine could break."""
        [docker0] = json.loads(self._namespace.run("ip", "-json", "addr", "show", "docker0"))
        rules = self._namespace.run("iptables-save")
        return {
            "docker0": {key: docker0[key] for key in ("ifindex", "address", "flags")},
            "addresses": [f"{info['local']}/{info['prefixlen']}" for info in docker0["addr_info"]],
            # Without the counters of packets and the time of the listing.
            "rules": [re.sub(r"\[\d+:\d+\]", "", line) for line in rules.splitlines() if line[0] != "#"],
            "forwarding": self._namespace.run("cat", "/proc/sys/net/ipv4/ip_forward"),
            "images": self.docker("image", "ls", "--no-trunc").stdout.split("\n")[1].split()[:3],
            "container": self.docker("inspect", "--format", "{{.State.Pid}} {{.State.StartedAt}}", "web").stdout,
            "networks": self.docker("network", "ls", "--no-trunc").stdout,
        }

    def serves(self) -> bool:
        """Whether its container answers, at its own address and at the published port."""
        address = self.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", "web").stdout.strip()
        gateway = self.docker("inspect", "--format", "{{.NetworkSettings.Gateway}}", "web").stdout.strip()
        pages = [
            self._namespace.run("busybox", "wget", "-q", "-O", "-", f"http://{place}/page")
            for place in (address, f"{gateway}:{PORT}")
        ]
        return pages == ["here\n", "here\n"]


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    namespace = Namespace(f"sln{os.getpid()}x{next(_number)}")
    yield namespace
    namespace.remove()


@pytest.fixture
def neighbour(namespace: Namespace) -> Iterator[Neighbour]:
    """An ordinary engine with an image and a web server that runs."""
    # Its sockets' paths may not be long.
    folder = Path(tempfile.mkdtemp(prefix="sln"))
    neighbour = Neighbour(namespace, folder)
    tiny = import_tiny(neighbour.docker)
    server = "echo here > /page; exec /bin/busybox httpd -f -h / -p 80"
    neighbour.docker("run", "-d", "--name", "web", "--publish", f"{PORT}:80", tiny, "sh", "-c", server)
    assert until(neighbour.serves, DEADLINE)
    yield neighbour
    neighbour.stop()
    subprocess.run(["umount", "--lazy", str(folder / "root")], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)
    for controller in Path("/sys/fs/cgroup").glob(f"*/{namespace.name}"):
        controller.rmdir()


def test_the_neighbour_does_not_notice(namespace, neighbour, tmp_path, tmp_path_factory):
    """Two rounds of start, use and stop: bridge, rules, images, container and its answers stay as they were.

    Two, because an option can do its harm at the second start.
    """
    folder, name = tmp_path_factory.mktemp("lab"), f"slb{os.getpid()}"
    lab = PrivateEngine(Rootful(name), folder / "data", folder / "run", folder / "store")
    docker = docker_for(lab, tmp_path)
    before = neighbour.facts()
    assert before["rules"]
    try:
        for _ in range(2):
            namespace.run(sys.executable, str(DRIVER), str(folder), name, "start")
            tiny = import_tiny(docker)
            docker("run", "-d", "--name", "mine", "--publish", "80", tiny, "sleep", "1000")
            docker("network", "create", "net")
            docker("run", "--rm", "--network", "net", tiny, "true")
            assert neighbour.facts() == before
            assert neighbour.serves()
            docker("rm", "--force", "mine")
            docker("network", "rm", "net")
            namespace.run(sys.executable, str(DRIVER), str(folder), name, "stop")
            assert neighbour.facts() == before
            assert neighbour.serves()
    finally:
        namespace.run(sys.executable, str(DRIVER), str(folder), name, "clean")
