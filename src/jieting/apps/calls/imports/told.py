"""Findings as data that is kept, and back again; their sentences stay translatable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as what JSON can hold."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "what": _data(finding.what),
        "why": _data(finding.why),
        "remedy": _data(finding.remedy),
    }


def finding_of(data: Mapping[str, Any]) -> Finding:
    """The finding that ``finding_data`` made the data of."""
    return Finding(
        data["code"],
        _said(data["what"]),
        _said(data["why"]),
        _said(data["remedy"]),
        Place(data["file"], data["line"], data["column"]),
        Severity(data["severity"]),
    )


def findings_of(many: Iterable[Mapping[str, Any]] | None) -> list[Finding]:
    """Several findings; none for nothing."""
    return [finding_of(data) for data in many or ()]


def as_named(findings: Iterable[Finding], path: PurePath, shown: str) -> Iterator[Finding]:
    """Findings that speak of the file by the name a person gave it, not by its name on disk."""
    names = {path.name: shown, path.stem: PurePath(shown).stem}
    for finding in findings:
        place = finding.place
        yield replace(
            finding,
            place=Place(names.get(place.file, place.file), place.line, place.column),
            what=_renamed(finding.what, path, shown),
            remedy=_renamed(finding.remedy, path, shown),
        )


def _renamed(said: Said, path: PurePath, shown: str) -> Said:
    """The sentence with the shown name where it names the file, with whatever ending."""

    def other(value: object) -> object:
        if isinstance(value, str) and PurePath(value).stem == path.stem:
            return PurePath(shown).with_suffix(PurePath(value).suffix).name
        return _renamed(value, path, shown) if isinstance(value, Said) else value

    return Said(said.msgid, {name: other(value) for name, value in said.params.items()})


def _data(value: object) -> Any:
    """Sentences as {say, with}, tuples as lists, numbers as they are, all else as text."""
    if isinstance(value, Said):
        return {"say": value.msgid, "with": {k: _data(v) for k, v in value.params.items()}}
    if isinstance(value, tuple):
        return [_data(part) for part in value]
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _said(data: Mapping[str, Any]) -> Said:
    return Said(data["say"], {name: _back(value) for name, value in data["with"].items()})


def _back(value: Any) -> object:
    if isinstance(value, dict):
        return _said(value)
    return tuple(map(_back, value)) if isinstance(value, list) else value
