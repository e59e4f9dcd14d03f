"""The locks pin all that pyproject.toml asks for; one is part of the other."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPO = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]


def pinned(lock: str) -> dict[str, str]:
    """Versions by names."""
    text = (REPO / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", [*PROJECT["project"]["dependencies"], *GROUPS["build"]]),
        ("requirements-test.lock", [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["test"]]),
    ],
)
def test_what_is_asked_for_is_pinned(lock, wanted):
    """To a version that will do; `.ci/lock` writes the locks anew."""
    versions = pinned(lock)
    for requirement in map(Requirement, wanted):
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier


def test_tests_run_with_what_learners_get():
    """The same versions, and a few packages more."""
    assert pinned("requirements.lock").items() <= pinned("requirements-test.lock").items()


def test_every_pin_has_its_hashes():
    for lock in ("requirements.lock", "requirements-test.lock"):
        pins = re.split(r"^(?=\S)", (REPO / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert all("--hash=sha256:" in pin for pin in pins if "==" in pin)
