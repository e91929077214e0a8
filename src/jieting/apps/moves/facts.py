"""Facts of a move as their fields keep them: each answer checked, every finding at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from jieting.apps.calls.columns import first_by_call_id
from jieting.apps.moves import models, refusals
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.move import Facts
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import say

LONGEST = {Ask.LINE: 200, Ask.TEXT: refusals.LONGEST_TEXT, Ask.CALL: 200}
MOST_LINES = 100

Check = Callable[[Facts, Contract], Iterable[Finding]]


def checked_facts(
    fields: Iterable[Field],
    given: Mapping[str, Any],
    check: Check,
    contract_id: str,
    terms: Contract,
) -> dict[str, Any]:
    """The answers to ``fields`` (with what else is known already), empty ones left out.

    Errors: BadInput with everything that is wrong with them.
    """
    fields = tuple(fields)
    facts = {name: value for name, value in given.items() if value not in (None, "", [])}
    findings = [f for field in fields for f in _against(field, facts, contract_id)]
    if not findings:
        findings = list(check(facts, terms))
    if any(finding.is_error for finding in findings):
        raise BadInput(findings)
    return facts


def _against(field: Field, facts: Facts, contract_id: str) -> Iterator[Finding]:
    value = facts.get(field.name)
    if value is None:
        if field.required:
            yield _missing(field)
    elif not _is_kept_so(field, value):
        yield _wrong(field)
    elif field.ask is Ask.CALL and value not in first_by_call_id(contract_id, [value]):
        yield refusals.unknown_call(value)
    elif field.ask is Ask.MOVE and not _is_there(contract_id, value):
        yield refusals.unknown_move(value)


def _is_kept_so(field: Field, value: object) -> bool:
    kinds: dict[Ask, Callable[[Any], bool]] = {
        Ask.DAY: _is_day,
        Ask.MONTH: _is_month,
        Ask.CHOICE: lambda v: v in field.values,
        Ask.WHOLE: lambda v: _is_whole(v) and field.low <= v <= field.high,
        Ask.MOMENT: _is_whole,
        Ask.MOVE: _is_whole,
        Ask.LINES: _is_lines,
    }
    if field.ask in kinds:
        return kinds[field.ask](value)
    return isinstance(value, str) and len(value) <= LONGEST[field.ask]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_lines(value: object) -> bool:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return False
    return all(isinstance(line, str) and len(line) <= LONGEST[Ask.LINE] for line in value)


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _is_month(value: object) -> bool:
    try:
        Month.parse(str(value))
    except ValueError:
        return False
    return True


def _is_there(contract_id: str, number: object) -> bool:
    return models.Move.objects.filter(contract_id=contract_id, number=number).exists()


def _missing(field: Field) -> Finding:
    return Finding(
        "move_field_missing",
        say("{field} is empty.", field=field.title),
        say("The other side and the assessment need it."),
        say("Fill it in."),
        Place(column=field.name),
    )


def _wrong(field: Field) -> Finding:
    return Finding(
        "move_field_wrong",
        say("{field} is not written as it should be.", field=field.title),
        say("It could not be read the same way by everybody."),
        say("Choose or enter it again."),
        Place(column=field.name),
    )
