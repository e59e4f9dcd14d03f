"""A class from a USB stick: on a machine with no network a kit becomes a lab, and the course works in it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux
from tui.engine.private import requirements
from tui.images.build import build as build_images
from tui.images.host import missing_packages
from tui.images.layout import Store
from tui.images.recipe import load_recipes
from tui.kit.build import build
from tui.paths import shipped

REPO = Path(__file__).resolve().parents[2]
LESSON = "what-containers-are"
"""An image is pulled in it, and a container run; the one before it is solved on the way."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.engine,
    pytest.mark.skipif(os.getuid() != 0, reason="the private engine needs root"),
]


@pytest.fixture(scope="module")
def kit(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit of this checkout, for this Python alone."""
    recipes = load_recipes(shipped("dockerfiles") / "images")
    if missing := [*(each.what for each in requirements()), *missing_packages(recipes)]:
        pytest.skip(f"missing here: {', '.join(missing)}")
    store = Store(home / ".cache" / "sealegs" / "images")
    build_images(store, recipes, print)
    file = tmp_path_factory.mktemp("stick") / "kit.sh"
    build(file, REPO, store, [f"{sys.version_info[0]}.{sys.version_info[1]}"], print)
    return file


@pytest.fixture
def laptop(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has just bought it."""
    for folder in ("home", "run"):
        (tmp_path / folder).mkdir(mode=0o700)
    (tmp_path / "home" / ".profile").write_text("", encoding="utf-8")
    system = [each for each in os.environ["PATH"].split(os.pathsep) if Path(each) != Path(sys.prefix, "bin")]
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "home" / ".cache"),
        "SEALEGS_RUNTIME_DIR": str(tmp_path / "run"),
        "PATH": os.pathsep.join(system),
        "LANG": "C.UTF-8",
    }


def test_no_network(kit: Path, island: list[str], laptop: dict[str, str], tmp_path: Path) -> None:
    """One command opens the lab; a lesson is solved in what it set up; nothing goes on afterwards."""
    sealegs = Path(laptop["HOME"], "sealegs", ".venv", "bin", "sealegs")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*island, *words], cwd=tmp_path, env=laptop, capture_output=True, text=True, timeout=300)

    assert run("ip", "route").stdout == ""
    terminal = Tmux(80, 24)
    try:
        terminal.start(" ".join([*island, "sh", str(kit), "--yes"]), str(tmp_path), laptop)
        terminal.until(lambda screen: "F1 help" in screen or terminal.ended() is not None, "the lab", 300)
        terminal.until(lambda screen: "private engine" in screen and "connecting" not in screen, "the engine")
        terminal.keys("q")
        terminal.until(lambda _: terminal.ended() == 0, "the end")
        shutil.rmtree(Path(laptop["HOME"], "sealegs-work"))
        told = run(str(sealegs), "course", "solve", "--lesson", LESSON, "--passes", "1", "--json", f"{tmp_path}/report")
        assert told.returncode == 0, told.stdout + told.stderr
        report = json.loads((tmp_path / "report").read_text(encoding="utf-8"))
        assert report["green"]
        assert report["ran"]["tasks"]
        licences = Path(laptop["HOME"], "sealegs", "LICENCES.txt").read_text(encoding="utf-8")
        assert all(f"\n{name} " in licences for name in ("busybox-static", "docker-registry", "libc6", "git", "bash"))
    finally:
        terminal.close()
        stopped = run(str(sealegs), "engine", "stop", "--clean", "--yes")
    assert stopped.returncode == 0, stopped.stderr
    assert subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, text=True).stdout == ""
