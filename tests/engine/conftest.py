"""A real engine for the suite: started once, in folders, a bridge and a subnet of its own."""

import io
import itertools
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tui.engine.docker_sdk import DockerEngine
from tui.engine.private import PrivateEngine, Rootful, requirements

Docker = Callable[..., subprocess.CompletedProcess[str]]
BUSYBOX = Path("/bin/busybox")

_number = itertools.count()


def new_engine(folder: Path, hub_store: Path, runtime: str = "run") -> PrivateEngine:
    """An engine whose names nothing else on the machine has, not even a suite that runs at the same time.

    `runtime` is the name of its folder for sockets.
    """
    name = f"slt{os.getpid()}x{next(_number)}"
    subnet = f"10.215.{os.getpid() % 200}.1/24"
    return PrivateEngine(Rootful(name, subnet), folder / "data", folder / runtime, hub_store)


def docker_for(engine: PrivateEngine, config: Path) -> Docker:
    """A function that runs the docker command against an engine, as the command pane would."""

    def run(*arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        env = {**os.environ, **engine.environment(), "DOCKER_CONFIG": str(config)}
        options = {"text": True, "timeout": 60, **options}
        done = subprocess.run(["docker", *arguments], env=env, capture_output=True, check=False, **options)
        assert not check or done.returncode == 0, f"docker {' '.join(arguments)}: {done.stderr}"
        return done

    return run


def import_tiny(docker: Docker) -> str:
    """Make an image of busybox alone; returns its name."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.add(BUSYBOX, "bin/busybox")
        for applet in ("sh", "sleep", "true", "false", "echo"):
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
    docker("import", "--change", 'CMD ["sh"]', "-", "tiny:latest", input=tar.getvalue(), text=False)
    return "tiny:latest"


@pytest.fixture(scope="session")
def hub_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the lab hub of the suite's engine serves; a test may put images there."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def private_engine(tmp_path_factory: pytest.TempPathFactory, hub_store: Path) -> Iterator[PrivateEngine]:
    """A running engine for the whole suite."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    engine = new_engine(tmp_path_factory.mktemp("engine"), hub_store)
    engine.start()
    yield engine
    engine.clean()


@pytest.fixture(scope="session")
def docker(private_engine: PrivateEngine, tmp_path_factory: pytest.TempPathFactory) -> Docker:
    """Run the docker command against the suite's engine; fails the test if it fails, unless check=False."""
    return docker_for(private_engine, tmp_path_factory.mktemp("docker-config"))


@pytest.fixture(scope="session")
def tiny(docker: Docker) -> str:
    """The name of an image with busybox in it."""
    return import_tiny(docker)


@pytest.fixture
def empty_engine(docker: Docker, tiny: str) -> Iterator[None]:
    """Leaves the suite's engine without containers, networks of its own, volumes, and images but the tiny one."""
    yield
    containers = docker("ps", "-aq").stdout.split()
    if containers:
        docker("rm", "--force", "--volumes", *containers)
    names = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").stdout.split()
    for name in names:
        if name != tiny and "<none>" not in name:
            docker("rmi", "--force", name)
    docker("image", "prune", "--force")
    for network in docker("network", "ls", "--quiet", "--filter", "type=custom").stdout.split():
        docker("network", "rm", network)
    for volume in docker("volume", "ls", "--quiet").stdout.split():
        docker("volume", "rm", volume)


@pytest.fixture
def engine(private_engine: PrivateEngine) -> Iterator[DockerEngine]:
    """The lab's way to the suite's engine."""
    engine = DockerEngine(private_engine.endpoint.url)
    yield engine
    engine.close()
