"""Small recipes the image tests share: each makes an image with one file in it."""

import io
import tarfile
from pathlib import Path

from tui.images.layout import Store
from tui.images.pack import pack
from tui.images.recipe import Recipe, load_recipe

TAR = """
work=$(mktemp -d)
printf %s '{content}' >"$work/file"
tar --create --file "$1" --directory "$work" --owner 0 --group 0 --numeric-owner \\
    --mtime "@$SOURCE_DATE_EPOCH" file
rm -r "$work"
"""


def write_recipe(shelf: Path, name: str = "tiny:latest", content: str = "ahoy", script: str = "") -> Recipe:
    """A recipe of its own folder under `shelf`; `script` replaces the one that packs `content`."""
    folder = shelf / name.partition(":")[0]
    folder.mkdir(parents=True, exist_ok=True)
    text = f"name: {name}\nwhat: a file\npackages: []\nhistory: by hand\nconfig:\n  cmd: [/file]\n"
    (folder / "recipe.yaml").write_text(text, encoding="utf-8")
    (folder / "build.sh").write_text(script or TAR.format(content=content), encoding="utf-8")
    return load_recipe(folder)


def put_image(store: Store, shelf: Path, name: str = "tiny:latest", content: bytes = b"ahoy" * 1000) -> str:
    """Put an image with one file into a store; gives its digest."""
    root = shelf / "root.tar"
    with tarfile.open(root, "w") as archive:
        member = tarfile.TarInfo("file")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    with store.locked(), store.workspace() as work:
        pack(store, write_recipe(shelf, name), root, work)
    return store.images()[name].digest
