"""Back to the start of a task on a real engine: what is broken is made anew; stopped, gone on with, undone."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from tests.engine.conftest import Docker
from tests.pilot.conftest import screen_of
from tests.waiting import eventually
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.engine.command import docker_environment
from tui.engine.docker_sdk import DockerEngine
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.shell import Launch
from tui.model.tasks import Task
from tui.opening import Opening
from tui.progress import ProgressFile
from tui.screens.restore_list import RestoreListScreen, RestorePreviewScreen

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

WEB = {"type": "container", "name": "web"}


def task(id: str, check: dict[str, object], *lines: str, **more: object) -> Task:
    """A task with its solution."""
    said = {"id": id, "page": "one", "text": f"Do {id}.", "check": check, "hints": ["a", "b"], **more}
    return TypeAdapter(Task).validate_python({**said, "solution": {"lines": list(lines), "why": "So."}})


def every(*checks: dict[str, object]) -> dict[str, object]:
    return {"type": "all", "checks": list(checks)}


def lesson(number: int, id: str, *tasks: Task) -> Lesson:
    entry = LessonEntry(id=id, number=str(number), title=id.title(), minutes=1, folder=id)
    return Lesson(entry, (Page("one", "One", ()),), tasks, ())


COURSE = Course(
    "demo",
    "Demo",
    "1",
    (),
    (
        lesson(
            1,
            "make",
            task(
                "build",
                every(
                    {"type": "dockerfile", "path": "Dockerfile.base", "has": ["echo hi"]},
                    {"type": "image", "ref": "demo:base", "fresh": True},
                    {"type": "image-history", "ref": "demo:base", "has": ["echo hi"]},
                ),
                r"printf 'FROM tiny\nRUN echo hi >/hi\n' > Dockerfile.base",
                "docker image build \\",
                "  -f Dockerfile.base -t demo:base .",
            ),
            task("listed", {"type": "command", "pattern": "docker image ls"}, "docker image ls"),
        ),
        lesson(
            2,
            "use",
            task("run", {**WEB, "state": "running"}, "docker container run -d --name web demo:base sleep 600"),
            task(
                "tag",
                every({"type": "same-image", "ref": "demo:two", "as": "demo:base"}),
                "docker image tag demo:base demo:two",
            ),
            task(
                "inside",
                {"type": "run", "image": "demo:base", "tty": True},
                "docker container run -it --rm demo:base sh",
                "echo inside",
                "exit",
            ),
            task("clear", {**WEB, "exists": False}, "docker container rm -f web", baseline=WEB),
            task("last", {"type": "command", "pattern": "true"}, "true"),
        ),
    ),
)


class Bench:
    """The lab on a real engine, and what is done in it."""

    def __init__(self, pilot, docker: Docker) -> None:
        self.pilot, self.docker, self.screen = pilot, docker, screen_of(pilot.app)

    @property
    def done(self) -> set[str]:
        return {key for key, each in self.screen.attempt.progress.tasks.items() if each.done}

    @property
    def told(self) -> str:
        return "\n".join(each.message for each in self.pilot.app._notifications)

    def image(self, name: str) -> str:
        return self.docker("image", "inspect", "--format", "{{.Id}}", name).stdout.strip()

    async def ready(self) -> None:
        await eventually(lambda: self.screen.attempt.read, "the engine")
        await eventually(lambda: self.screen.terminal.at_prompt, "the prompt")

    async def choose(self, key: str) -> None:
        """A row of the list of places."""
        await self.pilot.press("r")
        await eventually(lambda: isinstance(self.pilot.app.screen, RestoreListScreen), "the list")
        self.pilot.app.screen.dismiss(self.pilot.app.screen._rows[key])

    async def preview(self, key: str) -> str:
        """What going back there would do."""
        self.screen.panes.focus_pane(self.screen.panes.lesson)
        await self.choose(key)
        await eventually(lambda: isinstance(self.pilot.app.screen, RestorePreviewScreen), "the question")
        return "\n".join(
            " ".join([group.title, *(f"{mark}{name}" for mark, name, _ in group.rows)])
            for group in self.pilot.app.screen.groups
        )

    async def restored(self, title: str) -> None:
        await eventually(lambda: f"{title}: here you are." in self.told or "The restore stops" in self.told, title, 90)
        assert "The restore stops" not in self.told


@pytest.fixture
def lab(tmp_path: Path, private_engine, engine: DockerEngine, tiny: str, monkeypatch):
    """A lab on the suite's engine, for a new learner."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    work = tmp_path / "work"
    work.mkdir()
    endpoint = private_engine.endpoint
    env = {**docker_environment(endpoint), "SEALEGS_HISTFILE": str(tmp_path / "history"), "HOME": str(tmp_path)}
    return LabApp(
        Opening(
            course=COURSE,
            progress=ProgressFile(tmp_path / "progress.json"),
            command_log=CommandLog(tmp_path / "commands.jsonl"),
            engine=DockerEngine(endpoint.url),
            endpoint=endpoint,
            shell=Launch(("bash",), env, work),
            present=True,
        )
    )


async def test_there_and_back(lab, docker: Docker, tmp_path):
    """From nothing to the middle of the second lesson; broken, and there again; stopped on the way; undone."""
    async with lab.run_test(size=(120, 40)) as pilot:
        bench = Bench(pilot, docker)
        await bench.ready()

        # From nothing: the lesson before it is done, for nothing of it is there.
        await bench.screen.become(bench.screen.attempt.gone_to("use", "one", 0.0))
        told = await bench.preview("task:clear")
        assert "1 Make" in told
        assert "docker image build" in told
        assert "rm -f web" not in told
        await pilot.press("y")
        await bench.restored("2 Use, before “Do clear.”")
        assert bench.done == {"make/build", "make/listed", "use/run", "use/tag", "use/inside"}
        assert bench.screen.attempt.progress.record("use/run").by == "shown"
        assert docker("ps", "--format", "{{.Names}}").stdout.split() == ["web"]
        assert bench.screen.panes.lesson.task_in_hand() == "clear"
        good = bench.image("demo:base")

        # What is as it should be is left alone.
        assert "1 Make" not in await bench.preview("start")
        await pilot.press("escape")

        # A container stopped, the name of another image: both are made anew, and the file that was changed is kept.
        docker("stop", "--time", "0", "web")
        docker("tag", "tiny:latest", "demo:base")
        stopped = docker("ps", "-aq", "--filter", "name=web").stdout
        await eventually(
            lambda: "exited" in {each.state for each in bench.screen.attempt.journal.now.containers}, "the stop"
        )
        bench.screen.outside.look_again()
        other = bench.image("demo:base")
        assert other != good
        await eventually(
            lambda: any(
                other == each.id and "demo:base" in each.tags for each in bench.screen.attempt.journal.now.images
            ),
            "the tag",
        )
        (tmp_path / "work" / "Dockerfile.base").write_text("mine")
        before = bench.screen.attempt.progress
        told = await bench.preview("task:inside")
        assert "1 Make" in told
        assert "-web" in told
        await pilot.press("y")
        # Esc ends it between two commands; the lab can be used, and the restore tried again.
        await eventually(
            lambda: "make/build" in bench.done and bench.screen.attempt.lesson.entry.id == "make", "the first task", 60
        )
        await pilot.press("escape")
        await eventually(lambda: "The restore is stopped." in bench.told, "the stop", 60)
        assert not bench.screen.terminal.taken
        assert "use/run" not in bench.done
        bench.pilot.app.clear_notifications()
        bench.screen.panes.focus_pane(bench.screen.panes.lesson)
        await bench.screen.become(bench.screen.attempt.gone_to("use", "one", 0.0))
        await bench.preview("task:inside")
        await pilot.press("y")
        await bench.restored("2 Use, before “Do inside.”")
        assert bench.done == {"make/build", "make/listed", "use/run", "use/tag"}
        assert bench.image("demo:two") == bench.image("demo:base") != other
        assert docker("ps", "-q", "--filter", "name=web").stdout not in ("", stopped)

        # Twice back: to where it was stopped, and to before.
        for _ in range(2):
            bench.pilot.app.clear_notifications()
            await bench.choose("undo")
            await pilot.press("y")
            await eventually(lambda: "Undone: " in bench.told, "the undoing")
            await eventually(lambda: not bench.screen.outside.busy(), "rest")
        assert bench.screen.attempt.progress.tasks == before.tasks
        assert (tmp_path / "work" / "Dockerfile.base").read_text() == "mine"
