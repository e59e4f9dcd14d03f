"""Whether two image names mean the same image, as the docker command reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tui.model.engine import Image

_ID = re.compile(r"[0-9a-f]{4,64}")


@lru_cache(maxsize=4096)
def same_image(wanted: str, found: str) -> bool:
    """Whether `found` is the image an author calls `wanted`; without a tag, `wanted` stands for any tag."""
    wanted_name, wanted_tag = _split(wanted)
    found_name, found_tag = _split(found)
    return wanted_name == found_name and (not wanted_tag or wanted_tag == (found_tag or "latest"))


def is_image(wanted: str, found: str, images: Iterable[Image]) -> bool:
    """Whether a container's image, named or given by its id, is the one an author calls `wanted`."""
    if same_image(wanted, found):
        return True
    number = _number(found)
    return bool(number) and any(
        same_image(wanted, tag)
        for image in images
        if image.id.removeprefix("sha256:").startswith(number)
        for tag in image.tags
    )


@lru_cache(maxsize=4096)
def _number(found: str) -> str:
    """The id that stands where a name would, or nothing."""
    number = found.removeprefix("sha256:")
    return number if _ID.fullmatch(number) else ""


def _split(reference: str) -> tuple[str, str]:
    """(name without default registry, tag) of a reference; a digest is dropped.

    The default registry and `library/` are implied: https://pkg.go.dev/github.com/distribution/reference
    """
    name = reference.split("@", 1)[0]
    tag = ""
    last = name.rsplit("/", 1)[-1]
    if ":" in last:
        name, tag = name.rsplit(":", 1)
    for prefix in ("docker.io/", "localhost/", "library/"):
        name = name.removeprefix(prefix)
    return name, tag
