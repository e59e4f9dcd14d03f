"""The shipped course on real engines: solved in the background of all other tests, and judged last."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.solve, pytest.mark.modern]


@pytest.mark.parametrize("engine", ["own", "newer"])
def test_the_shipped_course_works(whole_course, engine):
    """All of it, on the machine's own engine, and on a newer one where `docker build` is BuildKit."""
    told = whole_course.told(engine)
    assert told.returncode == 0, told.stdout
    assert "all green" in told.stdout
