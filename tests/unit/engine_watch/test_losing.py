"""An engine that is lost, that can't be understood, or that hangs; and the end of a watch."""

import threading
import time

import pytest

from tests.waiting import DEADLINE, until
from tui.engine.fake import FakeEngine
from tui.engine.watch import RETRY_FIRST, RETRY_MOST, Watch, retry_delays
from tui.model.engine import (
    EngineAnswers,
    EngineChanged,
    EngineNews,
    EngineUnreachable,
)


def test_a_lost_engine_is_told_once_and_read_in_full_on_return(engine, news, watch):
    """Unreachable, then nothing however often it retries, then answers and what is there now."""
    engine.go_away()
    news.wait(lambda: EngineUnreachable in news.kinds())
    engine.calls.clear()
    until(lambda: engine.calls["identity"] >= 2)
    engine.create("meanwhile")
    engine.come_back()
    news.wait(lambda: len(news.changes) == 2)
    assert news.kinds() == [EngineAnswers, EngineChanged, EngineUnreachable, EngineAnswers, EngineChanged]
    assert [c.name for c in news.changes[-1].snapshot.containers] == ["meanwhile"]
    assert news.changes[-1].events == ()


def test_events_flow_again_after_a_return(engine, news, watch):
    """The new subscription is a working one."""
    engine.go_away()
    news.wait(lambda: EngineUnreachable in news.kinds())
    engine.come_back()
    news.wait(lambda: len(news.changes) == 2)
    engine.run("web")
    news.wait(lambda: len(news.events) == 2)


def test_an_answer_it_cant_read_does_not_end_it(news):
    """It is told in words, and asked again."""

    class Odd(FakeEngine):
        odd = True

        def containers(self, ids=()):
            if self.odd:
                self.odd = False
                raise KeyError("a\x1bb")
            return super().containers(ids)

    watch = Watch(Odd(), news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    watch.close()
    assert news.kinds() == [EngineUnreachable, EngineAnswers, EngineChanged]
    assert news.all[0] == EngineUnreachable(r"The engine said something the lab can't read (KeyError: 'a\x1bb').")


def test_an_event_it_cant_read_does_not_end_it(news):
    """The same, from the thread that waits for events."""

    class Odd(FakeEngine):
        def events(self):
            stream = super().events()
            return stream if self.calls["events"] > 1 else Torn(stream)

    class Torn:
        def __init__(self, stream):
            self.close = stream.close

        def __iter__(self):
            raise ValueError("half a line")
            yield

    watch = Watch(Odd(), news)
    watch.start()
    news.wait(lambda: len(news.changes) == 2)
    watch.close()
    assert news.kinds() == [EngineAnswers, EngineChanged, EngineUnreachable, EngineAnswers, EngineChanged]


def test_close_leaves_an_engine_that_hangs_behind(news):
    """Half a second in all, whatever hangs; and no news once it does answer."""

    class Hanging(FakeEngine):
        def __init__(self):
            super().__init__()
            self.answer = threading.Event()
            self.asked = threading.Event()

        def identity(self):
            self.asked.set()
            self.answer.wait(DEADLINE)
            return super().identity()

    engine = Hanging()
    watch = Watch(engine, news)
    watch.start()
    assert engine.asked.wait(DEADLINE)
    begun = time.monotonic()
    watch.close()
    assert 0.4 < time.monotonic() - begun < 5
    engine.answer.set()
    watch._thread.join(DEADLINE)
    assert not watch._thread.is_alive()
    assert news.all == []


def test_an_engine_that_is_away_from_the_start_is_told(news):
    """Unreachable is the first news, and the only one."""
    engine = FakeEngine()
    engine.go_away()
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.all) == 1)
    watch.close()
    assert news.kinds() == [EngineUnreachable]


@pytest.mark.parametrize("away", [False, True], ids=["while waiting for events", "while waiting to retry"])
def test_close_is_prompt(engine, news, away):
    """Both threads end within a fraction of a second, whatever they wait for; no news follows."""
    if away:
        engine.go_away()
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.all) == (1 if away else 2))
    begun = time.monotonic()
    watch.close()
    assert time.monotonic() - begun < 5
    told = len(news.all)
    watch.close()
    engine.come_back()
    engine.run("after")
    assert len(news.all) == told
    assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]


def test_close_from_within_post_does_not_block(engine):
    """An app that quits on a piece of news closes the watch from the watch's own thread."""
    watch: Watch
    done = threading.Event()

    def post(news: EngineNews) -> None:
        watch.close()
        done.set()

    watch = Watch(engine, post)
    watch.start()
    assert done.wait(DEADLINE)
    watch.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]


def test_retries_grow_to_five_seconds():
    """0.5, 1, 2, 4, 5, 5 …, each up to a fifth shorter."""
    delays = retry_delays()
    for most in (RETRY_FIRST, 1.0, 2.0, 4.0, RETRY_MOST, RETRY_MOST):
        delay = next(delays)
        assert most * 0.8 <= delay <= most
