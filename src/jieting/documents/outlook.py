"""An outlook as a document: the headline, then a row for each line with what it still needs."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.documents.document import Align, Cell, Column, Document, Section, code, words
from jieting.domain.outlook.columns import mean
from jieting.domain.outlook.need_words import needs_of
from jieting.domain.outlook.outlook import Outlook, bracket_shares
from jieting.domain.outlook.quarter import coefficient_shares
from jieting.domain.outlook.words import chance, headline, number
from jieting.domain.periods import shown
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim


def outlook_document(outlook: Outlook, simulated: bool = False) -> Document:
    """The outlook as text lays it out; ``simulated`` where its calls are."""
    contract, known = outlook.known.contract, outlook.known
    return Document(
        name="outlook",
        title=say("{contract}: outlook", contract=contract.title),
        subtitle=say("{month}, as of {at}", month=known.month, at=shown(known.now, contract.zone)),
        stamp=say("Simulated data: not for settlement") if simulated else None,
        meta=tuple(_meta(outlook)),
        result=tuple(headline(outlook)),
        sections=tuple(section for section in _sections(outlook) if section.rows),
        signatures=(),
        footer=say(
            "Contract {contract}, version {version}", contract=contract.id, version=contract.version
        ),
        day=known.last_day.isoformat(),
    )


def _meta(outlook: Outlook) -> Iterator[tuple[Said, Said]]:
    arrived = outlook.drawn.rest.counts.get("arrived")
    calls = float(arrived.sum(axis=1).mean()) if arrived is not None else 0.0
    yield (
        say("Calls so far"),
        verbatim(str(outlook.known.counted.counts.get("arrived", 0))),
    )
    yield say("Calls expected in the rest"), verbatim(f"{calls:.0f}")
    yield (
        say("Simulated runs"),
        say(
            "{replications} times, seed {seed}",
            replications=outlook.drawn.replications,
            seed=outlook.assumed.seed,
        ),
    )


def _sections(outlook: Outlook) -> Iterator[Section]:
    yield Section(
        "lines",
        say("Lines with points"),
        say("Outlook"),
        (
            Column(say("Clause"), 8),
            Column(say("Line of points"), 14),
            Column(say("Points expected"), 10),
            Column(say("Chance of full marks"), 8),
            Column(say("What it still needs"), 60),
        ),
        tuple(_line(outlook, clause) for clause in outlook.possible.lines),
    )
    yield Section(
        "limits",
        say("Limits"),
        say("Outlook"),
        (
            Column(say("Clause"), 8),
            Column(say("Limit"), 14),
            Column(say("Chance of a breach"), 10),
            Column(say("What it still needs"), 60),
        ),
        tuple(_limit(outlook, clause) for clause in outlook.possible.limits),
    )
    yield Section(
        "brackets",
        say("Brackets of the score"),
        say("Outlook"),
        (
            Column(say("Score from"), 10, Align.CENTER),
            Column(say("Coefficient"), 10, Align.CENTER),
            Column(say("This month"), 10, Align.CENTER),
            Column(say("The quarter"), 10, Align.CENTER),
        ),
        tuple(_brackets(outlook)),
        notes=(_note(outlook),),
    )


def _line(outlook: Outlook, clause_id: str) -> tuple[Cell, ...]:
    clause, column = outlook.known.contract.clause(clause_id), outlook.possible.lines[clause_id]
    full = clause.points or 0
    likely = column.share(lambda value: value is not None and value >= full)
    return (
        code(clause_id),
        words(verbatim(clause.title)),
        words(say("{expected} of {full}", expected=number(mean(column)), full=plain(full))),
        words(verbatim(chance(likely))),
        words(*needs_of(outlook, clause_id)),
    )


def _limit(outlook: Outlook, clause_id: str) -> tuple[Cell, ...]:
    broken = outlook.possible.limits[clause_id].share(lambda met: met is False)
    return (
        code(clause_id),
        words(verbatim(outlook.known.contract.clause(clause_id).title)),
        words(verbatim(chance(broken))),
        words(*needs_of(outlook, clause_id)),
    )


def _brackets(outlook: Outlook) -> Iterator[tuple[Cell, ...]]:
    quarter = outlook.quarter.quarters if outlook.quarter is not None else None
    ours = coefficient_shares(quarter) if quarter is not None else {}
    for bracket, share in bracket_shares(outlook.known.contract, outlook.possible):
        told = chance(ours.get(bracket.coefficient, 0.0)) if quarter is not None else "-"
        yield (
            code(plain(bracket.score)),
            code(plain(bracket.coefficient)),
            words(verbatim(chance(share))),
            words(verbatim(told)),
        )


def _note(outlook: Outlook) -> Said:
    if outlook.assumed.way.value == "done":
        return say(
            "Taken for granted: what is due is done in time. Ratings, complaints and findings "
            "come as they did so far."
        )
    return say("Taken for granted: nothing of what is due is done any more.")
