"""Draw the pictures in screenshots/ from the real app on a real engine: python -m tests.screenshots

Needs root, and the course's images (`sealegs images build`). Uses a throw-away engine.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.engine.conftest import new_engine
from tests.pilot.conftest import screen_of, text_of, until
from tui import paths
from tui.app import LabApp
from tui.course import load
from tui.engine.docker_sdk import DockerEngine
from tui.images.layout import Store
from tui.model.course import Course
from tui.model.engine import Endpoint
from tui.model.progress import Progress
from tui.model.shell import Launch
from tui.progress import ProgressFile

PICTURES = {
    "lab-120x40": ((120, 40), "dark"),
    "lab-80x24": ((80, 24), "dark"),
    "lab-120x40-light": ((120, 40), "light"),
}
TO = Path(__file__).resolve().parents[1] / "screenshots"


async def draw(name: str, course: Course, endpoint: Endpoint, folder: Path) -> None:
    """Open lesson 2.1, run hello-world by typing it, and draw what is on the screen."""
    size, theme = PICTURES[name]
    progress = ProgressFile(folder / name / "progress.json")
    progress.save(
        progress.open(Progress(course=course.id, course_version=course.version)).at("first-container", "first-run")
    )
    progress.close()
    work = folder / name / "sealegs-work"
    work.mkdir()
    os.environ["HOME"] = str(folder / name)
    engine = DockerEngine(endpoint.url)
    app = LabApp(course, progress, engine, endpoint, (), Launch(("bash",), {"DOCKER_HOST": endpoint.url}, work), theme)
    async with app.run_test(size=size) as pilot:
        lab = screen_of(app)
        await until(lambda: lab.attempt.read and lab.terminal.at_prompt, "engine and shell")
        await pilot.press("enter")
        await until(
            lambda: "container run hello-world" in text_of(app).split("command pane")[-1], "the block at the prompt"
        )
        await pilot.press("enter")
        await until(lambda: "exited 0" in str(lab.attempt.journal.latest), "the effect", seconds=30)
        await until(lambda: size[0] < 100 or "Exited" in text_of(app), "the row")
        await pilot.pause()
        (TO / f"{name}.svg").write_text(app.export_screenshot(), encoding="utf-8")
    engine.close()


def main() -> None:
    """All pictures, each on an empty engine."""
    course = load(paths.shipped("content"))
    store = paths.image_store()  # before the pictures' homes come
    if not Store(store).images():
        sys.exit("Build the course's images first: sealegs images build")
    with tempfile.TemporaryDirectory(prefix="sls") as name:
        folder = Path(name)
        for picture in PICTURES:
            engine = new_engine(folder / f"engine-{len(picture)}", store)
            (folder / f"engine-{len(picture)}").mkdir(exist_ok=True)
            (folder / picture).mkdir()
            engine.start()
            try:
                asyncio.run(draw(picture, course, engine.endpoint, folder))
            finally:
                engine.clean()


if __name__ == "__main__":
    main()
