from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from jieting.apps.audit.actions import audited
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import system

AT = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_an_entry_cannot_be_changed_by_a_statement(world):
    with audited("test.thing.done", by=system("t"), at=AT, number=7):
        pass
    entry = Entry.objects.order_by("-number").first()
    assert entry.detail == {"number": 7}
    with (
        pytest.raises(ProgrammingError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_entry SET actor = 'x'")
