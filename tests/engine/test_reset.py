"""`sealegs reset` on a real engine that others use too: what is theirs stays as it is, whatever ends it half way."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.conftest import Docker
from tui.engine.docker_sdk import DockerEngine
from tui.model.engine import Endpoint
from tui.model.ours import claims_on
from tui.model.progress import Progress, TaskRecord
from tui.progress import read
from tui.reset.looking import read as read_engine

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

REPO = Path(__file__).resolve().parents[2]
MINE = [f"mine{number}" for number in range(5)]


class Learner:
    """A learner whose lab is closed now, and what they run."""

    def __init__(self, folder: Path, url: str, cache: str) -> None:
        self.url = url
        self.file = folder / "data" / "sealegs" / "docker-basics.json"
        self.work = folder / "sealegs-work"
        self.file.parent.mkdir(parents=True)
        self.work.mkdir()
        names = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": cache}
        self._env = {**os.environ, **names, "PYTHONPATH": str(REPO)}

    def reset(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tui", "reset", *words, "--engine", self.url]
        return subprocess.Popen(
            command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str]:
        """Exit code, and all it said."""
        with self.reset(*words) as child:
            said, _ = child.communicate(timeout=60)
            return child.returncode, said


@pytest.fixture
def learner(tmp_path, private_engine, engine: DockerEngine, docker: Docker, tiny: str):
    """Somebody else's objects were there before the learner's."""
    url = private_engine.endpoint.url
    learner = Learner(tmp_path, url, os.environ.get("XDG_CACHE_HOME", str(tmp_path / "cache")))
    docker("network", "create", "theirs")
    docker(
        "run", "--detach", "--name", "theirs", "--network", "theirs", "--volume", "theirs:/data", tiny, "sleep", "99"
    )
    docker("create", "--name", "docker_intro", tiny)
    docker("tag", tiny, "base:theirs")
    endpoint = Endpoint(url, "system engine", private=False)
    claims = claims_on(endpoint, {}).after(read_engine(engine), (), (), 0.0)
    docker("tag", tiny, "base:mine")
    docker("network", "create", "mine")
    docker("volume", "create", "lent")
    for name in MINE:
        docker("run", "--detach", "--name", name, "--network", "mine", "--volume", "/x", tiny, "sleep", "99")
    docker("build", "--tag", "docker_intro:v0.1", "-", input=f"FROM {tiny}\nRUN echo hi >/hi\nCMD ['sleep']\n")
    docker("run", "--name", "hi", "--volume", "data:/data", "docker_intro:v0.1", "true")
    claims = claims.after(read_engine(engine), (), (), 9.0, heard=False)
    docker("create", "--name", "borrower", "--volume", "lent:/data", tiny)
    done = {key: TaskRecord(done=True) for key in ("building/read-dockerfile", "first-container/name")}
    progress = Progress(course="docker-basics", course_version="1", tasks=done).with_made(url, claims.made)
    learner.file.write_text(progress.model_dump_json(), encoding="utf-8")
    return learner


def held(docker: Docker) -> dict[str, set[str]]:
    """All there is, by kind: ids and names."""
    return {
        "container": set(docker("ps", "-a", "--format", "{{.Names}} {{.ID}}").stdout.splitlines()),
        "image": set(docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}").stdout.splitlines()),
        "volume": set(docker("volume", "ls", "--quiet").stdout.split()),
        "network": set(docker("network", "ls", "--format", "{{.Name}} {{.ID}}").stdout.splitlines()),
    }


def of_others(docker: Docker) -> str:
    """Somebody else's container, as it runs."""
    (found,) = json.loads(docker("inspect", "theirs").stdout)
    return json.dumps([found["State"], found["Mounts"], found["NetworkSettings"]])


def test_what_is_foreign_stays_also_when_it_is_killed_half_way(learner: Learner, docker: Docker):
    """A second run finishes; a third has nothing to do."""
    before, running = held(docker), of_others(docker)
    code, listed = learner.run("all", "--dry-run")
    assert (code, held(docker)) == (0, before)
    goes = [line.split()[1] for line in listed.splitlines() if line.startswith("  - ")]
    assert {*MINE, "hi", "base:mine", "docker_intro:v0.1", "mine", "data"} <= set(goes)
    assert not {"theirs", "borrower", "docker_intro", "base:theirs", "tiny:latest", "lent"} & set(goes)
    assert "volume lent  (is used by borrower)" in listed
    assert "container theirs  (was here before the lab)" in listed

    with learner.reset("all", "--yes") as child:
        assert child.stdout is not None
        next(line for line in child.stdout if line.startswith("Removed container mine"))
        child.send_signal(signal.SIGKILL)
    left = [name for name in MINE if any(each.startswith(f"{name} ") for each in held(docker)["container"])]
    assert 0 < len(left) < len(MINE)
    assert (progress := read(learner.file)) is not None
    assert progress.tasks

    code, said = learner.run("all", "--yes")
    assert code == 0, said
    after = held(docker)
    assert {each.split()[0] for each in after["container"]} == {"theirs", "docker_intro", "borrower"}
    nameless = {each for each in after["image"] if each.startswith("<none>")}
    assert {each.split()[0] for each in after["image"] - nameless} == {"tiny:latest", "base:theirs"}
    # The classic builder's steps may be in use by others: they are told, not taken.
    assert all(each.split()[1] in said.splitlines()[-1] for each in nameless)
    assert after["volume"] == {"theirs", "lent"}
    assert {each.split()[0] for each in after["network"]} == {"bridge", "host", "none", "theirs"}
    assert all(after[kind] - nameless <= before[kind] for kind in before)
    assert of_others(docker) == running
    assert (progress := read(learner.file)) is not None
    # What was lent is still the learner's; what is gone is nobody's.
    assert (progress.tasks, [each.split()[:2] for each in progress.made[learner.url]]) == ({}, [["volume", "lent"]])
    assert "there is nothing to reset" in learner.run("all", "--yes")[1]


def test_a_lesson_takes_its_own_and_leaves_the_rest(learner: Learner, docker: Docker):
    """Also what is the learner's, but of no task of it; somebody's container of a name in it is none of its."""
    before = held(docker)
    code, said = learner.run("2.2", "--yes")
    assert code == 0, said
    gone = {kind: {each.split()[0] for each in before[kind] - now} for kind, now in held(docker).items()}
    assert gone == {"container": {"hi"}, "image": {"docker_intro:v0.1"}, "volume": set(), "network": set()}
    assert (progress := read(learner.file)) is not None
    assert list(progress.tasks) == ["first-container/name"]
    assert (learner.work / "02_docker_intro" / "Dockerfile.02").is_file()
