"""Draw the pictures in screenshots/ from the real app on a real engine: python -m tests.screenshots [NAME ...]

Needs root, and the course's images (`sealegs images build`). Uses a throw-away engine.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from tests.engine.conftest import new_engine
from tests.film import Film
from tests.pilot.conftest import screen_of, text_of
from tests.waiting import eventually
from tui import paths
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.course import load
from tui.engine.command import docker_environment
from tui.engine.docker_sdk import DockerEngine
from tui.images.layout import Store
from tui.model.course import Course
from tui.model.engine import Endpoint
from tui.model.progress import Progress
from tui.model.shell import Launch
from tui.opening import Opening
from tui.progress import ProgressFile

Act = Callable[[Pilot[None]], Awaitable[str | None]]
"""Brings the lab to where it is to be drawn, or gives a drawing of its own."""
TO = Path(__file__).resolve().parents[1] / "screenshots"


@dataclass(frozen=True)
class Picture:
    """What is drawn: at which size and in which theme, on which page (lesson, page), after which act."""

    size: tuple[int, int]
    theme: str
    page: tuple[str, str]
    act: Act
    present: bool = False


async def type_line(pilot: Pilot[None], line: str) -> None:
    """Type a command, and wait until it has ended and the lab has heard all of it."""
    lab = screen_of(pilot.app)
    ran = len(lab.attempt.journal.commands)
    lab.terminal.write(line.encode() + b"\r")
    await eventually(lambda: len(lab.attempt.journal.commands) > ran and lab.terminal.at_prompt, line, seconds=60)


async def run_hello_world(pilot: Pilot[None]) -> None:
    """The page's block, with Enter twice."""
    lab = screen_of(pilot.app)
    await pilot.press("enter")
    await eventually(
        lambda: "container run hello-world" in text_of(pilot.app).split("command pane")[-1], "the block at the prompt"
    )
    await pilot.press("enter")
    await eventually(lambda: "exited 0" in str(lab.attempt.journal.latest), "the effect")
    seen = "(0 running)" if lab.size.width < 100 else "Exited"
    await eventually(lambda: seen in text_of(pilot.app) and lab.terminal.at_prompt, "the row")


async def step_through_the_block(pilot: Pilot[None]) -> None:
    """As an instructor does: insert the block, run it; then the lesson large again."""
    lab = screen_of(pilot.app)
    await pilot.press("f9")
    await eventually(lambda: "hello-world" in lab.terminal.typed, "the block at the prompt")
    await pilot.press("f9")
    await eventually(lambda: "exited 0" in str(lab.attempt.journal.latest), "the effect")
    await pilot.press("f2")


async def dig_up_the_secret(pilot: Pilot[None]) -> None:
    """Build the image that leaks, and look into the layer that removes the secret."""
    await type_line(pilot, "docker image build -q -t secret:leaky -f 03_docker_build_deep/Dockerfile.03secret .; clear")
    await pilot.press("3")
    screen_of(pilot.app).panes.browser.table.focus()
    await eventually(lambda: "RUN rm secret.txt" in text_of(pilot.app), "the layers")
    await pilot.press("enter")
    await eventually(lambda: "still in layer" in text_of(pilot.app), "what is hidden")


async def open_the_map(pilot: Pilot[None]) -> None:
    """A few tasks done, and how."""
    await type_line(pilot, "docker container run hello-world")
    await pilot.press("n", "n", "n", "n", "n", "h")
    await type_line(pilot, "docker image ls")
    await pilot.press("m")
    await eventually(lambda: "tasks done" in text_of(pilot.app), "the map")


async def film_a_first_container(pilot: Pilot[None]) -> str:
    """A block put at the prompt, what it does, a task that is ticked, and another done by typing."""
    lab, film = screen_of(pilot.app), Film(pilot.app)
    film.shoot(2)
    await pilot.press("enter")
    await eventually(
        lambda: "run hello-world" in text_of(pilot.app).split("command pane")[-1], "the block at the prompt"
    )
    film.shoot(2)
    await pilot.press("enter")
    await eventually(lambda: "exited 0" in str(lab.attempt.journal.latest), "the effect")
    await eventually(lambda: "Exited" in text_of(pilot.app) and "1 to do" not in text_of(pilot.app), "row and tick")
    film.shoot(4)
    await pilot.press("f12", *["n"] * 3)
    await pilot.pause()
    film.shoot(3)
    await pilot.press("f12")
    await film_typing(pilot, film, "docker image pull busybox")
    await pilot.press("enter")
    await eventually(
        lambda: "busybox" in str(lab.attempt.journal.latest) and lab.terminal.at_prompt, "pulled", seconds=30
    )
    await eventually(lambda: "1 to do" not in text_of(pilot.app), "the tick")
    film.shoot(3)
    await pilot.press("f12", "6")
    await eventually(lambda: "docker image pull" in text_of(pilot.app).split("command pane")[0], "the log")
    film.shoot(4)
    return film.svg()


async def film_typing(pilot: Pilot[None], film: Film, line: str) -> None:
    """A line, a few letters at a time."""
    lab = screen_of(pilot.app)
    for start in range(0, len(line), 3):
        lab.terminal.write(line[start : start + 3].encode())
        so_far = line[: start + 3].rstrip()
        await eventually(lambda so_far=so_far: so_far in text_of(pilot.app).split("command pane")[-1], so_far)
        film.shoot(0.12)
    film.shoot(0.8)


FIRST = ("first-container", "first-run")
PICTURES = {
    "lab-120x40": Picture((120, 40), "dark", FIRST, run_hello_world),
    "lab-80x24": Picture((80, 24), "dark", FIRST, run_hello_world),
    "lab-120x40-light": Picture((120, 40), "light", FIRST, run_hello_world),
    "present-120x40": Picture((120, 40), "dark", FIRST, step_through_the_block, present=True),
    "layers-120x40": Picture((120, 40), "dark", ("layers", "secret"), dig_up_the_secret),
    "first-container": Picture((110, 30), "dark", FIRST, film_a_first_container),
    "map-120x40": Picture((120, 40), "dark", FIRST, open_the_map),
}


async def draw(name: str, course: Course, endpoint: Endpoint, folder: Path) -> None:
    """Open the lab on the picture's page, act, and draw what is on the screen."""
    picture = PICTURES[name]
    progress = ProgressFile(folder / name / "progress.json")
    progress.save(progress.open(Progress(course=course.id, course_version=course.version)).at(*picture.page))
    progress.close()
    work = folder / name / "sealegs-work"
    work.mkdir()
    os.environ.update(HOME=str(folder / name), COLORTERM="truecolor")
    engine = DockerEngine(endpoint.url)
    app = LabApp(
        Opening(
            course=course,
            progress=progress,
            command_log=CommandLog(folder / name / "commands.jsonl"),
            engine=engine,
            endpoint=endpoint,
            tried=(),
            shell=Launch(("bash",), docker_environment(endpoint), work),
            theme=picture.theme,
            present=picture.present,
        )
    )
    async with app.run_test(size=picture.size) as pilot:
        lab = screen_of(app)
        await eventually(lambda: lab.attempt.read and lab.terminal.at_prompt, "engine and shell")
        drawn = await picture.act(pilot)
        await pilot.pause()
        (TO / f"{name}.svg").write_text(drawn or app.export_screenshot(), encoding="utf-8")
    engine.close()


def main(names: Collection[str]) -> None:
    """Pictures by their names, or all; each on an empty engine."""
    course = load(paths.shipped("content"))
    store = paths.image_store()  # before the pictures' homes come
    if not Store(store).images():
        sys.exit("Build the course's images first: sealegs images build")
    with tempfile.TemporaryDirectory(prefix="sls") as name:
        folder = Path(name)
        for number, picture in enumerate(names or PICTURES):
            place = folder / f"engine-{number}"
            place.mkdir()
            (folder / picture).mkdir()
            engine = new_engine(place, store)
            engine.start()
            try:
                asyncio.run(draw(picture, course, engine.endpoint, folder))
            finally:
                engine.clean()


if __name__ == "__main__":
    main(sys.argv[1:])
