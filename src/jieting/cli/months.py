"""Assessed months read back from their JSON, checked as strictly as any foreign file."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from jieting.cli.files import read_text
from jieting.domain.contracts.settlement import MonthLimit, MonthResult
from jieting.domain.errors import BadInput, Finding, JietingError, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

MOST_CALLS = 10**12
_MOST_POINTS = 1000
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,12})?", re.ASCII)
_ABSENT = object()


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
    """One assessed month, as ``jieting assess --format json`` wrote it.

    Errors: BadInput with every key that is missing or holds another thing.
    """
    findings: list[Finding] = []
    month = _month(_Fields(_parsed(path), str(path), findings))
    if findings:
        raise BadInput(findings)
    return month


def _month(fields: _Fields) -> MonthResult:
    lines = [(line.text("clause"), line.points("earned")) for line in fields.tables("lines")]
    score = fields.points("score")
    waiting = tuple(clause for clause, earned in lines if earned is None)
    if waiting and score is not None and not fields.findings:
        fields.wrong("score", say("null, for these lines wait: {lines}", lines=", ".join(waiting)))
    return MonthResult(
        contract=fields.text("contract"),
        version=fields.text("version"),
        month=fields.month("month"),
        score=score,
        arrived=fields.table("counts").whole("arrived"),
        waiting=waiting,
        limits=tuple(
            MonthLimit(limit.text("clause"), limit.verdict("met"), limit.texts("findings"))
            for limit in fields.tables("limits")
        ),
        file=fields.file,
    )


class _Fields:
    """An object of the file, read key by key; whatever is wrong goes to the findings.

    A wrong value is read as an empty one, so that one reading finds everything.
    """

    def __init__(self, data: object, file: str, findings: list[Finding], at: str = "") -> None:
        self.file = file
        self.findings = findings
        self._at = at
        self._data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self._tell(at, data, say("an object in braces"))
            self.findings = []  # that its keys are missing too says nothing more

    def wrong(self, key: str, wanted: Said) -> None:
        """The value of ``key`` is not what is wanted."""
        self._tell(self._path(key), self._data.get(key, _ABSENT), wanted)

    def text(self, key: str) -> str:
        """Text that is not empty."""
        value = self._data.get(key, _ABSENT)
        if isinstance(value, str) and value:
            return value
        self.wrong(key, say("text in quotation marks"))
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._data.get(key, _ABSENT)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.wrong(key, say("a list of texts"))
        return ()

    def whole(self, key: str) -> int:
        """A whole number, not negative."""
        value = self._data.get(key, _ABSENT)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_CALLS:
            return value
        self.wrong(key, say("a whole number from 0 to {most}", most=MOST_CALLS))
        return 0

    def points(self, key: str) -> Fraction | None:
        """A number written as text, or null."""
        value = self._data.get(key, _ABSENT)
        if value is None:
            return None
        if isinstance(value, str) and _NUMBER.fullmatch(value) and Decimal(value) <= _MOST_POINTS:
            return Fraction(value)
        self.wrong(key, say('null, or a number in quotation marks such as "95.00"'))
        return None

    def verdict(self, key: str) -> bool | None:
        """True, false, or null where nothing can be said yet."""
        value = self._data.get(key, _ABSENT)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(key, say("true, false or null"))
        return None

    def month(self, key: str) -> Month:
        """A month such as 2026-10."""
        value = self._data.get(key, _ABSENT)
        try:
            return Month.parse(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(key, say('a month such as "2026-10"'))
            return Month(1970, 1)

    def table(self, key: str) -> _Fields:
        """The object under ``key``."""
        return _Fields(self._data.get(key, _ABSENT), self.file, self.findings, self._path(key))

    def tables(self, key: str) -> list[_Fields]:
        """The objects in the list under ``key``."""
        value = self._data.get(key, _ABSENT)
        if not isinstance(value, list):
            self.wrong(key, say("a list"))
            return []
        return [
            _Fields(item, self.file, self.findings, f"{self._path(key)}[{index}]")
            for index, item in enumerate(value)
        ]

    def _path(self, key: str) -> str:
        return f"{self._at}.{key}" if self._at else key

    def _tell(self, path: str, value: object, wanted: Said) -> None:
        what = say("{key} is missing.", key=path)
        if value is not _ABSENT:
            shown = json.dumps(value, ensure_ascii=False, default=str)[:60]
            what = say(
                "{key} is {value}; it must be {wanted}.", key=path, value=shown, wanted=wanted
            )
        self.findings.append(_not_a_month(what, Place(self.file, column=path)))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_text(path), parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise _unparsed(Place(str(path), error.lineno), say("it is broken or cut off")) from error
    except _Twice as error:
        what = say("{key} stands twice", key=str(error))
        raise _unparsed(Place(str(path)), what) from error
    except (ValueError, RecursionError) as error:
        what = say("a number has thousands of digits, or lists lie in each other without end")
        raise _unparsed(Place(str(path)), what) from error
    if not isinstance(data, dict):
        raise BadInput(_not_a_month(say("The file holds no month."), Place(str(path))))
    return data


class _Twice(Exception):
    """A key that stands twice in one object; JSON would keep the last and hide the first."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _unparsed(place: Place, reason: Said) -> BadInput:
    return BadInput(_not_a_month(say("The file is no JSON: {reason}.", reason=reason), place))


def _not_a_month(what: Said, place: Place) -> Finding:
    return Finding(
        "not_a_month_file",
        what,
        say("A quarter is settled from what jieting assess wrote."),
        say("Make it with jieting assess --format json."),
        place,
    )
