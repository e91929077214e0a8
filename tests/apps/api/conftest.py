"""Every test of the API begins with full buckets."""

from __future__ import annotations

import pytest

from jieting.apps.accounts import api_door
from jieting.apps.accounts.rates import Rates


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch):
    monkeypatch.setattr(api_door, "RATES", Rates(size=300, seconds=60))
