"""Building: what is missing or out of date, and nothing else; interrupted builds go on where they were."""

import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.unit.image_recipes import write_recipe
from tui.errors import ImageError
from tui.images.build import build
from tui.images.host import missing_packages
from tui.images.layout import Store
from tui.images.recipe import load_recipe
from tui.paths import shipped

FAILS = "echo 'before' >&2; echo 'no such \033[31mpackage' >&2; exit 3\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def debian(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' recipes build anywhere; the host says it is Debian 12."""
    release = {"ID": "debian", "VERSION_ID": "12", "PRETTY_NAME": "Debian GNU/Linux 12"}
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)


def fedora() -> dict[str, str]:
    return {"ID": "fedora", "VERSION_ID": "42", "PRETTY_NAME": "Fedora Linux 42"}


def test_a_second_build_does_nothing(store: Store, tmp_path: Path, said: list[str]) -> None:
    """What is there and up to date is not built again."""
    recipe = write_recipe(tmp_path)
    build(store, [recipe], said.append)
    assert said[0] == "tiny:latest: building"
    assert said[-1].startswith("tiny:latest: built in ")
    said.clear()
    build(store, [recipe], said.append)
    assert said == []


def test_only_what_changed_is_built_again(store: Store, tmp_path: Path, said: list[str]) -> None:
    """A recipe that changed has its image built anew; the other image stays as it is."""
    recipes = [write_recipe(tmp_path, "one:latest"), write_recipe(tmp_path, "two:latest")]
    build(store, recipes, said.append)
    before = store.images()
    said.clear()
    write_recipe(tmp_path, "two:latest", content="changed")
    build(store, recipes, said.append)
    assert {line.partition(":")[0] for line in said} == {"two"}
    assert store.images()["one:latest"] == before["one:latest"]
    assert store.images()["two:latest"] != before["two:latest"]


def test_a_build_goes_on_where_it_failed(store: Store, tmp_path: Path, said: list[str]) -> None:
    """Images built before the failure stay; the next build makes only the rest."""
    one, two = write_recipe(tmp_path, "one:latest"), write_recipe(tmp_path, "two:latest", script=FAILS)
    with pytest.raises(ImageError):
        build(store, [one, two], said.append)
    assert set(store.images()) == {"one:latest"}
    said.clear()
    build(store, [one, write_recipe(tmp_path, "two:latest")], said.append)
    assert said[0] == "two:latest: building"
    assert set(store.images()) == {"one:latest", "two:latest"}


def test_a_failure_names_the_image_the_reason_and_the_log(store: Store, tmp_path: Path) -> None:
    """The script's last words are quoted, without what would move the terminal's cursor."""
    with pytest.raises(ImageError) as failed:
        build(store, [write_recipe(tmp_path, script=FAILS)], print)
    assert failed.value.what == "tiny:latest could not be built (no such [31mpackage)."
    assert "before" in (store.folder / "build.log").read_text(encoding="utf-8")
    assert str(store.folder / "build.log") in failed.value.remedy


def test_a_scripts_output_is_told_as_it_comes(store: Store, tmp_path: Path) -> None:
    """Stopping in the middle ends the script and lets it clean up."""
    ended = tmp_path / "ended"
    script = f"trap 'touch {ended}; exit 143' TERM\necho started\nsleep 60 & wait\n"

    def stop(line: str) -> None:
        if line.endswith("started"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, [write_recipe(tmp_path, script=script)], stop)
    assert ended.exists()
    assert store.images() == {}


def test_another_system_is_told_to_load_a_kit(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recipes are made of Debian 12's packages."""
    monkeypatch.setattr(platform, "freedesktop_os_release", fedora)
    with pytest.raises(ImageError) as refused:
        build(store, [write_recipe(tmp_path)], print)
    assert "Fedora Linux 42" in refused.value.what
    assert "sealegs images load" in refused.value.remedy


def test_another_system_keeps_the_images_it_has(
    store: Store, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image from a kit of another version is better than none."""
    build(store, [write_recipe(tmp_path)], said.append)
    monkeypatch.setattr(platform, "freedesktop_os_release", fedora)
    before = store.images()
    build(store, [write_recipe(tmp_path, content="newer")], said.append)
    assert store.images() == before
    assert said[-1].startswith("Keeping the images")


def test_packages_that_are_missing_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed packages whose settings are left, and unknown ones, count as missing; who is not root needs one more."""
    query = tmp_path / "bin" / "dpkg-query"
    query.parent.mkdir()
    query.write_text("#!/bin/sh\necho 'git installed'\necho 'dpkg-dev config-files'\nexit 1\n", encoding="utf-8")
    query.chmod(0o755)
    monkeypatch.setenv("PATH", f"{query.parent}:/usr/bin:/bin")
    debian = load_recipe(shipped("dockerfiles") / "images" / "debian")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert missing_packages([debian]) == ["debian-archive-keyring", "dpkg-dev", "mmdebstrap"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert missing_packages([debian]) == ["debian-archive-keyring", "dpkg-dev", "mmdebstrap", "uidmap"]


def test_missing_packages_stop_a_build_before_it_starts(
    store: Store, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is the command that installs them."""
    monkeypatch.setattr("tui.images.build.missing_packages", lambda recipes: ["binutils", "mmdebstrap"])
    with pytest.raises(ImageError) as refused:
        build(store, [write_recipe(tmp_path)], said.append)
    assert refused.value.remedy == "Run as root: apt-get install binutils mmdebstrap"
    assert said == []


@pytest.fixture
def hello(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program of hello-world, out of the image the recipe makes."""
    if not shutil.which("as") or platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("no assembler here")
    monkeypatch.setattr("tui.images.build.missing_packages", lambda recipes: [])
    build(store, [load_recipe(shipped("dockerfiles") / "images" / "hello-world")], print)
    layer = store.manifest(store.images()["hello-world:latest"]).layers[0]
    with tarfile.open(store.blob(layer.digest)) as archive:
        archive.extractall(tmp_path / "root", filter="data")
    return tmp_path / "root" / "hello"


def test_hello_world_says_its_message(hello: Path) -> None:
    """About a kilobyte, and the output is the text beside its recipe."""
    text = (shipped("dockerfiles") / "images" / "hello-world" / "hello.txt").read_text(encoding="utf-8")
    assert text.startswith("\nHello from Docker!\n")
    assert subprocess.run([hello], capture_output=True, text=True, check=True).stdout == text
    assert hello.stat().st_size < 1500


def test_hello_world_fails_when_it_cannot_write(hello: Path) -> None:
    """A full disk is exit code 1, not a lie."""
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run([hello], stdout=full, check=False).returncode == 1


def test_hello_world_is_the_same_each_time(hello: Path, store: Store, tmp_path: Path) -> None:
    """Two builds give one digest."""
    again = Store(tmp_path / "again")
    build(again, [load_recipe(shipped("dockerfiles") / "images" / "hello-world")], print)
    assert again.images() == store.images()
