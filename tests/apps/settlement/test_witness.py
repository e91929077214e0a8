from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import F

from jieting.apps.audit.actions import hashed_fields
from jieting.apps.audit.models import Entry
from jieting.apps.audit.witnesses import Gathering, registered
from jieting.apps.settlement.models import Signature, Statement
from tests.apps.settlement.seals import JANUARY, draw, seal, seal_quarter, settle
from tests.apps.world import World


def found() -> list[str]:
    gathering = Gathering(tuple(one for one in registered() if one.name == "settlement"))
    for entry in Entry.objects.order_by("number"):
        gathering.see(hashed_fields(entry))
    return [finding.code for finding in gathering.findings()]


def changed(**values: object) -> Callable[[], object]:
    return lambda: Statement.objects.update(**values)


def in_content() -> None:
    row = Statement.objects.get()
    row.content["booked"]["due"] = "1.00"
    row.save()


def test_statements_that_nobody_touched_are_found_whole(world: World) -> None:
    seal_quarter(JANUARY)
    draw(world, JANUARY)
    seal(JANUARY, "75.00")
    settle(world, JANUARY)
    assert Statement.objects.count() == 2
    assert found() == []


@pytest.mark.parametrize(
    "attack",
    [
        in_content,
        changed(state="drawn"),
        changed(hash="0" * 64),
        changed(contract_text=""),
        changed(number=F("number") + 1),
        lambda: Signature.objects.update(by="somebody"),
        lambda: Signature.objects.filter(side="supplier").delete(),
    ],
    ids=["content", "state", "hash", "contract", "number", "signer", "signature"],
)
def test_a_row_that_was_changed_in_the_database_is_named(
    world: World, attack: Callable[[], object]
) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    attack()
    assert found() in (["audit_row_changed"], ["audit_row_gone", "audit_row_unknown"])


def test_a_statement_that_was_removed_is_missed(world: World) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    Signature.objects.all().delete()
    Statement.objects.all().delete()
    assert found() == ["audit_row_gone"]
