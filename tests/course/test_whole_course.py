"""The shipped course on real engines, with no network: minutes, in which other processes do the other tests."""

import pytest

from tests.course.solving import cache_with, newer_engine, solve

pytestmark = [pytest.mark.engine, pytest.mark.solve, pytest.mark.modern]


@pytest.mark.parametrize("engine", ["own", "newer"])
def test_the_shipped_course_works(tmp_path, tmp_path_factory, engine):
    """All of it, on the machine's own engine, and on a newer one where `docker build` is BuildKit."""
    # What is told of wrong attempts is the same everywhere; an engine of another kind answers the solutions otherwise.
    words = ("--engine-path", str(newer_engine(tmp_path)), "--passes", "2") if engine == "newer" else ()
    told = solve(cache_with(tmp_path_factory, set()), "--offline", *words, seconds=3600.0)
    assert told.returncode == 0, told.stdout
    assert "all green" in told.stdout
