"""A home with so many calls: ``python -m bench.jobs.room_build CALLS``, in the JIETING_HOME given.

The product makes its demonstration first: contracts, people, three simulated months, records. The
newest month is then copied, shifted in time, over three years; callers are sealed by the product.
Every bulk import has its line in the audit log, so that ``jieting audit verify`` holds.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from jieting.domain.periods import Month
from jieting.installation.home import home

ROOT = Path(__file__).resolve().parents[2]
MONTHS = 36
NEWEST = Month(2026, 10)
CALLERS = 20_000
CLICKERS = 50
AUDIT_LINES = 100_000

_OTHERS = "direction, answered_at, ended_at, outcome, talk_s, hold_s, wrap_up_s, rating, recording"
_BASE = f"""
CREATE TEMP TABLE base AS
SELECT contract_id, row_number() OVER (PARTITION BY contract_id ORDER BY arrived_at, id) AS n,
  arrived_at - %(start)s AS at, queued_at, queue, agent, source, source_ref, arrived_at, {_OTHERS}
FROM calls_call WHERE arrived_at >= %(start)s AND arrived_at < %(end)s
"""
# Copies are moved apart by a prime number of seconds and up to half an hour each, and stay in
# their month; everything within a call keeps its distance from the arrival.
_COPY = """
INSERT INTO calls_call (contract_id, brought_by_id, call_id, direction, queue, caller_sealed,
  caller_index, arrived_at, queued_at, answered_at, ended_at, outcome, agent, talk_s, hold_s,
  wrap_up_s, rating, recording, source, source_ref)
SELECT %(contract)s, %(came)s, 'B' || %(month)s::text || '-' || k || '-' || moved.n, direction,
  CASE WHEN queue <> '' AND h %% 1000 = 0 THEN 'complaints' ELSE queue END, sealed, index,
  to_at, queued_at - arrived_at + to_at, answered_at - arrived_at + to_at,
  ended_at - arrived_at + to_at, outcome, CASE WHEN agent = '' THEN '' ELSE agent || '-' || k END,
  talk_s, hold_s, wrap_up_s, rating, recording, source, source_ref
FROM (
  SELECT base.*, k, h, %(start)s
    + (at + k * 3607000000 + h %% 1800000000) %% (%(end)s - %(start)s - 1) AS to_at
  FROM base CROSS JOIN generate_series(1, %(copies)s) AS copy(k)
  CROSS JOIN LATERAL (SELECT hashint8extended(n * 64 + k, %(start)s) & 9007199254740991) AS hash(h)
  WHERE contract_id = %(contract)s
) AS moved
LEFT JOIN callers ON callers.n = CASE WHEN h %% 10 < 6 THEN (h / 10) %% %(callers)s END
ORDER BY to_at
"""


def main() -> None:
    """Makes what is missing; a build cut short is begun anew by whoever asked for it."""
    calls = int(sys.argv[1])
    urls = _demonstration()
    with psycopg.connect(urls.maker, dbname=urls.name(), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET synchronous_commit = off")
        bare = list(_take_indexes_away(connection))
        _copies(connection, calls)
        for statement in bare:
            _told(statement[:60], lambda s=statement: connection.execute(s))
        _told("analyze", lambda: connection.execute("VACUUM (ANALYZE) calls_call"))
    _books()


def _demonstration() -> Any:
    from jieting.cli.application import migrate, ready
    from jieting.cli.room_make import make_room

    urls = ready()
    migrate(urls)
    make_room(home().root, ROOT / "contracts", lambda said: print(said, flush=True), counted=True)
    return urls


def _take_indexes_away(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Drops what an index would cost a million times, and tells how to make it again."""
    rows = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = 'calls_call'::regclass AND contype = 'u'"
    ).fetchall()
    for name, definition in rows:
        connection.execute(
            sql.SQL("ALTER TABLE calls_call DROP CONSTRAINT {}").format(sql.Identifier(name))
        )
        yield f"ALTER TABLE calls_call ADD CONSTRAINT {name} {definition}"
    rows = connection.execute(
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i"
        " ON i.oid = x.indexrelid WHERE x.indrelid = 'calls_call'::regclass AND NOT x.indisprimary"
    ).fetchall()
    for name, definition in rows:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield definition


def _copies(connection: psycopg.Connection[Any], calls: int) -> None:
    """Month by month, both contracts in turn, as imports come."""
    from jieting.apps.contracts.queries import contract_ids, latest_terms

    zones = {contract: latest_terms(contract).zone for contract in contract_ids()}
    newest = NEWEST.period(next(iter(zones.values())))
    connection.execute(_BASE, {"start": newest.start, "end": newest.end})
    (base,) = connection.execute("SELECT count(*) FROM base").fetchone() or (0,)
    _callers(connection)
    for back in reversed(range(MONTHS)):
        month = NEWEST.plus(-back)
        copies = max(1, round(calls / MONTHS / base))
        for contract, zone in zones.items():
            period = month.period(zone)
            came = _import(contract, month)
            asked = {
                "contract": contract, "came": came, "month": str(month), "copies": copies,
                "start": period.start, "end": period.end, "callers": CALLERS,
            }  # fmt: skip
            _told(f"{month} {contract}", lambda asked=asked: connection.execute(_COPY, asked))


def _callers(connection: psycopg.Connection[Any]) -> None:
    from jieting.apps.calls.callers import stored_many

    dice = random.Random(12123)
    numbers = [f"1{dice.choice('3578')}{dice.randrange(10**9):09}" for _ in range(CALLERS)]
    connection.execute(
        "CREATE TEMP TABLE callers (n bigint PRIMARY KEY, sealed bytea, index bytea)"
    )
    with connection.cursor().copy("COPY callers FROM STDIN") as copy:
        for n, caller in enumerate(stored_many(numbers)):
            copy.write_row((n, caller.sealed, caller.index))
    connection.execute("ANALYZE callers")


def _import(contract: str, month: Month) -> int:
    from jieting.apps.calls.models import Import

    now = datetime.now(UTC)
    came = Import.objects.create(
        contract_id=contract, state=Import.State.COMMITTED, file_name=f"bulk-{month}.csv",
        file_digest="", file_bytes=0, folder=f"bulk-{contract}-{month}", file_there=False,
        made_by_name="bench", made_at=now, changed_at=now, months=[str(month)],
    )  # fmt: skip
    return int(came.pk)


def _books() -> None:
    """What the product keeps about imports and months, by its own code; and a long audit log."""
    from django.db.models import Count, Max, Min

    from jieting.apps.audit.actions import audited
    from jieting.apps.base.actor import system
    from jieting.apps.calls.digest import digest_of_import
    from jieting.apps.calls.models import Call, Import
    from jieting.apps.calls.months import count_months, months_of

    for came in Import.objects.filter(made_by_name="bench", kept=0).order_by("pk"):
        found = Call.objects.filter(brought_by=came).aggregate(
            kept=Count("pk"), first=Min("arrived_at"), last=Max("arrived_at")
        )
        digest = digest_of_import(came.pk)
        with audited(
            "calls.import.committed", by=system("bench"), at=datetime.now(UTC),
            contract=came.contract_id, object=f"import {came.pk}",
            calls=found["kept"], calls_digest=digest,
        ):  # fmt: skip
            count_months(came.contract_id, months_of(came.pk, came.contract_id), 1)
            Import.objects.filter(pk=came.pk).update(
                kept=found["kept"], rows=found["kept"], calls_digest=digest,
                first_arrived_at=found["first"], last_arrived_at=found["last"],
            )  # fmt: skip
    _told(f"{AUDIT_LINES:,} audit lines", _audit_lines)
    _clickers()


def _audit_lines() -> None:
    """A log as of years, each entry chained to the one before."""
    from jieting.apps.audit.actions import hashed_fields
    from jieting.apps.audit.chain import entry_hash
    from jieting.apps.audit.models import Entry

    last = Entry.objects.order_by("-number")[0]
    number, previous, lines = last.number, last.hash, []
    for _ in range(AUDIT_LINES - last.number):
        number += 1
        entry = Entry(
            number=number, at=datetime.now(UTC), actor="nd-quality", role="quality_inspector",
            party="demo-supplier", way="page", address="127.0.0.1", contract="ningde-12123",
            event="calls.caller.seen", object=f"call {number}", outcome="done",
            reason="回访群众诉求", detail={}, previous=previous,
        )  # fmt: skip
        previous = entry.hash = entry_hash(hashed_fields(entry), previous)
        lines.append(entry)
    Entry.objects.bulk_create(lines, batch_size=5_000)


def _clickers() -> None:
    """People who click at once, of the roles that see calls, boards and months."""
    from jieting.apps.accounts.actions import change_password
    from jieting.apps.accounts.people_actions import add_person
    from jieting.apps.base.actor import system
    from jieting.cli.room_people import CONTRACTS, PASSWORD

    roles = ("supervisor", "quality_inspector", "contract_manager")
    for number in range(CLICKERS):
        contract = CONTRACTS[number % len(CONTRACTS)]
        now = datetime.now(UTC)
        user, _ = add_person(
            by=system("bench"), at=now, username=f"clicker-{number}", name=f"点击者 {number}",
            party=contract.supplier.id, roles=((contract.id, roles[number % len(roles)]),),
        )  # fmt: skip
        change_password(by=system("bench"), at=now, user=user, password=PASSWORD)


def _told(what: str, work: Any) -> None:
    start = time.perf_counter()
    work()
    print(f"{time.perf_counter() - start:8.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
