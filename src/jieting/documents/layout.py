"""A statement as a document: head, result, sections, signatures."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.documents.document import Document
from jieting.documents.sections import findings_in_short, statement_sections
from jieting.documents.statement import Head, Statement
from jieting.documents.words import optional
from jieting.domain.said import Said, say, verbatim

NAME = "statement"


def statement_document(statement: Statement) -> Document:
    """The statement as all formats but the JSON lay it out."""
    head = statement.head
    return Document(
        name=NAME,
        title=_title(head),
        subtitle=month_words(head.month),
        stamp=say("Simulated data: not for settlement") if head.simulated else None,
        meta=tuple(_meta(head)),
        result=tuple(_result(statement)),
        sections=statement_sections(statement),
        signatures=party_signatures(head.purchaser, head.supplier),
        footer=say(
            "Contract {contract}, version {version}, month {month}",
            contract=head.contract,
            version=head.version,
            month=head.month,
        ),
        day=head.last_day,
    )


def month_words(month: str) -> Said:
    """A month such as 2026-10 in words."""
    year, number = month.split("-")
    return say("{year}-{month}", year=year, month=number)


def party_signatures(purchaser: str, supplier: str) -> tuple[tuple[Said, str], ...]:
    """Who signs."""
    return (say("Purchaser (seal)"), purchaser), (say("Supplier (seal)"), supplier)


def _title(head: Head) -> Said:
    if head.is_scored:
        return say("{contract}: assessment of the service", contract=head.title)
    return say("{contract}: assessment of the limits", contract=head.title)


def _meta(head: Head) -> Iterator[tuple[Said, Said]]:
    yield say("Purchaser"), verbatim(head.purchaser)
    yield say("Supplier"), verbatim(head.supplier)
    yield say("Contract number"), verbatim(head.contract)
    yield say("Version"), verbatim(head.version)
    yield say("Period"), say("{first} to {last}", first=head.first_day, last=head.last_day)
    yield say("Time zone"), verbatim(head.time_zone)
    yield say("Month assessed"), month_words(head.month)
    yield say("Prepared at"), optional(head.prepared_at)


def _result(statement: Statement) -> Iterator[Said]:
    month = statement.month
    if month.score is not None:
        yield say(
            "Score {score}, settlement coefficient {coefficient}.",
            score=month.score,
            coefficient=optional(month.coefficient),
        )
    elif month.lines:
        clauses = ", ".join(month.waiting)
        yield say("No score yet. Waiting for a record: {clauses}", clauses=clauses)
    if month.limits:
        met = sum(limit.met is True for limit in month.limits)
        yield say("{met} of {all} limits are met.", met=met, all=len(month.limits))
    yield from _cautions(statement)


def _cautions(statement: Statement) -> Iterator[Said]:
    unsettled = sum(not reading.agreed for reading in statement.readings)
    if unsettled:
        yield say(
            "{number} of {all} readings are not yet agreed by both parties.",
            number=unsettled,
            all=len(statement.readings),
        )
    if statement.notes:
        yield say("Findings in the data: {findings}.", findings=findings_in_short(statement.notes))
