"""Taking in: from the switch's spool into a sealed file with a row that the audit log vouches for.

In this order, so that a crash anywhere loses nothing: seal and name the file, commit the row,
remove the plain files. Before the commit nothing names the sealed file, and a second try makes
another; after it a second try finds the row, and only removes what is left in the spool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Max

from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.addresses import address
from jieting.apps.base.instants import to_datetime
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.notices.actions import notify
from jieting.apps.recordings import spool, store, timing
from jieting.apps.recordings.digest import digest_of, named
from jieting.apps.recordings.hooks import Told, facts_of
from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.sound import Sound, Unreadable, peaks, silenced, to_wav
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant, local
from jieting.domain.said import say
from jieting.installation.switch import SwitchPlace, switch_place

JOB = "recordings.take_in"
LOOK_AGAIN_S = 10
GIVEN_UP_S = 900
"""Seconds after the last word of a call in which its files may still come."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A recording that was told of: of which call, its name in the spool, when it began."""

    contract_id: str
    system: str
    call: str
    origin: str
    told_at: Instant
    facts: Sequence[Told]


def take_in(
    *, by: Actor, at: datetime, contract_id: str, system: str, call: str
) -> datetime | None:
    """Keep every recording of a call that is over; safe to do again.

    When to look again, where a file has not come yet or is still written to; else None. Only the
    switch of this installation has files: of a simulated one nothing is expected.
    """
    place = switch_place()
    if place is None or place.system != system:
        return None
    facts = facts_of(system, call)
    waits = [
        _take(
            place,
            Arrival(contract_id, system, call, origin[: timing.LONGEST_NAME], told_at, facts),
            by,
            at,
        )
        for origin, told_at in timing.files_told(facts)
    ]
    return at + timedelta(seconds=LOOK_AGAIN_S) if any(waits) else None


def _take(place: SwitchPlace, arrival: Arrival, by: Actor, at: datetime) -> bool:
    """Take one recording in; True where it is too early."""
    row = _row_of(arrival)
    found = spool.find(place.spool, arrival.origin)
    if row is not None and row.state != Recording.State.LOST:
        if found is not None:
            spool.remove(place.spool, found)
        return False
    last = max(told_at for _, told_at, _ in arrival.facts)
    is_late = at >= to_datetime(last) + timedelta(seconds=GIVEN_UP_S)
    if found is None:
        if is_late and row is None:
            _lose(arrival, by, at)
        return not is_late
    if at.timestamp() - found.changed_at < spool.QUIET_S and not is_late:
        return True
    _keep(place.spool, arrival, found, row or _new(arrival, at), by, at)
    return False


def _keep(
    folder: Path, arrival: Arrival, found: spool.Found, row: Recording, by: Actor, at: datetime
) -> None:
    """Seal a recording, commit its row, then remove the plain files."""
    contents = spool.content_of(folder, found)
    plain = _prepared(arrival, found, contents, row)
    if plain is None:
        # An empty file: nobody was there to be recorded.
        spool.remove(folder, found)
        return
    row.state, row.digest, row.kept_at = Recording.State.KEPT, spool.digest_of(contents), at
    store.keep(row, plain, local(row.began_at, latest_terms(arrival.contract_id).zone))
    _commit(row, by, at)
    spool.remove(folder, found)


def _prepared(
    arrival: Arrival, found: spool.Found, contents: list[bytes], row: Recording
) -> bytes | None:
    """What is to be sealed, and in ``row`` what is told of it; None where there is no sound.

    Sound that nobody can read is kept as it came: it may still prove something.
    """
    try:
        sound = spool.sound_of(found, contents)
    except Unreadable:
        return b"".join(contents) or None
    if not sound.milliseconds:
        return None
    length, facts = sound.milliseconds, arrival.facts
    row.milliseconds, row.peaks = length, []
    row.began_at = timing.began_at(arrival.told_at, facts, length)
    row.marks = timing.marks(row.began_at, facts, length)
    return _quiet(sound, row, facts)


def _quiet(sound: Sound, row: Recording, facts: Sequence[Told]) -> bytes:
    """The sound without what was said in pauses, as WAV; its waveform goes into the row."""
    spans = timing.pauses(row.began_at, facts, row.milliseconds)
    kept = silenced(sound, spans) if spans else sound
    row.peaks = peaks(kept)
    return to_wav(kept)


def _lose(arrival: Arrival, by: Actor, at: datetime) -> None:
    """Note that a recording was told of and never came, and tell who runs the line."""
    row = _new(arrival, at)
    row.state = Recording.State.LOST
    _commit(row, by, at)


def _commit(row: Recording, by: Actor, at: datetime) -> None:
    lost = row.state == Recording.State.LOST
    event = "recordings.lost" if lost else "recordings.kept"
    with audited(event, by=by, at=at, contract=row.contract_id) as entry:
        one_at_a_time(f"recordings/{row.system}/{row.call}")
        if row.pk is None:
            row.part = _next_part(row)
        row.save()
        entry.object = named(row)
        entry.detail.update(
            call=row.call, digest=digest_of(row), sound=row.digest, sealed=row.sealed_digest
        )
        changed(row.contract_id, "recordings")
        if lost:
            _tell_lost(row, at)


def _tell_lost(row: Recording, at: datetime) -> None:
    notify(
        at=at,
        contract_id=row.contract_id,
        event="recordings.lost",
        words=say("The recording of call {call} never came from the switch.", call=row.call),
        url=address("recordings", row.contract_id),
        side=Side.SUPPLIER,
        right=Right.RUN_LINE,
        once=f"recordings/lost/{row.call}/{row.part}",
    )


def _next_part(row: Recording) -> int:
    parts = Recording.objects.filter(system=row.system, call=row.call)
    return int(parts.aggregate(last=Max("part"))["last"] or 0) + 1


def _row_of(arrival: Arrival) -> Recording | None:
    return Recording.objects.filter(
        system=arrival.system, call=arrival.call, origin=arrival.origin
    ).first()


def _new(arrival: Arrival, at: datetime) -> Recording:
    return Recording(
        contract_id=arrival.contract_id,
        system=arrival.system,
        call=arrival.call,
        origin=arrival.origin,
        began_at=arrival.told_at,
        kept_at=at,
    )
