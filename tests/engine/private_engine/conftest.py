"""A private engine of the test's own, in a folder whose path is short enough for sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import new_engine
from tests.engine.private_engine.seen import remains
from tui.engine.private import PrivateEngine, requirements


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short name: sockets allow 104 bytes."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[PrivateEngine]:
    """An engine of the test's own, not yet started."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    engine = new_engine(tmp_path, tmp_path / "store")
    yield engine
    engine.clean()
    assert remains(engine, tmp_path) == []
