"""What came into the books of a month since it was sealed: calls, records, the contract's text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace

from jieting.apps.assessment.basis import RECORDS_NAME
from jieting.apps.assessment.record_rows import ARRAYS
from jieting.apps.calls.columns import imports_of_columns
from jieting.apps.sealing.books import Books, kept_calls
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.store import terms_of
from jieting.domain.books.correction import correction_effect
from jieting.domain.books.effect import Effect
from jieting.domain.books.seal import settlement_numbers
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.records import Record, Records
from jieting.domain.periods import Month
from jieting.domain.said import Said, say


def differs(books: Books, row: Seal) -> bool:
    """Whether a correction would change anything: a number, the calls, the records, the text."""
    return books.result != row.result or any(True for _ in causes(row, books))


def effect_of(row: Seal, books: Books) -> Effect:
    """What a correction of a sealed month would change today."""
    before, after = json.loads(row.result), json.loads(books.result)
    paid = (
        settlement_numbers(terms_of(row), before)["month_payable"],
        settlement_numbers(books.month.terms, after)["month_payable"],
    )
    scored = books.month.terms.is_scored
    return correction_effect(
        Month.parse(row.month), before, after, paid if scored else (None, None)
    )


def causes(row: Seal, books: Books) -> Iterator[Said]:
    """What is in today's books of the month and was not sealed, or was and is not."""
    yield from _calls(row, books)
    if row.version != books.month.version:
        yield say(
            "version {now} of the contract, sealed under {before}",
            now=books.month.version,
            before=row.version,
        )
    elif row.contract_text != books.contract_text:
        yield say("the text of the contract, or a reading of it")
    yield from _records(row, books)


def _calls(row: Seal, books: Books) -> Iterator[Said]:
    month, zone = books.month.month, books.month.terms.zone
    now = imports_of_columns(row.contract_id, month.period(zone))
    came = [number for number in now if number not in row.imports]
    went = [number for number in row.imports if number not in now]
    difference = kept_calls(row.contract_id, month) - row.calls
    if came:
        yield say(
            "calls of import {numbers}: {n} more than were sealed",
            numbers=", ".join(map(str, came)),
            n=difference,
        )
    if went:
        yield say("no calls any more of import {numbers}", numbers=", ".join(map(str, went)))


def _records(row: Seal, books: Books) -> Iterator[Said]:
    terms = terms_of(row)
    every = load_records(row.records_text, RECORDS_NAME, terms.zone)[0]
    before, after = every.of_month(books.month.month, terms.zone), books.month.own_records
    for array in (field.name for field in fields(Records) if field.name != "file"):
        old, new = (_plain(getattr(records, array)) for records in (before, after))
        names = {"kind": ARRAYS[array]}
        for record in (one for one in new if one not in old):
            yield say("record new or other: {kind} {ref}", **names, ref=record.ref)
        for record in (one for one in old if one not in new):
            yield say("record sealed otherwise: {kind} {ref}", **names, ref=record.ref)


def _plain(records: tuple[Record, ...]) -> list[Record]:
    """Records without their lines, which mean nothing in another file."""
    return [replace(record, line=None) for record in records]
