"""Each command typed in the real lab is paired with what it did to a real engine, and with nothing else."""

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.pilot.conftest import screen_of
from tests.waiting import eventually
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.course import load
from tui.images.build import build
from tui.images.host import missing_packages
from tui.images.layout import Store
from tui.images.recipe import load_recipes
from tui.model.journal import CommandRun
from tui.model.shell import Launch
from tui.opening import Opening
from tui.paths import shipped
from tui.progress import ProgressFile
from tui.widgets.terminal_keyboard import Keyboard

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

Told = tuple[str, int | None, list[str]]
"""A command line, its exit status, and its effects."""

LESSON: list[Told] = [
    ("docker container run hello-world", 0, ["+ image hello-world:latest", "+ container SOME (exited 0)"]),
    ("docker ps -a", 0, []),
    (
        "docker container run --rm busybox true",
        0,
        ["+ image busybox:latest", "~ container SOME (created, exited 0, removed)"],
    ),
    ("docker container run --name stowaway busybox sh -c 'exit 3'", 3, ["+ container stowaway (exited 3)"]),
    ("docker container start -a stowaway", 3, ["~ container stowaway (started, exited 3)"]),
    ("docker container rm stowaway nothing", 1, ["- container stowaway"]),
    (
        "docker run -d --name web -v logs:/logs -v /tmp busybox sleep 600",
        0,
        ["+ volume logs", "+ volume ID (anonymous)", "+ container web (running)"],
    ),
    ("docker exec web true", 0, []),
    ("docker pause web", 0, ["~ container web (paused)"]),
    ("docker unpause web", 0, ["~ container web (running)"]),
    ("docker stop -t 0 web", 0, ["~ container web (exited 137)"]),
    ("docker start web", 0, ["~ container web (running)"]),
    ("docker restart -t 0 web", 0, ["~ container web (restarted)"]),
    ("docker rename web site", 0, ["~ container site (was web)"]),
    ("docker update --restart no site", 0, ["~ container site (updated)"]),
    ("docker kill site", 0, ["~ container site (exited 137)"]),
    ("docker rm -v site", 0, ["- volume ID (anonymous)", "- container site"]),
    ("docker volume create logs", 0, []),
    ("docker volume rm logs", 0, ["- volume logs"]),
    ("docker run --rm -v /tmp busybox true", 0, ["~ container SOME (created, exited 0, removed)"]),
    ("docker network create net", 0, ["+ network net"]),
    ("docker run -d --name boat --network net busybox sleep 600", 0, ["+ container boat (running)"]),
    ("docker network disconnect net boat", 0, ["~ container boat (left network net)"]),
    ("docker network connect net boat", 0, ["~ container boat (joined network net)"]),
    ("docker rm -f boat && docker network rm net", 0, ["- container boat", "- network net"]),
    ("docker run --name bad busybox nosuch", 127, ["+ container bad (created)"]),
    ("docker container commit bad", 0, ["+ image ID (untagged)"]),
    ("docker image prune -f", 0, ["- image ID (untagged)"]),
    ("docker run --name piped busybox echo hello | cat", 0, ["+ container piped (exited 0)"]),
    ("docker rm bad; docker rm piped", 0, ["- container bad", "- container piped"]),
    ("docker image tag busybox mine:1", 0, ["+ image mine:1"]),
    ("docker image tag hello-world mine:1", 0, ["~ image mine:1 (another image)"]),
    ("docker image rm mine:1 nothing", 1, ["- image mine:1"]),
    (
        "docker image build -t app:1 one",
        0,
        [
            "+ image app:1",
            "~ 2 containers (created, exited 0, removed)",
            "~ container SOME (created, never ran, removed)",
        ],
    ),
    ("docker image build -t app:2 one", 0, ["+ image app:2"]),
    ("docker image rm app:2", 0, ["- image app:2"]),
    (
        "docker image build -t app:1 two",
        0,
        [
            "~ image app:1 (another image)",
            "~ image ID (untagged)",
            "~ container SOME (created, exited 0, removed)",
            "~ container SOME (created, never ran, removed)",
        ],
    ),
    ("docker image build broken", 1, ["+ container SOME (exited 1)"]),
    ("nosuchcommand", 127, []),
]


def told(run: CommandRun) -> Told:
    """A command and its effects, with the names that docker makes up and ids left out."""
    effects = [re.sub(r"\b[0-9a-f]{12}\b", "ID", str(effect)) for effect in run.effects]
    return run.line, run.exit_status, [re.sub(r"(?<=container )[a-z]+_[a-z]+\d?", "SOME", each) for each in effects]


async def paired(commands: Callable[[], list[Told]], expected: list[Told]) -> None:
    """Wait until all commands so far are paired with what is expected; fail with the difference."""
    with suppress(AssertionError):
        await eventually(lambda: commands() == expected)
    assert commands() == expected


@pytest.fixture
def work(hub_store: Path, tmp_path: Path) -> Path:
    """A folder with Dockerfiles; the engine can pull what it needs."""
    needed = ("hello-world:latest", "busybox:latest")
    recipes = [each for each in load_recipes(shipped("dockerfiles") / "images") if each.name in needed]
    if missing := missing_packages(recipes):
        pytest.skip(f"the images can't be built here: {', '.join(missing)} missing")
    build(Store(hub_store), recipes, print)
    steps = {"one": ["RUN true", "RUN echo 1"], "two": ["RUN true", "RUN echo 2"], "broken": ["RUN false"]}
    for name, lines in steps.items():
        (tmp_path / "work" / name).mkdir(parents=True)
        text = "\n".join(["FROM busybox", *lines, "CMD sh"])
        (tmp_path / "work" / name / "Dockerfile").write_text(f"{text}\n", encoding="utf-8")
    return tmp_path / "work"


async def test_a_lesson_is_paired_with_its_effects(work, private_engine, engine, tmp_path, monkeypatch):
    """Command by command, on the screen, in the log and on disk."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    environment = {
        "DOCKER_BUILDKIT": "0",
        "DOCKER_CONFIG": str(tmp_path),
        "SEALEGS_HISTFILE": str(tmp_path / "h"),
        "HOME": str(tmp_path),
    }
    log = CommandLog(tmp_path / "commands.jsonl")
    app = LabApp(
        Opening(
            course=load(shipped("content")),
            progress=ProgressFile(tmp_path / "progress.json"),
            command_log=log,
            engine=engine,
            endpoint=private_engine.endpoint,
            tried=(),
            shell=Launch((shutil.which("bash") or "bash",), {**environment, **private_engine.environment()}, work),
            theme="dark",
        )
    )
    async with app.run_test(size=(120, 40)):
        lab = screen_of(app)
        await eventually(lambda: lab.attempt.read and lab.terminal.at_prompt, "the lab")
        keyboard = Keyboard(lab.terminal)
        commands = lambda: [told(run) for run in lab.attempt.journal.commands]  # noqa: E731
        for number, expected in enumerate(LESSON, 1):
            await keyboard.type([expected[0]])
            await paired(commands, LESSON[:number])
        await eventually(lambda: not app.busy, "the log on disk")
        kept = [(each.line, each.exit_status, each.effects) for each in log.read()]
        assert kept == [
            (run.line, run.exit_status, tuple(map(str, run.effects))) for run in lab.attempt.journal.commands
        ]
