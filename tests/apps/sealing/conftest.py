"""A simulated month, and a folder of bundles of each test's own."""

from __future__ import annotations

import pytest

from jieting.installation.home import Home
from tests.apps.assessment.conftest import months  # noqa: F401 - a fixture


@pytest.fixture
def bundles(tmp_path, monkeypatch):
    """Where sealed months go in this test."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    monkeypatch.setattr(Home, "sealed", property(lambda home: folder))
    return folder


@pytest.fixture
def world(months, db, bundles):  # noqa: F811 - the fixture that was brought in
    return months
