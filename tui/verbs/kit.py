"""`sealegs kit`: the whole lab in one file, for a class from a USB stick; makes one, and says whether one is whole."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import KitError, UsageError
from tui.verbs.parts import add_part

if TYPE_CHECKING:
    from tui.kit.manifest import Manifest

DOES = "make or check a kit: the whole lab in one file, for machines without a network"


def add_parts(parser: argparse.ArgumentParser) -> None:
    """The parts of the verb, and their options."""
    parts = parser.add_subparsers(metavar="PART", required=True)
    does = "make a kit: the lab, its Python packages and the course's images in one file (in a checkout)"
    build = add_part(parts, "build", does, part=build_kit)
    build.add_argument("file", nargs="?", type=Path, metavar="FILE", help="without: sealegs-kit-MACHINE.sh, here")
    does = "say whether a kit is whole, what is in it, and which machines it is for"
    check = add_part(parts, "check", does, part=check_kit)
    check.add_argument("file", type=Path, metavar="FILE", help="what build wrote")


def run(options: argparse.Namespace) -> int:
    """Do the part that was said."""
    code: int = options.part(options)
    return code


def build_kit(options: argparse.Namespace) -> int:
    """Bring the images up to date, and write the kit."""
    from tui.images.build import build as build_images
    from tui.images.layout import Store
    from tui.images.listing import list_images
    from tui.images.recipe import load_recipes
    from tui.kit.build import build
    from tui.kit.wheels import PYTHONS
    from tui.setup import say

    file = options.file or Path(f"sealegs-kit-{platform.machine()}.sh")
    recipes = load_recipes(paths.shipped("dockerfiles") / "images")
    store = Store(paths.image_store())
    build_images(store, recipes, say)
    if changed := [image.name for image in list_images(store, recipes) if image.state != "built"]:
        names = ", ".join(changed)
        raise KitError(f"These images are not as their recipes say: {names}.", "Make the kit on Debian 12.")
    manifest = build(file, paths.shipped("content").parent, store, PYTHONS, say)
    _tell(file, manifest)
    print(f"On the other machine: sh {file.name}")
    return 0


def check_kit(options: argparse.Namespace) -> int:
    """Read every part; raises `KitError` that names those that are damaged."""
    from tui.kit.manifest import damages, manifest_of, opened
    from tui.kit.unpack import misfit

    if not options.file.is_file():
        raise UsageError(f"There is no file {options.file}.")
    with opened(options.file) as kit:
        manifest = manifest_of(kit)
        if damaged := damages(kit, manifest):
            raise KitError(f"{options.file} is damaged at {', '.join(damaged)}.", "Copy it again.")
    print(f"{options.file} is whole: all {len(manifest.members)} parts are as they were made.")
    _tell(options.file, manifest)
    print(f"this machine  {misfit(manifest.model_dump()) or 'fits'}")
    return 0


def _tell(file: Path, manifest: Manifest) -> None:
    from tui.kit.unpack import DOCKER, IMAGES
    from tui.model.text import printable, size

    sizes = {member.path: member.size for member in manifest.members}
    wheels = [each for path, each in sizes.items() if path.startswith("wheels/")]
    needed = manifest.installed + sum(sizes.values())
    print(f"kit           {printable(str(file))}, {size(file.stat().st_size)}, by {manifest.made_by}")
    print(f"for           Linux on {manifest.machine}, glibc {manifest.glibc} or newer")
    print(f"needs         Python {', '.join(manifest.pythons)}; {size(needed)} on the disk")
    print(f"images        {', '.join(manifest.images)}; {size(sizes[IMAGES])}")
    print(f"wheels        {len(wheels)}; {size(sum(wheels))}")
    if DOCKER in sizes:
        print(f"docker        the docker command, {size(sizes[DOCKER])}; used where a machine has none")
    print("whose work    LICENCES.txt in it: licences, packages, where the sources are")
