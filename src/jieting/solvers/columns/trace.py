"""Rosters of one person read back from the chain of stretches, and checked against every limit."""

from __future__ import annotations

import numpy as np

from jieting.domain.kernel import kernel_with_arrays
from jieting.solvers.columns.kernel import (
    CAPPED,
    CAPPED_MINUTES,
    LEAST,
    MOST,
    NONE,
    OFF_MIN,
    ON_MIN,
    PAST_ON,
    UNIT,
    WEEK_DAYS,
    WEEK_MINUTES,
    WEEKENDS,
    Ints,
    One,
    Rows,
    begins,
    chain,
    monday_between,
    stretches_from,
    week_after,
    weekends_in,
)

FURTHER = 4
"""So many states beyond those asked for are read back where some break a cap."""


@kernel_with_arrays
def _write_stretch(one: One, value: Ints, row: Rows, a: int, e: int, dn: int, dt: int) -> None:
    """Write the best stretch ``[a, e)`` with that many capped shifts and units into ``row``."""
    levels = stretches_from(one, value, a, e - a)
    n, t, after, want = dn, dt, -1, NONE
    for node in range(levels.shape[1]):
        want = min(want, levels[e - a, node, n, t])
    for length in range(e - a, 0, -1):
        for node in range(levels.shape[1]):
            if levels[length, node, n, t] == want and (after < 0 or one.follows[node, after]):
                after = node
                break
        shift = one.shift_of[after]
        row[a + length - 1] = shift
        want -= value[a + length - 1, shift]
        if shift == one.par[CAPPED]:
            n -= 1
        else:
            t -= one.units[shift]


@kernel_with_arrays
def _find_stretch(one: One, ready: Ints, table: Ints, e: int, at: Ints, want: int) -> int:
    """First day of the stretch before day ``e`` in state ``at``, which becomes the one before.

    The state is (weekends, week days, capped, units); -1 where there is no such stretch.
    """
    for length in range(1, min(e, table.shape[1] - 1) + 1):
        a = e - length
        w = at[0] - weekends_in(a, e, one.monday, one.par[WEEKENDS])
        for dn in range(min(at[2], table.shape[2] - 1) + 1 if w >= 0 else 0):
            for dt in range(min(at[3], table.shape[3] - 1) + 1):
                gain = table[a, length, dn, dt]
                n, t = at[2] - dn, at[3] - dt
                for q in range(ready.shape[2] if gain < NONE else 0):
                    fits = week_after(q, a, e, one.monday, one.par[WEEK_DAYS]) == at[1]
                    if fits and ready[a, w, q, n, t] == want - gain:
                        at[:] = (w, q, n, t)
                        return a
    return -1


@kernel_with_arrays
def _find_end(one: One, ended: Ints, a: int, at: Ints, want: int) -> int:
    """Where the stretch before day ``a`` ended, and in which week's count; 0 where none did."""
    for e in range(a - one.par[OFF_MIN], 0, -1):
        forget = monday_between(e, a, one.monday)
        for q in range(ended.shape[2]):
            fits = at[1] == 0 if forget else at[1] == q
            if fits and ended[e, at[0], q, at[2], at[3]] == want:
                at[1] = q
                return e
    return 0


@kernel_with_arrays
def _trace(
    one: One, value: Ints, ended: Ints, ready: Ints, table: Ints, row: Rows, e: int, at: Ints
) -> bool:
    """Write into ``row`` the roster whose last stretch ends before day ``e`` in state ``at``."""
    want = ended[e, at[0], at[1], at[2], at[3]]
    while e > 0:
        n, t = at[2], at[3]
        a = _find_stretch(one, ready, table, e, at, want)
        if a < 0:
            return False
        dn, dt = n - at[2], t - at[3]
        _write_stretch(one, value, row, a, e, dn, dt)
        want -= table[a, e - a, dn, dt]
        if want == 0 and at[0] == 0 and at[2] == 0 and at[3] == 0 and begins(one.par, a):
            return True
        e = _find_end(one, ended, a, at, want)
    return False


@kernel_with_arrays
def within_caps(one: One, row: Rows) -> bool:
    """True where the roster keeps what the programs only bound: every cap, minutes of a week."""
    counts = np.zeros(one.caps.shape[0], np.int64)
    week = 0
    for day in range(row.shape[0]):
        if day % 7 == one.monday:
            week = 0
        shift = row[day]
        if shift >= 0:
            counts[shift] += 1
            week += one.minutes[shift]
            if counts[shift] > one.caps[shift] or week > one.par[WEEK_MINUTES] >= 0:
                return False
    return True


@kernel_with_arrays
def _finals(par: Ints, ended: Ints, least: Ints, last: Ints) -> None:
    """For each state the best roster that keeps the minutes, and where its last stretch ends."""
    flat = ended.reshape(ended.shape[0], -1)
    units, capped = ended.shape[4], ended.shape[3]
    for e in range(1, flat.shape[0]):
        for state in range(flat.shape[1]):
            if flat[e, state] < least[state]:
                least[state], last[state] = flat[e, state], e
    for state in range(flat.shape[1]):
        total = state % units * par[UNIT] + state // units % capped * par[CAPPED_MINUTES]
        if not par[LEAST] <= total <= par[MOST]:
            least[state] = NONE
    if par[LEAST] <= 0 < least[0] and not 0 < par[PAST_ON] < par[ON_MIN]:
        least[0], last[0] = 0, 0  # nothing but days off


@kernel_with_arrays
def best_rows(one: One, value: Ints, rows: Rows, values: Ints) -> tuple[int, int]:
    """Fill ``rows`` with the best rosters that differ in their resources, ``values`` with theirs.

    Returns the least value over all rosters (a bound also where every roster read back breaks a
    cap that the programs do not count), and how many rows were filled; ``NONE`` where there is no
    roster.
    """
    ended, ready, table = chain(one, value)
    _, _, weeks, capped, units = ended.shape
    states = ended.shape[1] * weeks * capped * units
    least, last = np.full(states, NONE), np.zeros(states, np.int64)
    _finals(one.par, ended, least, last)
    lowest, filled, at = least.min(), 0, np.empty(4, np.int64)
    for _ in range(FURTHER + rows.shape[0]):
        state = least.argmin()
        if filled == rows.shape[0] or least[state] >= NONE:
            break
        at[:] = (
            state // (units * capped * weeks), state // (units * capped) % weeks,
            state // units % capped, state % units,
        )  # fmt: skip
        row = rows[filled]
        row[:] = -1
        e = last[state]
        read = e == 0 or _trace(one, value, ended, ready, table, row, e, at)
        if read and within_caps(one, row):
            values[filled] = least[state]
            filled += 1
        least[state] = NONE
    return lowest, filled
