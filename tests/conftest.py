"""What every test runs under: repeatable properties, and a time zone that is nobody's."""

from __future__ import annotations

import os
import time

from hypothesis import HealthCheck, settings

from tests.database import prepare_home

# A machine's own zone must never decide a day or a month: the tests stand far from China.
os.environ["TZ"] = "America/St_Johns"
time.tzset()

settings.register_profile(
    "house",
    deadline=None,  # two slow cores shared with other work
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Django is ready before any test module is read, with keys of this run alone.
prepare_home()
