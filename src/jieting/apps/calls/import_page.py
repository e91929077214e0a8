"""What the page of an import shows, made from its row and its folder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.packed import unpacked_all
from jieting.apps.base.words import tell
from jieting.apps.calls import queries
from jieting.apps.calls.imports.choose import can_be_clicked
from jieting.apps.calls.imports.refusals import STATES
from jieting.apps.calls.imports.words import BADGES, KINDS
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import zone_of
from jieting.apps.calls.rows import clock
from jieting.apps.calls.words import outcome_words
from jieting.domain.said import Said, say, verbatim

FINDINGS_SHOWN = 100
_PATIENCE = timedelta(seconds=15)
State = Import.State
_STOPPED = (State.UPLOADED, State.CHECKED, State.FAILED)
_WORKING = (State.CHECKING, State.COMMITTING)
_TOLD = (
    State.CHECKED,
    State.COMMITTING,
    State.COMMITTED,
    State.UNDONE,
    State.DISCARDED,
    State.RUNNING,
)


def import_context(standing: Standing, row: Import) -> dict[str, Any]:
    """The context of the page and of the part of it that follows the work."""
    zone = zone_of(row.contract_id)
    may, interrupted = standing.may(Right.IMPORT_CALLS), _interrupted(row)
    findings = _findings(row)
    return {
        "imported": row,
        "crumbs": crumbs(standing.contract, _name(row)),
        "contract": standing.contract,
        "may_import": may,
        "state_words": STATES[row.state],
        "badge": BADGES[row.state],
        "working": row.state in _WORKING,
        "interrupted": interrupted,
        "may_discard": may and (row.state in _STOPPED or interrupted),
        "may_undo": may and row.state == State.COMMITTED and not row.is_line,
        "work_words": _work_words(row),
        "told": _has_report(row),
        "kept": f"{row.kept:,}",
        "stats": stats(row),
        "nothing_new": _nothing_new(row),
        "facts": facts(row, zone),
        "outcomes": _outcomes(row),
        "findings": findings[:FINDINGS_SHOWN],
        "more_findings": len(findings) > FINDINGS_SHOWN,
        "failure": unpacked_all(row.failure) if row.state == State.FAILED else [],
        "same_file": queries.same_file_kept(row),
        "calls_url": _calls_url(row),
        "may_map": may and _can_be_mapped(row),
    }


def crumbs(contract: Any, *after: Said) -> list[tuple[Said, str | None]]:
    """The way from the contract to a page of imports; the last one is the page itself."""
    way: list[tuple[Said, str | None]] = [
        (verbatim(contract.title), reverse("board", args=[contract.pk])),
        (say("Imports"), reverse("imports", args=[contract.pk])),
    ]
    return [*way, *((title, None) for title in after)]


def import_row(row: Import, zone: ZoneInfo) -> dict[str, Any]:
    """A line of the history."""
    return {
        "imported": row,
        "made_at": clock(to_instant(row.made_at), zone),
        "state_words": STATES[row.state],
        "badge": BADGES[row.state],
        "calls_url": _calls_url(row),
        "who": _who(row),
        **{name: f"{getattr(row, name):,}" for name in ("rows", "kept", "known", "bad")},
    }


def stats(row: Import) -> list[dict[str, Any]]:
    """The numbers that are read first."""
    if row.is_line:
        so_far = say("Calls so far") if row.state == State.RUNNING else say("Calls kept")
        return [{"title": so_far, "value": f"{row.kept:,}", "href": _calls_url(row)}]
    kept = row.state in (State.COMMITTED, State.UNDONE)
    numbers: list[tuple[Said, int, str]] = [
        (say("Rows"), row.rows, ""),
        (say("Calls kept") if kept else say("New calls"), row.kept, _calls_url(row)),
        (say("Known already"), row.known, ""),
        (say("Repeated in the file"), row.repeated, ""),
        (say("Left out by rule"), row.left_out, ""),
        (say("Stored otherwise"), row.contradicting, ""),
        (say("Bad rows"), row.bad, ""),
    ]
    return [{"title": title, "value": f"{n:,}", "href": href} for title, n, href in numbers]


def facts(row: Import, zone: ZoneInfo) -> list[tuple[Said, object]]:
    """What else is known of the file, or of the day on the line."""
    found = _of_day(row) if row.is_line else _of_file(row, zone)

    if row.first_arrived_at is not None and row.last_arrived_at is not None:
        found += [
            (say("First arrival"), verbatim(clock(row.first_arrived_at, zone))),
            (say("Last arrival"), verbatim(clock(row.last_arrived_at, zone))),
            (say("Months"), verbatim(", ".join(row.months))),
        ]
    if row.calls_digest:
        found.append((say("SHA-256 of the calls"), verbatim(row.calls_digest)))
    return found


def _of_file(row: Import, zone: ZoneInfo) -> list[tuple[Said, object]]:
    return [
        (say("File"), verbatim(row.file_name)),
        (say("Kind"), _kind(row)),
        (say("Size"), say("{kb} KB", kb=f"{max(1, row.file_bytes // 1000):,}")),
        (say("SHA-256 of the file"), verbatim(row.file_digest)),
        (say("Mapping"), verbatim(row.mapping_name) if row.mapping_text else say("own columns")),
        (say("Brought by"), verbatim(_who(row))),
        (say("Brought at"), verbatim(clock(to_instant(row.made_at), zone))),
    ]


def _of_day(row: Import) -> list[tuple[Said, object]]:
    running = row.state == State.RUNNING
    closes = say("two hours after the end of the day; then the audit log vouches for its calls")
    return [
        (say("Day"), verbatim(row.file_name)),
        (say("Kind"), _kind(row)),
        (
            say("Closed"),
            closes if running else say("yes; a later call of this day is listed apart"),
        ),
    ]


def _name(row: Import) -> Said:
    return say("line, {day}", day=row.file_name) if row.is_line else verbatim(row.file_name)


def _who(row: Import) -> str:
    """The person's own name; a program's as the audit log has it."""
    if row.is_line:
        return tell(say("over the line"))
    return row.made_by.name if row.made_by else row.made_by_name


def _nothing_new(row: Import) -> dict[str, object] | None:
    """Why a checked import has nothing to keep; None where it has."""
    if row.state != State.CHECKED or row.kept:
        return None
    if row.bad and row.bad == row.rows:
        return {
            "kind": "warning",
            "title": say("Every row of this file is bad."),
            "text": say(
                "No call of it can be read. Look below at what was found: where every row has the "
                "same fault, the mapping is most likely wrong; change it, or discard the import."
            ),
        }
    return {
        "kind": "info",
        "title": say("Nothing in this file is new."),
        "text": say(
            "Its calls are kept already; rows that are bad, left out or stored otherwise are not "
            "kept. Discard it, or look at what was found."
        ),
    }


def _can_be_mapped(row: Import) -> bool:
    return row.state in _STOPPED and row.file_there and can_be_clicked(row)


def _findings(row: Import) -> list[Any]:
    if row.is_line or not _has_report(row):
        return []
    return list(queries.folder_of(row).findings(FINDINGS_SHOWN + 1))


def _has_report(row: Import) -> bool:
    return row.state in _TOLD and (row.state != State.DISCARDED or row.rows > 0)


def _kind(row: Import) -> Said:
    words = KINDS.get(row.kind) or verbatim(row.kind)
    return say("{kind}, {encoding}", kind=words, encoding=row.encoding) if row.encoding else words


def _outcomes(row: Import) -> list[tuple[Said, str]]:
    counted = sorted(row.outcomes.items(), key=lambda pair: -pair[1])
    return [(outcome_words(outcome), f"{calls:,}") for outcome, calls in counted]


def _calls_url(row: Import) -> str:
    if row.state not in (State.COMMITTED, State.RUNNING) or not row.kept:
        return ""
    return reverse("calls", args=[row.contract_id]) + f"?import_id={row.pk}"


def _interrupted(row: Import) -> bool:
    """Work that nobody is at, although it was asked for a while ago."""
    if row.state not in _WORKING or timezone.now() - row.changed_at < _PATIENCE:
        return False
    return not queries.is_at_work(row.pk)


def _work_words(row: Import) -> Said:
    if row.state == State.COMMITTING:
        return say("Calls are being kept")
    return say("The file is being read and compared with the calls that are kept")
