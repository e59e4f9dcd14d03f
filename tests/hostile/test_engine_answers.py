"""Whatever an engine answers: a value that can be shown, or the one error that the lab knows; soon, and not large."""

import json
import time
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.engine_api import records
from tests.engine_api.world import World
from tests.hostile.odd import corpus, fit_to_be_told, json_values, spoilt, texts_in, unfit
from tui.engine.docker_sdk import DockerEngine
from tui.engine.looks import LONGEST, lines_from, samples_from
from tui.errors import EngineError
from tui.model.disk import DiskUsage

HUGE = "\x1b[31m[red]漢" * 1_000_000
WORLD = World(2, 2)
WORLD.create_volume("data")
WORLD.create_network("app")
CONTAINER, IMAGE = next(iter(WORLD.containers.values())), next(iter(WORLD.images.values()))
VOLUME, NETWORK = next(iter(WORLD.volumes.values())), next(iter(WORLD.networks.values()))
# What the library's client is asked, what it answers, and what the lab asks for it.
ANSWERS: dict[str, Any] = {
    "containers": [records.container_row(WORLD, CONTAINER)],
    "images": [records.image_row(IMAGE)],
    "volumes": {"Volumes": [records.volume_record(VOLUME)], "Warnings": None},
    "networks": [records.network_record(NETWORK)],
    "version": records.version(),
    "info": records.info(WORLD),
    "inspect_container": records.inspected_container(WORLD, CONTAINER),
    "inspect_image": records.inspected_image(IMAGE),
    "history": records.image_history(IMAGE),
    "top": {"Titles": ["PID", "CMD"], "Processes": [["1", "sleep 100"]]},
    "df": records.disk_usage(WORLD),
    "newer_df": {
        f"{kind}Usage": {"TotalCount": 2, "ActiveCount": 1, "TotalSize": 9000, "Reclaimable": 100, "Items": rows}
        for kind, rows in zip(
            ("Image", "Container", "Volume", "BuildCache"), list(records.disk_usage(WORLD).values())[1:], strict=True
        )
    },
}
"""`df` is what engines before 29 answer."""
QUESTIONS = {
    "containers": lambda engine: engine.containers(),
    "images": lambda engine: engine.images(),
    "volumes": lambda engine: engine.volumes(),
    "networks": lambda engine: engine.networks(),
    "version": lambda engine: engine.identity(),
    "info": lambda engine: engine.identity(),
    "inspect_container": lambda engine: (engine.container_details("a"), engine.inspect("container", "a")),
    "inspect_image": lambda engine: (engine.image_details("a"), engine.inspect("image", "a")),
    "history": lambda engine: engine.image_details("a"),
    "top": lambda engine: engine.processes("a"),
    "df": lambda engine: disk(engine, "df"),
    "newer_df": lambda engine: disk(engine, "newer_df"),
}


class Client:
    """In place of the docker library's: answers as it is told."""

    api_version = "1.41"

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self._answers[name]


def disk(engine: DockerEngine, name: str) -> DiskUsage:
    """What the lab asks past the library."""
    with mock.patch("tui.engine.docker_sdk.measured", lambda client: getattr(client, name)()):
        return engine.disk_usage()


def ask(name: str, answer: Any) -> Any:
    """What the lab makes of an answer; None where it refuses it."""
    engine = DockerEngine("unix:///nowhere")
    engine._client = Client({**ANSWERS, name: answer})
    try:
        return QUESTIONS[name](engine)
    except EngineError as error:
        fit_to_be_told(error)
        return None


@pytest.mark.parametrize("name", QUESTIONS)
@given(data=st.data())
def test_an_answer_of_nearly_the_right_shape(name, data):
    found = ask(name, data.draw(spoilt(ANSWERS[name])))
    assert unfit(found) == []


@pytest.mark.parametrize("name", QUESTIONS)
@given(answer=json_values)
def test_an_answer_of_any_shape(name, answer):
    assert unfit(ask(name, answer)) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_answer_is_a_value(name):
    assert ask(name, ANSWERS[name])


def huge(value: Any) -> Any:
    """The same with all its texts huge."""
    if isinstance(value, dict):
        return {key: huge(each) for key, each in value.items()}
    if isinstance(value, list):
        return [huge(each) for each in value]
    return HUGE if isinstance(value, str) else value


@pytest.mark.parametrize("name", QUESTIONS)
def test_texts_of_ten_megabytes_take_a_moment_and_are_cut(name):
    """Thread or not, Python does one thing at a time: the keys would wait."""
    answer = huge(ANSWERS[name])
    begun = time.monotonic()
    found = ask(name, answer)
    assert time.monotonic() - begun < 2
    assert unfit(found) == []
    assert max(map(len, texts_in(found)), default=0) < 500_000


def deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_that_is_deep(name):
    ask(name, deep(400))


@given(spoilt(records.stats(CONTAINER, 1e9, 3)))
def test_a_record_of_what_is_used(record):
    try:
        assert unfit(list(samples_from([record]))) == []
    except (TypeError, ValueError, AttributeError) as error:
        pytest.fail(repr(error))


@given(st.lists(st.binary(max_size=60), max_size=6), st.booleans())
@example([b"\x01\0\0\0\xff\xff\xff\xff", b"a\x1b[2J\r\n"], False)
@example([b"\x07\0\0\0\0\0\0\0" * 50], False)
def test_a_log_in_pieces(chunks, tty):
    """Frames that lie, and whatever programs print."""
    for line in lines_from(chunks, tty):
        assert unfit(line) == []


@pytest.mark.parametrize("tty", [True, False])
def test_a_log_of_one_endless_line(tty):
    """Little of it is kept."""
    piece = b"x" * (1 << 20)
    chunks = [piece if tty else b"\x01\0\0\0\0\x10\0\0" + piece] * 10
    (line,) = lines_from(chunks, tty)
    assert len(line.text) <= LONGEST + 1


@pytest.mark.parametrize("file", corpus("answers"), ids=lambda file: file.name)
def test_answers_that_were_kept(file):
    """A file's name begins with the question."""
    name = file.name.partition(".")[0]
    assert unfit(ask(name, json.loads(file.read_text(encoding="utf-8")))) == []
