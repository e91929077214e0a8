"""What the pages of recordings show: a player with its marks, a list of what is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.audit.events import event_words
from jieting.apps.audit.searching import Search, matching
from jieting.apps.base.words import tell
from jieting.apps.calls.list_queries import number_of_call
from jieting.apps.calls.rows import clock, duration
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.recordings import grants
from jieting.apps.recordings.classes import WORDS
from jieting.apps.recordings.digest import named
from jieting.apps.recordings.forms import ClassForm, ListenForm
from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.queries import recordings_of
from jieting.apps.recordings.retention import Look, how_long
from jieting.domain.line.facts import FactKind
from jieting.domain.said import Said, say, verbatim

MARKS: dict[str, tuple[Said, str]] = {
    FactKind.ANSWERED: (say("An agent answered"), "headset"),
    FactKind.HELD: (say("Put on hold"), "pause-circle"),
    FactKind.RESUMED: (say("Taken back from hold"), "play-circle"),
    FactKind.TRANSFERRED: (say("Transferred"), "signpost-split"),
    FactKind.CONFERENCE: (say("A third party joined"), "people"),
    FactKind.RECORDING_PAUSED: (say("Recording paused: silent from here on"), "mic"),
    FactKind.RECORDING_RESUMED: (say("Recording goes on"), "mic"),
    FactKind.TALK_ENDED: (say("The talk ended"), "stop-circle"),
    FactKind.ENDED: (say("The call ended"), "telephone-x"),
}
"""Kind of a mark to its words and icon."""
_HEARD = frozenset({"recordings.heard", "recordings.played", "recordings.taken_out"})
_LATELY = 50
SIDE_WORDS = {1: (say("Both voices in one"),), 2: (say("Caller's side"), say("Agent's side"))}


def player_context(request: HttpRequest, row: Recording) -> dict[str, Any]:
    """The page of one recording, with the player for who gave a reason."""
    contract, zone = request.standing.contract, latest_terms(row.contract_id).zone
    is_kept = row.state == Recording.State.KEPT
    may_hear = is_kept and grants.is_granted(request, row.pk)
    how = how_long(row)
    number = number_of_call(row.contract_id, row.system, row.call)
    call_url = reverse("call", args=[contract.pk, number]) if number is not None else ""
    return {
        "crumbs": [
            (contract.title, reverse("board", args=[contract.pk])),
            (say("Calls"), reverse("calls", args=[contract.pk])),
            (verbatim(row.call), call_url or None),
            (say("Recording"), None),
        ],
        "contract": contract,
        "row": row,
        "is_kept": is_kept,
        "may_hear": may_hear,
        "playable": row.milliseconds > 0,
        "call_url": call_url,
        "began": clock(row.began_at, zone),
        "sound_url": reverse("recording_sound", args=[contract.pk, row.pk]),
        "wave": wave_of(row) if may_hear else {},
        "sides": SIDE_WORDS.get(len(row.peaks), ()),
        "marks": marks_of(row),
        "pairs": _pairs(row, zone),
        "whys": how.why,
        "until": how.until,
        "others": _others(row),
        "heard": heard_by(row, zone),
        "listen_form": ListenForm(auto_id="listen-%s"),
        "take_form": ListenForm(auto_id="take-%s"),
        "class_form": ClassForm(initial={"retention": row.retention}, auto_id="class-%s"),
        "may_keep_longer": is_kept and request.standing.may(Right.DELETE_RECORDINGS),
    }


def wave_of(row: Recording) -> dict[str, Any]:
    """What the waveform is drawn from."""
    return {
        "milliseconds": row.milliseconds,
        "peaks": row.peaks,
        "marks": [
            {"at": place, "words": tell(MARKS[kind][0]), "kind": kind}
            for kind, place in row.marks
            if kind in MARKS
        ],
        "silent": silent_spans(row),
    }


def silent_spans(row: Recording) -> list[list[int]]:
    """The spans in which the recording was paused, in milliseconds."""
    spans: list[list[int]] = []
    since: int | None = None
    for kind, place in row.marks:
        if kind == FactKind.RECORDING_PAUSED and since is None:
            since = place
        elif kind == FactKind.RECORDING_RESUMED and since is not None:
            spans.append([since, place])
            since = None
    return [*spans, [since, row.milliseconds]] if since is not None else spans


def marks_of(row: Recording) -> list[dict[str, Any]]:
    """The marks as a list that can be read and clicked."""
    return [
        {
            "seconds": f"{place // 1000}.{place % 1000:03}",
            "at": duration(place // 1000),
            "words": MARKS[kind][0],
            "icon": MARKS[kind][1],
        }
        for kind, place in row.marks
        if kind in MARKS
    ]


def heard_by(row: Recording, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Who heard a recording or took it out, when and why, the latest first: the log's words."""
    about = matching(Search(contract=row.contract_id, object=named(row)))
    return [
        {
            "at": entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            "by": entry.actor,
            "what": event_words(entry.event),
            "why": entry.reason,
        }
        for entry in about.filter(event__in=_HEARD, outcome="done")[:_LATELY]
    ]


def due_rows(looks: Iterable[Look], zone: ZoneInfo, contract_id: str) -> list[dict[str, Any]]:
    """Recordings with how long they are kept, as rows of a table."""
    return [
        {
            "url": reverse("recording", args=[contract_id, look.row.pk]),
            "call": look.row.call,
            "part": look.row.part,
            "began": clock(look.row.began_at, zone),
            "length": duration(look.row.milliseconds // 1000),
            "retention": WORDS[look.kept.retention],
            "until": look.kept.until,
            "whys": look.kept.why,
            "digest": look.row.digest,
        }
        for look in looks
    ]


def _others(row: Recording) -> list[Recording]:
    """The other recordings of the same call."""
    found = recordings_of(row.contract_id, row.system, row.call)
    return [one for one in found if one.pk != row.pk]


def _pairs(row: Recording, zone: ZoneInfo) -> list[dict[str, object]]:
    rows: list[tuple[Said, object]] = [
        (say("Began"), verbatim(clock(row.began_at, zone))),
        (say("Length"), verbatim(duration(row.milliseconds // 1000))),
        (say("Taken in"), verbatim(row.kept_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"))),
        (say("Name at the switch"), verbatim(row.origin)),
        (say("SHA-256 at the end of the call"), verbatim(row.digest or "-")),
    ]
    return [{"title": title, "value": value} for title, value in rows]
