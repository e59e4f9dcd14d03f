"""Build the course's images from their recipes: what is missing or out of date, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tui.errors import ImageError
from tui.images.host import check_debian, missing_packages
from tui.images.layout import Store
from tui.images.oci import RECIPE_KEY
from tui.images.pack import EPOCH, pack
from tui.images.recipe import Recipe

Say = Callable[[str], None]


def build(store: Store, recipes: Iterable[Recipe], say: Say) -> None:
    """Bring the store up to date, telling `say` a line at a time; images that are there already stay.

    An image from a kit whose recipe is another is kept where this machine can't build. Raises `ImageError`
    if an image is missing and can't be built; what was built before it stays.
    """
    with store.locked():
        present = store.images()
        waiting = [recipe for recipe in recipes if _stamp(store, recipe.name) != recipe.stamp()]
        if not waiting:
            return
        try:
            _check_host(waiting)
        except ImageError as error:
            if any(recipe.name not in present for recipe in waiting):
                raise
            say(f"Keeping the images as they are, though their recipes differ: {error.what}")
            return
        for recipe in waiting:
            _build_one(store, recipe, say)


def _stamp(store: Store, name: str) -> str:
    entry = store.images().get(name)
    return entry.note(RECIPE_KEY) if entry else ""


def _check_host(recipes: Iterable[Recipe]) -> None:
    check_debian()
    if missing := missing_packages(recipes):
        raise ImageError(
            f"Building the images needs packages that are not installed: {', '.join(missing)}.",
            f"Run as root: apt-get install {' '.join(missing)}",
        )


def _build_one(store: Store, recipe: Recipe, say: Say) -> None:
    say(f"{recipe.name}: building")
    began = time.monotonic()
    with store.workspace() as work:
        root = work / "root.tar"
        _run(recipe, root, store.folder / "build.log", say)
        pack(store, recipe, root, work)
    say(f"{recipe.name}: built in {time.monotonic() - began:.0f} s")


def _run(recipe: Recipe, root: Path, log: Path, say: Say) -> None:
    """Run a recipe's script; its standard output is for people, its errors go to the log."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            ["bash", recipe.script, root],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as script,
    ):
        assert script.stdout is not None
        try:
            for line in script.stdout:
                say(f"{recipe.name}: {line.strip()}")
            status = script.wait()
        except BaseException:
            # The script's own children clean up their mounts and folders; killing bash alone would leave them.
            os.killpg(script.pid, signal.SIGTERM)
            script.wait()
            raise
    if status != 0 or not root.is_file():
        raise ImageError(
            f"{recipe.name} could not be built ({_last_line(log) or f'{recipe.script} exited {status}'}).",
            f"The whole story is in {log}",
        )


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return "".join(letter for letter in lines[-1] if letter.isprintable()) if lines else ""
