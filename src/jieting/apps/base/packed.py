"""Findings as plain values that a column can keep, and back; the words stay translatable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said


def packed(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "place": [place.file, place.line, place.column],
        "words": [_said(said) for said in (finding.what, finding.why, finding.remedy)],
    }


def unpacked(values: dict[str, Any]) -> Finding:
    """The finding that ``packed`` made these values from."""
    what, why, remedy = (_back(words) for words in values["words"])
    place = Place(*values["place"])
    return Finding(values["code"], what, why, remedy, place, Severity(values["severity"]))


def unpacked_all(many: Iterable[dict[str, Any]] | None) -> list[Finding]:
    """Several findings; none for nothing."""
    return [unpacked(values) for values in many or ()]


def packed_words(said: Said) -> dict[str, Any]:
    """A sentence as JSON values, still to be told in any language."""
    return {"says": said.msgid, "params": {k: _said(part) for k, part in said.params.items()}}


def unpacked_words(values: dict[str, Any]) -> Said:
    """The sentence that ``packed_words`` made these values from."""
    return Said(values["says"], {k: _back(part) for k, part in values["params"].items()})


def _said(value: object) -> object:
    if isinstance(value, Said):
        params = {name: _said(part) for name, part in value.params.items()}
        return {"says": value.msgid, "params": params}
    if isinstance(value, tuple):
        return [_said(part) for part in value]
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _back(value: Any) -> Any:
    if isinstance(value, dict):
        return Said(value["says"], {name: _back(part) for name, part in value["params"].items()})
    if isinstance(value, list):
        return tuple(_back(part) for part in value)
    return value
