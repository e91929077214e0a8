from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.moves.actions import open_move
from jieting.domain.periods import instant
from tests.apps.assessment.months import MONTH
from tests.apps.world import AT, CONTRACTS, World

POST_LOAN = CONTRACTS[1]
LINE = f"/c/{POST_LOAN}/months/{MONTH}/lines/"

pytestmark = pytest.mark.django_db


def break_the_limit(world: World) -> None:
    facts = {"level": "2", "received_at": instant(AT), "category": "other", "what": "x"}
    by = world.actor(Role.DECIDER, POST_LOAN)
    open_move(by=by, at=AT, contract_id=POST_LOAN, kind="violation", facts=facts)


def test_a_broken_limit_is_drafted_as_a_notice(months: World) -> None:
    break_the_limit(months)
    client = months.client(Role.DECIDER, POST_LOAN)
    page = client.get(f"{LINE}P-8.2/").content.decode()
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        assert f"{LINE}P-8.2/notice/{form}/" in page
        assert client.get(f"{LINE}P-8.2/notice/{form}/").content.startswith(start)
    assert client.get(f"{LINE}P-8.2/notice/xlsx/").status_code == 404


def test_there_is_no_notice_of_a_limit_that_was_kept_or_is_none(months: World) -> None:
    client = months.client(Role.DECIDER, POST_LOAN)
    assert "/notice/" not in client.get(f"{LINE}P-1.1/").content.decode()
    assert client.get(f"{LINE}P-1.1/notice/pdf/").status_code == 404
    assert client.get(f"{LINE}nothing/notice/pdf/").status_code == 404
