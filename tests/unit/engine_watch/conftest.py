"""A watch of the fake engine, and what it tells."""

import threading
from collections.abc import Iterator

import pytest

from tests.engine_news import News
from tui.engine.fake import FakeEngine
from tui.engine.watch import Watch


@pytest.fixture
def engine() -> FakeEngine:
    fake = FakeEngine()
    fake.pull("busybox:latest")
    return fake


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def watch(engine: FakeEngine, news: News) -> Iterator[Watch]:
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    yield watch
    watch.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]
