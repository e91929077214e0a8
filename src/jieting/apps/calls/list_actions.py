"""What people do on the call list: save a filter, see a caller's number, export, search."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.audit.actions import audited, looked
from jieting.apps.base.actor import Actor
from jieting.apps.calls.callers import BrokenSeal, blind_index, unseal
from jieting.apps.calls.filters import Filter
from jieting.apps.calls.models import Call, SavedFilter
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say


def save_filter(
    *, by: Actor, at: datetime, contract_id: str, name: str, wanted: Filter
) -> SavedFilter:
    """Keep a filter under a name for the person alone; the same name replaces what it meant."""
    with audited("calls.filter.saved", by=by, at=at, contract=contract_id, object=name):
        saved, _ = SavedFilter.objects.update_or_create(
            user_id=by.user_id,
            contract_id=contract_id,
            name=name,
            defaults={"query": wanted.query()},
        )
        return saved


def remove_filter(*, by: Actor, at: datetime, contract_id: str, filter_id: int) -> bool:
    """Remove a filter of the person's own; False where they have no such filter."""
    own = SavedFilter.objects.filter(pk=filter_id, user_id=by.user_id, contract_id=contract_id)
    saved = own.first()
    if saved is None:
        return False
    with audited("calls.filter.removed", by=by, at=at, contract=contract_id, object=saved.name):
        saved.delete()
    return True


def see_caller(*, by: Actor, at: datetime, call: Call, reason: str) -> str:
    """The caller's whole number, after the look and its reason stand in the audit log.

    Errors: Refused where the keys of this installation do not open the seal.
    """
    looked(
        "calls.caller.seen",
        by=by,
        at=at,
        contract=call.contract_id,
        object=f"call {call.pk}",
        reason=reason,
    )
    if call.caller_sealed is None:
        return ""
    try:
        return unseal(bytes(call.caller_sealed))
    except BrokenSeal as error:
        raise Refused(_unreadable(call)) from error


def search_caller(*, by: Actor, at: datetime, contract_id: str, number: str) -> str:
    """The blind index of a number as hex; that somebody searched by a number is logged.

    The log holds the index, not the number.
    """
    index = blind_index(number).hex()
    looked("calls.caller.searched", by=by, at=at, contract=contract_id, index=index)
    return index


def export_calls(
    *, by: Actor, at: datetime, contract_id: str, wanted: Filter, form: str, calls: int
) -> None:
    """Note that a list of calls leaves the product: which filter, in which form, how many."""
    looked(
        "calls.list.exported",
        by=by,
        at=at,
        contract=contract_id,
        filter=wanted.query(),
        form=form,
        calls=calls,
    )


def _unreadable(call: Call) -> Finding:
    return Finding(
        "caller_unreadable",
        say("The caller's number of call {call} cannot be read.", call=call.call_id),
        say("It was sealed with other keys than this installation has, or it was changed since."),
        say("Restore the keys of the installation, or import the calls again."),
        Place(call.call_id, column="caller"),
    )
