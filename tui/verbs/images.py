"""`sealegs images`: the course's images by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui import paths
from tui.errors import UsageError

DOES = "list, build, save and load the course's images"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said after the verb."""
    does = "build: from Debian's packages; list: what is here; save, load: an archive, which `docker load` takes, too"
    parser.add_argument("do", metavar="build|list|save|load", choices=("build", "list", "save", "load"), help=does)
    parser.add_argument("file", nargs="?", type=Path, help="save, load: an archive of images; load: a kit, too")


def run(options: argparse.Namespace) -> int:
    """Do what was said, then list the images."""
    from tui.images import archive
    from tui.images.build import build
    from tui.images.layout import Store
    from tui.images.listing import list_images
    from tui.images.recipe import load_recipes
    from tui.kit.manifest import images_in
    from tui.model.text import size
    from tui.setup import say

    store = Store(paths.image_store())
    recipes = load_recipes(paths.shipped("dockerfiles") / "images")
    if options.do in ("save", "load") and options.file is None:
        raise UsageError(f"Which file? For example: sealegs images {options.do} sealegs-images.tar")
    if options.do == "load" and not options.file.is_file():
        raise UsageError(f"There is no file {options.file}.")
    match options.do:
        case "build":
            build(store, recipes, say)
        case "save":
            archive.save(store, options.file)
        case "load":
            with images_in(options.file) as source:
                archive.load(source, str(options.file), store)
    row = "{:<20} {:<8} {:>8} {:>8}  {:<19}"
    print(row.format("IMAGE", "STATE", "SIZE", "PACKED", "DIGEST"))
    for image in list_images(store, recipes):
        sizes = [size(each) if each is not None else "-" for each in (image.size, image.packed)]
        print(row.format(image.name, image.state, *sizes, image.digest[:19] or "-"))
    return 0
