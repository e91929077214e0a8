"""The incentive check finds each flaw in a contract that has it, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from jieting.analytics.class_weights import class_weights
from jieting.domain.contracts.load import load_contract
from jieting.domain.incentive.audit import Audit, audit
from jieting.domain.incentive.flaw import Flaw
from jieting.domain.incentive.told import as_data
from tests.unit.incentive.texts import CLEAN, COMPLAINTS, DEFECTS, Defect

ROOT = Path(__file__).parents[3]
INHERENT = {"rewards_to_the_machine"}
"""The sound contract has a connection rate, and that has this flaw by its definition."""


@pytest.fixture(autouse=True, scope="module")
def fewer_draws() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jieting.domain.incentive.pay.MONTHS", 90)
        patch.setattr("jieting.domain.incentive.readings.MONTHS", 15)
        patch.setattr("jieting.domain.incentive.limits.MONTHS", 100)
        yield


@cache
def audited(text: str, volumes: tuple[int, ...] = (2_000,), seed: int = 1) -> Audit:
    return audit(load_contract(text, "small.toml")[0], class_weights, volumes, seed)


def shipped(name: str) -> Audit:
    return audited((ROOT / "contracts" / f"{name}.toml").read_text("utf-8"), (500, 2_000, 9_000))


def flaws(found: Audit, code: str, clause: str = "") -> list[Flaw]:
    return [f for f in found.flaws if f.code == code and (not clause or clause in f.clauses)]


def test_a_sound_contract_has_no_flaw() -> None:
    assert {f.code for f in audited(CLEAN).flaws} == INHERENT


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d.code} {d.clauses[0]}")
def test_a_contract_with_one_defect_is_told_so(defect: Defect) -> None:
    found = flaws(audited(defect.text, defect.volumes), defect.code)
    assert found, defect.code
    assert found[0].clauses == defect.clauses
    rows = [row for flaw in found for row in flaw.data]
    if defect.numbers:
        assert any(defect.numbers.items() <= row.items() for row in rows), rows


def test_an_agreed_reading_is_no_flaw() -> None:
    assert not flaws(audited(CLEAN), "reading_matters")


TIMED = CLEAN.replace('"connection_rate"', '"asa"')
for _choice in ("total_requests", "ivr_answered"):
    TIMED = "\n".join(line for line in TIMED.split("\n") if _choice not in line)


def test_a_length_of_time_is_taken_to_stand_at_its_target() -> None:
    found = audited(TIMED.replace("at_least", "at_most"))
    assert found.uncounted == ("F-1",)
    assert not found.flaws


def test_a_machine_is_rewarded_only_where_its_answer_counts() -> None:
    text = TIMED.replace('"asa"', '"service_level"')
    assert not flaws(audited(text), "rewards_to_the_machine")
    assert flaws(audited(text), "rewards_reject")


def test_the_hotline_pays_nothing_for_sampling_below_a_thousand_calls() -> None:
    (found,) = flaws(shipped("ningde-12123"), "cheap_to_ignore", "N-5.2.7")
    lost = {row["calls"]: row["lost"] for row in found.data}
    assert lost == {500: "0", 2_000: "0.2", 9_000: "1.2"}


def test_one_complaint_takes_the_row_of_a_small_hotline() -> None:
    (found,) = flaws(shipped("ningde-12123"), "one_event_row")
    lost = {row["calls"]: row["lost"] for row in found.data}
    assert lost == {500: "10", 2_000: "2", 9_000: "0"}
    assert found.clauses == ("N-5.2.5",)


def test_the_edges_of_the_coefficient_are_the_tenders() -> None:
    (found,) = flaws(shipped("ningde-12123"), "bracket_cliff")
    assert [(row["edge"], row["money"]) for row in found.data] == [
        ("90", "15000.00"),
        ("85", "30000.00"),
        ("80", "30000.00"),
        ("70", "45000.00"),
        ("60", "30000.00"),
    ]


def test_rows_that_weigh_no_more_than_the_first_bracket_cost_no_money() -> None:
    (found,) = flaws(shipped("ningde-12123"), "costs_no_money")
    assert found.clauses == ("N-5.2.1", "N-5.2.2", "N-5.2.5", "N-5.2.6", "N-5.2.7")


def test_a_report_not_handed_in_costs_less_than_a_faulty_one() -> None:
    found = flaws(shipped("ningde-12123"), "cheaper_to_omit", "N-5.2.2")
    assert [(f.data[0]["nothing"], f.data[0]["faulty"]) for f in found] == [
        ("1", "1.5"),
        ("5", "6"),
    ]


def test_callers_kept_out_of_the_queue_are_missed_by_nobody() -> None:
    found = shipped("post-loan")
    assert flaws(found, "rewards_reject", "P-3.2")
    assert flaws(found, "rewards_hold_in_menu", "P-3.2")
    assert not flaws(found, "rewards_to_the_machine")
    assert not found.levels


def test_the_chance_of_a_complaint_is_that_of_poisson() -> None:
    found = audited(Defect("", (), COMPLAINTS, {}).text)
    (flaw,) = flaws(found, "lost_by_chance")
    chances = {row["quality"]: row["chance"] for row in flaw.data}
    # 1500 answered calls: 0.375 and 0.75 complaints a month, and the first one costs points
    assert chances[0.5] == pytest.approx(0.313, abs=0.03)
    assert chances[1.0] == pytest.approx(0.528, abs=0.03)


def test_the_same_seed_tells_the_same_and_another_hardly_differs() -> None:
    contract = load_contract(CLEAN, "small.toml")[0]
    again = audit(contract, class_weights, (2_000,), seed=1)
    other = audit(contract, class_weights, (2_000,), seed=2)
    assert as_data(again, str) == as_data(audited(CLEAN), str)
    assert other.levels != again.levels
    assert [level.score for level in other.levels] == pytest.approx(
        [level.score for level in again.levels], abs=0.5
    )


def test_better_quality_is_never_paid_less() -> None:
    levels = shipped("ningde-12123").levels
    for calls in (500, 2_000, 9_000):
        paid = [level.pay for level in levels if level.calls == calls]
        assert paid == sorted(paid, reverse=True)
