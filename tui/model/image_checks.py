"""Checks on images and on registries, as authors write them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tui.model.authored import Authored, ImageName, Pattern


class ImageIs(Authored):
    """An image exists under a name; or none does."""

    type: Literal["image"] = "image"
    ref: ImageName
    exists: bool = True
    fresh: bool = False
    """Whether it must have been built, tagged or pulled under that name since the task was open. The engine's
    events say so: a cached build changes neither the image's id nor its date."""


class ImagesSame(Authored):
    """Two names stand for one image, or (`content: layers`) for images with the same layers."""

    type: Literal["same-image"] = "same-image"
    ref: ImageName
    as_: ImageName = Field(alias="as")
    content: Literal["id", "layers"] = "id"


class ImageSize(Authored):
    """An image's size in bytes, by itself or beside another image's."""

    type: Literal["image-size"] = "image-size"
    ref: ImageName
    at_least: int | None = None
    at_most: int | None = None
    beside: ImageName = ""
    """Another image: the two bounds are then for how much larger `ref` is; at_most may be negative."""

    @model_validator(mode="after")
    def _has_a_bound(self) -> ImageSize:
        if self.at_least is None and self.at_most is None:
            raise ValueError('an image-size check needs "at_least" or "at_most"')
        return self


class ImageLayers(Authored):
    """An image's layers: how many, or how many more than another image whose layers it has as its lowest."""

    type: Literal["image-layers"] = "image-layers"
    ref: ImageName
    at_least: int | None = None
    at_most: int | None = None
    on_top_of: ImageName = ""
    """Another image: all its layers are this one's lowest, and the bounds are for what is above them."""


class ImageHistory(Authored):
    """What `docker image history` says an image was made by; a pattern is searched in each row."""

    type: Literal["image-history"] = "image-history"
    ref: ImageName
    has: list[Pattern] = []
    lacks: list[Pattern] = []


class ImageConfig(Authored):
    """How containers of an image start."""

    type: Literal["image-config"] = "image-config"
    ref: ImageName
    user: str | None = None
    workdir: str | None = None
    cmd: Pattern | None = None
    """Found in the words of CMD, joined by single spaces."""
    entrypoint: Pattern | None = None
    env: Pattern | None = None
    """Found in one of the NAME=value lines."""
    exposes: int | None = None


class ImageFile(Authored):
    """A file inside an image, without running it: in the file system a container would see, or in a lower layer only.

    Reading means exporting the image, a second for 100 MB: ask it of small images.
    """

    type: Literal["image-file"] = "image-file"
    ref: ImageName
    path: str
    """Absolute, as a container sees it."""
    found: Literal["on top", "below", "nowhere"] = "on top"
    """"below": removed by an upper layer, and still in the lower one."""


class RegistryHas(Authored):
    """A registry answers, and holds a repository or a tag."""

    type: Literal["registry"] = "registry"
    address: str
    """As it stands before an image's name: "localhost:5050"."""
    repository: str = ""
    tag: str = ""
    same_as: ImageName = ""
    """A local image: the tag's digest in the registry is one of its digests, or it is the same image packed anew."""
