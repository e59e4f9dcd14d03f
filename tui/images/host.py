"""What this machine must be, and have installed, to build the course's images from Debian's packages."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable

from tui.errors import ImageError
from tui.images.recipe import Recipe


def check_debian() -> None:
    """Raises `ImageError` unless this is Debian 12, whose packages the recipes are made of."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {"PRETTY_NAME": platform.system()}
    if (release.get("ID"), release.get("VERSION_ID")) != ("debian", "12"):
        raise ImageError(
            f"The course's images can be built on Debian 12 only; this is {release.get('PRETTY_NAME', 'not')}.",
            "Get a kit from someone who has one and run: sealegs images load FILE",
        )


def missing_packages(recipes: Iterable[Recipe]) -> list[str]:
    """The Debian packages that building `recipes` needs and this machine lacks, sorted."""
    needed: set[str] = set()
    for recipe in recipes:
        needed |= {*recipe.packages, *(recipe.user_packages if os.geteuid() else [])}
    if not needed:
        return []
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *sorted(needed)]
    # It exits with 1 when it has never heard of one of them; the others are listed all the same.
    try:
        listed = subprocess.run(query, capture_output=True, text=True, encoding="utf-8", check=False).stdout
    except OSError:
        return sorted(needed)  # no Debian, then
    return sorted(package for package in needed if f"{package} installed" not in listed.splitlines())
