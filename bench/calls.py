"""Made-up calls of 400 contracts over a year, always the same for the same number of calls."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.measured import CACHE
from jieting.domain.calls.call import COLUMNS, TIME_COLUMNS
from jieting.domain.periods import DAY

FIRST = 1_767_196_800_000_000
"""2026-01-01 00:00 in Asia/Shanghai."""

DAYS = 365
CONTRACTS = 400
_WINDOWS = 10 * CONTRACTS

# A year in order of time; most calls come between 8 and 20 o'clock, a few contracts have many.
# Every number is cast: DuckDB adds a BIGINT and a UBIGINT as DOUBLE.
_CALLS = """
WITH numbered AS (
  SELECT i, (hash(i) >> 2)::BIGINT AS h, (hash(i + {calls}) >> 2)::BIGINT AS g,
    (hash(i * 7 + 3) >> 2)::BIGINT AS k, i // {per_day} AS day,
    (i % {per_day})::DOUBLE / {per_day} AS u
  FROM range(0, {per_day} * {days}) numbers(i)
), decided AS (
  SELECT *, ((h >> 20) % {contracts}) * ((h >> 32) % {contracts}) // {contracts} AS contract_no,
    CASE WHEN h % 100 < 55 THEN 'answered' WHEN h % 100 < 75 THEN 'served_by_ivr'
      WHEN h % 100 < 85 THEN 'abandoned_in_ivr' WHEN h % 100 < 94 THEN 'abandoned'
      WHEN h % 100 < 98 THEN 'overflowed' ELSE 'rejected' END AS outcome,
    ({first} + day * 86400000000 + (1e6 * CASE WHEN u < 0.08 THEN u / 0.08 * 28800
      WHEN u < 0.92 THEN 28800 + (u - 0.08) / 0.84 * 43200
      ELSE 72000 + (u - 0.92) / 0.08 * 14400 END)::BIGINT)::BIGINT AS arrived_at
  FROM numbered
), queued AS (
  SELECT *, outcome = 'answered' AS was_answered,
    CASE WHEN outcome IN ('answered', 'abandoned', 'overflowed')
      THEN arrived_at + (g % 40) * 1000000 END AS queued_at
  FROM decided
), answered AS (
  SELECT *, CASE WHEN was_answered THEN queued_at
    + CASE WHEN g % 5 < 3 THEN (g >> 8) % 20000000 ELSE (g >> 8) % 120000000 END
    END AS answered_at
  FROM queued
)
SELECT 'c' || lpad(contract_no::VARCHAR, 3, '0') AS contract, i::VARCHAR AS call_id,
  CASE WHEN g % 50 = 0 THEN 'outbound' ELSE 'inbound' END AS direction,
  CASE WHEN queued_at IS NULL THEN '' WHEN contract_no % 4 = 0 AND (g >> 16) % 5 = 0
    THEN 'post-loan' ELSE 'hotline' END AS queue,
  '' AS caller, arrived_at, queued_at, answered_at,
  CASE WHEN was_answered THEN answered_at + (30 + k % 400) * 1000000
    WHEN queued_at IS NOT NULL THEN queued_at + k % 90000000
    ELSE arrived_at + k % 60000000 END AS ended_at,
  outcome,
  CASE WHEN was_answered THEN 'A' || (k % 900)::VARCHAR ELSE '' END AS agent,
  CASE WHEN was_answered THEN 30 + k % 400 END AS talk_s,
  CASE WHEN was_answered AND k % 7 = 0 THEN k % 60 END AS hold_s,
  CASE WHEN was_answered THEN (k >> 10) % 60 END AS wrap_up_s,
  CASE WHEN was_answered AND (k >> 5) % 3 = 0 THEN ['very_satisfied', 'satisfied',
    'basically_satisfied', 'dissatisfied', 'very_dissatisfied'][1 + (k >> 20) % 5] ELSE '' END
    AS rating,
  CASE WHEN was_answered AND k % 50 > 0 THEN 'y' ELSE '' END AS recording,
  'bench' AS source, '' AS source_ref
FROM answered
"""

_EXCLUSIONS = """
SELECT 'c' || lpad((w % {contracts})::VARCHAR, 3, '0') AS contract, starts AS from_us,
  starts + 60000000 * (10 + (h >> 20) % 470) AS to_us
FROM (SELECT w, h, {first} + (h % ({days} * 86400)) * 1000000 AS starts
  FROM (SELECT w, (hash(w + 99) >> 2)::BIGINT AS h FROM range({windows}) numbers(w)))
"""


def call_file(calls: int) -> Path:
    """The Parquet file of so many calls, made once; a little fewer, the same on every day."""
    file = CACHE / f"calls-{calls}.parquet"
    if not file.exists():
        sql = _CALLS.format(
            calls=calls, per_day=calls // DAYS, days=DAYS, contracts=CONTRACTS, first=FIRST
        )
        _write(sql, file)
    return file


def exclusion_file() -> Path:
    """Agreed exclusions: contract, from_us, to_us; ten a contract, some of them overlapping."""
    file = CACHE / "exclusions.parquet"
    if not file.exists():
        sql = _EXCLUSIONS.format(contracts=CONTRACTS, first=FIRST, days=DAYS, windows=_WINDOWS)
        _write(sql, file)
    return file


def month_csv(calls: int) -> Path:
    """A csv file of the calls of October 2026, times as ISO 8601, as a switch would export it."""
    return _october(CACHE / f"month-{calls}.csv", calls, "caller")


def month_csv_with_callers(calls: int) -> Path:
    """The same with a mobile number for each call, of thirty thousand people."""
    number = "'13' || (900000000 + hash(call_id) % 30000 * 3331)::VARCHAR AS caller"
    return _october(CACHE / f"month-callers-{calls}.csv", calls, number)


def _october(file: Path, calls: int, caller: str) -> Path:
    if not file.exists():
        columns = [name for name in COLUMNS if name not in ("source", "source_ref")]
        shown = ", ".join(
            _time(name) if name in TIME_COLUMNS else caller if name == "caller" else name
            for name in columns
        )
        first, last = FIRST + 273 * DAY, FIRST + 304 * DAY
        sql = (
            f"SELECT {shown} FROM '{call_file(calls * 12)}' "
            f"WHERE arrived_at >= {first} AND arrived_at < {last}"
        )
        duckdb.execute(f"COPY ({sql}) TO '{file}' (HEADER)")
    return file


def _time(name: str) -> str:
    """An instant as ISO 8601 at eight hours ahead of UTC."""
    local = f"make_timestamp({name} + 28800000000)"
    return f"strftime({local}, '%Y-%m-%dT%H:%M:%S.%f') || '+08:00' AS {name}"


def _write(sql: str, file: Path) -> None:
    """Written beside first, so that a run cut short leaves no half file."""
    CACHE.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    connection.execute(f"COPY ({sql}) TO '{beside}' (FORMAT parquet, COMPRESSION zstd)")
    beside.rename(file)
