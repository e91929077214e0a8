from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import assessed_month, current_month
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import verify as verify_log
from jieting.apps.base.waiting import waiting_for
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.sealing import actions
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.queries import is_sealed, revisions, sealed_month
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Refused
from tests.apps.assessment.months import MONTH, simulated
from tests.apps.sealing.sealed import (
    LATER,
    NINGDE,
    PURCHASER,
    SUPPLIER,
    come_late,
    confirmed,
    draw,
    late_calls,
    seal,
    sign,
)
from tests.apps.world import AT


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def exclusion(world, cause="outage"):
    zone_day = {"day": "2026-10-12", "cause": cause, "reason": "late", "from": None, "to": None}
    start = simulated(NINGDE)[0][0].arrived_at
    facts = {**zone_day, "day": "", "from": start, "to": start + 3_600_000_000}
    facts = {name: value for name, value in facts.items() if value not in ("", None)}
    return open_move(
        by=world.actor(SUPPLIER), at=LATER, contract_id=NINGDE, kind="exclusion", facts=facts
    )


def agree(world, move):
    take_step(
        by=world.actor(PURCHASER), at=LATER, contract_id=NINGDE, number=move.number, step="agree"
    )


def test_a_month_is_sealed_when_both_sides_have_signed(world, bundles):
    row = draw(world)
    assert not is_sealed(NINGDE, MONTH)
    assert sign(world, row, SUPPLIER).state == Seal.State.DRAWN
    assert not is_sealed(NINGDE, MONTH)
    row = sign(world, row, PURCHASER)
    assert (row.state, row.place, row.number) == (Seal.State.SIGNED, 1, 0)
    assert (bundles / NINGDE / row.bundle).is_file()
    found = sealed_month(NINGDE, MONTH)
    shown = current_month(NINGDE, MONTH).assessment
    assert (found.score, found.coefficient) == (shown.score, shown.coefficient)
    assert found.result.arrived == shown.counted.counts["arrived"]
    assert [one.digest for one in revisions(NINGDE, MONTH)] == [row.hash]
    assert assessed_month(NINGDE, MONTH).sealed is not None
    events = Entry.objects.filter(event__startswith="sealing.").order_by("number")
    assert [entry.event.rpartition(".")[2] for entry in events] == ["drawn", "signed", "signed"]


def test_a_month_that_runs_is_not_drawn_up(world):
    with pytest.raises(Refused) as error:
        draw(world, at=AT)
    assert "seal_not_over" in codes(error)


def test_what_is_open_stays_so_only_where_that_is_said_and_stands_in_the_seal(world):
    move = exclusion(world)
    with pytest.raises(Refused) as error:
        draw(world, leave_open=False)
    assert codes(error) == {"seal_open"}
    row = draw(world, leave_open=True)
    assert f"M-{move.number}" in {item["ref"] for item in row.open_items}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PURCHASER_SUPERVISOR, Role.AGENT])
def test_who_may_not_sign_neither_draws_up_nor_signs(world, role):
    with pytest.raises(Refused) as error:
        draw(world, role)
    assert codes(error) == {"seal_no_right"}
    row = draw(world)
    with pytest.raises(Refused):
        sign(world, row, role)
    assert not Signature.objects.exists()


def test_one_side_does_not_sign_for_the_other_nor_twice(world):
    row = draw(world)
    sign(world, row, SUPPLIER)
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER)
    assert codes(error) == {"seal_signed_already"}
    stranger = world.actor(PURCHASER, world.other_contract)
    with pytest.raises(Refused) as error:
        actions.sign(
            by=stranger, at=LATER, contract_id=NINGDE, month=MONTH,
            statement=row.statement_digest, confirmed=confirmed(stranger),
        )  # fmt: skip
    assert "seal_no_side" in codes(error)
    assert not is_sealed(NINGDE, MONTH)


def test_a_password_of_somebody_else_signs_nothing(world):
    row = draw(world)
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER, confirmed=confirmed(world.actor(PURCHASER)))
    assert codes(error) == {"seal_not_the_person"}


def test_a_draw_from_older_books_is_not_signed_and_is_replaced(world):
    row = draw(world)
    sign(world, row, SUPPLIER)
    come_late(late_calls())
    with pytest.raises(Refused) as error:
        sign(world, row, PURCHASER)
    assert codes(error) == {"seal_stale"}
    again = draw(world, PURCHASER)
    row.refresh_from_db()
    assert (row.state, again.number) == (Seal.State.WITHDRAWN, 0)
    with pytest.raises(Refused) as error:
        sign(world, row, PURCHASER)
    assert codes(error) == {"seal_another"}
    sign(world, again, PURCHASER)
    assert sign(world, again, SUPPLIER).state == Seal.State.SIGNED


def test_calls_of_the_next_month_make_nothing_stale(world):
    row = draw(world)
    month_later = 32 * 86_400_000_000
    times = ("arrived_at", "queued_at", "answered_at", "ended_at")
    model = late_calls(1)[0]
    moved = {name: getattr(model, name) and getattr(model, name) + month_later for name in times}
    come_late([replace(model, **moved)])
    sign(world, row, SUPPLIER)
    assert sign(world, row, PURCHASER).state == Seal.State.SIGNED


def test_a_second_draw_beside_the_first_is_refused(world):
    draw(world)
    with pytest.raises(Refused) as error:
        draw(world, PURCHASER)
    assert codes(error) == {"seal_drawn"}


def test_what_is_withdrawn_cannot_be_signed(world):
    row = draw(world)
    actions.withdraw(
        by=world.actor(PURCHASER), at=LATER, contract_id=NINGDE, month=MONTH, reason="no"
    )
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER)
    assert codes(error) == {"seal_nothing_drawn"}


def test_the_side_that_has_not_signed_finds_the_month_waiting(world):
    row = draw(world)
    sign(world, row, SUPPLIER)
    url = f"/c/{NINGDE}/months/{MONTH}/seal/"
    waits = {side: [w.url for w in waiting_for(NINGDE, side)] for side in Side}
    assert url in waits[Side.PURCHASER]
    assert url not in waits[Side.SUPPLIER]


def test_one_row_changed_in_the_database_is_found_and_named(world):
    row = seal(world)
    assert [f for f in verify_log().findings if "seal" in str(f.place)] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sealing_seal SET result = replace(result, '2026-10', '2026-10 ') WHERE id = %s",
            [row.pk],
        )
    [found] = [f for f in verify_log().findings if "seal" in str(f.place)]
    assert (found.code, f"seal 2026-10-0.{row.pk}" in str(found.what)) == (
        "audit_row_changed",
        True,
    )


def test_a_signature_put_under_a_seal_is_found(world):
    row = seal(world)
    Signature.objects.filter(seal=row, side="purchaser").update(name="Somebody")
    assert "audit_row_changed" in {f.code for f in verify_log().findings}


def test_a_seal_that_was_cut_off_is_found(world):
    row = seal(world)
    Signature.objects.filter(seal=row).delete()
    row.delete()
    found = {f.code for f in verify_log().findings if "seal 2026-10-0" in str(f.what)}
    assert found == {"audit_row_gone"}


def test_a_changed_bundle_is_found_and_made_again(world, bundles):
    row = seal(world)
    path = bundles / NINGDE / row.bundle
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"x")
    assert "seal_bundle_fault" in {f.code for f in verify_log().findings}
    page = world.client(PURCHASER).get(f"/c/{NINGDE}/months/{MONTH}/seal/0/bundle/")
    assert page.content == content == path.read_bytes()
    taken = Entry.objects.filter(event="sealing.bundle.taken")
    assert [entry.object for entry in taken] == [f"seal 2026-10-0.{row.pk}"]
