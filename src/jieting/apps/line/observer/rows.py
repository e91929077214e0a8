"""The observer's rows in bulk: facts, calls, call-backs, findings; one statement for many."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from jieting.apps.base.packed import packed
from jieting.apps.line.models import CallBack, LineCall, LineFinding
from jieting.apps.line.observer.standing import Standing
from jieting.domain.errors import Finding
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.periods import Instant

# Told by two ways, the earlier time counts, whichever way came first: so nothing depends on that.
_FACTS = """
INSERT INTO line_fact (system, call, key, at, kind, data, source, seen_at)
SELECT %s, t.call, t.key, t.at, t.kind, t.data::jsonb, t.source, %s
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[])
    AS t (call, key, at, kind, data, source)
ON CONFLICT (system, call, key) DO UPDATE
    SET at = excluded.at, data = excluded.data, source = excluded.source
    WHERE (excluded.at, excluded.source) < (line_fact.at, line_fact.source)
RETURNING call, kind, source, at, xmax = 0
"""
_OF_CALLS = """
SELECT call, key, at, kind, data::text, source FROM line_fact
WHERE system = %s AND call = ANY(%s)
"""
_CLOSED = """
SELECT c.call, c.contract_id, c.events::text FROM line_linecall c
WHERE c.system = %s AND c.call = ANY(%s) AND c.over
    AND NOT EXISTS (SELECT 1 FROM line_fact f WHERE f.system = c.system AND f.call = c.call)
"""
_CALL_COLUMNS = (
    ("contract_id", "text"),
    ("call", "text"),
    ("source", "text"),
    ("direction", "text"),
    ("arrived_at", "bigint"),
    ("stage", "text"),
    ("stage_at", "bigint"),
    ("queue", "text"),
    ("agent", "text"),
    ("over", "boolean"),
    ("kept", "bigint"),
    ("kept_digest", "text"),
    ("events", "jsonb"),
    ("outcome", "text"),
    ("invited_at", "bigint"),
    ("survey_key", "text"),
    ("counted", "boolean"),
    ("ended_by", "text"),
    ("rang_unanswered", "int"),
    ("holds", "int"),
    ("transfers", "int"),
    ("conferences", "int"),
    ("call_back_asked", "boolean"),
)
_NAMES = ", ".join(name for name, _ in _CALL_COLUMNS)
_CALLS = f"""
INSERT INTO line_linecall (system, {_NAMES})
SELECT %s, {", ".join(f"t.{name}::{kind}" for name, kind in _CALL_COLUMNS)}
FROM unnest({", ".join(f"%s::{'text' if k == 'jsonb' else k}[]" for _, k in _CALL_COLUMNS)})
    AS t ({_NAMES})
ON CONFLICT (system, call) DO UPDATE
    SET {", ".join(f"{n} = excluded.{n}" for n, _ in _CALL_COLUMNS if n != "call")}
"""  # noqa: S608 - the columns are constants
_BACKS = """
INSERT INTO line_callback (contract_id, system, call, queue, asked, missed_at, number_sealed,
    number_index, state, tries, taken_by_name, changed_at, result)
SELECT t.contract, %s, t.call, t.queue, t.asked, t.missed_at, t.sealed, t.index, %s, '[]', '',
    %s, ''
FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[], %s::bigint[], %s::bytea[],
    %s::bytea[]) AS t (contract, call, queue, asked, missed_at, sealed, index)
ON CONFLICT (system, call) DO NOTHING
"""
_FINDINGS = """
INSERT INTO line_linefinding (contract_id, system, key, code, call, found, times, first_at,
    last_at, settled_by_name, settled_words)
SELECT t.contract, %s, t.key, t.code, t.call, t.found::jsonb, t.times, %s, %s, '', ''
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
    AS t (contract, key, code, call, found, times)
ON CONFLICT (system, key) DO UPDATE
    SET found = excluded.found, last_at = excluded.last_at, code = excluded.code,
        contract_id = COALESCE(excluded.contract_id, line_linefinding.contract_id),
        times = line_linefinding.times + CASE WHEN excluded.key LIKE 'fold:%%' THEN 0
            ELSE excluded.times END
"""

Told = tuple[Instant, str]
"""When an event of a call was, and its kind."""


class Touched:
    """What a batch of facts changed: calls with the kinds that were new, and how many by way."""

    def __init__(self, rows: Iterable[tuple[str, str, str, Instant, bool]]) -> None:
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.new: list[tuple[str, Instant]] = []
        for call, kind, source, at, is_new in rows:
            self.kinds[call].add(kind)
            if is_new:
                self.new.append((source, at))


def insert_facts(system: str, facts: Iterable[Fact], seen_at: Instant) -> Touched:
    """Keep facts, each once; which of them were new or told an earlier time."""
    best: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        name = (fact.call, fact.key)
        known = best.get(name)
        if known is None or (fact.at, fact.source) < (known.at, known.source):
            best[name] = fact
    # One order for all, so that two who keep the same facts never wait for each other in a circle.
    rows = [best[name] for name in sorted(best)]
    if not rows:
        return Touched(())
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            [
                system,
                seen_at,
                [fact.call for fact in rows],
                [fact.key for fact in rows],
                [fact.at for fact in rows],
                [fact.kind.value for fact in rows],
                [json.dumps(dict(fact.data)) for fact in rows],
                [fact.source.value for fact in rows],
            ],
        )
        return Touched(cursor.fetchall())


def facts_of(system: str, calls: Sequence[str]) -> dict[str, list[Fact]]:
    """Every kept fact of some calls."""
    found: dict[str, list[Fact]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OF_CALLS, [system, list(calls)])
        for call, key, at, kind, data, source in cursor.fetchall():
            found[call].append(
                Fact(
                    system=system,
                    call=call,
                    key=key,
                    at=at,
                    kind=FactKind(kind),
                    data=json.loads(data),
                    source=Source(source),
                )
            )
    return found


def kept_digests(system: str, calls: Sequence[str]) -> dict[str, tuple[int | None, str]]:
    """The number of each call's row in the books, and the digest of what it says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT call, kept, kept_digest FROM line_linecall"
            " WHERE system = %s AND call = ANY(%s)",
            [system, list(calls)],
        )
        return {call: (kept, digest) for call, kept, digest in cursor.fetchall()}


def contracts_of(system: str, calls: Sequence[str]) -> dict[str, str]:
    """The contract of each call that is or was on the line."""
    found = LineCall.objects.filter(system=system, call__in=list(calls))
    return dict(found.values_list("call", "contract_id"))


def upsert_calls(
    system: str, source: str, calls: Sequence[Standing], kept: dict[str, tuple[int | None, str]]
) -> None:
    """The rows of calls on the line, as they stand."""
    if not calls:
        return
    rows = [_call_row(one, source, *kept.get(one.name, (None, ""))) for one in calls]
    rows.sort(key=lambda row: str(row[1]))
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, [system, *columns])


def _call_row(one: Standing, source: str, kept: int | None, digest: str) -> tuple[Any, ...]:
    after, call, stage = one.after, one.call, one.stage
    return (
        one.contract,
        one.name,
        source[:32],
        one.direction.value,
        one.arrived_at,
        stage.stage,
        stage.at,
        (call.queue if call else stage.queue)[:64],
        (call.agent if call else stage.agent)[:64],
        one.over,
        kept,
        digest,
        json.dumps(one.events),
        call.outcome.value if call else "",
        after.invited_at,
        after.survey_key[:8],
        after.counted,
        after.ended_by[:10],
        after.rang_unanswered,
        after.holds,
        after.transfers,
        after.conferences,
        after.call_back_asked,
    )


def keep_call_backs(system: str, calls: Sequence[Standing], at: datetime) -> None:
    """A call-back for each call that was missed and whose number is known, once.

    One that nobody took yet goes again where later facts tell that the call was not missed.
    """
    over = [one for one in calls if one.over]
    missed = [one for one in over if one.is_missed and one.back is not None]
    fine = [one.name for one in over if not one.is_missed]
    if fine:
        CallBack.objects.filter(
            system=system, call__in=fine, state=CallBack.State.OPEN, tries=[]
        ).delete()
    rows = [
        (
            one.contract,
            one.name,
            (one.call.queue if one.call else one.stage.queue)[:64],
            one.after.call_back_asked,
            one.call.ended_at if one.call else one.stage.at,
            *one.back,
        )
        for one in missed
        if one.back is not None
    ]
    if rows:
        columns = [list(column) for column in zip(*sorted(rows), strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_BACKS, [system, str(CallBack.State.OPEN), at, *columns])


Found = tuple[str | None, str, str, Finding]
"""A finding to keep: its contract, its key, the call that it is about, and itself."""


def keep_findings(system: str, found: Iterable[Found], at: datetime) -> int:
    """One row for one thing; told again it counts, unless folding found it. How many rows."""
    rows: dict[str, Found] = {}
    times: dict[str, int] = defaultdict(int)
    for one in found:
        rows[one[1][:200]] = one
        times[one[1][:200]] += 1
    if not rows:
        return 0
    keys = sorted(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            _FINDINGS,
            [
                system,
                at,
                at,
                [rows[key][0] for key in keys],
                keys,
                [rows[key][3].code[:64] for key in keys],
                [rows[key][2][:64] for key in keys],
                [json.dumps(packed(rows[key][3])) for key in keys],
                [times[key] for key in keys],
            ],
        )
    return len(keys)


def forget_folded(system: str, calls: Sequence[str], told: Iterable[str]) -> None:
    """Take away what folding found before and does not find any more, unless it was settled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM line_linefinding WHERE system = %s AND call = ANY(%s)"
            " AND key LIKE 'fold:%%' AND settled_at IS NULL AND NOT key = ANY(%s)",
            [system, list(calls), list(told)],
        )


def closed_calls(system: str, calls: Iterable[str]) -> dict[str, tuple[str, set[Told]]]:
    """Calls that are over and whose facts are gone, each with its contract and its events."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, [system, sorted(set(calls))])
        return {
            call: (contract, {(event["at"], event["kind"]) for event in json.loads(events)})
            for call, contract, events in cursor.fetchall()
        }


def forget_unknown_contract(system: str, contracts: Iterable[str]) -> None:
    """Take away what was found of contracts that were not here and are now, unless settled."""
    LineFinding.objects.filter(
        system=system, key__in=[f"contract:{one}" for one in contracts], settled_at=None
    ).delete()
