"""Whose work a kit carries, under which licences, and where the sources are: the kit's file LICENCES.txt."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator

from msgspec import Struct

from tui.errors import KitError
from tui.images.layout import Store
from tui.kit.wheels import Wheel

_LISTS = re.compile(r"(\./)?(var/lib/dpkg/status(\.d/[^/]+)?|opt/sealegs/apt/Packages)")
"""Where an image says of which Debian packages it is, and of which it carries the files besides."""

_TEXT = """\
What this kit carries, under which licences, and where the source of it is

sealegs is under the Apache License 2.0: see the file LICENSE. Its source is in its wheel.

PYTHON PACKAGES (wheels/)
Each wheel has the text of its licence in it; it is unchanged, as the Python Package Index has it, and so is its source:
pip download --no-deps --no-binary :all: NAME==VERSION

{wheels}

DEBIAN PACKAGES (in images.tar, and bin/docker if there is one)
They are Debian's own, their programs unchanged. /usr/share/doc/PACKAGE/copyright in the image is the licence of each;
/usr/share/common-licenses in debian:12 has the longer texts. Many are under the GNU General Public License, which gives
you a right to their source: it is at https://snapshot.debian.org/package/SOURCE/VERSION/ with the names and versions
below, or by `apt-get source SOURCE=VERSION`. Whoever hands this kit on offers the same: for three years, to anyone who
has it from them, the source of these packages for no more than what copying it costs. hello-world is part of sealegs.
The docker command is under the Apache License 2.0, whose text is the file LICENSE; bin/docker.copyright has the rest.

{packages}
"""


class Package(Struct, frozen=True, order=True):
    """A Debian package, and the source package it is made of."""

    name: str
    version: str
    source: str
    source_version: str


def licences(wheels: Iterable[Wheel], store: Store, programs: Iterable[Package] = ()) -> str:
    """The text of LICENCES.txt; `programs` are the packages of those that a kit has besides.

    Raises `KitError` if an image doesn't say what it is made of.
    """
    listed = {(wheel.name, wheel.version, wheel.licence) for wheel in wheels}
    lines = [f"{name:<24} {version:<18} {licence}" for name, version, licence in sorted(listed)]
    found = sorted({*programs, *(package for name in store.images() for package in packages_of(store, name))})
    row = "{:<24} {:<36} {:<20} {}"
    rows = [row.format("PACKAGE", "VERSION", "SOURCE", "VERSION")]
    rows += [row.format(each.name, each.version, each.source, each.source_version) for each in found]
    return _TEXT.format(wheels="\n".join(lines), packages="\n".join(rows))


def packages_of(store: Store, image: str) -> set[Package]:
    """The Debian packages an image is made of, or carries. Raises `KitError` if it doesn't say."""
    found = set()
    for layer in store.manifest(store.images()[image]).layers:
        with tarfile.open(store.blob(layer.digest), "r|gz") as archive:
            for member in archive:
                if member.isreg() and _LISTS.fullmatch(member.name):
                    content = archive.extractfile(member)
                    assert content is not None
                    found |= set(packages_in(content.read().decode()))
    if not found and image != "hello-world:latest":
        raise KitError(f"The image {image} doesn't say what it is made of.", "Build it anew: sealegs images build")
    return found


def packages_in(text: str) -> Iterator[Package]:
    """The packages that a list of dpkg's tells of, by its paragraphs."""
    for paragraph in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = dict(re.findall(r"^(Package|Version|Source): (.+)$", paragraph, re.MULTILINE))
        if not fields:
            continue
        # "Source: busybox (1:1.35.0-4)" where it isn't called as the package, or has another version.
        source, _, version = fields.get("Source", fields["Package"]).partition(" ")
        version = version.strip("()") or fields["Version"]
        yield Package(fields["Package"], fields["Version"], source, version)
