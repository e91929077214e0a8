"""Rosters of one person read back from the chain of stretches, and checked against every limit."""

from __future__ import annotations

import numpy as np
from numba import njit

from jieting.solvers.columns.kernel import (
    CAPPED,
    CAPPED_MINUTES,
    LEAST,
    MOST,
    NONE,
    OFF_MIN,
    ON_MIN,
    PAST_OFF,
    PAST_ON,
    UNIT,
    WEEK_DAYS,
    WEEKENDS,
    WEEK_MINUTES,
    chain,
    monday_between,
    stretches_from,
    week_after,
    weekends_in,
)


@njit(cache=True, nogil=True)
def _write_stretch(row, a, e, dn, dt, par, value, first, follows, shift_of, units):  # type: ignore[no-untyped-def]
    """Write the best stretch ``[a, e)`` with that many capped shifts and units into ``row``."""
    levels = stretches_from(a, par, value, first, follows, shift_of, units)
    length, n, t, after = e - a, dn, dt, -1
    nodes = shift_of.shape[0]
    want = NONE
    for node in range(nodes):
        want = min(want, levels[length, node, n, t])
    while length > 0:
        for node in range(nodes):
            if levels[length, node, n, t] == want and (after < 0 or follows[node, after]):
                break
        shift = shift_of[node]
        row[a + length - 1] = shift
        want -= value[a + length - 1, shift]
        if shift == par[CAPPED]:
            n -= 1
        else:
            t -= units[shift]
        length -= 1
        after = node


@njit(cache=True, nogil=True)
def _find_stretch(ready, table, par, e, w, q, n, t, want, monday, found):  # type: ignore[no-untyped-def]
    """The stretch that ends before day ``e`` in this state: start, and the state before it."""
    for length in range(1, min(e, table.shape[1] - 1) + 1):
        a = e - length
        before_w = w - weekends_in(a, e, monday, par[WEEKENDS])
        if before_w < 0:
            continue
        for dn in range(min(n, table.shape[2] - 1) + 1):
            for dt in range(min(t, table.shape[3] - 1) + 1):
                gain = table[a, length, dn, dt]
                if gain >= NONE:
                    continue
                for before_q in range(ready.shape[2]):
                    if ready[a, before_w, before_q, n - dn, t - dt] != want - gain:
                        continue
                    if week_after(before_q, a, e, monday, par[WEEK_DAYS]) == q:
                        found[0], found[1], found[2] = a, before_w, before_q
                        found[3], found[4] = n - dn, t - dt
                        return True
    return False


@njit(cache=True, nogil=True)
def _find_end(ended, par, a, w, q, n, t, want, monday, found):  # type: ignore[no-untyped-def]
    """Where the stretch before day ``a`` ended, and in which week's count; 0 where none did."""
    for e in range(a - par[OFF_MIN], 0, -1):
        forget = monday_between(e, a, monday)
        for before_q in range(ended.shape[2]):
            if (q == 0 if forget else before_q == q) and ended[e, w, before_q, n, t] == want:
                found[0] = before_q
                return e
    return 0


@njit(cache=True, nogil=True)
def trace(row, e, w, q, n, t, ended, ready, table, par, value, first, follows, shift_of, units, monday):  # type: ignore[no-untyped-def]
    """Write into ``row`` the roster whose last stretch ends before day ``e`` in that state."""
    row[:] = -1
    found = np.zeros(5, np.int64)
    want = ended[e, w, q, n, t]
    while e > 0:
        if not _find_stretch(ready, table, par, e, w, q, n, t, want, monday, found):
            return False
        a = found[0]
        dn, dt = n - found[3], t - found[4]
        _write_stretch(row, a, e, dn, dt, par, value, first, follows, shift_of, units)
        want -= table[a, e - a, dn, dt]
        w, q, n, t = found[1], found[2], found[3], found[4]
        if want == 0 and w == 0 and n == 0 and t == 0 and _begins(par, a):
            return True
        e = _find_end(ended, par, a, w, q, n, t, want, monday, found)
        q = found[0]
    return False


@njit(cache=True, nogil=True)
def _begins(par, a):  # type: ignore[no-untyped-def]
    """True where the first stretch of the roster may begin on day ``a``."""
    if a == 0 and par[PAST_OFF] <= 0:
        return True
    if par[PAST_OFF] < 0:
        return True
    return a + par[PAST_OFF] >= par[OFF_MIN] and not 0 < par[PAST_ON] < par[ON_MIN]


@njit(cache=True, nogil=True)
def within_caps(row, par, caps, minutes, monday):  # type: ignore[no-untyped-def]
    """True where the roster keeps what the programs only bound: every cap, minutes of a week."""
    counts = np.zeros(caps.shape[0], np.int64)
    week = 0
    for day in range(row.shape[0]):
        if day % 7 == monday:
            week = 0
        shift = row[day]
        if shift >= 0:
            counts[shift] += 1
            week += minutes[shift]
            if counts[shift] > caps[shift] or week > par[WEEK_MINUTES] >= 0:
                return False
    return True


@njit(cache=True, nogil=True)
def best_rows(par, value, first, follows, shift_of, units, caps, minutes, monday, rows, values):  # type: ignore[no-untyped-def]
    """Fill ``rows`` with the best rosters that differ in their resources, ``values`` with theirs.

    Returns the least value over all rosters (a bound also where every traced one breaks a cap
    that the programs do not count), and how many rows were filled; ``NONE`` where there is none.
    """
    ended, ready, table = chain(par, value, first, follows, shift_of, units, monday)
    shape = ended.shape
    days = shape[0] - 1
    flat = shape[1] * shape[2] * shape[3] * shape[4]
    best_end = np.full(flat, -1, np.int64)
    least = np.full(flat, NONE, np.int64)
    for e in range(1, days + 1):
        _finals(ended[e], e, days, par, least, best_end)
    if par[LEAST] <= 0 and not 0 < par[PAST_ON] < par[ON_MIN] and least[0] > 0:
        least[0], best_end[0] = 0, 0
    lowest, filled = least.min(), 0
    for _ in range(4 + 2 * rows.shape[0]):
        if filled == rows.shape[0]:
            break
        state = least.argmin()
        if least[state] >= NONE:
            break
        row = rows[filled]
        row[:] = -1
        done = best_end[state] == 0
        if not done:
            t = state % shape[4]
            n = state // shape[4] % shape[3]
            q = state // (shape[4] * shape[3]) % shape[2]
            w = state // (shape[4] * shape[3] * shape[2])
            done = trace(row, best_end[state], w, q, n, t, ended, ready, table, par, value, first,
                         follows, shift_of, units, monday)  # fmt: skip
        if done and within_caps(row, par, caps, minutes, monday):
            values[filled] = least[state]
            filled += 1
        least[state] = NONE
    return lowest, filled


@njit(cache=True, nogil=True)
def _finals(cells, e, days, par, least, best_end):  # type: ignore[no-untyped-def]
    """Take the rosters that end before day ``e`` and keep the minutes into the best by state."""
    at = 0
    for w in range(cells.shape[0]):
        for q in range(cells.shape[1]):
            for n in range(cells.shape[2]):
                for t in range(cells.shape[3]):
                    total = t * par[UNIT] + n * par[CAPPED_MINUTES]
                    if par[LEAST] <= total <= par[MOST] and cells[w, q, n, t] < least[at]:
                        least[at], best_end[at] = cells[w, q, n, t], e
                    at += 1


