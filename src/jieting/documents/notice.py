"""A notice in writing (书面通知): what was found, which clause, the remedy, until when."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from jieting.documents.document import Cell, Document, Section, code, data
from jieting.documents.notice_columns import NOTICE_COLUMNS
from jieting.documents.printed import Printer, printed
from jieting.documents.words import optional
from jieting.documents.write import Content, lay_out
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.said import Said, say, verbatim

NAME = "notice"
FORMATS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the books say; ``outside`` where a person wrote it."""

    title: Said
    value: Said
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says before language and format.

    ``number`` names it; ``asks`` are its sentences to the supplier; ``day`` dates the file.
    """

    contract: Contract
    number: str
    subject: Said
    asks: tuple[Said, ...]
    facts: tuple[Fact, ...]
    clauses: tuple[Clause, ...]
    day: str
    simulated: bool = False


def write_notice(
    notice: Notice,
    form: str,
    lang: str,
    prepared_at: str | None = None,
) -> Content:
    """The notice as ``docx`` or ``pdf`` in ``lang``. Errors: ValueError for anything else."""
    if form not in FORMATS:
        raise ValueError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    page = printed(notice_document(notice, prepared_at), lang, "")
    content = json.dumps(asdict(page), sort_keys=True).encode()
    digest = say("SHA-256 of the content: {digest}", digest=sha256(content).hexdigest())
    return lay_out(replace(page, digest=Printer(lang).text(digest)), form)


def notice_document(notice: Notice, prepared_at: str | None = None) -> Document:
    """The notice as both formats lay it out."""
    contract = notice.contract
    facts = tuple(_fact(fact) for fact in notice.facts)
    clauses = tuple(_clause(clause) for clause in notice.clauses)
    return Document(
        name=NAME,
        title=say("Notice in writing"),
        subtitle=notice.subject,
        stamp=_stamp(notice),
        meta=(
            (say("To (supplier)"), verbatim(contract.parties.supplier)),
            (say("From (purchaser)"), verbatim(contract.parties.purchaser)),
            (say("Contract"), verbatim(contract.title)),
            (say("Contract number"), verbatim(contract.id)),
            (say("Notice number"), verbatim(notice.number)),
            (say("Prepared at"), optional(prepared_at)),
        ),
        result=notice.asks,
        sections=tuple(
            part
            for part in (
                _section("notice_facts", say("Facts of the matter"), facts),
                _section("notice_clauses", say("What the contract says of it"), clauses),
            )
            if part.rows
        ),
        signatures=(
            (say("Purchaser (seal)"), contract.parties.purchaser),
            (say("Received by the supplier (seal)"), contract.parties.supplier),
        ),
        footer=say(
            "Contract {contract}, version {version}, notice {number}",
            contract=contract.id,
            version=contract.version,
            number=notice.number,
        ),
        day=notice.day,
    )


def _stamp(notice: Notice) -> Said:
    if notice.simulated:
        return say("Simulated data: not for settlement")
    return say("Draft: valid once the purchaser has signed or sealed it")


def _section(name: str, title: Said, rows: tuple[tuple[Cell, ...], ...]) -> Section:
    return Section(name, title, title, NOTICE_COLUMNS[name], rows)


def _fact(fact: Fact) -> tuple[Cell, ...]:
    return Cell((fact.title,)), Cell((fact.value,), outside=fact.outside)


def _clause(clause: Clause) -> tuple[Cell, ...]:
    said = data(f"{clause.title}\n{clause.text}\n{clause.source}")
    return code(clause.id), said, data(clause.remedy or "-")
