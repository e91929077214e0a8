"""The page of a document: written to by the supplier, looked through by the purchaser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.base.addresses import address
from jieting.apps.base.words import page_language
from jieting.apps.contracts.queries import side_of, terms_of_month
from jieting.apps.deliverables import contents, self_form, writing
from jieting.apps.deliverables.contents import Content
from jieting.apps.deliverables.page_words import stand
from jieting.apps.deliverables.queries import draft_of, submitted_of
from jieting.documents.printed import PrintedSection, printed
from jieting.documents.report import clause_of
from jieting.domain.books.kinds.deliverable import (
    MAY_SUBMIT,
    RETURN,
    SUBMITTED,
    month_of,
    reviewed,
    submitted_at,
)
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import OTHER, SELF_ASSESSMENT
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant, shown
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried and not done: why, and what was typed, which the page shows again."""

    findings: Sequence[Finding]
    content: Content | None = None
    post: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A text that people write: its field, and what another saved where it differs."""

    name: str
    title: Said
    text: str
    saved: str
    note: Said | None = None


def document_context(
    standing: Standing, move: Move, now: datetime, tried: Tried | None = None
) -> dict[str, Any]:
    """The context of the page. Errors: those of assessing the month, where nothing is written."""
    contract = standing.contract
    contract_id = contract.pk
    side = side_of(contract_id, standing.actor.party)
    may_write = (
        side is Side.SUPPLIER and standing.may(Right.SUBMIT_REPORTS) and move.state in MAY_SUBMIT
    )
    terms = terms_of_month(contract_id, month_of(move.facts))
    versions = submitted_of(contract_id, move.number)
    content, version, revision, edited = _shown(standing, move, now, side)
    given = tried.content if tried and tried.content is not None else content
    is_self = contents.kind_of(move) == SELF_ASSESSMENT
    found = reviewed(move)
    return {
        "contract": contract,
        "crumbs": [
            (contract.title, address("board", contract_id)),
            (say("Reports and self-assessments"), reverse("deliverables", args=[contract_id])),
            (say("{title} of {month}", **_named(move)), None),
        ],
        "move": move,
        "move_url": address("move", contract_id, move.number),
        "named": _named(move),
        "stand": stand(move, terms.zone, now),
        "is_self": is_self,
        "is_other": contents.kind_of(move) == OTHER,
        "may_write": may_write,
        "may_review": (
            side is Side.PURCHASER and standing.may(Right.DECIDE_MOVES) and move.state == SUBMITTED
        ),
        "move_revision": len(move.acts),
        "revision": revision,
        "version": version,
        "edited": edited,
        "taken": shown(_minute(content["taken_at"]), terms.zone) if content else "",
        "findings": tried.findings if tried else (),
        "post": tried.post if tried else {},
        "missing": found.missing,
        "untrue": found.untrue_items,
        "returned": _returned(move),
        "parts_named": [title for title in contents.texts_of(content or {}) if title],
        "as_files": submitted_at(move) is not None and not versions,
        "versions": [_version(row, terms.zone) for row in versions],
        **_body(contract_id, move, given, content, version, may_write),
    }


def _shown(
    standing: Standing, move: Move, now: datetime, side: Side | None
) -> tuple[Content | None, int, int, Said | None]:
    """The content that the person sees, its version and revision, and who wrote it last."""
    contract_id = standing.contract.pk
    versions = submitted_of(contract_id, move.number)
    if side is Side.SUPPLIER and move.state in MAY_SUBMIT:
        draft = draft_of(contract_id, move.number)
        if draft is not None:
            zone = terms_of_month(contract_id, month_of(move.facts)).zone
            at = draft.edited_at.astimezone(zone)
            said = say("saved by {by} at {at}", by=draft.edited_by, at=f"{at:%m-%d %H:%M}")
            return draft.content, draft.version, draft.revision, said
        made = writing.fresh(contract_id, move, now)
        return made, writing.next_version(contract_id, move.number), 0, None
    if versions:
        return versions[0].content, versions[0].version, 0, None
    return None, 0, 0, None


def _body(
    contract_id: str,
    move: Move,
    given: Content | None,
    saved: Content | None,
    version: int,
    may_write: bool,
) -> dict[str, Any]:
    """The sections, parts and items of the document."""
    if given is None or saved is None:
        return {"has_content": False}
    if "items" in given:
        found = self_form.items(given)
        return {"has_content": True, "items": found, "total": self_form.total(found)}
    document = contents.document(contract_id, move, given, version)
    page = printed(document, page_language(), "")
    shown_sections = [
        part for part in page.sections if not (may_write and part.name in ("texts", "report_risks"))
    ]
    return {
        "has_content": True,
        "sections": [(part, _columns(part)) for part in shown_sections],
        "parts": _parts(given, saved) if may_write else [],
        "risks": _risks(given, saved) if may_write else [],
    }


def _columns(part: PrintedSection) -> list[tuple[str, bool]]:
    """The titles of a section's columns, and whether numbers stand below them."""
    first = part.rows[0] if part.rows else ()
    are_numbers = [cell.number is not None for cell in first]
    return list(zip((column.title for column in part.columns), are_numbers, strict=True))


def _parts(given: Content, saved: Content) -> list[Part]:
    texts = contents.texts_of(saved)
    return [
        Part(f"part-{n}", contents.part_title(title), text, _other(text, texts, title))
        for n, (title, text) in enumerate(given["texts"])
    ]


def _risks(given: Content, saved: Content) -> list[dict[str, Any]]:
    rows = next((p.rows for p in contents.sections(given) if p.name == "report_risks"), ())
    found = []
    for row in rows:
        clause = clause_of(row)
        text = given["measures"].get(clause, "")
        part = Part(
            f"measure-{clause}",
            say("Measures for {clause}", clause=clause),
            text,
            _other(text, saved["measures"], clause),
        )
        title, state, why = (list(cell.lines) for cell in row[1:4])
        found.append({"clause": clause, "title": title, "state": state, "why": why, "part": part})
    return found


def _other(text: str, saved: Mapping[str, str], name: str) -> str:
    """What is saved where it differs from what was typed."""
    kept = saved.get(name, "")
    return kept if kept != text else ""


def _named(move: Move) -> dict[str, str]:
    return {"title": str(move.facts["title"]), "month": str(move.facts["month"])}


def _minute(at: Instant) -> Instant:
    return at // 60_000_000 * 60_000_000


def _returned(move: Move) -> str:
    """Why it was returned last; '' where it was not, or was handed in again since."""
    last = move.last(RETURN, "submit", "accept")
    return last.text if last is not None and last.step == RETURN else ""


def _version(row: Any, zone: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "at": f"{row.submitted_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "by": row.edited_by,
        "digest": row.digest,
    }
