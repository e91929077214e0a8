"""Writing moves: open one, take a step in one; what follows from it is in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.queries import own_name
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import Draft, audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_instant
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.moves import hooks, models, refusals
from jieting.apps.moves.digest import digest_of
from jieting.apps.moves.evidence import Attachment, checked, keep_files
from jieting.apps.moves.facts import checked_facts
from jieting.apps.moves.queries import move_of
from jieting.apps.moves.rows import stand
from jieting.domain.books.kind import Consequence, Kind, Step
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Refused

OPEN = "open"
"""The name of the act that opens a move."""


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who does what in which contract, and when: the same for an act and all that follows."""

    by: Actor
    at: datetime
    acted_at: datetime
    contract_id: str
    terms: Contract
    side: Side


def open_move(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    kind: str,
    facts: Mapping[str, Any],
    text: str = "",
    files: Sequence[Attachment] = (),
    about: int | None = None,
    as_side: Side | None = None,
    happened_at: datetime | None = None,
    prepared: bool = False,
) -> models.Move:
    """A new move of a side; ``as_side`` is for the system, which stands on none.

    ``happened_at`` is for the system too, which brings in what was done before: the act bears that
    time, the audit log the real one. ``prepared`` is for the own action of a kind that nobody opens
    from the general form: it has made the facts itself.
    ``facts`` are as their fields keep them (see ``Ask``). Errors: BadInput for facts or files that
    are wrong, Refused where the side or role may not; everything at once.
    """
    doing = _doing(by, at, contract_id, as_side, happened_at)
    found = KINDS[kind]
    _may_open(found, doing, prepared=prepared)
    kept = checked_facts(found.fields, facts, found.check, doing.contract_id, doing.terms)
    attached = checked(files)
    with transaction.atomic():
        one_at_a_time(f"moves/{contract_id}")
        wrong = hooks.against_opening(contract_id, found, kept, to_instant(at))
        if any(finding.is_error for finding in wrong):
            raise BadInput(wrong)
        return _open(doing, found, kept, text, attached, about)


def take_step(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    number: int,
    step: str,
    revision: int | None = None,
    facts: Mapping[str, Any] | None = None,
    text: str = "",
    files: Sequence[Attachment] = (),
    as_side: Side | None = None,
    happened_at: datetime | None = None,
) -> models.Move:
    """Take a step in a move; ``revision`` is the one that the person has seen.

    Of two who act at once the second is Refused and told who was first. Errors: as ``open_move``.
    """
    doing = _doing(by, at, contract_id, as_side, happened_at)
    with transaction.atomic():
        row = _locked(contract_id, number)
        move, kind = move_of(row), KINDS[row.kind]
        wanted = kind.step_in(step, move)
        _may_step(kind, wanted, move, doing, revision)
        _complete(wanted, text, files)
        given = {**move.facts, **dict(facts or {})}
        names = [field.name for field in wanted.fields]
        kept = checked_facts(wanted.fields, given, kind.check, contract_id, doing.terms)
        own = {name: kept[name] for name in names if name in kept}
        return _step(doing, row, wanted, wanted.to or move.state, own, text, checked(files))


def _doing(
    by: Actor, at: datetime, contract_id: str, as_side: Side | None, happened_at: datetime | None
) -> _Doing:
    side = as_side if by.way == "system" and as_side else side_of(contract_id, by.party)
    if side is None:
        raise Refused(refusals.no_side(contract_id))
    acted_at = happened_at if by.way == "system" and happened_at else at
    # An act bears whole seconds, as letters and clocks on walls do.
    acted_at = acted_at.replace(microsecond=0)
    return _Doing(by, at, acted_at, contract_id, latest_terms(contract_id), side)


def _may_open(kind: Kind, doing: _Doing, *, prepared: bool) -> None:
    right = Right.DECIDE_MOVES if kind.open_decides else Right.MAKE_MOVES
    against = []
    is_raw = kind.by_system and not prepared and doing.by.way != "system"
    if doing.side not in kind.opens or is_raw:
        against.append(refusals.not_your_side(kind, None))
    if not may_act(doing.by, right):
        against.append(refusals.no_right(kind, None))
    if against:
        raise Refused(against)


def _may_step(kind: Kind, step: Step, move: Move, doing: _Doing, revision: int | None) -> None:
    if revision is not None and revision != len(move.acts):
        raise Refused(refusals.acted_meanwhile(move))
    right = Right.DECIDE_MOVES if step.decides else Right.MAKE_MOVES
    is_system = doing.by.way == "system"
    against: list[Finding] = []
    if not kind.is_for(step, move, doing.side) or (step.by_system and not is_system):
        against.append(refusals.not_your_side(kind, step))
    if not may_act(doing.by, right):
        against.append(refusals.no_right(kind, step))
    if step.sources and move.state not in step.sources:
        against.append(refusals.not_now(kind, move, step))
    if any(act.step in step.not_by and act.by == doing.by.name for act in move.acts):
        against.append(refusals.same_person(move, step))
    against += hooks.objections(doing.contract_id, move, step, doing.by.name)
    if against:
        raise Refused(against)


def _complete(step: Step | None, text: str, files: Sequence[Attachment]) -> None:
    found = [refusals.too_long()] if len(text) > refusals.LONGEST_TEXT else []
    if step is None:
        if found:
            raise BadInput(found)
        return
    if step.needs_reason and not text.strip():
        found.append(refusals.no_reason())
    if step.needs_evidence and not files:
        found.append(refusals.no_evidence())
    if found:
        raise BadInput(found)


def _locked(contract_id: str, number: int) -> models.Move:
    row = (
        models.Move.objects.select_for_update(of=("self",))
        .select_related("about")
        .filter(contract_id=contract_id, number=number)
        .first()
    )
    if row is None:
        raise Refused(refusals.unknown_move(number))
    return row


def _open(
    doing: _Doing,
    kind: Kind,
    facts: Facts,
    text: str,
    files: Sequence[Attachment],
    about: int | None,
) -> models.Move:
    state = kind.start(facts)
    with audited(
        "moves.opened", by=doing.by, at=doing.at, contract=doing.contract_id, kind=kind.name
    ) as entry:
        row = models.Move(
            contract_id=doing.contract_id,
            number=next_number(doing.contract_id),
            kind=kind.name,
            state=state,
            facts=dict(facts),
            about=_about(doing.contract_id, about),
            opened_at=doing.acted_at,
            changed_at=doing.acted_at,
        )
        row.save()
        _record(doing, row, OPEN, state, facts, text, files)
        _finish(doing, row, entry)
    return row


def _step(
    doing: _Doing,
    row: models.Move,
    step: Step,
    state: str,
    facts: Facts,
    text: str,
    files: Sequence[Attachment],
) -> models.Move:
    with audited(
        "moves.step_taken",
        by=doing.by,
        at=doing.at,
        contract=doing.contract_id,
        kind=row.kind,
        step=step.name,
    ) as entry:
        row.state, row.changed_at = state, doing.acted_at
        row.facts = {**row.facts, **facts}
        _record(doing, row, step.name, state, facts, text, files)
        _finish(doing, row, entry)
    return row


def _record(
    doing: _Doing,
    row: models.Move,
    step: str,
    state: str,
    facts: Facts,
    text: str,
    files: Sequence[Attachment],
) -> None:
    act = models.Act.objects.create(
        move=row,
        number=models.Act.objects.filter(move=row).count() + 1,
        step=step,
        state=state,
        side=doing.side.value,
        by=doing.by.name,
        by_name=own_name(doing.by),
        role=doing.by.role,
        at=doing.acted_at,
        facts=dict(facts),
        text=text.strip(),
    )
    keep_files(act, files)


def _finish(doing: _Doing, row: models.Move, entry: Draft) -> None:
    """Bring the row up to its acts, tell everybody, and do what follows."""
    move = move_of(row)
    stand(row, move, doing.terms)
    row.digest = digest_of(row)
    row.save()
    entry.object = f"move {row.number}"
    entry.detail.update(digest=row.digest, state=row.state, act=len(move.acts))
    changed(doing.contract_id, f"move:{row.number}")
    changed(doing.contract_id, "moves")
    hooks.tell(doing.contract_id, row, move, doing.by, doing.acted_at)
    _follow(doing, row, move)


def _follow(doing: _Doing, row: models.Move, move: Move) -> None:
    for consequence in KINDS[move.kind].follow(move, doing.terms):
        _consequence(replace(doing, side=consequence.side), row, consequence)


def _consequence(doing: _Doing, row: models.Move, given: Consequence) -> None:
    if given.kind:
        kind = KINDS[given.kind]
        kept = checked_facts(kind.fields, given.facts, kind.check, doing.contract_id, doing.terms)
        _open(doing, kind, kept, given.text, (), row.number)
        return
    other = _locked(doing.contract_id, given.number or 0)
    step = KINDS[other.kind].step(given.step)
    _step(doing, other, step, given.state or other.state, given.facts, given.text, ())


def _about(contract_id: str, number: int | None) -> models.Move | None:
    if number is None:
        return None
    found = models.Move.objects.filter(contract_id=contract_id, number=number).first()
    if found is None:
        raise Refused(refusals.unknown_move(number))
    return found


def next_number(contract_id: str) -> int:
    """The number after the last; until the transaction ends nobody else gets one."""
    one_at_a_time(f"moves/{contract_id}")
    numbers = models.Move.objects.filter(contract_id=contract_id).order_by("-number")
    return (numbers.values_list("number", flat=True).first() or 0) + 1


__all__ = ["OPEN", "Attachment", "open_move", "take_step"]
