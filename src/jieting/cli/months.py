"""Assessed months read back from their JSON."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from jieting.cli.files import read_text
from jieting.domain.contracts.settle import MonthLimit, MonthResult
from jieting.domain.errors import BadInput, Finding, JietingError, Place
from jieting.domain.periods import Month
from jieting.domain.said import say


def read_months(paths: tuple[Path, ...]) -> list[MonthResult]:
    """The months in these files. Errors: BadInput with the findings of all files at once."""
    months: list[MonthResult] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            months.append(read_month(path))
        except JietingError as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    return months


def read_month(path: Path) -> MonthResult:
    """One assessed month, as ``jieting assess --format json`` wrote it."""
    try:
        data = json.loads(read_text(path), parse_float=Decimal)
        return _month(data, str(path))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise BadInput(
            Finding(
                "not_a_month_file",
                say("The file is not an assessed month: {error}.", error=repr(error)),
                say("A quarter is settled from what jieting assess wrote."),
                say("Make it with jieting assess --format json."),
                Place(str(path)),
            )
        ) from error


def _month(data: dict[str, Any], file: str) -> MonthResult:
    score = data["score"]
    return MonthResult(
        contract=data["contract"],
        version=data["version"],
        month=Month.parse(data["month"]),
        score=None if score is None else _points(score),
        arrived=int(data["counts"]["arrived"]),
        waiting=tuple(row["clause"] for row in data["lines"] if row["earned"] is None),
        limits=tuple(
            MonthLimit(row["clause"], row["met"], tuple(row["findings"])) for row in data["limits"]
        ),
        file=file,
    )


def _points(text: object) -> Fraction:
    if not isinstance(text, str):
        raise TypeError("score must be a string")
    number = Decimal(text)
    if not number.is_finite() or not 0 <= number <= 1000:
        raise ValueError(f"score is {text}")
    return Fraction(number)
