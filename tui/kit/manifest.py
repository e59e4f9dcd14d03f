"""A kit's manifest, kit.json: what is in it, and which machines it is for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Literal
from zipfile import BadZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tui.errors import KitError
from tui.images.oci import ImageName, first_mistake
from tui.kit import unpack
from tui.model.text import brief

Version = Annotated[str, Field(pattern=r"^[0-9]{1,9}\.[0-9]{1,9}$")]


class Manifest(BaseModel):
    """kit.json. A change that older labs can't read is another format, which the kit's first lines say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    made_by: Annotated[str, Field(pattern=r"^sealegs [0-9A-Za-z.+]+$")]
    machine: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    """As `uname -m` says it."""
    glibc: Version
    """The oldest C library that the wheels run on."""
    pythons: list[Version]
    images: list[ImageName]
    installed: Annotated[int, Field(ge=0)]
    """Bytes that setting up takes besides the kit's own parts."""
    members: list[unpack.Member]


@contextmanager
def opened(file: Path) -> Iterator[unpack.Kit]:
    """A kit, open; what is wrong with it is a `KitError`, also if that shows later."""
    try:
        with file.open("rb") as content, closing(unpack.Kit(content, str(file))) as kit:
            yield kit
    except unpack.BadKit as error:
        raise KitError(error.what, error.remedy) from error
    except (BadZipFile, EOFError, zlib.error) as error:
        raise KitError(f"{file} is damaged ({str(error) or 'it ends early'}).", "Copy it again.") from error


@contextmanager
def images_in(file: Path) -> Iterator[BinaryIO]:
    """The archive of images that a file is, or has in it if it is a kit."""
    if unpack.is_kit(file):
        with opened(file) as kit, kit.open(unpack.IMAGES) as images:
            yield images
    else:
        with file.open("rb") as images:
            yield images


def manifest_of(kit: unpack.Kit) -> Manifest:
    """A kit's manifest; raises `KitError` if it makes no sense."""
    try:
        return Manifest.model_validate_json(kit.text)
    except ValidationError as error:
        why = brief(first_mistake(error))
        raise KitError(f"{kit.name}: {unpack.MANIFEST} makes no sense ({why}).") from error


def damages(kit: unpack.Kit, manifest: Manifest) -> list[str]:
    """The paths of the parts that are not what the manifest says."""
    damaged = []
    for member in manifest.members:
        try:
            for _ in kit.read(member):
                pass
        except unpack.BadKit:
            damaged.append(member.path)
    return damaged
