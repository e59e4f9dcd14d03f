"""How many cases: the same few on every machine, or as many others as FUZZ says."""

import os
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

USUAL = 40
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]

settings.register_profile(
    "gate", max_examples=USUAL, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
)
settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("FUZZ") or USUAL),
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW,
)


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> Iterator[None]:
    """Thousands of files are written here, and none needs to outlast a power cut."""
    with mock.patch("os.fsync"):
        yield


settings.load_profile("fuzz" if os.environ.get("FUZZ") else "gate")
