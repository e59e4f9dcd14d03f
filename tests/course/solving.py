"""Running `sealegs course solve`, with images of its own; the shipped course in the background of all other tests."""

import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
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


def cache_with(folder: Path, names: set[str]) -> Path:
    """A cache folder whose image store holds the images of these names (all, if there is none)."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    recipes = [each for each in load_recipes(shipped("dockerfiles") / "images") if not names or each.name in names]
    if missing_here := missing_packages(recipes):
        pytest.skip(f"the images can't be built here: {', '.join(missing_here)} missing")
    build(Store(folder / "sealegs" / "images"), recipes, print)
    return folder


def newer_engine(folder: Path) -> Path:
    """A newer engine's programs."""
    try:
        return modern_engine(folder)
    except NoModernEngine as error:
        pytest.skip(f"no newer engine: {error}")


class WholeCourse:
    """The shipped course being solved, with no network, on both engines at once, from when this is made."""

    def __init__(self, folder: Path) -> None:
        self._pool = ThreadPoolExecutor(3, "whole-course")
        self._processes: list[subprocess.Popen[str]] = []
        self._closed = False
        cache = self._pool.submit(cache_with, folder / "cache", set())
        self._told = {
            "own": self._pool.submit(self._solve, cache),
            "newer": self._pool.submit(self._solve, cache, folder / "newer"),
        }

    def told(self, engine: str) -> Told:
        """How it went, once it has ended; "own" is the machine's own engine. Skips where there is none."""
        return self._told[engine].result()

    def close(self) -> None:
        """End it, where nobody waited for it."""
        self._closed = True
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        self._pool.shutdown(cancel_futures=True)

    def _solve(self, cache: Future[Path], newer: Path | None = None) -> Told:
        words: tuple[str, ...] = ()
        if newer is not None:
            newer.mkdir()
            words = ("--engine-path", str(newer_engine(newer)))
        images = cache.result()
        if self._closed:
            pytest.skip("nobody waits for it")
        process = start(images, "--offline", *words)
        self._processes.append(process)
        return ended(process, 3600)
