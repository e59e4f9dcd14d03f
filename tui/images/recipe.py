"""The recipes of the course's images: what recipe.yaml says, and whether it has changed.

A recipe is a folder with recipe.yaml and build.sh; `build.sh OUT.tar` makes the image's root filesystem.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from tui.errors import ImageError
from tui.images.oci import ImageName, RuntimeConfig, first_mistake

AbsolutePath = Annotated[str, Field(pattern=r"^/")]
Port = Annotated[str, Field(pattern=r"^[0-9]{1,5}/(tcp|udp)$")]
Package = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9+.-]+$")]


class StartConfig(BaseModel):
    """How a container of the image starts; the words are those of a Dockerfile."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cmd: list[str] = []
    entrypoint: list[str] = []
    env: dict[str, str] = {}
    exposed_ports: list[Port] = []
    volumes: list[AbsolutePath] = []

    def to_oci(self) -> RuntimeConfig:
        """The same in the image's own format, where what is empty is absent."""
        return RuntimeConfig(
            cmd=self.cmd or None,
            entrypoint=self.entrypoint or None,
            env=[f"{key}={value}" for key, value in self.env.items()] or None,
            exposed_ports={port: {} for port in self.exposed_ports} or None,
            volumes={path: {} for path in self.volumes} or None,
        )


class Recipe(BaseModel):
    """recipe.yaml of one image."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ImageName
    what: str
    """What the image is, in one line."""
    packages: list[Package]
    """Debian packages that build.sh needs installed on this machine."""
    user_packages: list[Package] = []
    """What it needs besides when an ordinary user runs it."""
    history: str
    """What `docker image history` says of its layer."""
    config: StartConfig

    _folder: Path = PrivateAttr()

    @property
    def script(self) -> Path:
        """The script that makes the root filesystem."""
        return self._folder / "build.sh"

    def stamp(self) -> str:
        """A digest of everything the image is made by: the recipe's files and those all recipes share."""
        shared = [path for path in self._folder.parent.iterdir() if path.is_file()]
        own = [path for path in self._folder.rglob("*") if path.is_file()]
        digest = hashlib.sha256()
        for path in sorted(shared + own):
            name = path.relative_to(self._folder.parent).as_posix()
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name} {content}\n".encode())
        return digest.hexdigest()


def load_recipe(folder: Path) -> Recipe:
    """Read one recipe's folder; raises `ImageError` that names the file and the mistake."""
    file = folder / "recipe.yaml"
    try:
        recipe = Recipe.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise ImageError(f"{file} can't be read ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise ImageError(f"{file} is not YAML.", str(error)) from error
    except ValidationError as error:
        raise ImageError(f"{file}: {first_mistake(error)}.") from error
    recipe._folder = folder
    return recipe


def load_recipes(folder: Path) -> tuple[Recipe, ...]:
    """All recipes under a folder, by name; raises `ImageError`."""
    recipes = [load_recipe(file.parent) for file in folder.glob("*/recipe.yaml")]
    if not recipes:
        raise ImageError(f"There are no image recipes in {folder}.", "Install the lab again.")
    return tuple(sorted(recipes, key=lambda recipe: recipe.name))
