"""What recipes say, and when an image is out of date."""

import re
from pathlib import Path

import pytest

from tests.unit.image_recipes import write_recipe
from tui.errors import ImageError
from tui.images.recipe import load_recipe, load_recipes
from tui.paths import shipped

SHELF = shipped("dockerfiles") / "images"


def test_the_course_ships_four_recipes() -> None:
    """Each of the course's images has a recipe and a script."""
    recipes = load_recipes(SHELF)
    assert [recipe.name for recipe in recipes] == ["busybox:latest", "debian:12", "hello-world:latest", "registry:2"]
    assert all(recipe.script.is_file() for recipe in recipes)


def test_no_recipe_names_a_package_source() -> None:
    """Packages come from where the host gets its own; the only address is the one the course clones."""
    files = [path for path in SHELF.rglob("*") if path.is_file()]
    found = {host for path in files for host in re.findall(r"\w+://([\w.-]+)", path.read_text(encoding="utf-8"))}
    assert found == {"github.com"}


def test_the_start_of_a_container_is_written_as_images_write_it() -> None:
    """Ports and volumes become keys, what is empty is absent."""
    registry = load_recipe(SHELF / "registry")
    assert registry.config.to_oci().model_dump(by_alias=True, exclude_none=True) == {
        "Entrypoint": ["/bin/registry"],
        "Cmd": ["serve", "/etc/docker/registry/config.yml"],
        "ExposedPorts": {"5000/tcp": {}},
        "Volumes": {"/var/lib/registry": {}},
    }


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("name: tiny:latest\nwhat: x\npackages: []\nhistory: x\nconfig: {}\ncolour: red\n", "colour"),
        ("name: tiny\nwhat: x\npackages: []\nhistory: x\nconfig: {}\n", "name"),
        ("name: ../tiny:1\nwhat: x\npackages: []\nhistory: x\nconfig: {}\n", "name"),
        ("name: tiny:1\nwhat: x\npackages: [--purge]\nhistory: x\nconfig: {}\n", "packages.0"),
        ("name: [", "not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_file(text: str, mistake: str, tmp_path: Path) -> None:
    """Unknown keys, names without a tag and the like are refused, and the message says where."""
    (tmp_path / "recipe.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ImageError) as refused:
        load_recipe(tmp_path)
    assert str(tmp_path / "recipe.yaml") in refused.value.what
    assert mistake in refused.value.what


def test_a_folder_without_recipes_is_an_error(tmp_path: Path) -> None:
    """An installation that lost its recipes says so."""
    with pytest.raises(ImageError, match="no image recipes"):
        load_recipes(tmp_path)


def test_a_stamp_changes_with_the_recipes_own_and_shared_files(tmp_path: Path) -> None:
    """It depends on every file the image is made by, and on no other."""
    recipe = write_recipe(tmp_path, "tiny:latest")
    first = recipe.stamp()
    write_recipe(tmp_path, "other:latest")
    assert recipe.stamp() == first
    (tmp_path / "common.sh").write_text("set -e\n", encoding="utf-8")
    second = recipe.stamp()
    recipe.script.write_text("exit 1\n", encoding="utf-8")
    assert len({first, second, recipe.stamp()}) == 3
