from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Move
from jieting.domain.periods import instant
from tests.apps.world import AT, CONTRACTS, World

NINGDE, POST_LOAN = CONTRACTS
FACTS = {"level": "2", "received_at": instant(AT), "category": "other", "what": "{{ no tag }}\nx"}


@pytest.fixture
def violation(world: World) -> Move:
    by = world.actor(Role.DECIDER, POST_LOAN)
    return open_move(by=by, at=AT, contract_id=POST_LOAN, kind="violation", facts=FACTS)


def fetch(
    world: World, number: int, form: str, role: Role = Role.DECIDER, c: str = POST_LOAN
) -> Any:
    client = world.client(role, c)
    client.cookies["language"] = "en"
    return client.get(f"/c/{c}/moves/{number}/notice/{form}/")


def text_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return file.read("word/document.xml").decode()


def test_a_violation_is_drafted_as_a_notice_with_its_remedy(world: World, violation: Move) -> None:
    text = text_of(fetch(world, violation.number, "docx").content)
    assert "The time for a written rectification ended at 2026-10-02 10:00" in text
    assert "{{ no tag }}" in text
    assert "一级：采购人有权暂停付款和合作" in text
    assert "成交供应商" not in text
    assert "供应商（待填）" in text


def test_the_same_notice_as_pdf(world: World, violation: Move) -> None:
    response = fetch(world, violation.number, "pdf", Role.CONTRACT_MANAGER)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_there_is_no_notice_of_anything_else(world: World, violation: Move) -> None:
    assert fetch(world, violation.number, "xlsx").status_code == 404
    assert fetch(world, violation.number + 1, "pdf").status_code == 404
    assert fetch(world, 10**12, "pdf").status_code == 404
    assert fetch(world, violation.number, "pdf", Role.AGENT).status_code == 403
    take_step(
        by=world.actor(Role.DECIDER, POST_LOAN),
        at=AT + timedelta(hours=1),
        contract_id=POST_LOAN,
        number=violation.number,
        step="withdraw",
        text="a mistake",
    )
    assert fetch(world, violation.number, "pdf").status_code == 404
