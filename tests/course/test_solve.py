"""`sealegs course solve` on real engines: green for courses that work, else red."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.course.solving import cache_with, newer_engine, solve, start
from tui.engine.private import hub

HERE = Path(__file__).parent

pytestmark = pytest.mark.engine


def left_behind(number: int) -> list[str]:
    """Processes, network interfaces and folders of the run that was process `number`."""
    running = subprocess.run(["pgrep", "-fa", f"slv{number}\\b"], capture_output=True, text=True).stdout.splitlines()
    links = [path.name for path in Path("/sys/class/net").iterdir() if path.name == f"slv{number}"]
    return running + links


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cache_with(tmp_path_factory, {"busybox:latest"})


@pytest.fixture(scope="session")
def modern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newer_engine(tmp_path_factory.mktemp("modern"))


def expect_tiny_green(told: subprocess.CompletedProcess[str], file: Path) -> dict:
    """The tiny course is green, all of it was tried, and twice."""
    assert told.returncode == 0, told.stdout
    assert "2 passes in" in told.stdout
    assert "all green" in told.stdout
    report = json.loads(file.read_text(encoding="utf-8"))
    assert report["green"]
    assert len(report["ran"]["tasks"]) == 5
    assert {len(taken) for taken in report["task_seconds"].values()} == {2}
    assert report["ran"]["alternatives"] == ["one/go-inside alternative 1"]
    assert len(report["ran"]["wrong_attempts"]) == 2
    assert report["ran"]["questions"] == ["one/how-many", "one/what-next", "one/which", "one/which-file"]
    assert report["skipped"] == {"one/elsewhere": "needs Podman, and this engine is Docker"}
    return report


def test_a_course_that_works_is_green(small_cache, tmp_path):
    """Keys, programs that wait for input, commands of several lines, builds; and every trace is removed between."""
    told = solve(small_cache, str(HERE / "tiny"), "--json", str(tmp_path / "report.json"))
    report = expect_tiny_green(told, tmp_path / "report.json")
    assert report["engine"].startswith("Docker ")


def test_it_needs_no_network(small_cache, tmp_path):
    """The same with nothing but the loopback; a hub that serves the same images elsewhere goes on."""
    # One's own: whoever else shares the cache may end hubs of its store.
    cache = shutil.copytree(
        small_cache, tmp_path / "cache", copy_function=os.link, ignore=shutil.ignore_patterns(".lock")
    )
    store = cache / "sealegs" / "images"
    port = hub.start(store, tmp_path / "hub.log", 5053)
    told = solve(cache, str(HERE / "tiny"), "--offline", "--json", str(tmp_path / "report.json"))
    still = hub.runs(store, port)
    hub.stop(store, port)
    expect_tiny_green(told, tmp_path / "report.json")
    assert still


@pytest.mark.modern
def test_another_engine_can_be_used(small_cache, modern, tmp_path):
    """A newer dockerd, whose docker command builds with BuildKit."""
    words = (str(HERE / "tiny"), "--engine-path", str(modern), "--json", str(tmp_path / "report.json"))
    report = expect_tiny_green(solve(small_cache, *words), tmp_path / "report.json")
    assert report["engine"].startswith("Docker 26.")
    assert report["engine"].endswith("buildkit builder")


def test_each_mistake_of_a_course_is_told(small_cache):
    """Red, with what was typed, what the lab said, and the command pane."""
    told = solve(small_cache, str(HERE / "broken"), "--within", "4")
    assert told.returncode == 1
    out = told.stdout
    assert "one/fine" not in out.split("skipped")[0].split("tasks  ")[0]
    for expected in (
        "one/unsolved, pass 0: not done by its solution",
        "one/unsolved, pass 1: not done by its solution",
        "one/done-before, pass 0: done before anything was typed",
        'one/not-told, pass 1: its wrong attempt should be told "That was hello"',
        "one/wrong-does-it, pass 1: done by what undoes a wrong attempt",
        "one/bad-alternative, pass 1: not done by its alternative 1",
        "    lab    waits for unsolved",
        "    typed  echo nay",
        "    see    tests/course/broken/1-one/tasks.yaml:",
        "    │ nay",
    ):
        assert expected in out
    assert "8 failed" in out


def test_interrupted_at_the_start_it_leaves_nothing(small_cache):
    """Before there is an engine, or just when it is being started."""
    process = start(small_cache, str(HERE / "tiny"))
    end = time.monotonic() + 60
    while not left_behind(process.pid):
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert left_behind(process.pid) == []


def test_interrupted_in_the_midst_it_leaves_nothing(small_cache):
    """Engine, bridge, folders and processes are gone."""
    process = start(small_cache, str(HERE / "tiny"))
    assert process.stdout is not None
    assert process.stdout.readline().startswith("pass 0")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert left_behind(process.pid) == []


def test_an_unknown_lesson_is_refused(small_cache):
    """In one sentence."""
    told = solve(small_cache, str(HERE / "tiny"), "--lesson", "nine")
    assert told.returncode == 2
    assert told.stdout == "sealegs: The course has no lesson nine. There are: one.\n"
