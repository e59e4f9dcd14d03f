"""Closer looks: told on the loop at a pace, and ended with all they hold."""

import asyncio
import threading

import pytest

from tests.waiting import eventually
from tui.engine.fake import FakeEngine
from tui.gather import looking
from tui.gather.looking import GONE, MOST, Looking
from tui.model.looks import Inspected, LogLine, Sample


class Told:
    """What a look told, and when it ended."""

    def __init__(self) -> None:
        self.times: list[list] = []
        self.ended: list[str] = []

    def tell(self, items) -> None:
        """Take items."""
        self.times.append(list(items))

    @property
    def all(self) -> list:
        """The items."""
        return [item for items in self.times for item in items]


def threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "look"]


@pytest.fixture
def engine() -> FakeEngine:
    fake = FakeEngine()
    fake.run("web", command="sleep 60")
    return fake


@pytest.fixture
async def looks(engine):
    looks = Looking(engine)
    yield looks
    looks.close()
    assert not threads()
    assert engine.looked_at == 0


@pytest.fixture
def told() -> Told:
    return Told()


async def test_a_log_is_told_as_it_comes_until_the_container_stops(engine, looks, told):
    [web] = engine.containers()
    engine.print("web", "one", "two")
    looks.logs(web.id, told.tell, told.ended.append)
    await eventually(lambda: len(told.all) == 2)
    engine.print("web", "three", error=True)
    await eventually(lambda: len(told.all) == 3)
    assert told.all == [LogLine("one"), LogLine("two"), LogLine("three", error=True)]
    assert told.ended == []
    engine.exit("web")
    await eventually(lambda: told.ended)
    assert told.ended == [""]
    assert not threads()


async def test_many_lines_are_few_tellings_of_the_newest(engine, looks, told, monkeypatch):
    """However fast a container prints, it is told at a pace, and nothing piles up."""
    monkeypatch.setattr(looking, "PACE", 0.3)
    [web] = engine.containers()
    looks.logs(web.id, told.tell, told.ended.append)
    engine.print("web", "first")
    await eventually(lambda: told.all)
    engine.print("web", *(str(n) for n in range(3 * MOST)))
    await eventually(lambda: told.all[-1].text == str(3 * MOST - 1))
    assert len(told.times) <= 3
    assert max(len(items) for items in told.times) <= MOST


async def test_after_closing_nothing_is_told_and_nothing_is_left(engine, looks, told):
    """A reader that waits is freed at once; closing twice does no harm."""
    [web] = engine.containers()
    close = looks.stats(web.id, told.tell, told.ended.append)
    await eventually(lambda: engine.looked_at)
    engine.use("web", Sample(None, 1))
    close()
    close()
    await eventually(lambda: not threads())
    assert engine.looked_at == 0
    await asyncio.sleep(0)
    assert told.times == told.ended == []


async def test_one_answer_is_told_once(engine, looks, told):
    [web] = engine.containers()
    looks.inspect("container", web.id, told.tell, told.ended.append)
    await eventually(lambda: told.ended)
    [found] = told.all
    assert isinstance(found, Inspected)
    assert told.ended == [""]


async def test_what_cant_be_seen_is_a_sentence(engine, looks, told):
    """An object that is gone, an engine that refuses, one that is away, and none at all."""
    [web] = engine.containers()
    looks.inspect("volume", "none", told.tell, told.ended.append)
    await eventually(lambda: len(told.ended) == 1)
    engine.exit("web")
    looks.processes(web.id, told.tell, told.ended.append)
    await eventually(lambda: len(told.ended) == 2)
    engine.go_away()
    looks.logs(web.id, told.tell, told.ended.append)
    await eventually(lambda: len(told.ended) == 3)
    Looking(None).logs(web.id, told.tell, told.ended.append)
    await eventually(lambda: len(told.ended) == 4)
    assert told.ended == [
        GONE, "The engine refused: container web is not running.", "The fake engine is away.", "There is no engine.",
    ]  # fmt: skip
    assert told.times == []


async def test_a_look_that_is_closed_before_it_began_lets_go(engine, told):
    """The answer of a slow engine comes too late, and its stream is closed."""
    let = threading.Event()
    [web] = engine.containers()

    class Slow(FakeEngine):
        def logs(self, id: str):
            let.wait(5)
            return engine.logs(id)

    looks = Looking(Slow())
    close = looks.logs(web.id, told.tell, told.ended.append)
    close()
    let.set()
    await eventually(lambda: not threads())
    assert engine.calls["logs"] == 1
    assert engine.looked_at == 0
