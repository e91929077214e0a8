"""Staffing: a year of half hours by Erlang C and Erlang A, beside pyworkforce's loop."""

from __future__ import annotations

import json

from bench.goals import Goal
from bench.lines import Options
from bench.measured import job

TIMES_FASTER = 300
HALF_HOURS = 17_520


def run(options: Options) -> list[Goal]:
    """The formulas, their peer on every tenth half hour, and the chain beside every requirement."""
    ours = json.loads(job("erlang_staff", HALF_HOURS).out)
    peer = json.loads(job("erlang_pyworkforce", HALF_HOURS).out)
    exact = json.loads(job("erlang_exact", HALF_HOURS).out)
    unlike = sum(ours["erlang_c_agents"][i] != n for i, n in peer["agents"])
    if unlike:
        raise SystemExit(f"erlang: {unlike} requirements differ from pyworkforce's")
    note = (
        f"processor time of pyworkforce's ErlangC, {peer['cpu_s']:.2f} s, measured on "
        f"{len(peer['agents']):,} of the half hours and scaled; requirements equal"
    )
    lines = [_ratio("Erlang C", ours["erlang_c_cpu_s"], peer["cpu_s"], TIMES_FASTER, note)]
    other = "the same peer, which has no Erlang A"
    lines += [_ratio("Erlang A", ours["erlang_a_cpu_s"], peer["cpu_s"], None, other)]
    for model in ("erlang_c", "erlang_a"):
        differ = sum(
            a != b for a, b in zip(ours[f"{model}_agents"], exact[f"{model}_agents"], strict=True)
        )
        chain = f"requirements unlike the birth-death chain's, {HALF_HOURS:,} half hours"
        note = f"the chain took {exact[f'{model}_cpu_s']:.0f} s"
        lines.append(Goal("erlang", f"{model}: {chain}", differ, "", goal=0, note=note))
    return lines


def _ratio(what: str, ours: float, peer: float, goal: int | None, note: str) -> Goal:
    return Goal(
        bench="erlang",
        what=f"{what}, {HALF_HOURS:,} half hours in {1000 * ours:.1f} ms, times faster",
        measured=peer / ours,
        unit="times",
        goal=goal,
        at_least=True,
        ratio=ours / peer,
        note=note,
    )
