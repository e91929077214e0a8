"""Calling back: take one, call, and enter what came of it; the observer notes who was missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.line.asking import TOPIC, ask_switch
from jieting.apps.line.call_backs import refusals as why
from jieting.apps.line.call_backs.queries import answered_since, same_number, was_dialled
from jieting.apps.line.call_backs.words import RESULTS, STATES, UNDONE, WAITING
from jieting.apps.line.models import CallBack, Command
from jieting.apps.line.plan_now import agents_of_person, plan_or_refused
from jieting.apps.line.seats.refusals import no_reason, no_telephone, reason_too_long
from jieting.domain.errors import BadInput, Finding, Refused

LONGEST_RESULT = 500
State = CallBack.State


def take(*, by: Actor, at: datetime, contract_id: str, number: int) -> CallBack:
    """Take a call-back, with every other one of the same caller; of two who try, one gets it.

    Errors: Refused where somebody else is at it, where it is done, and where the caller called
    again meanwhile and was answered.
    """
    with audited("line.call_back.taken", by=by, at=at, contract=contract_id) as entry:
        first, rows = _locked(by, contract_id, number)
        entry.object = f"call-back {first.pk}"
        other = next((one for one in rows if one.state == State.TAKEN), None)
        if other is not None:
            raise Refused(why.has_it(other.taken_by_name))
        if first.state not in WAITING:
            raise Refused(why.not_waiting(STATES[first.state]))
        if first.pk in answered_since(contract_id):
            raise Refused(why.not_waiting(STATES[State.CALLED_AGAIN]))
        _set(rows, State.TAKEN, at, taken_by_name=by.name)
        entry.detail.update(calls=len(rows))
    return first


def call(*, by: Actor, at: datetime, contract_id: str, number: int) -> Command:
    """Ask the switch to ring the own telephone and then the caller.

    Errors: Refused where it is not taken, has no number, or is being dialled.
    """
    plan = plan_or_refused(contract_id)
    with audited("line.call_back.called", by=by, at=at, contract=contract_id) as entry:
        first, _ = _locked(by, contract_id, number)
        entry.object = f"call-back {first.pk}"
        against = list(_against_calling(by, first))
        mine = agents_of_person(plan, by.name)
        if not mine:
            against.append(no_telephone(by.name))
        if against:
            raise Refused(against)
        made = ask_switch(
            by=by, at=at, contract_id=contract_id, kind="originate_call_back",
            # The number stays sealed; the observer unseals it when it dials.
            arguments={
                "call_back": first.pk, "agent": mine[0].name, "extension": mine[0].extension,
            },
        )  # fmt: skip
        tried = {"at": at.isoformat(), "by": by.name, "command": made.pk}
        first.tries = [*first.tries, tried]
        first.changed_at = at
        first.save(update_fields=["tries", "changed_at"])
        changed(contract_id, TOPIC)
    return made


def give_back(*, by: Actor, at: datetime, contract_id: str, number: int) -> CallBack:
    """Put a call-back that was taken back into the list; a supervisor may do it for another."""
    with audited("line.call_back.given_back", by=by, at=at, contract=contract_id) as entry:
        first, rows = _locked(by, contract_id, number)
        entry.object = f"call-back {first.pk}"
        _must_have(by, first, or_runs=True)
        entry.detail.update(taken_by=first.taken_by_name)
        state = State.NOT_REACHED if _was_not_reached(first) else State.OPEN
        _set(rows, state, at, taken_by_name="")
    return first


def close(
    *, by: Actor, at: datetime, contract_id: str, number: int, result: str, words: str = ""
) -> CallBack:
    """Enter what came of a call-back, for every call of that caller that it stands for.

    Errors: BadInput without a result, or without words where it is given up; Refused where it is
    not the actor's, or where nobody called and it is said to be reached or not.
    """
    said = words.strip()
    wrong = list(_wrong(result, said))
    if wrong:
        raise BadInput(wrong)
    with audited(
        "line.call_back.closed", by=by, at=at, contract=contract_id, reason=said, result=result
    ) as entry:
        first, rows = _locked(by, contract_id, number)
        entry.object = f"call-back {first.pk}"
        _must_have(by, first)
        if result in (State.REACHED, State.NOT_REACHED) and not was_dialled(first):
            raise Refused(why.not_tried())
        if first.tries:
            first.tries = [*first.tries[:-1], {**first.tries[-1], "result": result, "words": said}]
            first.save(update_fields=["tries"])
        # Who was not reached waits for somebody else; who was is still known by the last name.
        name = "" if result == State.NOT_REACHED else by.name
        _set(rows, State(result), at, taken_by_name=name, result=said)
        entry.detail.update(calls=len(rows))
    return first


def close_called_again(*, by: Actor, at: datetime, contract_id: str) -> int:
    """Close call-backs whose callers called again and were answered since; how many.

    Nothing is written where there is none. One that somebody is at is left to that person.
    """
    found = answered_since(contract_id)
    if not found:
        return 0
    with audited("line.call_back.called_again", by=by, at=at, contract=contract_id) as entry:
        rows = CallBack.objects.select_for_update().filter(pk__in=found, state__in=WAITING)
        closed = [row.pk for row in rows.order_by("pk")]
        CallBack.objects.filter(pk__in=closed).update(state=State.CALLED_AGAIN, changed_at=at)
        entry.detail.update(call_backs=closed)
        changed(contract_id, TOPIC)
    return len(closed)


def _locked(by: Actor, contract_id: str, number: int) -> tuple[CallBack, list[CallBack]]:
    """The call-back, and with it every one of the same caller that is not done, locked."""
    if not may_act(by, Right.SERVE_QUEUES):
        raise Refused(why.no_right())
    known = CallBack.objects.filter(contract_id=contract_id, pk=number).first()
    if known is None:
        raise Refused(why.unknown(number))
    rows = same_number(known).filter(state__in=UNDONE) | CallBack.objects.filter(pk=known.pk)
    # In one order, or two who take the same caller's calls would wait for each other.
    locked = list(rows.select_for_update().order_by("pk"))
    first = next(row for row in locked if row.pk == known.pk)
    return first, locked


def _set(rows: Sequence[CallBack], state: str, at: datetime, **more: str) -> None:
    for row in rows:
        row.state, row.changed_at = state, at
        for name, value in more.items():
            setattr(row, name, value)
        row.save(update_fields=["state", "changed_at", *more])
    changed(rows[0].contract_id, TOPIC)


def _must_have(by: Actor, row: CallBack, *, or_runs: bool = False) -> None:
    if row.state != State.TAKEN:
        raise Refused(why.not_yours())
    if row.taken_by_name != by.name and not (or_runs and may_act(by, Right.RUN_LINE)):
        raise Refused(why.has_it(row.taken_by_name))


def _against_calling(by: Actor, row: CallBack) -> Sequence[Finding]:
    if row.state != State.TAKEN:
        return (why.not_yours(),)
    if row.taken_by_name != by.name:
        return (why.has_it(row.taken_by_name),)
    if row.number_sealed is None:
        return (why.no_number(),)
    asked = Command.objects.filter(
        kind="originate_call_back", state=Command.State.ASKED, arguments__call_back=row.pk
    )
    return (why.dialling(),) if asked.exists() else ()


def _wrong(result: str, words: str) -> Sequence[Finding]:
    if result not in RESULTS:
        return (why.no_result(),)
    if len(words) > LONGEST_RESULT:
        return (reason_too_long(LONGEST_RESULT),)
    return (no_reason(),) if result == State.GIVEN_UP and not words else ()


def _was_not_reached(row: CallBack) -> bool:
    return any(one.get("result") == State.NOT_REACHED for one in row.tries)
