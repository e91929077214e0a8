from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment import board_views, clause_views
from jieting.apps.base.instants import to_instant
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Move
from tests.apps.assessment.months import make_month
from tests.apps.world import CONTRACTS, World

HOTLINE, POST_LOAN = CONTRACTS
NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)
OWED = {
    HOTLINE: (
        "N-1.2 N-2.3.2 N-2.3.7 N-4.1 N-4.2 N-4.3 N-4.4 N-5.2.1 N-5.2.2 N-5.2.3 N-5.2.4 N-5.2.5"
        " N-5.2.8"
    ),
    POST_LOAN: "P-2.1 P-3.1 P-3.2 P-3.3 P-4.1.4 P-8.1 P-8.2",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    for views in (board_views, clause_views):
        monkeypatch.setattr(views.timezone, "now", lambda: NOW)


@pytest.fixture(scope="module")
def months(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for contract in CONTRACTS:
            make_month(contract)
        yield
        transaction.set_rollback(True)


def client(world: World, role: Role, contract: str):
    found = world.client(role, contract)
    found.cookies["language"] = "en"
    return found


def board(world: World, contract: str, role: Role = Role.CONTRACT_MANAGER):
    return client(world, role, contract).get(f"/c/{contract}/", {"month": "2026-10"})


def all_rows(found):
    of_groups = [row for group in found.context["groups"] for row in group.rows]
    return {row.clause.id: row for row in (*of_groups, *found.context["uncounted"])}


def order(world: World, **more: object) -> Move:
    facts = {
        "title": "leaflet",
        "what": "for drivers",
        "due_at": to_instant(NOW + timedelta(days=1)),
        **more,
    }
    by = world.actor(Role.DECIDER, HOTLINE)
    return open_move(by=by, at=NOW, contract_id=HOTLINE, kind="task", facts=facts)


def exclude(world: World) -> Move:
    start = to_instant(datetime(2026, 10, 12, 2, tzinfo=UTC))
    facts = {"from": start, "to": start + 3_600_000_000, "cause": "outage", "reason": "cut"}
    by = world.actor(Role.CONTRACT_MANAGER, HOTLINE)
    return open_move(by=by, at=NOW, contract_id=HOTLINE, kind="exclusion", facts=facts)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_clause_of_the_books_shows_its_state_and_its_evidence_opens(months, world, contract):
    found = board(world, contract)
    html = found.content.decode()
    asking = client(world, Role.CONTRACT_MANAGER, contract)
    rows = all_rows(found)
    for clause in OWED[contract].split():
        row = rows[clause]
        assert row.state in {"breached", "waiting", "at_risk", "not_due", "met"}
        assert row.evidence.href in html
        page = asking.get(row.evidence.href)
        assert page.status_code == 200
        assert 'id="evidence"' in page.content.decode()


def test_clauses_of_the_score_lead_to_the_quarters(months, world):
    rows = all_rows(board(world, HOTLINE))
    for clause in ("N-1.2", "N-5.2.8"):
        assert rows[clause].evidence.page_href == f"/c/{HOTLINE}/quarters/"


def test_the_clause_of_service_hours_leads_to_the_calendar_and_is_met(months, world):
    row = all_rows(board(world, POST_LOAN))["P-2.1"]
    assert row.state == "met"
    assert row.evidence.page_href.startswith(f"/c/{POST_LOAN}/contract/")


def test_an_open_task_stands_in_its_row_with_whose_turn_it_is(months, world):
    task = order(world)
    found = board(world, HOTLINE)
    row = all_rows(found)["N-2.3.2"]
    assert (row.state, row.is_mine, row.evidence.count) == ("at_risk", True, 1)
    [one] = row.evidence.open
    assert (one.ref, str(one.side), one.due) == (f"M-{task.number}", "supplier", "10-21 10:00")
    assert one.href == f"/c/{HOTLINE}/moves/{task.number}/"
    todo = [move for move in found.context["to_do"] if move.opens == ((one.ref, one.href),)]
    assert [clauses for move in todo for clauses, _ in move.clauses] == ["N-2.3.2"]


def test_a_task_that_names_a_clause_is_evidence_of_that_clause(months, world):
    order(world, clause="N-4.4")
    rows = all_rows(board(world, HOTLINE))
    assert rows["N-4.4"].evidence.count == 1
    assert rows["N-2.3.2"].evidence.count == 0


def test_a_proposed_exclusion_is_answered_where_the_board_says_so(months, world):
    move = exclude(world)
    found = board(world, HOTLINE, Role.DECIDER)
    href = f"/c/{HOTLINE}/moves/{move.number}/"
    asked = [each for each in found.context["to_do"] if (f"M-{move.number}", href) in each.opens]
    assert len(asked) == 1
    assert href in found.content.decode()


def test_the_page_of_a_clause_lists_its_moves_open_ones_first(months, world):
    first, second = exclude(world), exclude(world)
    take_step(
        by=world.actor(Role.DECIDER, HOTLINE), at=NOW, contract_id=HOTLINE,
        number=first.number, step="agree",
    )  # fmt: skip
    asking = client(world, Role.CONTRACT_MANAGER, HOTLINE)
    page = asking.get(f"/c/{HOTLINE}/months/2026-10/lines/N-4.1/")
    told = [(row.ref, str(row.state), row.badge) for row in page.context["moves"]]
    assert told == [
        (f"M-{second.number}", "proposed, not decided", "waiting"),
        (f"M-{first.number}", "agreed to", "not_due"),
    ]


def test_an_agent_sees_no_evidence(months, world):
    task = order(world)
    found = board(world, HOTLINE, Role.AGENT)
    assert all_rows(found)["N-2.3.2"].evidence is None
    assert f"/moves/{task.number}/" not in found.content.decode()


def test_more_moves_cost_the_board_no_more_queries(months, world):
    asking = client(world, Role.CONTRACT_MANAGER, HOTLINE)
    order(world)
    few = _queries_of_a_warm_board(asking)
    for _ in range(5):
        order(world)
    assert _queries_of_a_warm_board(asking) <= few


def _queries_of_a_warm_board(asking) -> int:
    asking.get(f"/c/{HOTLINE}/")
    with CaptureQueriesContext(connection) as asked:
        asking.get(f"/c/{HOTLINE}/")
    return len(asked)
