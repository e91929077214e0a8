"""A statement as JSON: the fields that scripts rely on, in their order (see the reference)."""

from __future__ import annotations

import json
from typing import Any

from jieting.documents.statement import Month, Statement, WhatIfRow
from jieting.language import Language


def to_json(statement: Statement, lang: str) -> str:
    """The JSON text in ``lang``, a line feed at its end; the same statement, the same bytes."""
    return dumps(json_object(statement, lang))


def dumps(value: dict[str, Any]) -> str:
    """A JSON object as text, two spaces deep, Chinese as it is written."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_object(statement: Statement, lang: str) -> dict[str, Any]:
    """The statement as JSON values; decimals are strings, counts are whole numbers."""
    language, head = Language(lang), statement.head
    found: dict[str, Any] = {
        "contract": head.contract,
        "version": head.version,
        "month": head.month,
        **_month(statement.month, language),
    }
    if statement.without is not None:
        found["without_exclusions"] = _month(statement.without, language)
    if statement.what_if is not None:
        found["what_if"] = [_what_if(row) for row in statement.what_if]
    return found


def _month(month: Month, language: Language) -> dict[str, Any]:
    return {
        "counts": {row.name: row.number for row in month.counts},
        "figures": [
            {
                "clause": row.clause,
                "name": row.name,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "shown": row.shown,
            }
            for row in month.figures
        ],
        "lines": [
            {
                "clause": row.clause,
                "full": row.full,
                "earned": row.earned,
                "why": language.render(row.why),
            }
            for row in month.lines
        ],
        "limits": [
            {
                "clause": row.clause,
                "met": row.met,
                "findings": [language.render(finding) for finding in row.findings],
            }
            for row in month.limits
        ],
        "score": month.score,
        "coefficient": month.coefficient,
    }


def _what_if(row: WhatIfRow) -> dict[str, Any]:
    return {
        "choice": row.choice,
        "clause": row.clause,
        "value": row.value,
        "chosen": row.chosen,
        "score": row.score,
        "coefficient": row.coefficient,
        "moved": list(row.moved),
    }
