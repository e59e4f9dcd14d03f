"""A home that the tests share: what the first of them makes there takes half a minute."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home, in a folder of its own."""
    home = tmp_path_factory.mktemp("bare") / "home"
    home.mkdir()
    return home
