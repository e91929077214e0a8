"""Trial months are judged as an assessment judges them, and drawn as the assumptions say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.analytics.class_weights import class_weights
from jieting.domain.contracts.assess import Counted, assess
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Figure
from jieting.domain.incentive.duties import month_of
from jieting.domain.incentive.judge import Case, Judge
from jieting.domain.incentive.weights import weights_of
from jieting.domain.incentive.world import QUALITIES, World, case_of

CONTRACT = Path(__file__).parents[3] / "contracts/ningde-12123.toml"


@cache
def world() -> World:
    contract = hotline()
    return World(contract, weights_of(contract, class_weights), (2_000,), 1)


@cache
def hotline() -> Contract:
    return load_contract(CONTRACT.read_text("utf-8"), "hotline.toml")[0]


@given(
    connected=st.integers(0, 2_000),
    positive=st.integers(0, 300),
    complaints=st.integers(0, 3),
    sampled=st.integers(0, 16),
)
def test_a_trial_month_scores_what_its_assessment_scores(
    connected: int, positive: int, complaints: int, sampled: int
) -> None:
    pairs = {"N-4.1": (connected, 2_000), "N-4.2": (positive, 300), "N-4.3": (complaints, 1_500)}
    judge = Judge(hotline())
    figures = {clause: Figure(judge.definitions[clause], *pair) for clause, pair in pairs.items()}
    counted = Counted({}, figures, sample_base=1_470, sampled=sampled)
    assessed = assess(hotline(), month_of(hotline()), counted, judge.records)
    assert judge.score(Case(pairs, 1_470, sampled)) == assessed.score


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_figure_misses_what_the_quality_says(quality: float) -> None:
    shares = world().shares(quality)
    assert shares.sum() == pytest.approx(1)
    for clause, goal in world().goals.items():
        if not goal.is_of_complaints:
            top = world().weights.of(goal.definition.numerator) @ shares
            base = world().weights.of(goal.definition.denominator) @ shares
            missed = 1 - top / base
            assert missed == pytest.approx(float(goal.allowed) * quality, abs=1e-6), clause


def test_a_drawn_month_is_whole() -> None:
    judge = Judge(hotline())
    for counts, complaints in world().months(2_000, 1.0, 5):
        case = case_of(judge, world().weights, counts, complaints)
        assert counts.sum() == 2_000
        assert case.figures["N-4.1"][1] == 2_000
        assert case.figures["N-4.3"][0] == complaints
        assert case.base <= case.figures["N-4.3"][1]


def test_a_month_with_everything_done_has_full_marks() -> None:
    assert Judge(hotline()).score(world().case(2_000)) == 100
