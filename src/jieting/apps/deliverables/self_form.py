"""The form of a self-assessment: what the books say, and what the supplier says instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jieting.apps.base.packed import packed_words, unpacked_words
from jieting.documents.document import EMPTY, Section, code, data, number, words
from jieting.documents.report import section
from jieting.documents.statement import Month
from jieting.domain.errors import Finding
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim
from jieting.domain.toml.values import exact_number

LONGEST_REASON = 500
_LARGEST = 1_000_000
Items = list[dict[str, Any]]
Values = Mapping[str, Mapping[str, str]]
"""Clause of a changed item to its ``value`` and ``reason``."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item as pages show it: ``own`` and ``reason`` are empty where nothing was changed."""

    clause: str
    title: Said
    full: str
    book: str
    unit: str
    why: Said
    own: str
    reason: str

    @property
    def is_points(self) -> bool:
        """True for a row of points, False for a figure."""
        return bool(self.full)

    @property
    def nothing(self) -> Said:
        """Why the books have no number."""
        return say("waiting") if self.is_points else say("no base")

    @property
    def said(self) -> str:
        """What the self-assessment says."""
        return self.own or self.book


def items_of_month(month: Month) -> Items:
    """The rows of points and the figures of a month, as JSON values."""
    rows = [
        _item(row.clause, verbatim(row.title), row.full, row.earned or "", "", row.why)
        for row in month.lines
    ]
    return [
        *rows,
        *(
            _item(row.clause, row.title, "", row.shown or "", row.unit, _target(row.target))
            for row in month.figures
        ),
    ]


def items(content: Mapping[str, Any]) -> list[Item]:
    """The items of a kept self-assessment."""
    values: Values = content["values"]
    return [_of(kept, values.get(kept["clause"], {})) for kept in content["items"]]


def books_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the books said of each item when they were asked."""
    return [(kept["clause"], kept["book"]) for kept in content["items"]]


def changed_values(
    kept: Iterable[Mapping[str, Any]], typed: Values
) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """The values that differ from the books with their reasons, and all that is wrong with them."""
    found: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    for item in kept:
        clause, book = item["clause"], item["book"]
        given = typed.get(clause, {})
        value, reason = given.get("value", "").strip(), given.get("reason", "").strip()
        if _is_same(value, book):
            continue
        found[clause] = {"value": value, "reason": reason[:LONGEST_REASON]}
        findings += _against(clause, value, reason)
    return found, findings


def total(found: Iterable[Item]) -> str:
    """The points of all rows together; '' while one of them has none."""
    said = [exact_number(item.said) for item in found if item.is_points]
    if not said or None in said:
        return ""
    return plain(sum((value for value in said if value is not None), Fraction(0)), 2)


def self_section(content: Mapping[str, Any]) -> Section:
    """The form as a section of the document that is handed in."""
    found = items(content)
    rows = tuple(
        (
            code(item.clause),
            words(item.title),
            number(item.full or None),
            number(item.book or None, item.unit, missing=item.nothing),
            number(item.said or None, item.unit, missing=item.nothing),
            data(item.reason or "-"),
        )
        for item in found
    )
    made = section("self_items", say("Self-assessment"), rows, (_NOTE,))
    full = plain(sum((exact_number(i.full) or Fraction(0) for i in found), Fraction(0)))
    sums = (EMPTY, words(say("Total")), number(full), EMPTY, number(total(found) or None), EMPTY)
    return Section(made.name, made.title, made.sheet, made.columns, made.rows, sums, made.notes)


_NOTE = say("By the books as they stood when these figures were taken; other values have a reason.")


def _of(kept: Mapping[str, Any], changed: Mapping[str, str]) -> Item:
    return Item(
        kept["clause"],
        unpacked_words(kept["title"]),
        kept["full"],
        kept["book"],
        kept["unit"],
        unpacked_words(kept["why"]),
        changed.get("value", ""),
        changed.get("reason", ""),
    )


def _item(clause: str, title: Said, full: str, book: str, unit: str, why: Said) -> dict[str, Any]:
    return {
        "clause": clause,
        "title": packed_words(title),
        "full": full,
        "book": book,
        "unit": unit,
        "why": packed_words(why),
    }


def _target(target: str) -> Said:
    return say("target {target}", target=target) if target else verbatim("-")


def _is_same(value: str, book: str) -> bool:
    """Left empty, or the books' own number however it is written."""
    return not value or value == book or (bool(book) and exact_number(value) == exact_number(book))


def _against(clause: str, value: str, reason: str) -> Iterator[Finding]:
    read = exact_number(value)
    if read is None or not 0 <= read <= _LARGEST:
        yield Finding(
            "self_value",
            say("{clause}: {value} is no number that an item can have.", clause=clause,
                value=value[:40]),
            say("The purchaser compares it with the books."),
            say("Write a number such as 24.50, or leave the books' value."),
        )  # fmt: skip
    if not reason:
        yield Finding(
            "self_no_reason",
            say("{clause}: the value was changed and no reason is given.", clause=clause),
            say("The purchaser must see why it is not what the books say."),
            say("Write the reason beside it, or leave the books' value."),
        )
