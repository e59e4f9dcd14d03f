"""Who does what when the suite runs in several processes: what takes longest begins first, a file stays in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

FIRST = ("course/test_whole_course", "e2e/", "classroom/", "engine/", "course/", "terminal/", "pilot/", "engine_api/")
"""In this order; the rest, which is quick, fills the gaps at the end."""
ONE_BY_ONE = "course/test_whole_course"
"""Its tests take minutes each, in which they mostly wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(node: str) -> int:
    """Where a test stands in the order."""
    path = node.removeprefix("tests/")
    return next((rank for rank, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Hand out whole files: their tests share what a module's fixtures have made."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.removeprefix("tests/")
            if path.startswith(ONE_BY_ONE):
                return nodeid
            # The programs' tests share a home, in which the first of them makes images.
            return "e2e" if path.startswith("e2e/") else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return Files(config, log)
