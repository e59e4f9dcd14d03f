import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine_api.server import FakeApi
from tests.engine_api.world import World
from tests.engine_news import News
from tui.engine.docker_sdk import DockerEngine
from tui.engine.watch import Watch

TIMEOUT = 0.4
"""Seconds an answer may take here; five in the lab."""


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch):
    """A lost engine is asked for again sooner than in the lab."""
    monkeypatch.setattr("tui.engine.watch.RETRY_FIRST", 0.05)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[FakeApi]:
    """An engine with four containers, two of which run, and two images."""
    with FakeApi(tmp_path / "engine.sock", World(4, 2)) as api:
        yield api


@pytest.fixture
def engine(api: FakeApi) -> Iterator[DockerEngine]:
    """The lab's way to it."""
    engine = DockerEngine(api.url, timeout=TIMEOUT)
    yield engine
    engine.close()


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def watching(api: FakeApi, engine: DockerEngine, news: News) -> Iterator[Watch]:
    """A watch that has begun, whatever the engine answers."""
    watch = Watch(engine, news)
    watch.start()
    yield watch
    api.go_on()
    watch.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]


@pytest.fixture
def watch(watching: Watch, news: News) -> Watch:
    """A watch that has read the engine once."""
    news.wait(lambda: len(news.changes) == 1)
    return watching
