"""What the lab reads from a real engine, and the watch on one."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

import tests.engine_news
from tests.engine.conftest import docker_for, new_engine
from tests.waiting import DEADLINE
from tui.engine.agenda import PACE
from tui.engine.docker_sdk import DockerEngine
from tui.engine.watch import Watch
from tui.model.engine import (
    Container,
    EngineAnswers,
    EngineChanged,
    EngineUnreachable,
    Image,
)

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("empty_engine")]


class News(tests.engine_news.News):
    """The same, with more to ask."""

    def actions(self, kind: str) -> list[str]:
        """The actions told of a kind of object."""
        return [event.action for event in self.events if event.kind == kind]

    def seen(self, *actions: str) -> Callable[[], bool]:
        """A condition: all these actions were told."""
        return lambda: set(actions) <= {event.action for event in self.events}

    def container(self, name: str) -> Container | None:
        """A container as last read."""
        return next((c for c in self.changes[-1].snapshot.containers if c.name == name), None)

    def image(self, tag: str) -> Image | None:
        """An image as last read."""
        return next((i for i in self.changes[-1].snapshot.images if tag in i.tags), None)


@pytest.fixture
def news(engine) -> Iterator[News]:
    """The news of a watch on the suite's engine."""
    news = News()
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    yield news
    watch.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]


def test_the_engine_says_who_it_is(engine, docker):
    """Product and version, as `docker version` tells them."""
    identity = engine.identity()
    said = docker("version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}").stdout.split()
    assert [identity.product, identity.version, identity.api_version] == ["Docker", *said]


def test_a_container_that_ran_is_listed_with_its_exit_code(engine, docker, tiny):
    """Name, image, command, state, exit code and when it ended, from one list call."""
    docker("run", "--name", "done", tiny, "sh", "-c", "exit 7", check=False)
    [found] = engine.containers()
    assert (found.name, found.image, found.state, found.exit_code) == ("done", tiny, "exited", 7)
    assert found.id == docker("inspect", "--format", "{{.Id}}", "done").stdout.strip()
    assert found.image_id == docker("inspect", "--format", "{{.Image}}", "done").stdout.strip()
    assert abs(found.created - time.time()) < 30
    assert found.since is not None
    assert abs(found.since - time.time()) < 30


def test_ports_tell_what_is_published(engine, docker, tiny):
    """The engine's side and the machine's side."""
    docker("run", "--detach", "--name", "web", "--publish", "127.0.0.1::80", tiny, "sleep", "60")
    [found] = engine.containers()
    published = docker("port", "web", "80").stdout.split(":")[-1].strip()
    assert [(p.private, p.public, p.address) for p in found.ports] == [(80, int(published), "127.0.0.1")]


def test_an_image_is_listed_once_with_all_its_tags(engine, docker, tiny):
    """As the engine keeps it, not a row per tag."""
    docker("tag", tiny, "tiny:two")
    [found] = engine.images()
    assert sorted(found.tags) == ["tiny:latest", "tiny:two"]
    assert found.size > 100_000
    assert found.id == docker("inspect", "--format", "{{.Id}}", tiny).stdout.strip()


def test_a_container_keeps_its_images_name_when_the_tag_moves(engine, docker, tiny):
    """`docker ps` shows an id from then on; the learner's word for it stays."""
    docker("tag", tiny, "moving:1")
    docker("create", "--name", "web", "moving:1")
    assert engine.containers()[0].image == "moving:1"
    docker("rmi", "--force", "moving:1")
    assert engine.containers()[0].image == "moving:1"


def test_the_life_of_a_container_is_told(news, docker, tiny):
    """create, start, die with the exit code, and destroy; each with name and image."""
    docker("run", "--name", "one", tiny, "sh", "-c", "exit 3", check=False)
    news.wait(news.seen("die"))
    ended = next(event for event in news.events if event.action == "die")
    assert (ended.name, ended.image, ended.exit_code) == ("one", tiny, 3)
    # The engine tells of the end before its list does.
    news.wait(lambda: (news.container("one").state, news.container("one").exit_code) == ("exited", 3))
    docker("rm", "one")
    news.wait(news.seen("destroy"))
    assert news.container("one") is None
    assert news.actions("container") == ["create", "start", "die", "destroy"]


def test_a_container_run_with_rm_leaves_its_events(news, docker, tiny):
    """No list ever has to show it."""
    docker("run", "--rm", "--name", "brief", tiny, "true")
    news.wait(news.seen("destroy"))
    assert news.actions("container") == ["create", "start", "die", "destroy"]
    assert {event.name for event in news.events if event.kind == "container"} == {"brief"}


def test_tags_come_and_go(news, docker, tiny):
    """The events of `docker tag` and `docker rmi`, with the list to match."""
    docker("tag", tiny, "other:1")
    news.wait(news.seen("tag"))
    assert news.image("other:1")
    assert [event.name for event in news.events] == ["other:1"]
    docker("rmi", "other:1")
    news.wait(news.seen("untag"))
    assert news.image("other:1") is None


def test_an_untagged_commit_shows_as_an_image(news, docker, tiny):
    """No image event tells of it; the container's does."""
    docker("create", "--name", "web", tiny)
    docker("commit", "web")
    news.wait(news.seen("commit"))
    dangling = [image for image in news.changes[-1].snapshot.images if not image.tags]
    assert len(dangling) == 1
    docker("rmi", dangling[0].id)


def test_a_pause_shows(news, docker, tiny):
    """The state is the paused one in the end, even if the first reading was too early."""
    docker("run", "--detach", "--name", "web", tiny, "sleep", "60")
    docker("pause", "web")
    news.wait(lambda: (found := news.container("web")) is not None and found.state == "paused")
    docker("unpause", "web")
    news.wait(lambda: news.container("web").state == "running")


def test_exec_and_idle_cost_nothing(news, docker, tiny):
    """A program run in a container, as a health check does, changes nothing the lab shows."""
    docker("run", "--detach", "--name", "web", tiny, "sleep", "60")
    news.wait(news.seen("start"))
    told = len(news.all)
    for _ in range(5):
        docker("exec", "web", "true")
    docker("rename", "web", "site")
    news.wait(news.seen("rename"))
    assert not [action for action in news.actions("container") if action.startswith("exec")]
    assert len(news.all) <= told + 2  # the network's event of `run` may come after its start, and the rename


def test_how_soon_an_event_is_news(news, docker, tiny, capsys):
    """Prints the time from an event's arrival to its news, and from the engine's clock; the bench asserts it."""
    told: list[tuple[float, float]] = []
    for n in range(5):
        time.sleep(2 * PACE)  # a reading right after another waits; here the first of a series is measured
        docker("create", "--name", f"c{n}", tiny)
        news.wait(lambda n=n: news.container(f"c{n}") is not None)
        event = news.events[-1]
        told.append((time.monotonic() - event.received, time.time() - event.time))
    with capsys.disabled():
        print(f"\nevent to news: {[f'{here * 1000:.0f}/{there * 1000:.0f} ms' for here, there in told]}")


def test_a_restarted_engine_is_lost_and_found(tmp_path_factory, hub_store, tmp_path):
    """Unreachable once, then answers and all there is; events flow again."""
    private = new_engine(tmp_path_factory.mktemp("again"), hub_store)
    private.start()
    docker = docker_for(private, tmp_path)
    engine, news = DockerEngine(private.endpoint.url), News()
    watch = Watch(engine, news)
    watch.start()
    try:
        news.wait(lambda: len(news.changes) == 1)
        private.stop()
        news.wait(lambda: any(isinstance(each, EngineUnreachable) for each in news.all))
        private.start()
        news.wait(lambda: len(news.changes) == 2)
        kinds = [type(each) for each in news.all]
        assert kinds == [EngineAnswers, EngineChanged, EngineUnreachable, EngineAnswers, EngineChanged]
        docker("volume", "create", "after")
        news.wait(news.seen("create"))
    finally:
        watch.close()
        engine.close()
        private.clean()


def test_close_frees_a_blocked_reader(engine):
    """An iterator that waits for an event ends within moments, without an error."""
    stream = engine.events()
    ended = threading.Event()

    def read() -> None:
        list(stream)
        ended.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    stream.close()
    assert ended.wait(DEADLINE)
    reader.join(DEADLINE)
    stream.close()


def test_a_stream_nobody_reads_can_be_closed(engine):
    """Nothing stays open (the suite turns a forgotten socket into a failure)."""
    engine.events().close()


def test_volumes_networks_and_who_uses_them(engine, docker, tiny):
    """The list of containers says which it mounts and which networks it is in."""
    docker("volume", "create", "data")
    docker("network", "create", "lab")
    docker("container", "create", "--name", "user", "--volume", "data:/d", "--network", "lab", tiny, "true")
    assert [(each.name, each.driver, each.anonymous) for each in engine.volumes()] == [("data", "local", False)]
    assert {"bridge", "host", "lab", "none"} <= {each.name for each in engine.networks()}
    [container] = engine.containers()
    assert [(each.kind, each.source, each.target) for each in container.mounts] == [("volume", "data", "/d")]
    assert container.networks == ("lab",)
