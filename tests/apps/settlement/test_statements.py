from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from jieting.apps.audit.models import Entry
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.settlement.books import books_of
from jieting.apps.settlement.content import booked_of
from jieting.apps.settlement.digest import hash_of
from jieting.apps.settlement.models import Signature, Statement
from jieting.domain.books.seal import FIRST
from jieting.domain.errors import Refused
from tests.apps.settlement.seals import (
    JANUARY,
    LOANS,
    NINGDE,
    PURCHASER,
    SUPPLIER,
    confirmed,
    draw,
    seal,
    seal_quarter,
    settle,
    sign,
)
from tests.apps.world import AT, Role, World

APRIL = JANUARY.plus(3)
LEAK = {"ground": "violation", "clause": "P-8.2", "reason": "client data leaked"}


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def suspend(world: World) -> int:
    by = world.actor(Role.DECIDER, LOANS)
    return open_move(by=by, at=AT, contract_id=LOANS, kind="suspension", facts=LEAK).number


def lift(world: World, number: int) -> None:
    by = world.actor(Role.DECIDER, LOANS)
    take_step(by=by, at=AT, contract_id=LOANS, number=number, step="lift", text="put right")


def test_a_statement_pays_its_quarter_and_rests_on_its_seals(world: World) -> None:
    seal_quarter(JANUARY, "89.70", "91.00", "84.21")
    row = draw(world, JANUARY)
    found = booked_of(row)
    assert (found.payable, found.amount, found.due) == ("285000.00",) * 3
    assert [(s.month, s.number) for s in found.seals] == [
        ("2026-01", 0), ("2026-02", 0), ("2026-03", 0)
    ]  # fmt: skip
    assert (row.state, row.number, row.previous) == ("drawn", 1, FIRST)


def test_it_is_settled_once_both_have_signed_and_not_before(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    assert sign(world, row, SUPPLIER).state == "drawn"
    done = sign(world, row, PURCHASER)
    assert (done.state, done.hash) == ("signed", hash_of(done))
    assert sorted(s.side for s in Signature.objects.filter(statement=done)) == [
        "purchaser",
        "supplier",
    ]
    events = Entry.objects.filter(event__startswith="settlement.").values_list("event", flat=True)
    assert list(events.order_by("number")) == [
        "settlement.statement.drawn",
        "settlement.statement.signed",
        "settlement.statement.signed",
    ]


def test_statements_are_chained_in_the_order_of_their_signing(world: World) -> None:
    seal_quarter(JANUARY)
    seal_quarter(APRIL)
    first = settle(world, JANUARY)
    second = settle(world, APRIL)
    assert (first.previous, second.previous) == (FIRST, first.hash)
    assert booked_of(second).previous == first.hash


def test_a_correction_is_carried_into_the_next_statement_once(world: World) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    seal(JANUARY, "75.00")  # the quarter's score falls to 85.00, the coefficient to 0.95
    seal_quarter(APRIL)
    second = booked_of(settle(world, APRIL))
    [line] = second.carried
    assert (line.month, line.difference, line.reason) == ("2026-01", "-15000.00", "late calls")
    assert (second.payable, second.amount, second.due) == ("300000.00", "285000.00", "285000.00")
    assert second.balances()
    seal_quarter(APRIL.plus(3))
    assert booked_of(settle(world, APRIL.plus(3))).carried == ()


def test_a_month_corrected_before_its_statement_is_paid_as_corrected(world: World) -> None:
    seal_quarter(JANUARY)
    seal(JANUARY, "75.00")
    row = booked_of(draw(world, JANUARY))
    assert (row.payable, row.carried) == ("285000.00", ())
    assert row.seals[0].number == 1


def test_books_that_moved_must_be_drawn_up_again_before_anybody_signs(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    sign(world, row, SUPPLIER)
    seal(JANUARY.plus(1), "60.00")
    with pytest.raises(Refused) as error:
        sign(world, row, PURCHASER)
    assert codes(error) == {"statement_stale"}
    again = draw(world, JANUARY)
    row.refresh_from_db()
    assert (row.state, again.number, again.signatures.count()) == ("replaced", 2, 0)
    assert booked_of(again).payable == "255000.00"


def test_nobody_draws_up_again_what_has_not_changed(world: World) -> None:
    seal_quarter(JANUARY)
    draw(world, JANUARY)
    with pytest.raises(Refused) as error:
        draw(world, JANUARY, PURCHASER)
    assert codes(error) == {"statement_same"}


def test_a_quarter_with_an_open_month_or_of_another_grid_is_not_settled(world: World) -> None:
    seal(JANUARY)
    with pytest.raises(Refused) as error:
        draw(world, JANUARY)
    assert codes(error) == {"statement_not_sealed"}
    assert "2026-02, 2026-03" in str(error.value)
    with pytest.raises(Refused) as error:
        draw(world, JANUARY.plus(1))
    assert codes(error) == {"statement_no_quarter"}


def test_quarters_are_settled_in_their_order_and_one_at_a_time(world: World) -> None:
    seal_quarter(JANUARY)
    seal_quarter(APRIL)
    with pytest.raises(Refused) as error:
        draw(world, APRIL)
    assert codes(error) == {"statement_earlier_first"}
    draw(world, JANUARY)
    with pytest.raises(Refused) as error:
        draw(world, APRIL)
    assert codes(error) == {"statement_earlier_first", "statement_waits"}


def test_a_signed_quarter_is_not_drawn_up_again(world: World) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    with pytest.raises(Refused) as error:
        draw(world, JANUARY)
    assert codes(error) == {"statement_signed"}


def test_a_month_that_waits_stops_its_quarter(world: World) -> None:
    seal_quarter(JANUARY, "90.00", None, "90.00")
    with pytest.raises(Refused) as error:
        draw(world, JANUARY)
    assert codes(error) == {"month_waits"}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PURCHASER_SUPERVISOR, Role.AGENT])
def test_only_who_signs_for_a_party_draws_up_or_signs(world: World, role: Role) -> None:
    seal_quarter(JANUARY)
    with pytest.raises(Refused) as error:
        draw(world, JANUARY, role)
    assert codes(error) == {"statement_no_right"}
    row = draw(world, JANUARY)
    with pytest.raises(Refused) as error:
        sign(world, row, role)
    assert codes(error) == {"statement_no_right"}


def test_a_side_signs_once_what_it_saw_and_only_by_itself(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER, digest="0" * 64)
    assert codes(error) == {"statement_changed"}
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER, confirmed=confirmed(world.actor(PURCHASER)))
    assert codes(error) == {"statement_not_confirmed"}
    sign(world, row, SUPPLIER)
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER)
    assert codes(error) == {"statement_side_signed"}
    sign(world, row, PURCHASER)
    with pytest.raises(Refused) as error:
        sign(world, row, PURCHASER)
    assert codes(error) == {"statement_not_open"}


def test_another_contract_s_parties_do_not_sign(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    stranger = world.actor(PURCHASER, LOANS)
    with pytest.raises(Refused) as error:
        sign(world, row, PURCHASER, by=stranger, confirmed=confirmed(stranger))
    assert codes(error) == {"statement_no_right"}


def test_while_payment_is_suspended_the_whole_amount_is_held(world: World) -> None:
    seal_quarter(JANUARY, None, None, None, contract=LOANS)
    number = suspend(world)
    found = booked_of(settle(world, JANUARY, LOANS))
    assert (found.due, found.held) == ("0.00", found.amount)
    assert found.hold is not None
    assert (found.hold.ref, found.hold.reason) == (f"M-{number}", "client data leaked")
    assert found.balances()


def test_after_the_lifting_the_next_statement_releases_what_was_held_once(world: World) -> None:
    for first in (JANUARY, APRIL, APRIL.plus(3)):
        seal_quarter(first, None, None, None, contract=LOANS)
    number = suspend(world)
    held = booked_of(settle(world, JANUARY, LOANS))
    lift(world, number)
    [line] = (found := booked_of(settle(world, APRIL, LOANS))).released
    assert (line.statement, line.amount) == (held.number, held.held)
    assert Fraction(found.due) == 2 * Fraction(held.held)
    assert booked_of(settle(world, APRIL.plus(3), LOANS)).released == ()


def test_a_lifting_before_the_signature_asks_for_a_new_statement(world: World) -> None:
    seal_quarter(JANUARY, None, None, None, contract=LOANS)
    number = suspend(world)
    row = draw(world, JANUARY, contract=LOANS)
    lift(world, number)
    with pytest.raises(Refused) as error:
        sign(world, row, SUPPLIER)
    assert codes(error) == {"statement_stale"}
    assert booked_of(draw(world, JANUARY, contract=LOANS)).held == "0.00"


def test_the_database_keeps_one_statement_waiting_and_no_fork(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    for change in ({"first_month": "2026-04"}, {"first_month": "2026-04", "state": "signed"}):
        copied = Statement.objects.get(pk=row.pk)
        copied.pk, copied.number = None, 9
        for name, value in change.items():
            setattr(copied, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copied.save()
    assert books_of(NINGDE).drawn == row
