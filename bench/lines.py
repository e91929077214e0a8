"""What a benchmark tells: lines with a ratio to a peer, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from bench.measured import Measured


@dataclass(frozen=True)
class Options:
    """What was asked for: the number of calls, or the benchmark's own; FULL for the large one."""

    calls: int | None
    full: bool


@dataclass(frozen=True)
class Line:
    """One measured thing; ``ratio`` is its processor time over its peer's, None for a peer."""

    bench: str
    what: str
    calls: int
    wall_s: float
    cpu_s: float
    peak_mib: int
    ratio: float | None
    note: str


Benchmark = Callable[[Options], list[Line]]


def line(
    bench: str, what: str, calls: int, found: Measured, peer: Measured | None = None, note: str = ""
) -> Line:
    """A line of ``found``, beside ``peer`` where it has one."""
    ratio = found.cpu_s / peer.cpu_s if peer else None
    return Line(bench, what, calls, found.wall_s, found.cpu_s, found.peak_mib, ratio, note)


def as_json(lines: Sequence[Line]) -> str:
    """The lines as JSON."""
    return json.dumps([asdict(one) for one in lines], indent=1)


def as_table(lines: Sequence[Line]) -> str:
    """The lines as a table; seconds, MiB."""
    head = ("benchmark", "what", "calls", "wall", "cpu", "peak MiB", "cpu/peer", "note")
    rows = [head, *(_cells(one) for one in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _cells(one: Line) -> tuple[str, ...]:
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    return (
        one.bench,
        one.what,
        f"{one.calls:,}",
        f"{one.wall_s:.2f}",
        f"{one.cpu_s:.2f}",
        str(one.peak_mib),
        ratio,
        one.note,
    )
