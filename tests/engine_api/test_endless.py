"""Answers without an end: broken off, told in one sentence, and what was known before stays."""

import pytest

from tests.engine_api.test_faults import lost, reason, recovered
from tui.engine import bounded
from tui.engine.docker_sdk import DockerEngine
from tui.engine.ping import Reply, ping
from tui.errors import EngineError

TOLD = "The engine's answer has no end"
PIECE = b" " * (1 << 14)
ASKED = {
    "/version": lambda engine: engine.identity(),
    "/containers/json": lambda engine: engine.containers(),
    "/images/json": lambda engine: engine.images(),
    "/volumes": lambda engine: engine.volumes(),
    "/networks": lambda engine: engine.networks(),
    "/system/df": lambda engine: engine.disk_usage(),
    "/containers/{id}/json": lambda engine: engine.container_details("c0000"),
    "/containers/{id}/top": lambda engine: engine.processes("c0000"),
    "/images/{name}/json": lambda engine: engine.image_details("image0"),
    "/images/{name}/history": lambda engine: engine.image_details("image0"),
    "/containers/{id}/stats": lambda engine: list(engine.stats("c0000")),
}


@pytest.fixture(autouse=True)
def shorter(monkeypatch):
    monkeypatch.setattr(bounded, "LONGEST", 1 << 20)


@pytest.mark.parametrize("path", ASKED)
def test_it_is_broken_off(api, engine, path):
    """The engine is let go of; its next answer is read."""
    api.faults.endless[path] = PIECE
    with pytest.raises(EngineError, match=TOLD):
        ASKED[path](engine)
    api.faults.endless.clear()
    assert len(engine.containers()) == 4


def test_also_where_it_comes_byte_by_byte(api, monkeypatch):
    """It is never silent, and never at its end."""
    monkeypatch.setattr(bounded, "SLOWEST", 0.2)
    api.faults.endless["/containers/json"] = b" "
    engine = DockerEngine(api.url)
    with pytest.raises(EngineError, match=TOLD):
        engine.containers()
    engine.close()


def test_a_ping_reads_no_more_than_it_needs(api):
    api.faults.endless["/_ping"] = PIECE
    assert ping(api.url) is Reply.ANSWERS


@pytest.mark.parametrize("path", ["/containers/json", "/events"])
def test_the_watch_tells_it_and_goes_on(api, news, watch, path):
    """What it knew stays until the engine is well again."""
    known = news.snapshot
    api.faults.endless[path] = PIECE
    if path == "/events":
        api.say_in_events(PIECE * 100)
    else:
        api.world.run("web")
    lost(news)
    assert reason(news).startswith(TOLD)
    assert news.snapshot == known
    api.faults.endless.clear()
    recovered(news, api)
