"""Take some people out of a roster and put them back one by one, each by the exact program.

Everybody else fixed, a person's best roster against the true cost of each row is found exactly,
so one step is a best answer and not a swap. Taking several out and putting them back in another
order, under prices that look ahead and a little noise, leaves local optima; a worse roster is
kept with the probability of simulated annealing.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from jieting.solvers.columns.kernel import GROUP, NONE
from jieting.solvers.columns.trace import best_rows


@njit(cache=True, nogil=True)
def count(row, at, covers, counts, step):  # type: ignore[no-untyped-def]
    """Add ``step`` to the count of every row that this roster covers."""
    for day in range(row.shape[0]):
        shift = row[day]
        if shift >= 0:
            for i in range(at[day, shift], at[day, shift + 1]):
                counts[covers[i]] += step


@njit(cache=True, nogil=True)
def roster_cost(rows, counts, cost, table):  # type: ignore[no-untyped-def]
    """What a whole roster costs, without the constant."""
    total = 0
    for r in range(table.shape[0]):
        total += table[r, counts[r]]
    for p in range(rows.shape[0]):
        for day in range(rows.shape[1]):
            if rows[p, day] >= 0:
                total += cost[p, day, rows[p, day]]
    return total


@njit(cache=True, nogil=True)
def own_cost(row, cost):  # type: ignore[no-untyped-def]
    """What one person's roster costs by itself."""
    total = 0
    for day in range(row.shape[0]):
        if row[day] >= 0:
            total += cost[day, row[day]]
    return total


@njit(cache=True, nogil=True)
def _worth(value, cost, at, covers, counts, table, prices, share, noise, scale):  # type: ignore[no-untyped-def]
    """Fill ``value``: what each shift changes now, mixed with what its rows are worth in the end."""
    for day in range(cost.shape[0]):
        for shift in range(cost.shape[1]):
            if cost[day, shift] >= NONE:
                value[day, shift] = NONE
                continue
            worth = 0
            for i in range(at[day, shift], at[day, shift + 1]):
                r = covers[i]
                step = (table[r, counts[r] + 1] - table[r, counts[r]]) * scale
                worth += step + (share * (-prices[r] - step)) // 100
            worth += cost[day, shift] * scale
            if noise > 0:
                worth += np.random.randint(-noise, noise + 1)
            value[day, shift] = worth


@njit(cache=True, nogil=True)
def choose(out, rows, counts, cost, table, cover_at, covers, par):  # type: ignore[no-untyped-def]
    """Fill ``out`` with different people: half the time those who could mend one bad row."""
    people, wanted = rows.shape[0], out.shape[0]
    order = np.random.permutation(people)
    if np.random.random() < 0.5:
        bad, seen = -1, 0
        for r in range(table.shape[0]):
            if table[r, counts[r]] > table[r].min():
                seen += 1
                if np.random.randint(seen) == 0:
                    bad = r
        if bad >= 0:
            score = np.zeros(people)
            for p in range(people):
                at = cover_at[par[p, GROUP]]
                score[p] = np.random.random()
                for day in range(rows.shape[1]):
                    for shift in range(cost.shape[2]):
                        for i in range(at[day, shift], at[day, shift + 1]):
                            if covers[i] == bad and cost[p, day, shift] < NONE:
                                score[p] -= 0.5
            order = np.argsort(score)
    out[:] = order[:wanted]


@njit(cache=True, nogil=True)
def anneal(rows, best, best_cost, prices, scale, steps, most_out, heat, seed, cost, covers,
           cover_at, table, par, first, follows, shift_of, units, caps, minutes, monday):  # fmt: skip  # type: ignore[no-untyped-def]
    """Run ``steps`` steps from ``rows``; keep the best in ``best``. Returns its cost."""
    np.random.seed(seed)
    people, days = rows.shape
    counts = np.zeros(table.shape[0], np.int64)
    for p in range(people):
        count(rows[p], cover_at[par[p, GROUP]], covers, counts, 1)
    now = roster_cost(rows, counts, cost, table)
    value = np.empty(cost.shape[1:], np.int64)
    found, values = np.empty((1, days), np.int8), np.empty(1, np.int64)
    trial, kept = np.empty_like(rows), counts.copy()
    for _ in range(steps):
        out = np.empty(np.random.randint(1, most_out + 1), np.int64)
        choose(out, rows, counts, cost, table, cover_at, covers, par)
        kept[:] = counts
        trial[:] = rows
        for p in out:
            count(rows[p], cover_at[par[p, GROUP]], covers, counts, -1)
        share = np.random.randint(0, 90)
        noise = 0
        if np.random.random() < 0.5:
            noise = int(scale * 4.0 ** np.random.randint(-1, 3))
        for i in range(out.shape[0]):
            p = out[i]
            last = i == out.shape[0] - 1
            at = cover_at[par[p, GROUP]]
            _worth(value, cost[p], at, covers, counts, table, prices, 0 if last else share,
                   0 if last else noise, scale)  # fmt: skip
            _, filled = best_rows(par[p], value, first[p], follows, shift_of, units[p], caps[p],
                                  minutes, monday, found, values)  # fmt: skip
            if filled > 0:
                trial[p] = found[0]
            count(trial[p], at, covers, counts, 1)
        after = roster_cost(trial, counts, cost, table)
        if after - now <= -heat * np.log(np.random.random() + 1e-12):
            now = after
            rows[:] = trial
            if now < best_cost:
                best_cost = now
                best[:] = rows
        else:
            counts[:] = kept
    return best_cost
