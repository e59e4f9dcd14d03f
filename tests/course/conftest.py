"""The minimal course, as it is and as copies to spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

MINIMAL = Path(__file__).parent / "minimal"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A copy of the minimal course, seen from the folder above it."""
    shutil.copytree(MINIMAL, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine"


@pytest.fixture
def change(folder) -> Callable[[str, str, str], None]:
    """A function that replaces what must stand in one of the copy's files exactly once."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace
