from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from jieting.analytics.duck import DuckEngine
from jieting.analytics.gather import write_parquet
from jieting.domain.calls.call import SIMULATED, Outcome
