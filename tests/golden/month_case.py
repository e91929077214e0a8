"""A golden case of a month: assessed on DuckDB, and told in the words of the expectation."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import ibis.expr.types as ir

from jieting.analytics.duck import DuckEngine
from jieting.analytics.month import MonthCounter
from jieting.domain.contracts.assess import Assessment, figure_rows
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.what_if import moved
from jieting.domain.periods import Month
from jieting.domain.quantities import plain
from tests.golden.case_calls import write_calls
from tests.golden.case_file import Case, shipped

NONE = "none"
"""How a case writes that there is no number: no score, no base, not judged."""
QUEUES = {"post-loan": "post-loan"}


class OneSqlPerQuestion(DuckEngine):
    """DuckDB that turns equal questions into SQL once, since most cases ask the same ones."""

    known: ClassVar[dict[Any, str]] = {}

    def sql(self, expr: ir.Table) -> str:
        """The expression as DuckDB's SQL."""
        question = expr.op()
        if question not in self.known:
            self.known[question] = super().sql(expr)
        return self.known[question]


def month_of(case: Case) -> Month:
    """The month of a case."""
    return Month.parse(case.data["month"])


def counter_of(case: Case, folder: Path) -> MonthCounter:
    """The calls and records of a case, ready to be counted."""
    contract, month = shipped(case.contract_id), month_of(case)
    path = folder / "calls.parquet"
    queue = QUEUES.get(case.contract_id, "hotline")
    write_calls(case.data.get("calls", []), month, contract.zone, queue, path)
    return MonthCounter(OneSqlPerQuestion(path), month, case.records())


def assessed(case: Case, counter: MonthCounter, contract: Contract) -> dict[str, Any]:
    """What comes out, as far as the case expects anything."""
    result = counter.assess(contract)
    found = _told(result.assessment, case.expect)
    if "without_exclusions" in case.expect:
        assert result.without_exclusions is not None
        found["without_exclusions"] = _told(
            result.without_exclusions, case.expect["without_exclusions"]
        )
    if "moved" in case.expect:
        base = counter.assess(shipped(case.contract_id)).assessment
        found["moved"] = list(moved(base, result.assessment))
    return found


def _told(assessment: Assessment, expect: dict[str, Any]) -> dict[str, Any]:
    """The parts of an assessment that ``expect`` names; a phrase that is said stands for itself."""
    every = {
        "counts": dict(assessment.counted.counts),
        "figures": _figures(assessment),
        "lines": {line.clause: _line(line.earned, line.why) for line in assessment.lines},
        "limits": {
            limit.clause: {
                "met": NONE if limit.met is None else limit.met,
                "findings": [str(finding) for finding in limit.findings],
                "why": str(limit.why),
            }
            for limit in assessment.limits
        },
        "score": _number(assessment.score),
        "coefficient": _number(assessment.coefficient),
    }
    return {key: _as_asked(every[key], part) for key, part in expect.items() if key in every}


def _figures(assessment: Assessment) -> dict[str, dict[str, Any]]:
    return {
        use.clause: {
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "shown": NONE if figure.exact is None else str(figure.shown(use.shown_places)),
        }
        for use, figure in figure_rows(assessment)
    }


def _line(earned: Fraction | None, why: object) -> dict[str, Any]:
    return {"earned": _number(earned), "why": str(why)}


def _number(value: Fraction | None) -> str:
    return NONE if value is None else plain(value)


def _as_asked(found: Any, asked: Any) -> Any:
    """``found`` cut to what is asked: keys that are named, phrases that do occur, how many."""
    if isinstance(asked, dict) and isinstance(found, dict):
        return {key: _as_asked(found.get(key), part) for key, part in asked.items()}
    if isinstance(asked, list) and isinstance(found, str):
        return [_said(found, phrase) for phrase in asked]
    if isinstance(asked, int) and isinstance(found, list):
        return len(found)
    if isinstance(asked, list) and isinstance(found, list):
        return [_said(text, phrase) for text, phrase in zip(found, asked, strict=False)] + found[
            len(asked) :
        ]
    if isinstance(asked, str) and isinstance(found, str) and found not in (asked, NONE):
        return _said(found, asked) if " " in found else found
    return found


def _said(text: str, phrase: str) -> str:
    """The phrase where the text has it, else the whole text, to be seen in the report."""
    return phrase if phrase in text else text
