"""What is handed out: wheel and sdist are whole, what they install runs, and what they uninstall is gone."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]


def built(source: Path, to: Path, *what: str) -> Path:
    """The one file that hatchling makes of a source tree."""
    command = [sys.executable, "-m", "hatchling", "build", *what, "-d", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=60)
    (file,) = to.iterdir()
    return file


@pytest.fixture(scope="module")
def sdist(tmp_path_factory) -> Path:
    return built(REPO, tmp_path_factory.mktemp("sdist"), "-t", "sdist")


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory) -> Path:
    """Made of the sdist, as whoever builds from it does."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return built(source, tmp_path_factory.mktemp("wheel"), "-t", "wheel")


def ours(*folders: str) -> set[str]:
    """The files of the checkout's folders, those that git would not keep left out."""
    return {
        str(path.relative_to(REPO))
        for folder in folders
        for path in (REPO / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_the_program_the_course_and_its_files(wheel: Path) -> None:
    """And nothing besides: no tests, no caches."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == ours("tui") | {f"tui/_data/{name}" for name in ours("content", "dockerfiles")}


def test_the_sdist_has_what_tests_and_guides_need(sdist: Path) -> None:
    """Whoever packages the lab can run its tests."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ours("tui", "content", "dockerfiles", "docs", "screenshots", "tests")
    alone = {"lab", "LICENSE", "README.md", "CHANGELOG.md", "requirements.lock", "requirements-test.lock", ".ci/run"}
    left_out = {name for name in wanted - names if not name.startswith("tests/pilot/snapshot_report")}
    assert left_out == set()
    assert alone <= names


def test_it_installs_runs_and_leaves_nothing_but_what_is_the_learners(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are this environment's; the lab itself is the wheel's alone."""
    place, home = tmp_path / "venv", tmp_path / "home"
    home.mkdir()
    venv.create(place)
    python = place / "bin" / "python"
    env = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command: object, **options) -> str:
        words = [str(word) for word in command]
        done = subprocess.run(words, cwd=home, env=env, capture_output=True, text=True, timeout=120, **options)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def pip(*words: object) -> None:
        run(sys.executable, "-m", "pip", "--quiet", "--python", python, *words)

    before = set(place.rglob("*"))
    pip("install", "--no-deps", "--no-index", wheel)
    (site,) = place.glob("lib/python*/site-packages")
    borrowed = site / "borrowed.pth"
    borrowed.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    sealegs = place / "bin" / "sealegs"
    assert run(python, "-c", "import tui; print(tui.__file__)").startswith(str(site))
    assert "VERB" in run(sealegs, "--help")
    assert "No findings." in run(sealegs, "course", "check")
    assert run(sealegs, "read", "2.1").startswith("Lesson 2.1")
    assert "Open" in run(sealegs, "tasks", "2.1")
    assert "IMAGE" in run(sealegs, "images", "list")
    # Nothing was learnt yet: only the course as it was read is kept.
    assert {path.name for path in (home / ".cache" / "sealegs").iterdir()} == {"courses"}
    assert [path.name for path in home.iterdir()] == [".cache"]
    pip("uninstall", "--yes", "sealegs")
    borrowed.unlink()
    assert set(place.rglob("*")) == before
