"""What a room gets to see: nothing that says who somebody is, and nothing of others'."""

import pytest

from tests.pilot.conftest import shipped_course
from tui.attempt import Attempt
from tui.engine.fake import FakeEngine
from tui.model.engine import Endpoint, EngineChanged, EngineEvent, Snapshot
from tui.model.ours import claims_on
from tui.model.progress import Progress
from tui.view.browsing import seen_of
from tui.view.presented import Personal, own_only

HOME = "/home/ann"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mounts /home/ann/work at /w", "mounts ~/work at /w"),
        ("This removes /home/ann.", "This removes ~."),
        ("(/home/ann)", "(~)"),
        ("/home/anna/x /home/ann.old /srv/home/ann", "/home/anna/x /home/ann.old /srv/home/ann"),
        ("ann is here", "ann is here"),
    ],
)
def test_a_home_is_a_tilde(text: str, shown: str) -> None:
    """Only the home itself, and what is below it."""
    assert Personal(HOME).left_out(text) == shown


@pytest.mark.parametrize("home", ["", "/"])
def test_without_a_home_nothing_is_left_out(home: str) -> None:
    """`/` is everybody's."""
    assert Personal(home).left_out("/etc/passwd is / and /home/ann") == "/etc/passwd is / and /home/ann"


@pytest.mark.parametrize(
    ("endpoint", "engine"),
    [
        (Endpoint("ssh://ann@box.lan/run/x.sock", "ann@box.lan"), "remote engine"),
        (Endpoint("tcp://box.lan:2376", "box.lan:2376"), "remote engine"),
        (Endpoint("unix:///home/ann/docker.sock", "/home/ann/docker.sock"), "~/docker.sock"),
        (Endpoint("unix:///x", "private engine", private=True), "private engine"),
        (None, "no engine"),
    ],
)
def test_an_engine_elsewhere_has_no_name(endpoint: Endpoint | None, engine: str) -> None:
    """Its address is somebody's machine, and mostly somebody's name."""
    personal = Personal(HOME, endpoint)
    assert personal.engine == engine
    if engine == "remote engine":
        said = personal.left_out(f"connect to host box.lan: refused ({endpoint.label}, {endpoint.url})")
        assert said == "connect to host …: refused (…, …)"


def read(engine: FakeEngine) -> Snapshot:
    """The engine as it is now."""
    return Snapshot(engine.containers(), engine.images())


def created(engine: FakeEngine, name: str, at: float) -> EngineEvent:
    """What an engine tells when a container was made."""
    container = next(each for each in engine.containers() if each.name == name)
    return EngineEvent("container", "create", container.id, name=name, received=at)


def test_others_are_not_there() -> None:
    """Neither their containers and images, nor what happens to them, nor what it changed."""
    engine = FakeEngine(now=1_800_000_000.0)
    engine.pull("theirs:latest", 10)
    engine.run("their_web", "theirs", "sh")
    course = shipped_course()
    fresh = Progress(course=course.id, course_version=course.version)
    attempt = Attempt(course, fresh, claims=claims_on(Endpoint("unix:///run/docker.sock", "system engine"), {}))
    attempt = attempt.engine_reported(EngineChanged(read(engine), (), anew=True), 1.0)
    attempt = attempt.command_started("docker run mine", 50.0)
    engine.pull("mine:latest", 10)
    engine.run("my_web", "mine", "sh")
    pulled = EngineEvent("image", "pull", "mine:latest", name="mine:latest", received=50.1)
    news = EngineChanged(read(engine), (pulled, created(engine, "my_web", 50.1)))
    attempt = attempt.engine_reported(news, 50.2).at_prompt(0, "/w", 50.3)
    engine.run("their_db", "theirs", "sh")
    attempt = attempt.engine_reported(EngineChanged(read(engine), (created(engine, "their_db", 99.0),)), 99.1)
    seen = seen_of(attempt)
    assert seen is not None
    assert {each.name for each in seen.snapshot.containers} == {"their_web", "their_db", "my_web"}
    assert "their_db" in str(seen.journal.latest)
    shown = own_only(seen, attempt)
    assert [each.name for each in shown.snapshot.containers] == ["my_web"]
    assert [each.tags for each in shown.snapshot.images] == [("mine:latest",)]
    assert {each.name for each in shown.journal.events} == {"mine:latest", "my_web"}
    assert not shown.whose.others
    assert "their" not in str(shown.journal.latest)
    assert "my_web" in str(shown.journal.latest)
