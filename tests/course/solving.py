"""Running `sealegs course solve`, with images of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.modern import NoModernEngine, modern_engine
from tui.engine.private import requirements
from tui.images.build import build
from tui.images.host import missing_packages
from tui.images.layout import Store
from tui.images.recipe import load_recipes
from tui.paths import shipped

REPO = Path(__file__).parents[2]

Told = subprocess.CompletedProcess[str]


def solve(cache: Path, *words: str, seconds: float = 300.0) -> Told:
    """Run the command with its images in a cache of our own."""
    return ended(start(cache, *words), seconds)


def start(cache: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui", "course", "solve", *words],
        cwd=REPO,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": "/tmp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(process: subprocess.Popen[str], seconds: float) -> Told:
    """Wait for its end, and read what it printed meanwhile."""
    out, _ = process.communicate(timeout=seconds)
    return subprocess.CompletedProcess(process.args, process.returncode, out)


def cache_with(temporary: pytest.TempPathFactory, names: set[str]) -> Path:
    """A cache folder whose image store holds the images of these names (all, if there is none); all processes of a run
    share it, and the images are built once."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    recipes = [each for each in load_recipes(shipped("dockerfiles") / "images") if not names or each.name in names]
    if missing_here := missing_packages(recipes):
        pytest.skip(f"the images can't be built here: {', '.join(missing_here)} missing")
    own = temporary.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared-cache"
    build(Store(folder / "sealegs" / "images"), recipes, print)
    return folder


def newer_engine(folder: Path) -> Path:
    """A newer engine's programs."""
    try:
        return modern_engine(folder)
    except NoModernEngine as error:
        pytest.skip(f"no newer engine: {error}")
