"""The two contract files that are shipped: complete, in step with the clause register, as read."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest

from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.clauses.step_deduction import Bonus, StepDeduction
from jieting.domain.contracts.load import contract_findings, load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.quantities import plain
from tests import shared_data

FOLDER = Path(__file__).parents[2] / "contracts"
FILES = {"N": "ningde-12123.toml", "P": "post-loan.toml"}
SEEDS = {"N": "004_46f1125d05553797.txt", "P": "000_85cce56b4659d469.txt"}
OWN_WORDS = 18
"""So many signs in a row may not be the tender's: the file paraphrases, it does not quote."""

READINGS = {
    "N": {
        ("period_of_call", ""): "arrival",
        ("exclusion_scope", ""): "named_rate",
        ("total_requests", ""): "arrived",
        ("ivr_answered", ""): "reached_answer",
        ("positive_ratings", ""): "very_satisfied+basically_satisfied",
        ("score_on", ""): "shown",
        ("partial_point", "N-5.2.3"): "whole",
        ("partial_point", "N-5.2.4"): "linear",
        ("partial_step", "N-5.2.5"): "whole",
        ("partial_step", "N-5.2.7"): "whole",
        ("bonus_step", ""): "whole",
        ("floor", ""): "row",
        ("total_cap", ""): "no",
        ("undefined_rate", ""): "full_marks",
        ("training_counts", ""): "special_signed",
        ("qa_base", ""): "recorded",
        ("qa_round", ""): "up",
        ("quarter_score", ""): "mean",
    },
    "P": {
        ("period_of_call", ""): "arrival",
        ("outside_service_hours", ""): "not_counted",
        ("exclusion_scope", ""): "named_rate",
        ("score_on", ""): "exact",
        ("streak_gap", ""): "ends",
        ("undefined_rate", ""): "full_marks",
    },
}


def text_of(which: str) -> str:
    return (FOLDER / FILES[which]).read_text(encoding="utf-8")


def contract(which: str) -> Contract:
    return load_contract(text_of(which), FILES[which])[0]


def beside_the_data(name: str) -> Path:
    path = shared_data._ROOT.parent / name
    if not path.exists():
        pytest.skip(f"{name!r} is not on this machine")
    return path


@pytest.mark.parametrize("which", FILES)
def test_only_the_signatures_are_missing(which: str) -> None:
    found = contract_findings(text_of(which), FILES[which])
    assert [finding.code for finding in found] == ["provisional_fee", "not_agreed"]


@pytest.mark.parametrize("which", FILES)
def test_the_clauses_are_those_of_the_register_with_their_kinds(which: str) -> None:
    register = beside_the_data("clauses.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| ({which}-\S+) \|.*?\| (\w+) \|[^|]*\|$", register, re.MULTILINE)
    assert [(clause.id, clause.kind) for clause in contract(which).clauses] == rows
    assert rows


@pytest.mark.parametrize("which", FILES)
def test_every_clause_says_what_it_is_and_where_it_stands(which: str) -> None:
    for clause in contract(which).clauses:
        assert re.search("[一-鿿]", clause.title), clause.id
        assert re.search("[一-鿿]", clause.text), clause.id
        assert re.search("[一二三四五六七八]", clause.source), clause.id
        assert len(clause.title) <= 20, clause.id
        assert len(clause.text) <= 80, clause.id


@pytest.mark.parametrize("which", FILES)
def test_the_words_are_our_own(which: str) -> None:
    seed = squeezed(beside_the_data(f"seeds/{SEEDS[which]}").read_text(encoding="utf-8"))
    for clause in contract(which).clauses:
        for words in map(squeezed, (clause.text, clause.remedy)):
            runs = (words[i : i + OWN_WORDS] for i in range(len(words) - OWN_WORDS + 1))
            assert [run for run in runs if run in seed] == [], clause.id


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("which", FILES)
def test_the_readings_are_the_shipped_ones_and_nobody_has_agreed_yet(which: str) -> None:
    choices = contract(which).choices
    assert {(c.name, c.clause): c.value for c in choices} == READINGS[which]
    assert not any(choice.agreed for choice in choices)


@pytest.mark.parametrize("which", FILES)
def test_every_choice_says_in_chinese_what_it_means(which: str) -> None:
    for choice in tomllib.loads(text_of(which))["choice"]:
        assert re.search("[一-鿿]{4}", choice["note"]), choice["name"]


def test_the_hotline_is_scored_out_of_100() -> None:
    points = {c.id: c.points for c in contract("N").clauses if c.points is not None}
    assert points == {
        "N-5.2.1": 10,
        "N-5.2.2": 10,
        "N-5.2.3": 25,
        "N-5.2.4": 25,
        "N-5.2.5": 10,
        "N-5.2.6": 10,
        "N-5.2.7": 10,
    }
    assert contract("N").is_scored
    assert not contract("P").is_scored


def test_the_figures_and_their_targets() -> None:
    uses = {
        use.clause: (use.name, use.shown_places, use.excludable, use.target)
        for which in FILES
        for use in contract(which).figures
    }
    shown = {
        clause: (name, places, excludable, target and (plain(target.value), target.is_floor))
        for clause, (name, places, excludable, target) in uses.items()
    }
    assert shown == {
        "N-4.1": ("connection_rate", 2, True, ("90", True)),
        "N-4.2": ("satisfaction", 2, False, ("95", True)),
        "N-4.3": ("complaint_rate", 3, False, ("0.05", False)),
        "P-3.1": ("abandon_rate", 2, True, ("10", False)),
    }


def test_rates_are_scored_step_by_step() -> None:
    bonus = Bonus(Fraction(1, 2), Fraction(1, 5), Fraction(2))
    one, hundredth = Fraction(1), Fraction(1, 100)
    rules = {c.id: c.rules for c in contract("N").clauses}
    assert rules["N-5.2.3"] == (
        StepDeduction("N-4.1", Fraction(90), True, one, one, "partial_point", bonus),
    )
    assert rules["N-5.2.4"] == (
        StepDeduction("N-4.2", Fraction(95), True, one, one, "partial_point", bonus),
    )
    assert rules["N-5.2.5"] == (
        StepDeduction(
            "N-4.3", Fraction(1, 20), False, hundredth, Fraction(2), "partial_step", None
        ),
    )


def test_the_kinds_of_rules_of_each_clause() -> None:
    kinds = {
        clause.id: [rule.kind for rule in clause.rules]
        for which in FILES
        for clause in contract(which).clauses
        if clause.rules
    }
    assert kinds == {
        "N-1.2": ["renewal"],
        "N-5.2.1": ["per_event", "per_event"],
        "N-5.2.2": ["duty", "per_event", "duty", "per_event"],
        "N-5.2.3": ["step_deduction"],
        "N-5.2.4": ["step_deduction"],
        "N-5.2.5": ["step_deduction"],
        "N-5.2.6": ["minimum_count"],
        "N-5.2.7": ["sample", "per_event"],
        "N-5.2.8": ["coefficient"],
        "P-3.2": ["limit", "streak"],
        "P-8.2": ["per_event", "duty"],
    }


@pytest.mark.parametrize(
    ("score", "share"),
    [
        ("100", "1"),
        ("90", "1"),
        ("89.99", "0.95"),
        ("85", "0.95"),
        ("84.99", "0.85"),
        ("80", "0.85"),
        ("79.99", "0.75"),
        ("70", "0.75"),
        ("69.99", "0.6"),
        ("60", "0.6"),
        ("59.99", "0.5"),
        ("0", "0.5"),
    ],
)
def test_the_coefficient_of_a_score(score: str, share: str) -> None:
    rule = contract("N").clause("N-5.2.8").rules[0]
    assert isinstance(rule, Coefficient)
    assert rule.of(Fraction(score)) == Fraction(share)


def test_renewal_takes_ten_months_of_ninety() -> None:
    assert contract("N").clause("N-1.2").rules == (Renewal(10, 12, Fraction(90)),)


@pytest.mark.parametrize(("which", "amount"), [("N", 300_000), ("P", 240_000)])
def test_the_fee_is_an_example_until_it_is_signed(which: str, amount: int) -> None:
    fee = contract(which).fee
    assert (fee.amount, fee.currency, fee.provisional) == (amount, "CNY", True)


def test_when_and_for_whom_the_lines_are_open() -> None:
    hotline, day_service = contract("N"), contract("P")
    assert hotline.calendar.round_the_clock
    assert not hotline.population.service_hours_only
    assert day_service.population.queue == "post-loan"
    assert day_service.population.service_hours_only
    sunday = date(2026, 2, 1)
    assert day_service.calendar.hours_of(sunday) == (
        (time(9), time(12)),
        (time(13), time(18)),
    )
    assert (hotline.exclusion_unit, day_service.exclusion_unit) == ("window", "day")


@pytest.mark.parametrize("which", FILES)
def test_the_contract_year_and_its_zone(which: str) -> None:
    year = contract(which)
    assert (year.effective_from, year.effective_to) == (date(2026, 1, 1), date(2027, 1, 1))
    assert year.zone.key == "Asia/Shanghai"


def test_the_purchaser_may_act_where_the_contract_says_so() -> None:
    remedies = [c.id for w in FILES for c in contract(w).clauses if c.remedy]
    assert remedies == ["P-3.2", "P-8.1", "P-8.2"]
