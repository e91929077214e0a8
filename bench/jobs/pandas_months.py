"""``python -m bench.jobs.pandas_months FILE EXCLUSIONS``: half hours to months, by pandas."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from bench.jobs.digest import digest
from bench.peers import NAMES

_HALF_HOUR = 1_800_000_000
_COLUMNS = [
    "contract",
    "direction",
    "queue",
    "arrived_at",
    "queued_at",
    "answered_at",
    "ended_at",
    "outcome",
    "talk_s",
    "hold_s",
    "wrap_up_s",
    "rating",
    "recording",
]


def main(calls: str, exclusions: str) -> None:
    """Counts and prints the digest of the months of all contracts."""
    frame = pd.read_parquet(calls, columns=_COLUMNS)
    frame = frame[frame.direction == "inbound"]
    frame = frame[~_excluded(frame, pd.read_parquet(exclusions))]
    slot = (frame.arrived_at // _HALF_HOUR).rename("slot")
    half_hours = _measures(frame).groupby([frame.contract, slot, frame.queue]).sum().reset_index()
    day = ((half_hours.slot * 1800 + 28800) // 86400).rename("day")
    days = half_hours.groupby(["contract", day, "queue"])[list(NAMES)].sum().reset_index()
    date = pd.to_datetime(days.day, unit="D")
    month = (date.dt.year * 100 + date.dt.month).rename("month")
    months = days.groupby(["contract", month])[list(NAMES)].sum().reset_index()
    print(digest(row for row in months.itertuples(index=False) if row.arrived))


def _excluded(frame: pd.DataFrame, windows: pd.DataFrame) -> np.ndarray:
    """Per contract, the last merged window that starts before the call decides."""
    excluded = np.zeros(len(frame), dtype=bool)
    rows = frame.groupby("contract").indices
    for contract, of_contract in windows.sort_values("from_us").groupby("contract"):
        here = rows.get(contract)
        if here is None:
            continue
        starts = of_contract.from_us.to_numpy()
        ends = np.maximum.accumulate(of_contract.to_us.to_numpy())
        at = frame.arrived_at.to_numpy()[here]
        last = np.searchsorted(starts, at, side="right") - 1
        excluded[here] = (last >= 0) & (at < ends[np.maximum(last, 0)])
    return excluded


def _measures(calls: pd.DataFrame) -> pd.DataFrame:
    answered = calls.outcome == "answered"
    wait = calls.answered_at.fillna(calls.ended_at) - calls.queued_at
    handled = answered & calls.talk_s.notna()
    handle = calls.talk_s + calls.hold_s.fillna(0) + calls.wrap_up_s.fillna(0)
    rated = calls.rating != ""
    found = {
        "arrived": calls.outcome != "",
        **{
            name: calls.outcome == name
            for name in (
                "served_by_ivr",
                "abandoned_in_ivr",
                "answered",
                "abandoned",
                "overflowed",
                "rejected",
            )
        },
        "offered": calls.outcome.isin(["answered", "abandoned", "overflowed"]),
        "recorded": answered & (calls.recording != ""),
        "connected_reached_answer_of_arrived": calls.outcome.isin(["answered", "served_by_ivr"]),
        "rated_very_satisfied_or_basically_satisfied": calls.rating.isin(
            ["very_satisfied", "basically_satisfied"]
        ),
        "rated": rated,
        "answered_within_20_s": answered & (wait <= 20_000_000),
        "handled": handled,
        "rated_of_answered": answered & rated,
        "wait_of_answered_us": wait.where(answered, 0),
        "handle_s": handle.where(handled, 0),
    }
    return pd.DataFrame({name: found[name].astype("int64") for name in NAMES})


if __name__ == "__main__":
    main(*sys.argv[1:])
