"""A simulated month, a folder of bundles of each test's own, and bundles sealed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from jieting.apps.sealing.models import Seal
from jieting.installation.home import Home
from tests.apps.assessment.conftest import months  # noqa: F401 - a fixture
from tests.apps.assessment.months import MONTH
from tests.apps.sealing.sealed import LATER, NINGDE, come_late, late_calls, seal


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


@pytest.fixture(scope="module")
def sealed_bundles(months, django_db_blocker, tmp_path_factory):  # noqa: F811 - as above
    """The bundles of a seal and of its correction; the database forgets them again."""
    folder = tmp_path_factory.mktemp("sealed")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(Home, "sealed", property(lambda home: folder))
        with transaction.atomic():
            seal(months)
            come_late(late_calls())
            seal(months, reason="late calls", at=LATER + timedelta(days=1))
            rows = Seal.objects.filter(contract_id=NINGDE, month=str(MONTH)).order_by("number")
            paths = [folder / NINGDE / row.bundle for row in rows]
            transaction.set_rollback(True)
    return paths
