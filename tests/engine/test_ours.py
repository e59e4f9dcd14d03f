"""What the lab takes for the learner's on a real engine that it did not make itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.engine.conftest import Docker
from tests.waiting import DEADLINE
from tui.attempt import Attempt
from tui.engine.docker_sdk import DockerEngine
from tui.engine.watch import Watch
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.engine import Endpoint, EngineNews
from tui.model.ours import BEFORE, ELSEWHERE, UNSURE, claims_on, image_rows
from tui.model.progress import Progress

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]

LESSON = Lesson(LessonEntry(id="l", number="1", title="L", minutes=1, folder="l"), (Page("p", "P", ()),), (), ())
COURSE = Course("c", "C", "1", (), (LESSON,))


class Lab:
    """An attempt moved on by a watch, as in the lab."""

    def __init__(self, engine: DockerEngine, url: str, kept: Progress) -> None:
        endpoint = Endpoint(url, "system engine", private=False)
        self.attempt = Attempt(COURSE, kept, claims=claims_on(endpoint, kept.made))
        self._moved = threading.Condition()
        self.watch = Watch(engine, self._take)
        self.watch.start()
        self.wait(lambda: self.attempt.read)

    def _take(self, news: EngineNews) -> None:
        with self._moved:
            self.attempt = self.attempt.engine_reported(news, time.monotonic())
            self._moved.notify_all()

    @contextmanager
    def command(self, line: str) -> Iterator[None]:
        """The learner runs a command; afterwards the lab looks again, as it does."""
        with self._moved:
            self.attempt = self.attempt.command_started(line, time.monotonic())
        yield
        with self._moved:
            self.attempt = self.attempt.at_prompt(0, "/", time.monotonic())
        self.watch.look_again()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        with self._moved:
            assert self._moved.wait_for(condition, DEADLINE), self.whose()

    def whose(self) -> dict[str, str]:
        """Why each object isn't the learner's, or nothing, by what one calls it."""
        now, unproven = self.attempt.journal.now, self.attempt.claims.unproven
        found = {each.name: unproven("container", each.id) for each in now.containers}
        found |= {each.name: unproven("volume", each.name) for each in now.volumes}
        found |= {each.name: unproven("network", each.id) for each in now.networks if not each.predefined}
        rows = [row for each in now.images for row in image_rows(each)]
        return found | {row.partition(" ")[2] or "<none>": unproven("image", row) for row in rows}


@pytest.fixture
def open_lab(engine: DockerEngine, private_engine) -> Iterator[Callable[[Progress], Lab]]:
    """A function that opens a lab on the suite's engine, as if others used it too."""
    opened: list[Lab] = []

    def make(kept: Progress) -> Lab:
        opened.append(Lab(engine, private_engine.endpoint.url, kept))
        return opened[-1]

    yield make
    for each in opened:
        each.watch.close()


def nameless(docker: Docker) -> dict[str, str]:
    """The volume without a name of each container that has one."""
    form = '{{range .Mounts}}{{if eq .Destination "/nameless"}}{{.Name}}{{end}}{{end}}'
    return {name: docker("inspect", "--format", form, name).stdout.strip() for name in ("mine", "db")}


def test_what_was_there_what_comes_by_itself_and_what_a_command_makes(docker: Docker, tiny: str, open_lab):
    """Told apart, also in the next session."""
    docker("create", "--name", "old", "--volume", "old-data:/data", tiny)
    lab = open_lab(Progress(course="c", course_version="1"))
    docker("network", "create", "elsewhere")
    lab.wait(lambda: "elsewhere" in lab.whose())
    line = f"docker run --name mine -v data:/data {tiny} true && docker network create net"
    with lab.command(f"{line} && docker tag {tiny} tagged:1 && docker commit mine committed:1"):
        docker("run", "--name", "mine", "--volume", "data:/data", "--volume", "/nameless", tiny, "true")
        docker("network", "create", "net")
        docker("tag", tiny, "tagged:1")
        docker("commit", "mine", "committed:1")
        # A neighbour's, meanwhile.
        docker("run", "--name", "db", "--volume", "db:/data", "--volume", "/nameless", tiny, "true")
    lab.wait(lambda: lab.whose().get("committed:1") == "" and "db" in lab.whose())
    with lab.command("docker build ."):
        docker("build", "-", input=f"FROM {tiny}\nLABEL a=b\n")
    told = {
        **dict.fromkeys(("old", "old-data", tiny), BEFORE),
        "elsewhere": ELSEWHERE,
        "db": UNSURE,
        **dict.fromkeys(("mine", "data", "net", "tagged:1", "committed:1", "<none>"), ""),
        **{name: "" if user == "mine" else UNSURE for user, name in nameless(docker).items()},
    }
    # The builder's own container may still be there for a moment.
    lab.wait(lambda: lab.whose() == told)
    lab.watch.close()
    again = open_lab(lab.attempt.progress)
    assert again.whose() == {**told, "elsewhere": BEFORE}
