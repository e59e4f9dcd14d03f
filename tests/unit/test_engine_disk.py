"""From what an engine tells of its disk to the rows of `docker system df`."""

import pytest

from tui.engine.disk import disk_usage_from
from tui.model.disk import DiskUsage, Used

IMAGES = [
    {"Id": "sha256:used", "Size": 100, "SharedSize": 40, "Containers": 2},
    {"Id": "sha256:free", "Size": 70, "SharedSize": 40, "Containers": 0},
    {"Id": "sha256:unknown", "Size": 5, "SharedSize": -1, "Containers": 0},
]
CONTAINERS = [
    {"Id": "up", "State": "running", "SizeRw": 7},
    {"Id": "held", "State": "paused"},
    {"Id": "done", "State": "exited", "SizeRw": 30},
]
VOLUMES = [
    {"Name": "data", "UsageData": {"RefCount": 1, "Size": 1000}},
    {"Name": "old", "UsageData": {"RefCount": 0, "Size": 200}},
    {"Name": "far", "UsageData": {"RefCount": -1, "Size": -1}},
    {"Name": "bare", "UsageData": None},
]
CACHE = [
    {"ID": "a", "Size": 50, "InUse": True, "Shared": False},
    {"ID": "b", "Size": 25, "InUse": False, "Shared": False},
    {"ID": "c", "Size": 99, "InUse": True, "Shared": True},
]
FREES = {"sha256:used": 60, "sha256:free": 30, "up": 7, "held": 0, "done": 30, "data": 1000, "old": 200}


def test_an_engine_that_lists_is_counted_as_the_docker_command_counts():
    """API 1.41 to 1.51."""
    answer = {"LayersSize": 130, "Images": IMAGES, "Containers": CONTAINERS, "Volumes": VOLUMES, "BuildCache": CACHE}
    assert disk_usage_from(answer) == DiskUsage(
        images=Used(3, 1, 130, 70),
        containers=Used(3, 2, 37, 30),
        volumes=Used(4, 1, 1200, 200),
        build_cache=Used(3, 2, 75, 25),
        frees=FREES,
    )


def test_an_engine_that_counts_is_believed():
    """API 1.52 on; the objects stand within the counts."""

    def usage(items, *counts: int) -> dict[str, object]:
        names = ("TotalCount", "ActiveCount", "TotalSize", "Reclaimable")
        return {**dict(zip(names, counts, strict=True)), "Items": items}

    answer = {
        "ImageUsage": usage(IMAGES, 1, 2, 3, 4),
        "ContainerUsage": usage(CONTAINERS, 5, 6, 7, 8),
        "VolumeUsage": usage(VOLUMES, 9, 10, 11, 12),
        "BuildCacheUsage": {"TotalCount": 13},
    }
    assert disk_usage_from(answer) == DiskUsage(
        Used(1, 2, 3, 4), Used(5, 6, 7, 8), Used(9, 10, 11, 12), Used(13), FREES
    )


@pytest.mark.parametrize(
    "odd", [{}, {"Images": None, "Containers": [None], "Volumes": "x", "BuildCache": [{}], "ImageUsage": 3}]
)
def test_what_is_missing_or_odd_is_nothing(odd):
    """Lists are null where there is nothing; anything may come from outside."""
    usage = disk_usage_from(odd)
    assert usage.images == usage.containers == usage.volumes == Used()
    assert usage.build_cache.size == 0
    assert usage.frees == {}


def test_names_from_outside_cant_act_on_the_terminal():
    """They are shown beside their size."""
    answer = {"Volumes": [{"Name": "a\x1b[2J", "UsageData": {"Size": 1, "RefCount": 0}}]}
    assert disk_usage_from(answer).frees == {r"a\x1b[2J": 1}
