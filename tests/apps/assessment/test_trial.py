from __future__ import annotations

from fractions import Fraction

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.models import MonthSheet
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.assessment.trial import tried_month
from jieting.apps.contracts.amending import propose_amendment
from jieting.apps.contracts.queries import effective_text, newest_version
from tests.apps.assessment.months import MONTH
from tests.apps.world import AT, CONTRACTS

NINGDE, POST_LOAN = CONTRACTS

pytestmark = pytest.mark.django_db


def page(months, contract=NINGDE, **asked):
    client = months.client(Role.DECIDER, contract)
    client.cookies["language"] = "en"
    return client.get(f"/c/{contract}/trial/", asked)


def test_a_reading_is_tried_as_the_page_of_all_readings_has_it(months):
    found = assessed_month(NINGDE, MONTH)
    for other in found.assessed.alternatives or ():
        name = "/".join(filter(None, ("reading", other.choice.name, other.choice.clause)))
        tried = tried_month(NINGDE, MONTH, {name: other.value})
        assert (tried.after.score, tried.after.coefficient) == (other.score, other.coefficient)


def test_a_target_moves_its_line_and_says_why(months):
    before = assessed_month(NINGDE, MONTH).assessment
    lines = {line.clause: line.earned for line in before.lines}
    found = page(months, set="target/N-4.1=99.9")
    [one] = found.context["tried"]
    assert [row.clause for row in one["rows"]] == ["N-5.2.3"]
    [row] = one["rows"]
    assert str(row.before) == f"{float(lines['N-5.2.3']):g} of 25 points"
    assert "99.9 %" in str(row.why)
    assert one["cells"][0]["moved"]


def test_money_is_a_third_of_the_fee_under_the_months_own_coefficient(months):
    changes = {"rule/N-5.2.8/0/brackets/0/coefficient": "0.5", "fee/amount": "900000"}
    tried = tried_month(NINGDE, MONTH, changes)
    assert tried.money == (
        tried.before.coefficient * Fraction(300_000, 3),
        tried.after.coefficient * Fraction(900_000, 3),
    )
    assert tried.money[0] != tried.money[1]


def test_hours_of_a_proposed_version_are_counted_anew_and_nothing_is_written(months):
    base = effective_text(newest_version(POST_LOAN))
    text = base.replace('to = "18:00"', 'to = "14:00"').replace('version = "1"', 'version = "2"')
    text = text.replace("effective_from = 2026-01-01", "effective_from = 2026-12-01")
    by = months.actor(Role.CONTRACT_MANAGER, POST_LOAN)
    propose_amendment(by=by, at=AT, contract_id=POST_LOAN, text=text, reason="x")
    sheets = list(MonthSheet.objects.order_by("pk").values_list("pk", "basis"))
    found = page(months, POST_LOAN, amendment="1")
    [one] = found.context["tried"]
    assert one["tried"]
    assert one["rows"][0].clause == "P-3.1"
    assert "of" in str(one["rows"][0].after)
    assert list(MonthSheet.objects.order_by("pk").values_list("pk", "basis")) == sheets
    assert newest_version(POST_LOAN).name == "1"
    assert page(months, POST_LOAN, amendment="7").status_code == 404


def test_what_cannot_be_tried_is_told_for_its_month(months):
    [one] = page(months, set=["target/N-4.1=many", "no/such=1"]).context["tried"]
    assert [finding.code for finding in one["findings"]] == ["wrong_type", "no_knob"]
    text = effective_text(newest_version(NINGDE)).replace("Asia/Shanghai", "Asia/Tokyo")
    assert [f.code for f in tried_month(NINGDE, MONTH, {}, text).findings] == ["other_zone"]


def test_changes_are_added_one_by_one_and_taken_out_again(months):
    found = page(months, set="reading/floor=total", knob="target/N-4.1", value="95")
    assert found.context["sets"] == ["reading/floor=total", "target/N-4.1=95"]
    first, second = found.context["chips"]
    assert "floor" not in first["remove"]
    assert "N-4.1" not in second["remove"]
    assert "amend/?set=reading" in found.context["propose"]
    found = page(months, reading="floor=x", knob="", value="")
    assert found.context["tried"] == []
    assert page(months, reading="reading/floor=total").context["sets"] == ["reading/floor=total"]


def test_agreeing_to_readings_does_not_count_the_month_again(months):
    from jieting.apps.contracts.agreeing import agree_readings

    sheets = list(MonthSheet.objects.filter(contract_id=NINGDE).values_list("pk", "counted_at"))
    before = assessed_month(NINGDE, MONTH)
    for role in (Role.CONTRACT_MANAGER, Role.DECIDER):
        by = months.actor(role)
        given = {"contract_id": NINGDE, "version": "1", "readings": [("floor", "")]}
        agree_readings(by=by, at=AT, **given)
    after = assessed_month(NINGDE, MONTH)
    assert after.assessment.lines == before.assessment.lines
    assert after.basis.digest != before.basis.digest
    notes = [[r.agreed for r in m.statement.readings] for m in (before, after)]
    assert [sum(agreed) for agreed in notes] == [0, 1]
    assert (
        list(MonthSheet.objects.filter(contract_id=NINGDE).values_list("pk", "counted_at"))
        == sheets
    )
