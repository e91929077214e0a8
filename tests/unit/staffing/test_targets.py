from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from jieting.domain.contracts.load import load_contract
from jieting.domain.errors import BadInput
from jieting.domain.staffing.contract_targets import contract_targets
from jieting.domain.staffing.target_text import parse_targets, written
from jieting.domain.staffing.targets import ServiceLevel, Targets

CONTRACTS = Path(__file__).parents[3] / "contracts"


def contract(name, *changes):
    text = (CONTRACTS / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_contract(text, name)[0]


def test_targets_are_read_exactly():
    found = parse_targets(
        [
            "connection_rate=0.9",
            "abandon_rate=10%",
            "service_level=80%@15:of_answered",
            "asa=12.5",
            "occupancy=1",
        ]
    )
    assert found == Targets(
        connection_rate=Fraction(9, 10),
        abandon_rate=Fraction(1, 10),
        service_level=ServiceLevel(Fraction(4, 5), Fraction(15), "of_answered"),
        asa_s=Fraction(25, 2),
        occupancy=Fraction(1),
    )
    assert parse_targets([f"{name}={text}" for name, text in written(found).items()]) == found


def test_a_service_level_is_of_offered_calls_unless_said():
    (level,) = [parse_targets(["service_level=0.8@20"]).service_level]
    assert level == ServiceLevel(Fraction(4, 5), Fraction(20), "of_offered")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("connection_rate", "not_a_target"),
        ("connection_rate=", "not_a_target"),
        ("connection_rate=nine", "not_a_target"),
        ("connection_rate=0.9@15", "not_a_target"),
        ("connection_rate=-0.9", "not_a_target"),
        ("connection_rate=1", "target_out_of_range"),
        ("connection_rate=90", "target_out_of_range"),
        ("abandon_rate=0", "target_out_of_range"),
        ("service_level=0.8", "not_a_target"),
        ("service_level=0.8@", "not_a_target"),
        ("service_level=0.8@20%", "not_a_target"),
        ("service_level=0.8@90000", "not_a_target"),
        ("service_level=0.8@15:best", "no_variant"),
        ("service_level=100%@15", "target_out_of_range"),
        ("asa=0", "target_out_of_range"),
        ("asa=20%", "not_a_target"),
        ("occupancy=1.01", "target_out_of_range"),
        ("patience=3", "not_a_target"),
    ],
)
def test_a_target_that_cannot_be_kept_or_read_is_told(text, code):
    with pytest.raises(BadInput) as raised:
        parse_targets([text])
    assert [one.code for one in raised.value.findings] == [code]


def test_everything_wrong_is_told_at_once():
    with pytest.raises(BadInput) as raised:
        parse_targets(["x=1", "asa=20", "asa=30", "occupancy=2"])
    codes = [one.code for one in raised.value.findings]
    assert codes == ["not_a_target", "target_twice", "target_out_of_range"]


def test_the_hotline_asks_for_a_connection_rate_and_tells_what_its_menu_does():
    targets, notes = contract_targets(contract("ningde-12123"))
    assert targets == Targets(connection_rate=Fraction(9, 10))
    assert [one.code for one in notes] == ["menu_counts_too"]
    offered = contract("ningde-12123", ('value = "arrived"', 'value = "offered"'))
    assert contract_targets(offered) == (targets, [])


def test_the_post_loan_contract_asks_for_an_abandon_rate():
    assert contract_targets(contract("post-loan")) == (Targets(abandon_rate=Fraction(1, 10)), [])


def test_a_target_that_no_number_of_agents_keeps_is_told():
    with pytest.raises(BadInput) as raised:
        contract_targets(contract("post-loan", ("value = 10 }", "value = 0 }")))
    assert [one.code for one in raised.value.findings] == ["target_out_of_range"]
    assert raised.value.findings[0].place.line is not None


def test_a_service_level_comes_with_its_threshold_and_variant():
    figure = """
[[figure]]
clause = "P-3.3"
name = "service_level"
shown_places = 2
excludable = true
parameters = { threshold_s = "15", abandon_variant = "of_answered" }
target = { side = "at_least", value = 80 }
"""
    text = (CONTRACTS / "post-loan.toml").read_text(encoding="utf-8")
    found, _ = load_contract(text + figure, "x")
    wanted = ServiceLevel(Fraction(4, 5), Fraction(15), "of_answered")
    assert contract_targets(found)[0].service_level == wanted
