"""What the page of a mapping shows: selects over the columns, codes, times, the trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.calls import queries
from jieting.apps.calls.import_page import crumbs
from jieting.apps.calls.imports import mappings
from jieting.apps.calls.imports.maker import CODED, LEAVE_OUT
from jieting.apps.calls.imports.maker_page import (
    CHOICES,
    OURS,
    UNKNOWN,
    MakerPage,
    Trial,
)
from jieting.apps.calls.imports.told import as_named
from jieting.apps.calls.imports.words import column_words, meaning_words
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import zone_of
from jieting.apps.calls.rows import clock
from jieting.apps.calls.words import outcome_words
from jieting.domain.calls.call import OBLIGATORY, Call
from jieting.domain.calls.masking import mask_number
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say, verbatim
from jieting.switches.table.block import hide_numbers

_NEED_TIMES = ("queued_at", "answered_at")


def maker_context(standing: Standing, row: Import, page: MakerPage) -> dict[str, Any]:
    """The context of the page and of the part of it that answers each change."""
    zone = zone_of(row.contract_id)
    return {
        "imported": row,
        "contract": standing.contract,
        "crumbs": _crumbs(standing, row),
        "page": page,
        "zone": zone.key,
        "columns": _columns(page),
        "rows": [_shown(row, page) for row in page.preview.rows],
        "missing": [column_words(ours) for ours in page.missing],
        "twice": [column_words(ours) for ours in page.twice],
        "codes": [_codes(ours, page) for ours in CODED if ours in page.codes],
        "forms": page.forms,
        "instead": [_instead(ours, page) for ours in _NEED_TIMES if ours not in page.chosen],
        "constants": _constants(page),
        "trial": _trial(row, page.trial, zone),
        "ready": not page.missing and not page.twice,
        "others": mappings.choices(row.contract_id),
    }


def _crumbs(standing: Standing, row: Import) -> list[tuple[Said, str | None]]:
    way = crumbs(standing.contract)
    return [
        *way,
        (verbatim(row.file_name), reverse("import", args=[row.contract_id, row.pk])),
        (say("Columns"), None),
    ]


def _columns(page: MakerPage) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "theirs": theirs,
            "ours": ours,
            "choices": [
                (choice, column_words(choice), choice in OBLIGATORY, choice == ours)
                for choice in CHOICES
            ],
        }
        for number, (theirs, ours) in enumerate(zip(page.preview.names, page.chosen, strict=True))
    ]


def _shown(row: Sequence[str], page: MakerPage) -> list[str]:
    """A row as a page may show it: callers masked, and what may be one in a column not told."""
    masks: dict[str, Callable[[str], str]] = {"caller": mask_number, "": hide_numbers}
    return [masks.get(ours, str)(cell) for cell, ours in zip(row, page.chosen, strict=True)]


def _codes(ours: str, page: MakerPage) -> dict[str, Any]:
    meanings = [*OURS[ours], LEAVE_OUT]
    return {
        "ours": ours,
        "title": column_words(ours),
        "too_many": ours in page.too_many,
        "open": sum(code.meant == UNKNOWN for code in page.codes[ours]),
        "rows": [
            {
                "number": number,
                "theirs": code.theirs,
                "seen": f"{code.seen:,}",
                "unknown": code.meant == UNKNOWN,
                "choices": [
                    (meant, meaning_words(ours, meant), meant == code.meant)
                    for meant in (UNKNOWN, *meanings)
                    if meant != UNKNOWN or code.meant == UNKNOWN
                ],
            }
            for number, code in enumerate(page.codes[ours])
        ],
    }


def _instead(ours: str, page: MakerPage) -> dict[str, Any]:
    times = [
        theirs
        for theirs, meant in zip(page.preview.names, page.chosen, strict=True)
        if meant.endswith("_at")
    ]
    return {
        "ours": ours,
        "title": column_words(ours),
        "choices": [(theirs, page.instead.get(ours) == theirs) for theirs in times],
    }


def _constants(page: MakerPage) -> dict[str, Any]:
    """What can be the same for every row, because no column holds it."""
    told = page.constants
    directions = [
        (value, meaning_words("direction", value), told["direction"] == value)
        for value in OURS["direction"]
    ]
    return {
        "direction": directions if "direction" not in page.chosen else [],
        "texts": [
            {"ours": ours, "title": column_words(ours), "value": told[ours]}
            for ours in ("queue", "source")
            if ours not in page.chosen
        ],
    }


def _trial(row: Import, trial: Trial | None, zone: ZoneInfo) -> dict[str, Any] | None:
    source = queries.folder_of(row).source
    if trial is None or source is None:
        return None
    return {
        "rows": f"{trial.rows:,}",
        "kept": f"{trial.kept:,}",
        "left_out": f"{trial.left_out:,}",
        "calls": [_call(call, zone) for call in trial.calls],
        "findings": list(as_named(trial.findings, source, row.file_name)),
    }


def _call(call: Call, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "direction": meaning_words("direction", call.direction),
        "outcome": outcome_words(call.outcome),
        "arrived_at": _at(call.arrived_at, zone),
        "queued_at": _at(call.queued_at, zone),
        "answered_at": _at(call.answered_at, zone),
        "ended_at": _at(call.ended_at, zone),
        "agent": call.agent,
        "rating": meaning_words("rating", call.rating or ""),
    }


def _at(at: Instant | None, zone: ZoneInfo) -> str:
    return "" if at is None else clock(at, zone)
