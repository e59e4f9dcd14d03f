"""What `sealegs images list` shows: every image the course has or the store holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from tui.images.layout import Store
from tui.images.oci import RECIPE_KEY, SIZE_KEY
from tui.images.recipe import Recipe


class ListedImage(Struct, frozen=True):
    """One image; sizes are bytes and None when it is missing.

    `size` is what `docker image ls` shows (None too if an archive did not say); `packed` is what a pull moves;
    `state` is "changed" when its recipe is not the one it was built by.
    """

    name: str
    state: Literal["built", "changed", "missing"]
    what: str = ""
    size: int | None = None
    packed: int | None = None
    digest: str = ""


def list_images(store: Store, recipes: Iterable[Recipe]) -> tuple[ListedImage, ...]:
    """Describe the store, sorted by name; raises `ImageError` if it is damaged."""
    known = {recipe.name: recipe for recipe in recipes}
    present = store.images()
    listed = []
    for name in sorted(known | present):
        recipe, entry = known.get(name), present.get(name)
        what = recipe.what if recipe else ""
        if entry is None:
            listed.append(ListedImage(name, "missing", what))
            continue
        current = recipe is None or entry.note(RECIPE_KEY) == recipe.stamp()
        size = entry.note(SIZE_KEY)
        listed.append(
            ListedImage(
                name,
                "built" if current else "changed",
                what,
                size=int(size) if size.isascii() and size.isdigit() else None,
                packed=sum(layer.size for layer in store.manifest(entry).layers),
                digest=entry.digest,
            )
        )
    return tuple(listed)
