"""The domain is pure: no clock, no dice, no I/O; no float where points and money are decided."""

from __future__ import annotations

from tests.architecture.purity import impurities
from tests.architecture.tree import SOURCE


def test_the_domain_is_pure() -> None:
    assert impurities(SOURCE / "domain") == []
