"""The line under load: real calls on Asterisk and SIPp, observed, and everything that is killed.

The product makes the installation, writes the switch's files and serves it all, as at a site; the
callers, the telephones and the switch share the machine with it. Callers hear a menu, then an
information, or wait for an agent, whose talk is recorded. Afterwards every call of the switch's own
log must be in the books once.
"""

from __future__ import annotations

import os
import sys
import time

from bench.goals import Goal, percentile
from bench.line_books import Books, Logged, at_once, compared, logged, most_at_once
from bench.line_home import LineHome, line_home, open_line
from bench.line_kills import Killer, Target
from bench.line_load import Load, loaded
from bench.line_shape import FULL, SMALL, SYSTEM, TALK_S, WAITS_S, Shape
from bench.line_watch import Steady, heard, reading, steady
from bench.lines import Options

STORED_MS = 1000
OBSERVER_PERCENT = 25
_AFTER_QUEUE_S = 10
_CATCHES_UP_IN_S = 180.0
_KEPT = "SELECT call_id, outcome FROM calls_call"
_LINE = """
SELECT l.call FROM line_linecall AS l JOIN calls_call AS c ON c.id = l.kept AND c.call_id = l.call
WHERE l.system = %s AND l.over
"""


def run(options: Options) -> list[Goal]:
    """A steady time, then the kills, then the comparison with the switch's own log."""
    name = "FULL" if options.full else "SMALL"
    shape = FULL if options.full else SMALL
    made = line_home(name)
    with open_line(made) as (asterisk, site), loaded(made, shape) as load:
        if asterisk.process is None:
            raise SystemExit("line: Asterisk is gone")
        _told(f"{shape.a_second:g} calls a second come ...")
        time.sleep(max(TALK_S[1], WAITS_S[1]) + _AFTER_QUEUE_S)
        with reading(made) as reader:
            time.sleep(2)
            seen = steady(made, load, asterisk.process.pid, reader.pid, shape.steady_s)
            peer = heard(reader)
        _told(f"{len(seen.to_row)} calls seen; killing each {shape.kills} times ...")
        killer = Killer(made, site)
        targets = killer.run(shape.kills)
        _told("no caller comes any more ...")
        load.end()
        books, calls, took = _caught_up(made)
        goals = _steady_goals(shape, seen, calls, peer)
        goals += _call_goals(load, calls, books)
        goals += _kill_goals(targets, books, calls, took)
        _told(f"processes that ended: {dict(killer.log.look().deaths)}")
    _print_misses(books)
    return goals


def _steady_goals(
    shape: Shape, seen: Steady, calls: dict[str, Logged], peer: dict[str, float]
) -> list[Goal]:
    rate = sum(seen.began <= one.began < seen.ended for one in calls.values())
    rate_s = rate / (seen.ended - seen.began)
    many = at_once(calls.values(), seen.began, seen.ended)
    ms = [seconds * 1000 for seconds in seen.to_row]
    one, two, three = os.getloadavg()
    nice = f"observer at nice {seen.nice}"
    spread = f"{nice}; median {percentile(ms, 50):.0f}, worst {max(ms):.0f}, of {len(ms):,} calls"
    events = f"{peer['events']:,} events, late by {peer['late_p95_ms']:.1f} ms (p95)"
    observer, reader = seen.cpu.pop("observer"), seen.cpu.pop("reader")
    return [
        Goal("line", "callers at once", many, "calls", shape.at_once, at_least=True,
             note=f"{rate_s:.1f} a second; load of the machine {one:.1f} {two:.1f} {three:.1f}"),
        Goal("line", "event to stored call, p95", percentile(ms, 95), "ms", STORED_MS, note=spread),
        Goal("line", "observer", observer * 100, "% of a core", OBSERVER_PERCENT,
             ratio=observer / reader,
             note=f"peer: a bare reader of AMI, {reader * 100:.1f} %; {events}"),
        *(Goal("line", name, share * 100, "% of a core") for name, share in seen.cpu.items()),
    ]  # fmt: skip


def _call_goals(load: Load, calls: dict[str, Logged], books: Books) -> list[Goal]:
    failed = {name: count for name, count in load.failed().items() if count}
    who = ", ".join(f"{name} {count}" for name, count in failed.items())
    note = f"of {load.calls():,} that SIPp made, {len(calls):,} in the log; {who}".strip("; ")
    most = f"at most {most_at_once(calls.values()):,} at once"
    recorded = sum(one.answered for one in calls.values())
    return [
        Goal("line", "failed calls", sum(failed.values()), "calls", 0, note=note),
        Goal("line", "recorded talks", recorded, "calls", note=most),
        Goal("line", "outcome other than the log's", len(books.unlike), "calls", 0),
    ]


def _kill_goals(
    targets: list[Target], books: Books, calls: dict[str, Logged], took: float
) -> list[Goal]:
    back = ", ".join(f"{one.name} {percentile(one.away, 50):.0f} s" for one in targets)
    times = ", ".join(f"{one.name} {one.killed}" for one in targets)
    return [
        Goal("line", "calls missing after kills", len(books.missing), "calls", 0,
             note=f"of {len(calls):,}; killed: {times}"),
        Goal("line", "calls doubled after kills", len(books.doubled), "calls", 0),
        Goal("line", "calls that never were", len(books.unknown), "calls", 0),
        Goal("line", "caught up after the last call", took, "s", note=f"median away: {back}"),
    ]  # fmt: skip


def _caught_up(made: LineHome) -> tuple[Books, dict[str, Logged], float]:
    """Once nothing is missing, or it takes too long; and how long it took."""
    began = time.monotonic()
    while True:
        calls = logged(made.log.read_text(encoding="utf-8").splitlines())
        kept = [(str(call), str(outcome)) for call, outcome in made.ask(_KEPT)]
        line = {str(call) for (call,) in made.ask(_LINE, SYSTEM)}
        books = compared(calls, kept, line)
        took = time.monotonic() - began
        if not books.missing or took > _CATCHES_UP_IN_S:
            return books, calls, took
        time.sleep(1)


def _print_misses(books: Books) -> None:
    for name in ("missing", "doubled", "unknown", "unlike"):
        if found := getattr(books, name):
            print(f"{name}: {' '.join(found)}")


def _told(what: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {what}", file=sys.stderr)
