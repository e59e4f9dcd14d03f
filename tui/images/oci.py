"""The OCI image formats as typed values, and how an image's name is written in them.

Source: the OCI image specification 1.0 (descriptor.md, image-index.md, manifest.md, config.md), and for the
name of an image in an index what `docker save` writes since Docker 25 (the io.containerd.image.name annotation).
"""

from __future__ import annotations

import platform
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel, to_pascal

from tui.errors import ImageError
from tui.model.text import brief

INDEX_TYPE: Final = "application/vnd.oci.image.index.v1+json"
MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
CONFIG_TYPE = "application/vnd.oci.image.config.v1+json"
LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip"

NAME_KEY = "io.containerd.image.name"
TAG_KEY = "org.opencontainers.image.ref.name"
RECIPE_KEY = "sealegs.recipe"
SIZE_KEY = "sealegs.size"

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
_PART = r"[a-z0-9]+([._-]+[a-z0-9]+)*"
ImageName = Annotated[str, Field(pattern=rf"^{_PART}(/{_PART})*:[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}$")]
"""An image's name as people write it, always with a tag: "debian:12"."""

_HUB = "docker.io/"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


class _Format(BaseModel):
    """What every format shares: JSON names in camelCase, fields of newer versions are let through unread."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)

    def to_json(self) -> bytes:
        """The same bytes for the same values, since digests are made of them."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


class Platform(_Format):
    """What an image runs on."""

    architecture: str
    os: str = "linux"


class Descriptor(_Format):
    """A blob: what it is, its digest and its size in bytes."""

    media_type: str
    digest: Digest
    size: Annotated[int, Field(ge=0)]
    platform: Platform | None = None
    annotations: dict[str, str] | None = None

    def note(self, key: str) -> str:
        """An annotation's value, or nothing."""
        return (self.annotations or {}).get(key, "")


class Manifest(_Format):
    """An image: its config and its layers, the lowest first."""

    schema_version: Literal[2] = 2
    media_type: Literal["application/vnd.oci.image.manifest.v1+json"] = MANIFEST_TYPE
    config: Descriptor
    layers: list[Descriptor]

    def blobs(self) -> tuple[Descriptor, ...]:
        """Everything the manifest needs."""
        return (self.config, *self.layers)


class Index(_Format):
    """What a layout or an archive holds."""

    schema_version: Literal[2] = 2
    media_type: Literal["application/vnd.oci.image.index.v1+json"] = INDEX_TYPE
    manifests: list[Descriptor] = []


class Layout(_Format):
    """The file "oci-layout" that marks an image layout."""

    image_layout_version: Literal["1.0.0"] = "1.0.0"


class RuntimeConfig(_Format):
    """How a container of an image starts; the JSON names are in PascalCase."""

    model_config = ConfigDict(alias_generator=to_pascal)

    cmd: list[str] | None = None
    entrypoint: list[str] | None = None
    env: list[str] | None = None
    exposed_ports: dict[str, dict[str, str]] | None = None
    volumes: dict[str, dict[str, str]] | None = None


class RootFs(_Format):
    """The digests of an image's layers, uncompressed."""

    model_config = ConfigDict(alias_generator=None)

    type: Literal["layers"] = "layers"
    diff_ids: list[Digest]


class History(_Format):
    """How a layer came to be, as `docker image history` shows it."""

    model_config = ConfigDict(alias_generator=None)

    created: str
    created_by: str


class ImageConfig(_Format):
    """An image's config; its digest is the image's id."""

    architecture: str
    os: Literal["linux"] = "linux"
    created: str
    config: RuntimeConfig
    rootfs: RootFs
    history: list[History]


class ArchiveEntry(_Format):
    """An image in manifest.json of a docker-archive; paths are those in the archive."""

    model_config = ConfigDict(alias_generator=to_pascal)

    config: str
    repo_tags: list[str]
    layers: list[str]


FormatT = TypeVar("FormatT", bound=_Format)


def read_format(kind: type[FormatT], data: bytes, where: str, remedy: str) -> FormatT:
    """Read JSON as one of the formats; raises `ImageError`, which names `where` it stood and the `remedy`."""
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        raise ImageError(f"{where} is damaged ({brief(first_mistake(error))}).", remedy) from error


def first_mistake(error: ValidationError) -> str:
    """The first of what was wrong, with its place where it has one."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]


def full_name(name: str) -> str:
    """ "debian:12" → "docker.io/library/debian:12"."""
    return _HUB + (name if "/" in name else f"library/{name}")


def short_name(name: str) -> str:
    """The reverse of `full_name`; a name of another registry stays as it is."""
    return name.removeprefix(_HUB).removeprefix("library/")


def host_architecture() -> str:
    """This machine's architecture as images name it ("amd64"); raises `ImageError` for one we have no images for."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise ImageError(
            f"The course's images can't be made for this machine ({machine}).",
            "Use an engine on an x86-64 or ARM64 machine.",
        )
    return _ARCHITECTURES[machine]
