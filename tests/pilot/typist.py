"""A learner who types, as far as the lab hears of it."""

import time

from tests.pilot.conftest import screen_of
from tests.pilot.steps import ready
from tests.waiting import eventually
from tui.model.shell import AtPrompt, CommandStarted
from tui.widgets.terminal import Terminal

HOME = "/home/me/sealegs-work"
BUILD = "docker image build \\\n    --tag docker_intro:v0.1 \\\n    02_docker_intro"


class Typist:
    """Has the command panes say that something was typed; it runs as long as it is told, whatever the clock says."""

    def __init__(self, pilot) -> None:
        self.screen = screen_of(pilot.app)
        self._began = 0.0

    async def starts(self, line: str, shell: int = 1) -> None:
        """Enter was pressed."""
        self._began = time.monotonic()
        await self._says(CommandStarted(line, self._began), shell)
        await eventually(lambda: self.screen.attempt.journal.running, line)

    async def ends(self, status: int | None = 0, seconds: float = 1.3, shell: int = 1) -> None:
        """The prompt is back."""
        await self._says(AtPrompt(HOME, status, self._began + seconds), shell)
        await eventually(lambda: self.screen.attempt.journal.newest(shell).ended, "the end")

    async def _says(self, news, shell: int) -> None:
        pane = self.screen.panes.terminals[shell - 1]
        pane.post_message(Terminal.News(news, pane))

    async def told(self, effect: str) -> None:
        """Wait until some command has an effect."""
        runs = lambda: self.screen.attempt.journal.commands  # noqa: E731
        await eventually(lambda: effect in [str(each) for run in runs() for each in run.effects], effect)


async def lesson(pilot, engine) -> Typist:
    """A learner's first commands; the last one still runs."""
    await ready(pilot)
    typist = Typist(pilot)
    await typist.starts("docker container run hello-world")
    engine.pull("hello-world:latest", 1112)
    engine.run("brave_hopper", "hello-world", "/hello")
    engine.exit("brave_hopper", 0)
    await typist.told("+ container brave_hopper (exited 0)")
    await typist.ends()
    await typist.starts("docker image rm hello-world")
    await typist.ends(1, 0.04)
    await typist.starts("docker container run -d --name web busybox sleep 600")
    engine.pull("busybox:latest", 1_980_000)
    engine.run("web", "busybox", "sleep 600")
    await typist.told("+ container web (running)")
    await typist.ends()
    await typist.starts("docker container rm brave_hopper")
    engine.remove("brave_hopper")
    await typist.told("- container brave_hopper")
    await typist.ends()
    await typist.starts(BUILD)
    await pilot.pause()
    return typist


async def show_log(pilot) -> None:
    """To the log view, with the cursor on its first row."""
    await pilot.press("6")
    browser = screen_of(pilot.app).panes.browser
    screen_of(pilot.app).panes.focus_pane(browser)
    await pilot.press("home")
    await eventually(lambda: browser.table.has_focus, "the table")
    await pilot.pause()
