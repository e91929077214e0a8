"""Findings that name a file as the person who sent it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said


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
