"""The watch, against the engine in memory."""

import time
from contextlib import closing

import pytest

from tests.waiting import until
from tui.engine.fake import FakeEngine
from tui.engine.watch import Watch
from tui.errors import EngineError, EngineLost
from tui.model.engine import (
    ContainerDetails,
    EngineAnswers,
)


def test_it_begins_with_who_answers_and_what_is_there(engine, news, watch):
    """First the identity, then one full reading, with no events."""
    assert news.all[0] == EngineAnswers(engine.identity())
    assert news.changes[0].events == ()
    assert [image.tags for image in news.changes[0].snapshot.images] == [("busybox:latest",)]


def test_it_subscribes_before_it_reads(news):
    """What happens between the two would be lost otherwise."""

    class Eager(FakeEngine):
        def containers(self, ids=()):
            assert self.calls["events"] == 1
            return super().containers(ids)

    watch = Watch(Eager(), news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    watch.close()


def test_a_change_comes_with_its_events(engine, news, watch):
    """The reading that an event led to already shows its effect."""
    engine.run("web")
    news.wait(lambda: len(news.events) == 2)
    assert [event.action for event in news.events] == ["create", "start"]
    assert [c.state for c in news.changes[-1].snapshot.containers] == ["running"]


def test_only_the_kind_an_event_names_is_read(engine, news, watch):
    """A container's event costs no image list; a new container is asked for its details, once."""
    engine.calls.clear()
    engine.run("web")
    news.wait(lambda: len(news.events) == 2)
    assert engine.calls == {"containers": 1, "container_details": 1}


def test_only_the_containers_that_changed_are_asked_for(news):
    """With a thousand of them the list is what costs; what is seen is the same."""
    asked: list[frozenset[str]] = []

    class Asked(FakeEngine):
        def containers(self, ids=()):
            asked.append(frozenset(ids))
            return super().containers(ids)

    engine = Asked()
    engine.create("old", "hello-world")
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    new = engine.create("new", "hello-world")
    news.wait(lambda: len(news.changes) == 2)
    assert asked == [frozenset(), {new.id}]
    assert news.changes[-1].snapshot.containers == engine.containers()
    watch.close()


def test_volumes_and_networks_are_followed(engine, news, watch):
    """Each by its own list; who is in a network stands in the list of containers."""
    engine.calls.clear()
    engine.create_volume("data")
    news.wait(lambda: [each.name for each in news.snapshot.volumes] == ["data"])
    engine.create_network("lab")
    news.wait(lambda: "lab" in [each.name for each in news.snapshot.networks])
    engine.emit("network", "connect", id="n", name="lab")
    news.wait(lambda: len(news.events) == 3)
    assert engine.calls == {"volumes": 1, "networks": 1, "containers": 1}


def test_an_engine_that_refuses_a_list_is_watched_nonetheless(news):
    """A filter before an engine's socket may let containers and images through, and nothing else."""

    class Filtered(FakeEngine):
        def volumes(self):
            raise EngineError("The engine refused: no volumes.")

    engine = Filtered()
    with closing(Watch(engine, news)) as watch:
        watch.start()
        news.wait(lambda: bool(news.changes))
        assert news.snapshot.refused == {"volume"}
        assert news.snapshot.networks


def test_a_storm_costs_few_readings_and_loses_nothing(engine, news, watch):
    """200 create and 200 exec events: every create is told, in order, for a handful of readings."""
    engine.calls.clear()
    for n in range(200):
        engine.create(f"c{n}")
        engine.emit("container", "exec_start: true", id="x")
    news.wait(lambda: len(news.events) == 200)
    assert [event.name for event in news.events] == [f"c{n}" for n in range(200)]
    assert len(news.changes[-1].snapshot.containers) == 200
    assert engine.calls["containers"] <= 4
    assert engine.calls["images"] == 0


def test_the_last_change_is_always_read(engine, news, watch):
    """Changes that come while the pace holds a reading back show in the end."""
    for n in range(30):
        engine.create(f"c{n}")
        time.sleep(0.01)  # spread over more than one reading
    engine.remove("c29")
    news.wait(lambda: len(news.events) == 31)
    assert len(news.changes[-1].snapshot.containers) == 29


def test_exec_events_cost_nothing(engine, news, watch):
    """A health check's events reach nobody."""
    engine.calls.clear()
    for _ in range(50):
        engine.emit("container", "exec_create: sh", id="x")
    engine.run("after")
    news.wait(lambda: len(news.events) == 2)
    assert engine.calls == {"containers": 1, "container_details": 1}


def test_a_new_container_comes_with_its_details(engine, news, watch):
    """Only its `create`: what was asked for then doesn't change."""
    details = ContainerDetails(("sh", "-c", "exit 3"), user="1000")
    engine.run("web", details=details)
    news.wait(lambda: len(news.events) == 2)
    assert [event.details for event in news.events] == [details, None]


@pytest.mark.parametrize("trouble", [EngineLost("Gone.", ""), EngineError("No.", ""), KeyError("Path")])
def test_details_that_cant_be_had_end_nothing(news, trouble):
    """Whatever the engine answers, the event is told, and the next one, too."""

    class Sulky(FakeEngine):
        def container_details(self, id: str) -> None:
            raise trouble

    sulky = Sulky()
    watch = Watch(sulky, news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    sulky.run("web")
    news.wait(lambda: len(news.events) == 2)
    watch.close()
    assert [(event.action, event.details) for event in news.events] == [("create", None), ("start", None)]


def test_idle_it_asks_for_nothing(engine, news, watch):
    """No polling: not one request, and not one piece of news, in a second without events."""
    engine.calls.clear()
    told = len(news.all)
    time.sleep(1.0)  # the absence of something has no condition to wait for
    assert not engine.calls
    assert len(news.all) == told


def test_a_pause_is_read_again_a_moment_later(engine, news, watch):
    """The list may still show the old state at first; no news unless it did."""
    engine.run("web")
    news.wait(lambda: len(news.events) == 2)
    engine.calls.clear()
    engine.pause("web")
    until(lambda: engine.calls["containers"] >= 2)
    assert engine.calls["containers"] == 2
    assert news.changes[-1].snapshot.containers[0].state == "paused"


def test_what_no_event_tells_of_is_found_by_looking_again(engine, news, watch):
    """A build without a name; looking again costs one request, and no news where nothing is new."""
    made = engine.build_unnamed("step")
    watch.look_again()
    news.wait(lambda: any(made in each.snapshot.images for each in news.changes))
    told, asked = len(news.all), engine.calls["images"]
    watch.look_again()
    engine.run("web")
    news.wait(lambda: len(news.all) > told)
    until(lambda: engine.calls["images"] != asked)
    assert engine.calls["images"] == asked + 1
    assert all(each.events for each in news.changes[-1:])


def test_looking_again_before_it_watches_or_after_is_harmless(engine, news):
    """The lab may ask at any time."""
    watch = Watch(engine, news)
    watch.look_again()
    watch.close()
    watch.look_again()
