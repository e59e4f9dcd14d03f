"""The course's images on a real engine: pulled from the lab hub, loaded from an archive, built upon with no network."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.engine.conftest import Docker
from tui.images import archive
from tui.images.build import build
from tui.images.host import missing_packages
from tui.images.layout import Store
from tui.images.listing import list_images
from tui.images.recipe import Recipe, load_recipes
from tui.paths import shipped

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

NAMES = ["busybox:latest", "debian:12", "hello-world:latest", "registry:2"]


@pytest.fixture(scope="session")
def recipes() -> tuple[Recipe, ...]:
    found = load_recipes(shipped("dockerfiles") / "images")
    if missing := missing_packages(found):
        pytest.skip(f"the images can't be built here: {', '.join(missing)} missing")
    return found


@pytest.fixture(scope="session")
def store(hub_store: Path, recipes: tuple[Recipe, ...]) -> Store:
    """The store that the engine's hub serves, with all images in it."""
    store = Store(hub_store)
    build(store, recipes, print)
    return store


def test_every_recipe_becomes_an_image(store: Store, recipes: tuple[Recipe, ...]) -> None:
    """All four are built, and as large as the course says they are."""
    listed = {image.name: image for image in list_images(store, recipes)}
    assert list(listed) == NAMES
    assert {image.state for image in listed.values()} == {"built"}
    assert listed["hello-world:latest"].size < 2_000
    assert 60_000_000 < listed["debian:12"].size < 100_000_000


@pytest.mark.parametrize("name", ["hello-world:latest", "busybox:latest"])
def test_building_twice_gives_the_same_image(
    name: str, store: Store, recipes: tuple[Recipe, ...], tmp_path: Path
) -> None:
    """An image built again elsewhere has the digest it had."""
    again = Store(tmp_path / "again")
    build(again, [recipe for recipe in recipes if recipe.name == name], print)
    assert again.images()[name].digest == store.images()[name].digest


def test_running_an_image_that_is_not_here_pulls_it(store: Store, docker: Docker) -> None:
    """With no network, `docker container run hello-world` says what it says with one."""
    ran = docker("container", "run", "hello-world")
    assert "Hello from Docker!\n" in ran.stdout
    told = ran.stderr.splitlines()
    assert told[:2] == ["Unable to find image 'hello-world:latest' locally", "latest: Pulling from library/hello-world"]
    assert f"Digest: {store.images()['hello-world:latest'].digest}" in told
    assert "Status: Downloaded newer image for hello-world:latest" in told


def test_a_pulled_image_has_the_hubs_digest(store: Store, docker: Docker) -> None:
    """`docker image ls --digests` shows what the store holds."""
    docker("image", "pull", "busybox")
    shown = docker("image", "ls", "--digests", "--format", "{{.Repository}} {{.Digest}}", "busybox").stdout
    assert shown == f"busybox {store.images()['busybox:latest'].digest}\n"
    assert docker("container", "run", "--rm", "busybox", "echo", "ahoy").stdout == "ahoy\n"


def test_an_image_the_hub_lacks_is_not_found(store: Store, docker: Docker) -> None:
    """What the store does not hold can't be pulled: nothing is made up."""
    assert docker("image", "pull", "hello-world:nosuch", check=False).returncode == 1


def test_an_archive_is_what_docker_load_takes(store: Store, docker: Docker, tmp_path: Path) -> None:
    """The engine loads all four images from an archive, under their names, and they run."""
    archive.save(store, tmp_path / "images.tar")
    docker("image", "load", "--input", str(tmp_path / "images.tar"))
    tags = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").stdout.split()
    assert set(NAMES) <= set(tags)
    assert "Hello from Docker!\n" in docker("container", "run", "--rm", "--pull", "never", "hello-world").stdout


def test_the_courses_dockerfile_builds_with_no_network(store: Store, docker: Docker, tmp_path: Path) -> None:
    """apt installs git, git clones the repository, and the image runs its program."""
    (tmp_path / "Dockerfile").write_text(
        "FROM debian:12\n"
        "WORKDIR /software\n"
        "RUN apt update && apt -y install git \\\n"
        "    && git clone https://github.com/mmalenta/docker_tutorial\n"
        "CMD ./docker_tutorial/02_docker_intro/scripts/hello_docker.sh\n",
        encoding="utf-8",
    )
    built = docker("image", "build", "--network", "none", "--tag", "docker_intro:v0.1", str(tmp_path), timeout=300)
    assert "WARNING" not in built.stdout
    assert docker("container", "run", "--rm", "docker_intro:v0.1").stdout.startswith("Hello from your own image!\n")
    other_name = "./docker_tutorial/02_docker_into/scripts/hello_docker.sh"
    assert (
        "user       1000:1000" in docker("run", "--rm", "--user", "1000:1000", "docker_intro:v0.1", other_name).stdout
    )


def test_git_leaves_no_trace_when_it_is_purged_in_the_same_layer(store: Store, docker: Docker, tmp_path: Path) -> None:
    """Purging with autoremove gives back all but a few package lists: perl does not stay behind."""
    (tmp_path / "Dockerfile").write_text(
        "FROM debian:12\n"
        "RUN apt update && apt -y install git && apt -y purge git && apt -y autoremove --purge \\\n"
        "    && rm -rf /var/lib/apt/lists/*\n",
        encoding="utf-8",
    )
    docker("image", "build", "--network", "none", "--tag", "slim", str(tmp_path), timeout=300)
    base, slim = (json.loads(docker("image", "inspect", name).stdout)[0]["Size"] for name in ("debian:12", "slim"))
    assert slim - base < 3_000_000


def test_a_registry_of_ones_own_takes_a_push(store: Store, docker: Docker) -> None:
    """registry:2 starts on a published port; an image pushed there is in its catalogue and can be pulled again."""
    docker("container", "run", "--detach", "--name", "registry", "--publish", "127.0.0.1::5000", "registry:2")
    address = docker("container", "port", "registry", "5000/tcp").stdout.strip()
    mine = f"localhost:{address.rpartition(':')[2]}/mine:v1"
    docker("image", "pull", "hello-world")
    docker("image", "tag", "hello-world", mine)
    docker("image", "push", mine)
    with urllib.request.urlopen(f"http://{address}/v2/_catalog", timeout=10) as answer:
        assert json.load(answer) == {"repositories": ["mine"]}
    docker("image", "rm", mine, "hello-world")
    assert "Hello from Docker!\n" in docker("container", "run", "--rm", mine).stdout
