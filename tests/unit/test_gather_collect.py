"""One pass over what is wanted, and the passes beside the event loop."""

import asyncio
import threading
import time
from pathlib import Path

import pytest

from tests.waiting import DEADLINE, eventually
from tui.checks.wants import Wants
from tui.engine.fake import FakeEngine
from tui.errors import EngineError, EngineLost
from tui.gather import gatherer as gatherer_module
from tui.gather.collect import MOST_CONTAINERS, Memory, collect
from tui.gather.gatherer import Gatherer
from tui.gather.hosts import Hosts
from tui.model.engine import ContainerDetails, Snapshot
from tui.model.facts import ContextFacts, Facts, HostFile, ImageDetails, ImageFiles, LayerFile, RegistryFacts

FILES = ImageFiles(((LayerFile("/a", "file"),),))


@pytest.fixture
def engine() -> FakeEngine:
    fake = FakeEngine()
    for tag in ("debian:12", "docker_intro:v0.1", "docker_intro:v0.1a"):
        fake.pull(tag)
        fake.describe(tag, ImageDetails("", cmd=(tag,)), FILES)
    return fake


def snapshot(engine: FakeEngine) -> Snapshot:
    found = Snapshot(engine.containers(), engine.images())
    engine.calls.clear()
    return found


def image_id(engine: FakeEngine, tag: str) -> str:
    return next(image.id for image in engine.images() if tag in image.tags)


def test_nothing_wanted_is_nothing_asked(engine, tmp_path):
    """Whatever there is."""
    engine.run("web")
    assert collect(Wants(), snapshot(engine), Facts(), engine, tmp_path) == Facts()
    assert not engine.calls


def test_images_are_found_by_their_names(engine, tmp_path):
    """Without a tag, by any; one that isn't here is missing."""
    wants = Wants(images=frozenset({"docker_intro", "nosuch"}), image_files=frozenset({"docker.io/library/debian:12"}))
    found = collect(wants, snapshot(engine), Facts(), engine, tmp_path)
    assert sorted(each.cmd for each in found.images.values()) == [("docker_intro:v0.1",), ("docker_intro:v0.1a",)]
    assert found.image_files == {image_id(engine, "debian:12"): FILES}


def test_images_are_found_by_their_ids(engine, tmp_path):
    """Also one without a name: the browser asks by them."""
    named, unnamed = image_id(engine, "debian:12"), engine.build_unnamed("FROM scratch").id
    wants = Wants(images=frozenset({unnamed}), image_files=frozenset({named}))
    found = collect(wants, snapshot(engine), Facts(), engine, tmp_path)
    assert (set(found.images), found.image_files) == ({unnamed}, {named: FILES})


def test_what_cant_change_is_asked_once(engine, tmp_path):
    """And kept while the image exists, also when nobody wants it now."""
    engine.run("web", details=ContainerDetails(user="me"))
    wants = Wants(True, frozenset({"debian"}), frozenset({"debian"}))
    first = collect(wants, snapshot(engine), Facts(), engine, tmp_path)
    assert [each.user for each in first.containers.values()] == ["me"]
    assert collect(wants, snapshot(engine), first, engine, tmp_path) == first
    assert collect(Wants(), snapshot(engine), first, engine, tmp_path) == first
    assert not engine.calls
    engine.remove("web")
    engine.remove_image("debian:12")
    last = collect(wants, snapshot(engine), first, engine, tmp_path)
    assert (last.containers, last.images, last.image_files) == (first.containers, {}, {})


def test_only_so_many_containers_are_asked_for(engine, tmp_path):
    """The newest, in one pass."""
    for n in range(MOST_CONTAINERS + 5):
        engine.create(f"c{n}", command=str(n))
    found = collect(Wants(container_details=True), snapshot(engine), Facts(), engine, tmp_path)
    assert {each.command for each in found.containers.values()} == {(str(n),) for n in range(5, MOST_CONTAINERS + 5)}


def test_files_contexts_registries_and_hosts(tmp_path):
    """What may change is read anew; what isn't wanted any more is dropped."""
    (tmp_path / "a").write_text("a", encoding="utf-8")
    wants = Wants(
        files=frozenset({"a", "b"}),
        contexts={".": frozenset({"a"})},
        registries={"localhost:1": frozenset({"x"})},
        hosts=frozenset({"hub.docker.com"}),
    )
    memory = Memory(Hosts(lambda _: True))
    found = collect(wants, Snapshot(), Facts(files={"old": None}), None, tmp_path, memory)
    owner = tmp_path.stat().st_uid
    assert found == Facts(
        files={"a": HostFile("file", 1, owner, "a"), "b": None},
        contexts={".": ContextFacts(1, 1)},
        registries={"localhost:1": RegistryFacts(False)},
        hosts={"hub.docker.com": True},
    )


class Grumpy(FakeEngine):
    """Refuses one image's files, and gets lost where it is told to."""

    lost = False
    refusal: Exception = EngineError("The image's archive can't be read.")

    def image_files(self, id: str) -> ImageFiles | None:
        """Refused."""
        self._asked("image_files")
        raise self.refusal

    def image_details(self, id_or_ref: str) -> ImageDetails | None:
        """Lost, or something nobody foresaw."""
        if self.lost:
            self._asked("image_details")
            raise EngineLost("Gone.")
        raise KeyError("unforeseen")


@pytest.mark.parametrize("refusal", [Grumpy.refusal, KeyError("unforeseen")])
def test_trouble_with_one_fact_leaves_the_others(tmp_path, monkeypatch, refusal):
    """Of the engine, or of a folder."""
    engine = Grumpy()
    engine.refusal = refusal
    engine.pull("debian:12")
    engine.create("web")
    monkeypatch.setattr("tui.gather.collect.context_facts", lambda *_: 1 / 0)
    wants = Wants(True, frozenset({"debian"}), frozenset({"debian"}), frozenset({"a"}), {".": frozenset()})
    memory = Memory()
    found = collect(wants, snapshot(engine), Facts(), engine, tmp_path, memory)
    assert (len(found.containers), found.images, found.image_files) == (1, {}, {})
    assert (found.contexts, found.files) == ({}, {"a": None})
    collect(wants, snapshot(engine), Facts(), engine, tmp_path, memory)
    assert "image_files" not in engine.calls, "an archive that can't be read is not exported again"


def test_a_lost_engine_is_asked_once(tmp_path):
    """Each request to one that hangs takes seconds."""
    engine = Grumpy()
    engine.lost = True
    engine.pull("debian:12")
    engine.pull("debian:11")
    wants = Wants(images=frozenset({"debian"}), image_files=frozenset({"debian"}))
    assert collect(wants, snapshot(engine), Facts(), engine, tmp_path) == Facts()
    assert engine.calls == {"image_details": 1}


# The passes beside the loop


class Passes:
    """Stands in for `collect`: each pass waits to be let go, and answers what was wanted as files."""

    def __init__(self) -> None:
        self.begun: list[tuple[Wants, Facts]] = []
        self.go = threading.Semaphore(0)
        self.fail = False

    def __call__(self, wants, snapshot, before, engine, work_folder, memory, stopped) -> Facts:
        """One pass."""
        self.begun.append((wants, before))
        self.go.acquire(timeout=DEADLINE)
        if self.fail:
            raise RuntimeError("unforeseen")
        return Facts(containers={**before.containers, "new": ContainerDetails()}, files=dict.fromkeys(wants.files))


@pytest.fixture
def passes(monkeypatch) -> Passes:
    passes = Passes()
    monkeypatch.setattr(gatherer_module, "collect", passes)
    return passes


def wanting(*files: str) -> Wants:
    return Wants(files=frozenset(files))


async def test_requests_meanwhile_become_one_more_pass(passes, tmp_path):
    """The newest of them; nothing found is lost on the way."""
    told: list[Facts] = []
    gatherer = Gatherer(None, tmp_path, told.append)
    gatherer.request(wanting("a"), Snapshot(), Facts())
    await eventually(lambda: len(passes.begun) == 1)
    seen = Facts(containers={"seen": ContainerDetails()})
    for name in ("b", "c", "d"):
        gatherer.request(wanting(name), Snapshot(), seen)
    passes.go.release(2)
    await eventually(lambda: len(told) == 2)
    assert [wants.files for wants, _ in passes.begun] == [{"a"}, {"d"}]
    assert set(passes.begun[1][1].containers) == {"seen", "new"}
    assert [set(facts.files) for facts in told] == [{"a"}, {"d"}]
    assert [set(facts.containers) for facts in told] == [{"seen", "new"}] * 2
    gatherer.close()


async def test_only_news_are_told(passes, tmp_path):
    """A pass that finds what is known already says nothing."""
    told: list[Facts] = []
    gatherer = Gatherer(None, tmp_path, told.append)
    for _ in range(2):
        passes.go.release()
        gatherer.request(wanting("a"), Snapshot(), told[0] if told else Facts())
        await eventually(lambda: gatherer._thread is None)
    assert (len(told), len(passes.begun)) == (1, 2)
    gatherer.close()


async def test_the_owner_may_ask_again_when_told(passes, tmp_path):
    """From within, as its page may have turned."""
    told: list[Facts] = []

    def on_facts(facts: Facts) -> None:
        told.append(facts)
        if len(told) == 1:
            gatherer.request(wanting("b"), Snapshot(), facts)

    gatherer = Gatherer(None, tmp_path, on_facts)
    passes.go.release(2)
    gatherer.request(wanting("a"), Snapshot(), Facts())
    await eventually(lambda: len(told) == 2)
    assert len(passes.begun) == 2
    gatherer.close()


async def test_a_pass_that_fails_is_not_the_last(passes, tmp_path, monkeypatch):
    """Nor is its failure lost."""
    told: list[Facts] = []
    failures: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    gatherer = Gatherer(None, tmp_path, told.append)
    passes.fail = True
    passes.go.release(2)
    gatherer.request(wanting("a"), Snapshot(), Facts())
    await eventually(lambda: gatherer._thread is None and failures)
    assert str(failures[0].exc_value) == "unforeseen"
    passes.fail = False
    gatherer.request(wanting("b"), Snapshot(), Facts())
    await eventually(lambda: len(told) == 1)
    gatherer.close()


async def test_close_neither_waits_nor_tells(passes, tmp_path):
    """A pass may hang in a request."""
    told: list[Facts] = []
    gatherer = Gatherer(None, tmp_path, told.append)
    gatherer.request(wanting("a"), Snapshot(), Facts())
    await eventually(lambda: len(passes.begun) == 1)
    gatherer.request(wanting("b"), Snapshot(), Facts())
    begun, thread = time.monotonic(), gatherer._thread
    gatherer.close()
    assert time.monotonic() - begun < 5
    passes.go.release(2)
    gatherer.request(wanting("c"), Snapshot(), Facts())
    await eventually(lambda: not thread.is_alive())
    await asyncio.sleep(0)  # what the thread left to the loop is done by then
    assert (told, len(passes.begun)) == ([], 1)


async def test_with_the_real_pass(engine, tmp_path):
    """From wants to facts."""
    told: list[Facts] = []
    gatherer = Gatherer(engine, Path(tmp_path), told.append)
    gatherer.request(Wants(images=frozenset({"debian:12"})), snapshot(engine), Facts())
    await eventually(lambda: told)
    assert [each.cmd for each in told[0].images.values()] == [("debian:12",)]
    gatherer.close()
