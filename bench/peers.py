"""The peers of the cube: SQL as a good hand would write it for DuckDB, in several ways.

All count the same measures on the same file, leave out the agreed exclusions, and roll half hours
up to days and months. Each is one statement per step, with nothing of the product in it.
"""

from __future__ import annotations

_OFFERED = "outcome IN ('answered', 'abandoned', 'overflowed')"
_ANSWERED = "outcome = 'answered'"
_WAIT = "(coalesce(answered_at, ended_at) - queued_at)"
_HANDLED = f"{_ANSWERED} AND talk_s IS NOT NULL"

COUNTS = {
    "arrived": "outcome <> ''",
    "served_by_ivr": "outcome = 'served_by_ivr'",
    "abandoned_in_ivr": "outcome = 'abandoned_in_ivr'",
    "offered": _OFFERED,
    "answered": _ANSWERED,
    "abandoned": "outcome = 'abandoned'",
    "overflowed": "outcome = 'overflowed'",
    "rejected": "outcome = 'rejected'",
    "recorded": f"{_ANSWERED} AND recording <> ''",
    "connected_reached_answer_of_arrived": "outcome IN ('answered', 'served_by_ivr')",
    "rated_very_satisfied_or_basically_satisfied": (
        "rating IN ('very_satisfied', 'basically_satisfied')"
    ),
    "rated": "rating <> ''",
    "answered_within_20_s": f"{_ANSWERED} AND {_WAIT} <= 20000000",
    "handled": _HANDLED,
    "rated_of_answered": f"{_ANSWERED} AND rating <> ''",
}
SUMS = {
    "wait_of_answered_us": (_ANSWERED, _WAIT),
    "handle_s": (_HANDLED, "talk_s + coalesce(hold_s, 0) + coalesce(wrap_up_s, 0)"),
}
NAMES = (*COUNTS, *SUMS)

_FILTERS = ", ".join(
    [f"count(*) FILTER ({test}) AS {name}" for name, test in COUNTS.items()]
    + [f"coalesce(sum({what}) FILTER ({test}), 0) AS {name}" for name, (test, what) in SUMS.items()]
)
_CASES = ", ".join(
    [f"count(CASE WHEN {test} THEN 1 END) AS {name}" for name, test in COUNTS.items()]
    + [
        f"coalesce(sum(CASE WHEN {test} THEN {what} END), 0) AS {name}"
        for name, (test, what) in SUMS.items()
    ]
)
_CALLS = "(SELECT *, arrived_at // 1800000000 AS slot FROM calls WHERE direction = 'inbound')"
_SAME_SLOT = "w.contract = c.contract AND w.slot = c.slot"
_SAME_TIME = "c.arrived_at >= w.from_us AND c.arrived_at < w.to_us"
_BY = "GROUP BY c.contract, c.slot, c.queue"
_HEAD = "SELECT c.contract, c.slot, c.queue"

MERGED = """
CREATE TEMP TABLE merged AS
WITH seen AS (SELECT *, max(to_us) OVER (PARTITION BY contract ORDER BY from_us
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM exclusions),
  numbered AS (SELECT *, sum(CASE WHEN before IS NULL OR from_us > before THEN 1 ELSE 0 END)
    OVER (PARTITION BY contract ORDER BY from_us) AS nth FROM seen)
SELECT contract, min(from_us) AS from_us, max(to_us) AS to_us FROM numbered GROUP BY contract, nth
"""
SLOTS = """
CREATE TEMP TABLE slots AS
SELECT contract, from_us, to_us,
  unnest(range(from_us // 1800000000, (to_us - 1) // 1800000000 + 1)) AS slot FROM merged
"""

HALF_HOURS = {
    "anti join on slots": f"{_HEAD}, {_FILTERS} FROM {_CALLS} c ANTI JOIN slots w "
    f"ON {_SAME_SLOT} AND {_SAME_TIME} {_BY}",
    "anti join on slots, CASE": f"{_HEAD}, {_CASES} FROM {_CALLS} c ANTI JOIN slots w "
    f"ON {_SAME_SLOT} AND {_SAME_TIME} {_BY}",
    "left join IS NULL": f"{_HEAD}, {_FILTERS} FROM {_CALLS} c LEFT JOIN merged w "
    f"ON w.contract = c.contract AND {_SAME_TIME} WHERE w.contract IS NULL {_BY}",
    "left join IS NULL, CASE": f"{_HEAD}, {_CASES} FROM {_CALLS} c LEFT JOIN merged w "
    f"ON w.contract = c.contract AND {_SAME_TIME} WHERE w.contract IS NULL {_BY}",
    "subtract": f"SELECT contract, slot, queue, {', '.join(f'sum({n}) AS {n}' for n in NAMES)} "
    f"FROM ({_HEAD}, {_FILTERS} FROM {_CALLS} c {_BY} UNION ALL "
    f"SELECT contract, slot, queue, {', '.join(f'-{n}' for n in NAMES)} FROM ("
    f"{_HEAD}, {_FILTERS} FROM {_CALLS} c SEMI JOIN slots w ON {_SAME_SLOT} AND {_SAME_TIME} {_BY}"
    ")) GROUP BY contract, slot, queue",
    "not exists": f"{_HEAD}, {_FILTERS} FROM {_CALLS} c WHERE NOT EXISTS "
    f"(SELECT 1 FROM merged w WHERE w.contract = c.contract AND {_SAME_TIME}) {_BY}",
}
"""Name of a way to the statement that makes the half hours."""

HEAVY = ("not exists",)
"""Ways that need more memory than a usual machine has for 100 million calls."""

_ADDED = ", ".join(f"sum({name})::BIGINT AS {name}" for name in NAMES)
DAYS = (
    "SELECT contract, (slot * 1800 + 28800) // 86400 AS day, queue, "
    f"{_ADDED} FROM half_hours GROUP BY ALL"
)
MONTHS = (
    "SELECT contract, year(d) * 100 + month(d) AS month, "
    f"{_ADDED} FROM (SELECT *, DATE '1970-01-01' + day::INT AS d FROM days) GROUP BY ALL"
)
