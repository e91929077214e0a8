"""A simulated month of both contracts, made once for the tests of a module."""

from __future__ import annotations

import pytest
from django.db import transaction

from jieting.apps.assessment.queries import assessed_month
from tests.apps.assessment.months import MONTH, make_month
from tests.apps.world import CONTRACTS, World


class _Undone(Exception):
    """Ends the transaction that holds the months."""


@pytest.fixture(scope="module")
def months(django_db_setup, django_db_blocker) -> World:
    """Calls and records of October in both contracts; taken back after the module's tests."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                for contract_id in CONTRACTS:
                    make_month(contract_id)
                    assessed_month(contract_id, MONTH)
                yield World()
                raise _Undone
        except _Undone:
            pass
