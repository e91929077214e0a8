"""Kept outlooks are read back and judged by what came; the scores done by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from jieting.domain.contracts.settlement import MonthLimit, MonthResult
from jieting.domain.outlook.calibration import calibrate
from jieting.domain.outlook.kept import Kept, kept_line, read_kept
from jieting.domain.periods import Month


def told(month: str, good: float, breach: float = 0.0) -> dict[str, Any]:
    """An outlook as JSON values: 90 or more with ``good``, else below."""
    return {
        "contract": "c",
        "version": "1",
        "month": month,
        "at": f"{month}-16T09:00:00+08:00",
        "assumed": {},
        "headline": ["not kept"],
        "score": {"expected": 92.0, "low": 90.0, "high": 94.0, "waiting": 0.0},
        "brackets": [
            {"from": "90", "coefficient": "1", "probability": good},
            {"from": "0", "coefficient": "0.5", "probability": 1 - good},
        ],
        "lines": [{"clause": "L", "full": "10", "expected": 9.0, "full_marks": 0.5, "needed": {}}],
        "limits": [{"clause": "P", "breach": breach, "needed": {}}],
        "quarter": None,
        "renewal": None,
    }


def kept(*outlooks: dict[str, Any]) -> tuple[Kept, ...]:
    """The outlooks written and read back."""
    text = "".join(kept_line(one, {"calls.csv": "00"}) for one in outlooks)
    found, findings = read_kept(text, "kept.jsonl")
    assert not findings
    return found


def result(month: str, score: str, met: bool = True) -> MonthResult:
    """An assessed month."""
    limits = (MonthLimit("P", met, ()),)
    return MonthResult("c", "1", Month.parse(month), Fraction(score), 100, (), limits)


def test_brier_score_and_coverage() -> None:
    found = calibrate(
        kept(told("2026-01", 0.8), told("2026-02", 0.6, 0.5), told("2026-03", 0.9)),
        [result("2026-01", "91"), result("2026-02", "89.99", met=False)],
    )
    assert (found.judged, found.pending) == (2, 1)
    # January is 0.04 + 0.04 off, February 0.36 + 0.36: their mean
    assert found.brier == pytest.approx(0.40)
    # each bracket came once of twice: telling one half each time gives 0.5
    assert found.base_rate == pytest.approx(0.5)
    assert found.brier_limits == pytest.approx(0.125)
    assert (found.covered, found.scored) == (1, 2)
    assert found.bias == pytest.approx((1 + 2.01) / 2)


def test_reliability_table_counts_every_event_once() -> None:
    found = calibrate(kept(told("2026-01", 0.7)), [result("2026-01", "91")])
    # 0.7 and 0.3 of the brackets, 0 of the limit
    assert [one.number for one in found.bins] == [1, 1, 0, 1, 0]
    assert found.bins[3].told == pytest.approx(0.7)
    assert found.bins[3].came == 1.0
    assert found.bins[2].told is None


def test_broken_lines_are_told_with_their_number() -> None:
    good = kept_line(told("2026-01", 0.8), {})
    text = good + "{not json\n" + good.replace("0.8", "1.8", 1) + '{"contract": "c"}\n'
    found, findings = read_kept(text, "kept.jsonl")
    assert len(found) == 1
    assert [finding.place.line for finding in findings] == [2, 3, 4]


def test_a_file_without_outlooks_is_told() -> None:
    found, findings = read_kept("\n", "kept.jsonl")
    assert not found
    assert [finding.code for finding in findings] == ["no_outlooks"]
