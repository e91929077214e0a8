"""What differs between two results of a month, from their JSON: what a correction changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jieting.domain.books.effect import Change, Effect
from jieting.domain.figures import FIGURES, define
from jieting.domain.figures.measures import COUNTS
from jieting.domain.periods import Month
from jieting.domain.said import Said, say, verbatim

Result = Mapping[str, Any]
CORRECTION = "correction"
"""The outcome of an effect that tells what a correction changes."""
_COUNTS: Mapping[str, Said] = {
    **{measure.name: measure.words for measure in COUNTS},
    "excluded": say("calls within an agreed exclusion"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that two results of a month do not share; ``path`` names it as the JSON does."""

    path: str
    change: Change


def differences(before: Result, after: Result) -> tuple[Difference, ...]:
    """Every count, figure, line, limit, and score or coefficient that differs, in that order."""
    return (
        *_counts(before["counts"], after["counts"]),
        *_rows("figures", before, after, _figure_parts),
        *_rows("lines", before, after, _line_parts),
        *_rows("limits", before, after, _limit_parts),
        *_totals(before, after),
    )


def correction_effect(
    month: Month, before: Result, after: Result, money: tuple[str | None, str | None]
) -> Effect:
    """What a correction changes; ``money`` is what the month alone would pay, before and after."""
    return Effect(
        outcome=CORRECTION,
        month=month,
        changes=tuple(one.change for one in differences(before, after)),
        score_before=_exact(before["score"]),
        score_after=_exact(after["score"]),
        coefficient_before=_exact(before["coefficient"]),
        coefficient_after=_exact(after["coefficient"]),
        money_before=_exact(money[0]),
        money_after=_exact(money[1]),
    )


def _exact(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _counts(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            words = _COUNTS.get(name, verbatim(name))
            change = Change("", words, _said(before.get(name)), _said(after.get(name)))
            yield Difference(f"counts.{name}", change)


Parts = Mapping[str, tuple[Said, Said | None]]
"""What of a row is compared: by its name in the JSON, its words and its value."""


def _rows(name: str, before: Result, after: Result, parts: Any) -> Iterator[Difference]:
    old = {str(row["clause"]): row for row in before[name]}
    new = {str(row["clause"]): row for row in after[name]}
    for clause in dict.fromkeys((*old, *new)):
        was, now = parts(old.get(clause)), parts(new.get(clause))
        for key in dict.fromkeys((*was, *now)):
            words, value = was.get(key, (None, None))
            other_words, other = now.get(key, (None, None))
            if value != other:
                what = words if words is not None else other_words or verbatim(key)
                change = Change(clause, what, value or _NONE, other or _NONE)
                yield Difference(f"{name}.{clause}.{key}", change)


_NONE = say("none")
_WAITING = say("waiting")


def _figure_parts(row: Mapping[str, Any] | None) -> Parts:
    if row is None:
        return {}
    name = row["name"]
    # A result may be of a newer product, whose figures this one does not know.
    figure = define(name).title if name in FIGURES else verbatim(name)
    return {
        "name": (say("figure"), figure),
        "numerator": (say("{figure}, numerator", figure=figure), _said(row["numerator"])),
        "denominator": (say("{figure}, denominator", figure=figure), _said(row["denominator"])),
        "shown": (say("{figure}, result", figure=figure), _said(row["shown"])),
    }


def _line_parts(row: Mapping[str, Any] | None) -> Parts:
    if row is None:
        return {}
    earned = _WAITING if row["earned"] is None else verbatim(row["earned"])
    return {
        "full": (say("full mark"), _said(row["full"])),
        "earned": (say("points earned"), earned),
        "why": (say("why"), verbatim(row["why"])),
    }


def _limit_parts(row: Mapping[str, Any] | None) -> Parts:
    if row is None:
        return {}
    return {
        "met": (say("limit kept"), _met(row["met"])),
        "findings": (say("findings"), verbatim(" · ".join(row["findings"]) or "-")),
    }


def _met(met: bool | None) -> Said:
    if met is None:
        return _WAITING
    return say("yes") if met else say("no")


def _totals(before: Result, after: Result) -> Iterator[Difference]:
    for name, words in (("score", say("Score")), ("coefficient", say("Coefficient"))):
        if before[name] != after[name]:
            change = Change("", words, _total(before[name]), _total(after[name]))
            yield Difference(name, change)


def _total(value: str | None) -> Said:
    return _WAITING if value is None else verbatim(value)


def _said(value: object) -> Said:
    return _NONE if value is None else verbatim(str(value))
