"""The beginning of a class as a whole: instructor, learners, board and report, with a broker that is killed."""

import pytest

from tests.classroom.class_day import ClassDay, plan_for
from tests.course.solving import cache_with
from tests.engine.conftest import new_engine
from tui import paths
from tui.commands import BY_ID
from tui.course import load

LESSONS = ("what-containers-are",)
LEARNERS = 20


@pytest.fixture
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    cache = cache_with(tmp_path_factory, {"busybox:latest", "hello-world:latest"})
    engine = new_engine(folder, cache / "sealegs" / "images")
    engine.start()
    yield engine
    engine.clean()


async def test_a_class_loses_nothing(engine, tmp_path, monkeypatch):
    """Every task ticks, and all that the learners did is on the board and in the report."""
    for name in ("HOME", "SEALEGS_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    course, endpoint = load(paths.shipped("content"), frozenset(BY_ID)), engine.endpoint
    day = ClassDay(course, endpoint, tmp_path, LEARNERS)
    try:
        await day.teach(plan_for(course, endpoint, LESSONS), print)
        day.end()
    finally:
        day.close()
    assert day.told.troubles == []
    assert day.told.kills == 1
    assert day.told.spent == {"welcome": pytest.approx(5, abs=0.1), "what-containers-are": pytest.approx(2, abs=0.1)}
    names = {line["learner"] for line in day.told.written if line["done"] == "1"}
    assert names == {f"learner {number:02}" for number in range(LEARNERS)}
