from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.queries import assessed_month, records_of
from jieting.apps.contracts.models import Contract
from jieting.apps.deliverables.models import Due
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Act, Move
from jieting.apps.notices.models import Notice
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import SELF_ASSESSMENT
from jieting.domain.errors import Refused
from jieting.domain.periods import Month, instant
from tests.apps.deliverables.conftest import A_SECOND, BEFORE, DEADLINE, MONTH, NINGDE, Books
from tests.apps.world import BY, World

REPORTING = "N-5.2.2"


def earned() -> Fraction | None:
    month = assessed_month(NINGDE, MONTH)
    return next(line.earned for line in month.assessment.lines if line.clause == REPORTING)


def states() -> dict[str, str]:
    moves = {move.number: move.state for move in Move.objects.filter(contract_id=NINGDE)}
    return {due.name: moves[due.number] for due in Due.objects.filter(month=str(MONTH))}


def test_each_month_has_each_deliverable_once_however_often_the_job_runs(books: Books) -> None:
    books.look(BEFORE)
    books.look(BEFORE + timedelta(hours=1))
    assert Due.objects.filter(contract_id=NINGDE).count() == 6
    assert Move.objects.filter(contract_id=NINGDE, kind="deliverable").count() == 6
    assert set(states()) == {"operations", SELF_ASSESSMENT, "personnel"}


def test_the_deadline_is_that_of_the_contract_in_its_zone(books: Books) -> None:
    assert books.move("operations").due_at == instant(DEADLINE)


def test_the_month_that_begins_at_local_midnight_is_opened_then(books: Books) -> None:
    end = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    books.look(end - A_SECOND)
    assert not Due.objects.filter(month="2026-11").exists()
    books.look(end)
    assert Due.objects.filter(month="2026-11").count() == 3


def test_before_its_deadline_the_line_waits_and_loses_nothing(books: Books) -> None:
    assert not records_of(NINGDE).report
    assert earned() is None


def test_exactly_at_the_deadline_nothing_is_missed(books: Books) -> None:
    books.look(DEADLINE)
    assert set(states().values()) == {"due"}


def test_a_second_after_it_what_is_not_there_is_overdue_and_costs_points(books: Books) -> None:
    books.look(DEADLINE + A_SECOND)
    assert set(states().values()) == {"overdue"}
    # -1 for the report, -5 for the self-assessment.
    assert earned() == 4
    books.look(DEADLINE + 2 * A_SECOND)
    assert Act.objects.filter(step="missed").count() == 3


def test_what_was_due_before_the_contract_came_is_not_opened(world: World) -> None:
    Contract.objects.filter(pk=NINGDE).update(made_at=DEADLINE)
    Books(world).look(DEADLINE + A_SECOND)
    assert set(Due.objects.values_list("month", flat=True)) == {"2026-10"}


def test_nobody_but_a_job_says_that_a_deadline_was_missed(books: Books) -> None:
    with pytest.raises(Refused):
        take_step(
            by=books.world.actor(Role.DECIDER),
            at=DEADLINE,
            contract_id=NINGDE,
            number=books.number("operations"),
            step="missed",
        )


def test_each_reminder_is_told_once_and_only_to_those_who_hand_in(books: Books) -> None:
    # Five days before and, after that, one day before; the job of BEFORE told the first.
    for hours in (0, 1, 40, 60):
        books.look(BEFORE + timedelta(hours=hours))
    told = Notice.objects.filter(event="deliverables.clock.near", contract_id=NINGDE)
    people = {notice.user.username for notice in told}
    roles = {"supervisor", "personnel_officer", "contract_manager"}
    assert people == {f"{role}@{NINGDE}" for role in roles}
    # Three deliverables, two reminders each, three people.
    assert told.count() == 18


def test_a_deliverable_that_was_opened_otherwise_is_not_opened_again(world) -> None:
    facts = {
        "deliverable": "operations",
        "title": "服务运营报告",
        "clause": REPORTING,
        "month": str(MONTH),
        "due_at": instant(DEADLINE),
    }
    number = open_move(
        by=BY, at=BEFORE, contract_id=NINGDE, kind="deliverable", facts=facts,
        as_side=Side.SUPPLIER,
    ).number  # fmt: skip
    books = Books(world)
    books.look(BEFORE)
    assert books.number("operations") == number
    assert Move.objects.filter(kind="deliverable").count() == 6


def test_what_kept_records_tell_of_already_is_not_opened_and_not_counted_twice(world) -> None:
    text = f"""
[[report]]
kind = "operations"
month = "{MONTH}"
due_at = 2026-10-05T18:00:00
submitted_at = 2026-10-05T09:00:00
"""
    keep_records(by=BY, at=BEFORE, contract_id=NINGDE, text=text)
    Books(world).look(BEFORE)
    assert set(states()) == {SELF_ASSESSMENT, "personnel"}


def test_what_the_system_keeps_in_records_later_ends_the_move_without_a_record(
    books: Books,
) -> None:
    text = f'[[self_assessment]]\nmonth = "{MONTH}"\ndue_at = 2026-10-05T18:00:00\n'
    keep_records(by=BY, at=BEFORE, contract_id=NINGDE, text=text)
    books.look(BEFORE)
    assert states()[SELF_ASSESSMENT] == "elsewhere"
    assert len(records_of(NINGDE).self_assessment) == 1


def test_a_month_before_the_contract_has_nothing_due(world: World) -> None:
    Contract.objects.filter(pk=NINGDE).update(made_at=datetime(2025, 12, 1, tzinfo=UTC))
    Books(world).look(datetime(2026, 1, 2, tzinfo=UTC))
    assert set(Due.objects.values_list("month", flat=True)) == {str(Month(2026, 1))}
