"""How many cases: the same few on every machine, or as many others as FUZZ says."""

import os

from hypothesis import HealthCheck, settings

USUAL = 60
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
settings.load_profile("fuzz" if os.environ.get("FUZZ") else "gate")
