"""The content of a document: what the books tell, and what people write beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jieting.apps.assessment.queries import assessed_month
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import terms_of_month
from jieting.apps.deliverables import self_form
from jieting.apps.deliverables.books import FIXED, head_of, sections_of
from jieting.apps.deliverables.packing import packed_sections, unpacked_sections
from jieting.documents.document import Document, Section
from jieting.documents.report import Written, report_document, with_written
from jieting.domain.books.kinds.deliverable import month_of
from jieting.domain.books.move import Move
from jieting.domain.contracts.deliverables import OTHER, SELF_ASSESSMENT, Deliverable
from jieting.domain.errors import Finding
from jieting.domain.periods import shown
from jieting.domain.said import Said, say, verbatim

LONGEST_TEXT = 20_000
REMARKS = ""
"""The title of the part that no contract asks for."""
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a document: parts, measures by clause, values with reasons."""

    texts: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    values: self_form.Values = field(default_factory=dict)


def kind_of(move: Move) -> str:
    """What kind of deliverable it is."""
    return str(move.facts["deliverable"])


def parts_of(contract_id: str, move: Move) -> tuple[str, ...]:
    """The titles of the parts that people write: the contract's and, untitled, remarks."""
    if kind_of(move) in (OTHER, SELF_ASSESSMENT):
        return ()
    named = _entry(contract_id, move)
    return (*(named.sections if named is not None else ()), REMARKS)


def taken(contract_id: str, move: Move, at: datetime) -> Content:
    """Fresh from the books: everything of a content that nobody writes.

    Errors: Refused where no contract was in force, BadInput where records do not fit it.
    """
    kind, month = kind_of(move), month_of(move.facts)
    made: Content = {"taken_at": to_instant(at)}
    if kind == SELF_ASSESSMENT:
        shown_month = assessed_month(contract_id, month).statement.month
        return {**made, "items": self_form.items_of_month(shown_month)}
    sections = sections_of(kind, contract_id, month, at, move.number) if kind != OTHER else ()
    return {**made, "sections": packed_sections(sections)}


def empty(contract_id: str, move: Move, before: Content | None) -> Content:
    """What people write: nothing yet, or what they wrote in the version before."""
    if kind_of(move) == SELF_ASSESSMENT:
        return {"values": before["values"] if before else {}}
    old = texts_of(before) if before else {}
    titles = dict.fromkeys([*parts_of(contract_id, move), *old])
    # As pairs: the database keeps no order of keys.
    texts = [[title, old.get(title, "")] for title in titles]
    return {"texts": texts, "measures": before["measures"] if before else {}}


def texts_of(content: Content) -> dict[str, str]:
    """The parts that people write by their titles, in their order; none of a self-assessment."""
    return dict(content.get("texts", ()))


def written_into(content: Content, typed: Typed) -> tuple[Content, list[Finding]]:
    """The content with what a person typed, and what is wrong with it."""
    if "items" in content:
        values, findings = self_form.changed_values(content["items"], typed.values)
        return {**content, "values": values}, findings
    texts = [[title, _text(typed.texts.get(title, old))] for title, old in content["texts"]]
    measures = {
        **content["measures"],
        **{clause: _text(text) for clause, text in typed.measures.items()},
    }
    return {**content, "texts": texts, "measures": measures}, []


def has_moved(content: Content, fresh: Content) -> bool:
    """Whether the books say something else than when the content was taken from them."""
    if "items" in content:
        return self_form.books_of(content) != self_form.books_of(fresh)
    return _fixed(content) != _fixed(fresh)


def empty_parts(content: Content) -> list[str]:
    """The parts that nobody wrote; remarks may be missing."""
    parts = texts_of(content).items()
    return [title for title, text in parts if title != REMARKS and not text.strip()]


def part_title(title: str) -> Said:
    """The title of a part in words."""
    return verbatim(title) if title != REMARKS else say("Remarks")


def sections(content: Content) -> tuple[Section, ...]:
    """The sections of the document, filled with what people wrote."""
    if "items" in content:
        return (self_form.self_section(content),)
    texts = tuple((part_title(title), text) for title, text in content["texts"])
    written = Written(texts, content["measures"])
    return with_written(unpacked_sections(content["sections"]), written)


def document(contract_id: str, move: Move, content: Content, version: int) -> Document:
    """What is printed and handed in."""
    month = month_of(move.facts)
    zone = terms_of_month(contract_id, month).zone
    return report_document(
        kind_of(move),
        str(move.facts["title"]),
        head_of(contract_id, month),
        sections(content),
        shown(content["taken_at"] // 60_000_000 * 60_000_000, zone),
        version,
    )


def _entry(contract_id: str, move: Move) -> Deliverable | None:
    facts = move.facts
    for each in terms_of_month(contract_id, month_of(facts)).deliverables:
        if each.kind == facts["deliverable"] and each.title == facts["title"]:
            return each
    return None


def _fixed(content: Content) -> list[Any]:
    return [part for part in content["sections"] if part["name"] in FIXED]


def _text(text: str) -> str:
    # Browsers send line ends as CR LF.
    return text.replace("\r\n", "\n")[:LONGEST_TEXT]
