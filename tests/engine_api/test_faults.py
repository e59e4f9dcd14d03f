"""Every way an engine can fail, at the other end of its socket: what is told, and that all is well again by itself."""

import time

import pytest

from tests.engine_api.wire import as_json
from tests.engine_news import News
from tui.model.engine import EngineAnswers, EngineChanged, EngineUnreachable

"""Seconds to wait for a recovery: a retry or two, each with a timeout before it."""

ONCE = [EngineAnswers, EngineChanged]
AND_BACK = [*ONCE, EngineUnreachable, *ONCE]


def reason(news: News) -> str:
    """Why the engine can't be reached, in the words for the learner."""
    return next(each.reason for each in news.all if isinstance(each, EngineUnreachable))


def lost(news: News) -> None:
    """Wait until the engine is told lost."""
    news.wait(lambda: EngineUnreachable in news.kinds())


def recovered(news: News, api) -> None:
    """Wait for another full reading; it must show what is there, and events must flow again."""
    read = len(news.changes)
    api.world.create("meanwhile")
    news.wait(lambda: len(news.changes) > read)
    assert {each.name for each in news.snapshot.containers} == set(api.world.containers)
    assert news.snapshot.images
    api.world.run("afterwards")
    news.wait(lambda: [each.action for each in news.events if each.name == "afterwards"] == ["create", "start"])


@pytest.mark.parametrize(
    ("leave_socket", "words"), [(False, "the socket is not there"), (True, "Nobody listens")], ids=["stopped", "killed"]
)
def test_an_engine_that_stops_and_starts_again(api, news, watch, leave_socket, words):
    """One sentence while it is away, then everything anew."""
    api.stop(leave_socket)
    lost(news)
    assert words in reason(news) or "broke off" in reason(news) or "gone away" in reason(news)
    api.path.unlink(missing_ok=True)
    api.world.destroy("c0000")
    api.start()
    recovered(news, api)
    assert news.kinds()[:5] == AND_BACK


def test_an_engine_that_restarts_at_once(api, news, watch):
    """What the stream missed is read."""
    api.stop()
    api.world.destroy("c0000")
    api.start()
    lost(news)
    recovered(news, api)


def test_an_engine_that_hangs_from_the_start(api, news, request):
    """It accepts and never answers; the same watch goes on once it does."""
    api.hang()
    request.getfixturevalue("watching")
    lost(news)
    assert "does not answer in time" in reason(news)
    api.go_on()
    recovered(news, api)
    assert news.kinds()[:3] == [EngineUnreachable, *ONCE]


def test_an_engine_that_hangs_in_a_reading(api, news, watch):
    """The event arrives, the list doesn't."""
    api.hang()
    watch.look_again()
    lost(news)
    assert "does not answer in time" in reason(news)
    api.go_on()
    recovered(news, api)


def test_leaving_does_not_wait_for_an_engine_that_hangs(api, watch):
    """However long that takes; half a second for both threads, on an idle machine."""
    api.hang()
    watch.look_again()
    asked = api.requests
    while api.requests == asked:
        time.sleep(0.01)
    begun = time.monotonic()
    watch.close()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("path", ["/version", "/containers/json", "/images/json", "/events"])
@pytest.mark.parametrize("body", [b"<html>hello</html>", b'{"a": 1}', b"[1, 2]", b""])
def test_garbage_is_borne(api, news, request, path, body):
    """Whatever an answer is, the watch tells so, and asks again."""
    api.faults.bodies[path] = body
    request.getfixturevalue("watching")
    lost(news)
    api.faults.bodies.clear()
    recovered(news, api)


def test_an_answer_that_is_no_http_is_borne(api, news, watch):
    """Another program on the engine's socket."""
    api.faults.strange = True
    watch.look_again()
    lost(news)
    assert "not a container engine" in reason(news)
    api.faults.strange = False
    recovered(news, api)


@pytest.mark.parametrize("garbage", [b"what?\n", b"[1]\n", b'"x"\n', b"\xff\xfe\n", as_json({"Type": 1, "Actor": 7})])
def test_garbage_among_the_events_is_borne(api, news, watch, garbage):
    """Nothing after it is lost: either it is skipped, or everything is read anew."""
    api.say_in_events(garbage)
    api.world.run("next")
    news.wait(lambda: any(each.name == "next" for each in news.snapshot.containers))


@pytest.mark.parametrize("path", ["/version", "/containers/json", "/images/json", "/events"])
def test_a_refusal_is_told_in_the_engines_words(api, news, request, path):
    """Until it is allowed."""
    api.faults.forbidden.add(path)
    request.getfixturevalue("watching")
    lost(news)
    assert reason(news) == "The engine refused: authorization denied by plugin."
    api.faults.forbidden.clear()
    recovered(news, api)


@pytest.mark.parametrize("within_chunk", [False, True], ids=["a line", "a line and a chunk"])
@pytest.mark.parametrize("end", [True, False], ids=["and the end", "and silence"])
def test_half_an_event(api, news, watch, end, within_chunk):
    """The rest of the line doesn't come: the stream is given up, and everything read anew."""
    api.tear_events(end=end, within_chunk=within_chunk)
    api.world.destroy("c0000")
    lost(news)
    recovered(news, api)
    assert news.kinds()[:5] == AND_BACK
    assert api.open["/events"] == 1


@pytest.mark.parametrize("skew", [-86_400.0, 86_400.0], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong(api, news, watch, skew):
    """How long a container runs, and when its event came, go by this machine's clock."""
    api.world.skew = skew
    before, wall = time.monotonic(), time.time()
    api.world.run("web")
    news.wait(lambda: len(news.events) == 2)
    assert all(before <= event.received <= time.monotonic() for event in news.events)
    (web,) = (each for each in news.snapshot.containers if each.name == "web")
    assert web.since is not None
    assert abs(web.since - wall) < 5


class _All(set[str]):
    """Every id there is, also one that nobody has yet."""

    def __contains__(self, id: object) -> bool:
        return bool(id)


def test_an_object_that_goes_between_list_and_inspect(api, news, watch, engine):
    """It is no error: there is just nothing to say about it."""
    container = api.world.containers["c0000"]
    image = api.world.image("image0")
    api.faults.lost |= {container.id, image.id}
    assert engine.container_details(container.id) is None
    assert engine.image_details(image.id) is None
    # Before the event is out: who hears it asks at once.
    api.faults.lost = _All()
    api.world.run("brief")
    news.wait(lambda: len(news.events) == 2)
    assert [(event.action, event.details) for event in news.events] == [("create", None), ("start", None)]
    assert EngineUnreachable not in news.kinds()


@pytest.mark.parametrize("no_filters", [False, True], ids=["filtered there", "filtered here"])
def test_a_storm_of_execs_costs_nothing(api, news, watch, no_filters):
    """No reading, no news; the next change comes as ever."""
    api.faults.no_filters = no_filters
    asked = api.requests
    api.exec_storm("c0000", 60, per_second=600)
    assert api.requests == asked
    api.world.pause("c0001")
    news.wait(lambda: len(news.events) == 1)
    assert len(news.changes) == 2


@pytest.mark.parametrize("kind", ["volume", "network"])
def test_a_list_that_is_refused_takes_nothing_else_away(api, news, request, kind):
    """An engine behind a filter: the rest is there, and so is the list once it is allowed."""
    api.faults.forbidden.add(f"/{kind}s")
    request.getfixturevalue("watch")
    assert news.snapshot.refused == {kind}
    assert len(news.snapshot.containers) == 4
    api.faults.forbidden.clear()
    api.world.create_volume("late")
    api.world.create_network("late")
    news.wait(lambda: len(news.events) == 2)
    assert news.snapshot.refused == frozenset()
    assert "late" in {each.name for each in (*news.snapshot.volumes, *news.snapshot.networks)}
    assert EngineUnreachable not in news.kinds()
