"""The page of a move: where it stands, what is known, what was done, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.moves import models, queries
from jieting.apps.moves.forms import TEXT, MoveForm, step_form
from jieting.apps.moves.notice_views import has_notice
from jieting.apps.moves.page_facts import FactsPage, lasting
from jieting.apps.moves.page_links import crumbs, move_url
from jieting.apps.moves.page_list import badge_of
from jieting.apps.moves.page_own import own_pages
from jieting.apps.moves.page_timeline import timeline
from jieting.apps.moves.page_viewer import Option, Viewer, options, viewer_of
from jieting.apps.moves.page_words import clock, side_words, until, who_may
from jieting.domain.books.kind import REMARK, Kind, Step, no_remarks
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say, verbatim


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that somebody tried and that was not taken: its form, why, and what was seen then."""

    step: Step
    form: MoveForm
    findings: Sequence[Finding]
    seen: int


@dataclass(frozen=True, slots=True)
class StepPart:
    """A step on the page: its form where the person may take it, else why not and who may."""

    step: Step
    url: str
    form: MoveForm | None
    is_main: bool
    is_unfolded: bool
    who: tuple[Said, ...]
    against: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Linked:
    """Another move that belongs to this one."""

    title: Said
    summary: Said
    state: Said
    url: str


def move_context(
    standing: Standing, row: models.Move, tried: Tried | None = None
) -> dict[str, Any]:
    """The context of the page; ``tried`` is a step that was refused, with what was typed."""
    contract = standing.contract
    viewer = viewer_of(contract.pk, standing.actor)
    move, kind = queries.move_of(row), KINDS[row.kind]
    now = to_instant(timezone.now())
    facts = FactsPage(viewer, kind, standing.may(Right.SEE_CALLS))
    facts.look_up([move.facts, *(act.facts for act in move.acts)])
    steps = _step_parts(viewer, kind, move, tried)
    gone = tried is not None and _is_gone(tried, steps)
    waits_for_other = _waits_for_other(viewer, kind, move)
    return {
        "contract": contract,
        "crumbs": crumbs(contract, verbatim(move.ref)),
        "move": move,
        "kind": kind,
        "revision": len(move.acts),
        "state": kind.states[move.state],
        "badge": badge_of(viewer, row, now),
        "summary": kind.summary(move, viewer.terms),
        "remarks": _remarks(viewer, kind, move, now),
        "head": _head(viewer, kind, move, now),
        "clauses": kind.clauses_of(move, viewer.terms),
        "facts": facts.rows(lasting(kind, move.facts)),
        "has_notice": has_notice(row),
        "own_pages": own_pages(viewer, kind, move),
        "has_effect": kind.is_open(move)
        and any(step.decides and move.state in step.sources for step in kind.steps),
        "acts": timeline(viewer, kind, row, facts, tried.seen if tried is not None else None),
        "linked": _linked(viewer, row),
        "steps": steps,
        "waits_for_other": waits_for_other is not None,
        "other_words": side_words(waits_for_other or ""),
        "remark": _remark(viewer, move, tried, gone),
        "findings": tried.findings if tried is not None else (),
        "typed": tried.form.typed() if tried is not None and gone else [],
        "tried": tried,
    }


def _is_gone(tried: Tried, steps: Sequence[StepPart]) -> bool:
    """Whether a step that somebody tried has no form on the page any more."""
    return tried.step is not REMARK and not any(part.form is tried.form for part in steps)


def _head(viewer: Viewer, kind: Kind, move: Move, now: Instant) -> list[dict[str, object]]:
    """The few things that are read first."""
    opened = move.opened
    head: list[dict[str, object]] = []
    side = kind.waits_for(move)
    if side is not None:
        head.append({"title": say("Waits for"), "value": _whose_turn(viewer, side)})
    running = kind.clock(move, viewer.terms) if kind.is_open(move) else None
    if running is not None:
        head.append(
            {
                "title": say("Deadline"),
                "value": clock(running.due_at, viewer.zone),
                "note": say("{left}: {what}", left=until(running.due_at, now), what=running.what),
            }
        )
    head.append(
        {
            "title": say("Opened"),
            "value": clock(opened.at, viewer.zone),
            "note": side_words(opened.side.value),
        }
    )
    return head


def _whose_turn(viewer: Viewer, side: Side) -> Said:
    is_own = viewer.side is not None and side.is_moved_by(viewer.side)
    words = side_words(side.value)
    return say("{side} (your side)", side=words) if is_own else words


def _waits_for_other(viewer: Viewer, kind: Kind, move: Move) -> Side | None:
    """The other side, where the move waits for it alone."""
    side = kind.waits_for(move)
    if side is None or viewer.side is None or side.is_moved_by(viewer.side):
        return None
    return side


def _step_parts(viewer: Viewer, kind: Kind, move: Move, tried: Tried | None) -> list[StepPart]:
    """The steps of the viewer's side; the first is the main one where the move waits for it."""
    found = options(viewer, kind, move)
    main = None
    if _waits_for_other(viewer, kind, move) is None:
        main = next((option.step for option in found if option.is_open), None)
    return [_step_part(viewer, move, option, main, tried) for option in found]


def _step_part(
    viewer: Viewer, move: Move, option: Option, main: Step | None, tried: Tried | None
) -> StepPart:
    step = option.step
    is_tried = tried is not None and tried.step.name == step.name
    form = None
    if option.is_open:
        form = tried.form if tried and is_tried else step_form(step, viewer.zone, move.facts)
    who = who_may(viewer.side, option.lacks) if viewer.side and option.lacks else ()
    url = step_url(viewer.contract_id, move.number, step)
    is_unfolded = is_tried if tried is not None else step is main
    return StepPart(step, url, form, step is main, is_unfolded, who, option.against)


def _remarks(viewer: Viewer, kind: Kind, move: Move, now: Instant) -> list[Said]:
    """What the kind tells beside the acts; the other moves are read only where it looks at them."""
    if kind.remarks is no_remarks:
        return []
    rows = queries.all_moves(viewer.contract_id).exclude(number=move.number).order_by("number")
    return list(kind.remarks(move, queries.moves_of(rows), viewer.terms, now))


def _remark(viewer: Viewer, move: Move, tried: Tried | None, gone: bool) -> dict[str, Any] | None:
    """The form of a remark; what was written for a step that is gone can be sent as one."""
    if viewer.side is None:
        return None
    url = step_url(viewer.contract_id, move.number, REMARK)
    if tried is not None and tried.step is REMARK:
        return {"form": tried.form, "url": url, "is_unfolded": True}
    form = step_form(REMARK, viewer.zone, {})
    if tried is not None and gone:
        form.initial[TEXT] = tried.form.data.get(TEXT, "")
    return {"form": form, "url": url, "is_unfolded": gone}


def _linked(viewer: Viewer, row: models.Move) -> list[Linked]:
    """What the move is about, and the moves that are about it."""
    about = [row.about] if row.about is not None else []
    after = list(models.Move.objects.filter(about=row).order_by("number"))
    rows = [*about, *after]
    return [
        _link(viewer, other, move, is_about=other is row.about)
        for other, move in zip(rows, queries.moves_of(rows), strict=True)
    ]


def _link(viewer: Viewer, row: models.Move, move: Move, *, is_about: bool) -> Linked:
    kind = KINDS[row.kind]
    return Linked(
        say("is about {kind} {ref}", kind=kind.title, ref=move.ref)
        if is_about
        else say("followed by {kind} {ref}", kind=kind.title, ref=move.ref),
        kind.summary(move, viewer.terms),
        kind.states[row.state],
        move_url(viewer.contract_id, row.number),
    )


def step_url(contract_id: str, number: int, step: Step) -> str:
    """Where the form of a step is sent."""
    return reverse("move_step", args=[contract_id, number, step.name])
