from __future__ import annotations

from datetime import UTC, datetime
from html import escape, unescape

import pytest

from jieting.apps.accounts.roles import PURCHASER_ROLES, Role
from jieting.apps.assessment import board_views
from jieting.apps.assessment.queries import assessed_month
from jieting.domain.periods import instant
from jieting.domain.quantities import plain
from tests.apps.assessment.months import MONTH, keep_calls, make_month, simulated, terms
from tests.apps.world import CONTRACTS

HOTLINE, POST_LOAN = CONTRACTS
OVER = datetime(2026, 11, 20, 2, tzinfo=UTC)
RUNNING = datetime(2026, 10, 20, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The moment of every look, in English."""

    def at(moment):
        monkeypatch.setattr(board_views.timezone, "now", lambda: moment)

    at(OVER)
    return at


@pytest.fixture
def hotline(world):
    make_month(HOTLINE)
    return world


def board(world, role=Role.CONTRACT_MANAGER, contract=HOTLINE, **asked):
    client = world.client(role, contract)
    client.cookies["language"] = "en"
    found = client.get(f"/c/{contract}/", asked)
    assert found.status_code == 200
    return found


def rows(found):
    return {row.clause.id: row for group in found.context["groups"] for row in group.rows}


def test_every_clause_of_the_contract_stands_on_the_board(hotline):
    found = board(hotline)
    shown = [*rows(found), *(row.clause.id for row in found.context["uncounted"])]
    assert sorted(shown) == sorted(clause.id for clause in terms(HOTLINE).clauses)
    html = found.content.decode()
    assert all(f">{clause}<" in html for clause in shown)


def test_points_and_figures_are_those_of_the_month(hotline):
    found = rows(board(hotline))
    month = assessed_month(HOTLINE, MONTH)
    for line in month.assessment.lines:
        assert found[line.clause].points.earned == plain(line.earned, 2)
    for clause, figure in month.assessment.counted.figures.items():
        (cell,) = found[clause].figures
        assert (cell.numerator, cell.denominator) == (figure.numerator, figure.denominator)


def hrefs(row):
    return [
        escape(href)
        for cell in row.figures
        for href in (cell.href, cell.numerator_href, cell.denominator_href)
    ]


def test_every_number_opens(hotline):
    found = board(hotline)
    client = hotline.client(Role.CONTRACT_MANAGER)
    html = found.content.decode()
    for row in rows(found).values():
        for href in (row.href, *hrefs(row)):
            assert href in html
            assert href
            assert client.get(unescape(href)).status_code == 200


def test_a_running_month_tells_what_is_left(hotline, clock):
    clock(RUNNING)
    found = board(hotline)
    stats = {str(stat["title"]): stat["value"] for stat in found.context["stats"]}
    assert stats["Days left"] == "12"
    assert "Score so far" in stats
    assert rows(found)["N-4.1"].next == "10-31"


def test_calls_that_are_old_are_said_to_be_old_while_the_month_runs(world, clock):
    calls = simulated(HOTLINE)[0]
    until = instant(datetime(2026, 10, 17, tzinfo=UTC))
    keep_calls(HOTLINE, [call for call in calls if call.arrived_at < until])
    clock(RUNNING)
    assert "The newest call is 3 days old." in board(world).content.decode()
    clock(datetime(2026, 10, 17, 2, tzinfo=UTC))
    assert board(world).context["age"] is None
    clock(OVER)
    assert board(world).context["age"] is None


@pytest.mark.parametrize("role", [Role.CONTRACT_MANAGER, Role.PURCHASER_SUPERVISOR])
def test_a_person_sees_the_moves_of_the_own_side(hotline, role):
    found = board(hotline, role)
    title = "purchaser" if role in PURCHASER_ROLES else "supplier"
    assert f"Waiting for the {title}" in found.content.decode()
    sides = {str(move.side) for move in found.context["to_do"]}
    assert sides <= {title, "both parties"}
    assert found.context["to_do"]


def test_an_agent_sees_states_and_figures_and_no_points_reasons_or_links(hotline):
    found = board(hotline, Role.AGENT)
    html = found.content.decode()
    assert rows(found)["N-5.2.3"].figures[0].value in html
    assert "points lost" not in html
    assert "coefficient" not in html.lower()
    assert "/months/" not in html
    assert 'id="to-do"' not in html


def test_states_kinds_and_moves_are_filtered(hotline):
    every = rows(board(hotline))
    breached = rows(board(hotline, state="breached"))
    assert breached == {id_: row for id_, row in every.items() if row.state == "breached"}
    assert set(rows(board(hotline, kind="kpi"))) == {"N-4.1", "N-4.2", "N-4.3"}
    nobody = rows(board(hotline, side="nobody"))
    assert nobody == {id_: row for id_, row in every.items() if row.side is None}
    purchaser = rows(board(hotline, side="purchaser"))
    assert {str(row.side) for row in purchaser.values()} <= {"purchaser", "both parties"}
    assert set(nobody) | set(purchaser) <= set(every)


def test_what_nobody_could_ask_for_is_left_aside(hotline):
    asked = {"month": "1999-01", "state": "<script>", "kind": "x", "side": "x"}
    found = board(hotline, **asked)
    assert found.context["board"].month.month == MONTH
    assert "<script>" not in found.content.decode()
    assert rows(found) == rows(board(hotline))


def test_the_post_loan_board_has_limits_and_no_score(world):
    make_month(POST_LOAN)
    found = board(world, contract=POST_LOAN)
    titles = [str(stat["title"]) for stat in found.context["stats"]]
    assert titles == ["Limits kept", "Days left", "Calls of the month"]
    assert "Points" not in found.content.decode()
    judged = {"P-3.1", "P-3.2", "P-8.2"}
    by_moves = {"P-2.1", "P-3.3", "P-4.1.4", "P-8.1"}
    assert judged | by_moves == set(rows(found))


def test_a_contract_without_calls_says_what_to_do(world):
    assert "/imports/" in board(world).content.decode()
    assert 'class="btn btn-primary" href' not in board(world, Role.AGENT).content.decode()


def test_a_warm_board_asks_the_database_little(hotline, django_assert_max_num_queries):
    board(hotline)
    client = hotline.client(Role.CONTRACT_MANAGER)
    with django_assert_max_num_queries(34):
        client.get(f"/c/{HOTLINE}/")


def test_the_board_shows_score_and_coefficient_as_the_month_does(hotline):
    stats = {str(stat["title"]): stat["value"] for stat in board(hotline).context["stats"]}
    shown = assessed_month(HOTLINE, MONTH).statement.month
    assert stats["Score"] == shown.score
    assert stats["Settlement coefficient"] == shown.coefficient
