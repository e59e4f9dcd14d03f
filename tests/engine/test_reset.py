"""`sealegs reset` on a real engine that others use too: what is theirs stays as it is, whatever ends it half way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.conftest import Docker
from tui.command_log import CommandLog
from tui.engine.docker_sdk import DockerEngine
from tui.engine.reading import read as read_engine
from tui.model.engine import Endpoint
from tui.model.log import LoggedCommand
from tui.model.ours import claims_on
from tui.model.progress import Progress, TaskRecord
from tui.progress import read

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

REPO = Path(__file__).resolve().parents[2]
THEIR_BUILD = "FROM {}\nLABEL a=1\nENV SHARED=1\n"
BUILD = "FROM {}\nLABEL a=1\nRUN echo hi >/hi\n" + "".join(f"LABEL b={n}\n" for n in range(8)) + "CMD ['sleep']\n"
"""Begins with a step that somebody has built before."""
STEPS = 9
MINE = [f"mine{number}" for number in range(5)]


class Learner:
    """A learner whose lab is closed now, and what they run."""

    def __init__(self, folder: Path, url: str, cache: str) -> None:
        self.url = url
        self.file = folder / "data" / "sealegs" / "docker-basics.json"
        self.work = folder / "sealegs-work"
        self.file.parent.mkdir(parents=True)
        self._log = CommandLog(self.file.with_name("docker-basics.commands.jsonl"))
        self.work.mkdir()
        names = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": cache}
        self.hidden_before: set[str] = set()
        self._env = {**os.environ, **names, "PYTHONPATH": str(REPO)}

    def typed(self, line: str, began: float) -> None:
        """What the lab has noted of a command that has ended now."""
        seconds = time.time() - began
        self._log.add(LoggedCommand(lesson="building", line=line, exit_status=0, at=began + seconds, seconds=seconds))

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
    docker("build", "--tag", "built:theirs", "-", input=THEIR_BUILD.format(tiny))
    time.sleep(1.1)  # an engine dates images in whole seconds
    endpoint = Endpoint(url, "system engine", private=False)
    claims = claims_on(endpoint, {}).after(read_engine(engine), (), (), 0.0)
    learner.hidden_before = hidden(docker)
    docker("tag", tiny, "base:mine")
    docker("network", "create", "mine")
    docker("volume", "create", "lent")
    for name in MINE:
        docker("run", "--detach", "--name", name, "--network", "mine", "--volume", "/x", tiny, "sleep", "99")
    began = time.time()
    docker("build", "--tag", "docker_intro:v0.1", "-", input=BUILD.format(tiny))
    learner.typed("docker build -t docker_intro:v0.1 .", began)
    docker("run", "--name", "hi", "--volume", "data:/data", "docker_intro:v0.1", "true")
    claims = claims.after(read_engine(engine), (), (), 9.0, heard=False)
    docker("create", "--name", "borrower", "--volume", "lent:/data", tiny)
    done = {key: TaskRecord(done=True) for key in ("building/read-dockerfile", "first-container/name")}
    progress = Progress(course="docker-basics", course_version="1", tasks=done).with_made(url, claims.maybe)
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


def hidden(docker: Docker) -> set[str]:
    """Images that builds made on the way."""
    return {*docker("image", "ls", "-aq").stdout.split()} - {*docker("image", "ls", "-q").stdout.split()}


def of_others(docker: Docker) -> str:
    """Somebody else's container, as it runs."""
    (found,) = json.loads(docker("inspect", "theirs").stdout)
    return json.dumps([found["State"], found["Mounts"], found["NetworkSettings"]])


def test_what_is_foreign_stays_also_when_it_is_killed_half_way(learner: Learner, docker: Docker):
    """A second run finishes; a third has nothing to do."""
    before, running, theirs = held(docker), of_others(docker), learner.hidden_before
    code, listed = learner.run("all", "--dry-run")
    assert (code, held(docker)) == (0, before)
    goes = [line.split()[1] for line in listed.splitlines() if line.startswith("  - ")]
    assert {*MINE, "hi", "base:mine", "docker_intro:v0.1", "mine", "data"} <= set(goes)
    assert f"  - {STEPS} build steps  (hidden images of your builds)" in listed.splitlines()
    assert not {"theirs", "borrower", "docker_intro", "base:theirs", "built:theirs", "tiny:latest", "lent"} & set(goes)
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
    assert {each.split()[0] for each in after["image"]} == {"tiny:latest", "base:theirs", "built:theirs"}
    assert hidden(docker) == theirs
    assert after["volume"] == {"theirs", "lent"}
    assert {each.split()[0] for each in after["network"]} == {"bridge", "host", "none", "theirs"}
    assert all(after[kind] <= before[kind] for kind in before)
    assert of_others(docker) == running
    assert (progress := read(learner.file)) is not None
    # What was lent is still the learner's; what is gone is nobody's.
    assert (progress.tasks, [each.split()[:2] for each in progress.made[learner.url]]) == ({}, [["volume", "lent"]])
    assert "there is nothing to reset" in learner.run("all", "--yes")[1]


def test_steps_of_builds_go_also_when_it_is_killed_among_them(learner: Learner, docker: Docker):
    """What one of them laid bare is still known for the learner's."""
    with learner.reset("all", "--yes") as child:
        assert child.stdout is not None
        next(line for line in child.stdout if line.startswith("Removed build step"))
        child.send_signal(signal.SIGKILL)
    left = hidden(docker) - learner.hidden_before
    assert left, "it was too fast to be killed"
    code, said = learner.run("all", "--yes")
    assert code == 0, said
    assert hidden(docker) == learner.hidden_before
    assert not [each for each in held(docker)["image"] if each.startswith("<none>")]


def test_steps_that_somebody_else_stands_on_stay(learner: Learner, docker: Docker, tiny: str):
    """Whoever goes on from one of them, by building or with a container."""
    went_on = BUILD.format(tiny).replace("LABEL b=5", "LABEL c=5")
    docker("build", "--tag", "later:theirs", "-", input=went_on)
    kept = {*docker("history", "--quiet", "later:theirs").stdout.split()} - {"<missing>"}
    code, said = learner.run("all", "--yes")
    assert code == 0, said
    assert said.count("Removed build step") == 3, said
    assert kept <= {*docker("image", "ls", "-aq").stdout.split()}


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
