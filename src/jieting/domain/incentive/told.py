"""An audit for readers: as lines of words, and as plain data for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, groupby

from jieting.domain.contracts.choices import QUESTIONS
from jieting.domain.incentive.audit import Audit
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.pay import Level, coefficient_rule
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

Render = Callable[[Said], str]
"""Tells a sentence in the reader's language."""

GRAVITIES: Mapping[Gravity, Said] = {
    Gravity.SEVERE: say("Severe"),
    Gravity.MODERATE: say("Moderate"),
    Gravity.MINOR: say("Minor"),
}
KINDS: Mapping[Kind, Said] = {
    Kind.WORTH: say("worthless line"),
    Kind.CLIFF: say("cliff"),
    Kind.CHANCE: say("small-number trap"),
    Kind.CLASH: say("clash of lines"),
    Kind.READING: say("open reading"),
}


def as_text(audit: Audit, render: Render) -> str:
    """The audit as text: assumptions, flaws by gravity, and what quality earns."""
    return "\n".join([*_lines(audit, render), ""])


def _lines(audit: Audit, render: Render) -> Iterator[str]:
    contract = audit.contract
    yield render(
        say(
            "Incentive check: {title} ({contract}, version {version})",
            title=contract.title,
            contract=contract.id,
            version=contract.version,
        )
    )
    yield render(
        say(
            "Assumed: {volumes} calls a month; draws of seed {seed}.",
            volumes=", ".join(map(str, audit.volumes)),
            seed=audit.seed,
        )
    )
    counts = {g: sum(f.gravity is g for f in audit.flaws) for g in Gravity}
    yield render(
        say(
            "{severe} severe, {moderate} moderate, {minor} minor",
            severe=counts[Gravity.SEVERE],
            moderate=counts[Gravity.MODERATE],
            minor=counts[Gravity.MINOR],
        )
    )
    numbers = count(1)
    for gravity, flaws in groupby(audit.flaws, key=lambda flaw: flaw.gravity):
        yield from ("", render(GRAVITIES[gravity]))
        for flaw in flaws:
            yield from _flaw_lines(next(numbers), flaw, render)
    yield from _level_lines(audit, render)
    yield from _left_out(audit, render)


def _flaw_lines(number: int, flaw: Flaw, render: Render) -> Iterator[str]:
    where = [", ".join(flaw.clauses)] if flaw.clauses else []
    yield " ".join([f"{number:>3}. [{render(KINDS[flaw.kind])}]", *where, render(flaw.what)])
    for words in flaw.numbers:
        yield f"       - {render(words)}"
    if flaw.change is not None:
        parts = [render(s) for s in (flaw.change, flaw.effect) if s is not None]
        yield f"     → {' '.join(parts)}"


def _level_lines(audit: Audit, render: Render) -> Iterator[str]:
    if not audit.levels:
        return
    yield ""
    yield render(
        say(
            "What quality earns where all duties are done (times the allowed misses: points of a "
            "month, {currency} a quarter, months at the top; means of draws)",
            currency=audit.contract.fee.currency,
        )
    )
    for calls, levels in groupby(audit.levels, key=lambda level: level.calls):
        rows = "; ".join(_row(audit, level) for level in levels)
        yield "  " + render(say("{calls} calls a month: {rows}", calls=calls, rows=rows))


def _row(audit: Audit, level: Level) -> str:
    share = round(100 * _top(audit, level))
    return f"×{level.quality:g} {level.score:.2f}, {level.pay:.0f}, {share}%"


def _top(audit: Audit, level: Level) -> float:
    """The share of months that reach the highest bracket; all where there are none."""
    found = coefficient_rule(audit.contract)
    return level.reaching(found[1].brackets[0].score) if found else 1.0


def _left_out(audit: Audit, render: Render) -> Iterator[str]:
    if audit.uncounted:
        yield ""
        yield render(
            say(
                "Taken to stand at their targets, since they are no share of calls: {clauses}.",
                clauses=", ".join(audit.uncounted),
            )
        )
    if audit.not_tried:
        yield ""
        asked = tuple(QUESTIONS[name].asks for name in audit.not_tried)
        yield render(
            say("Not examined, as nothing hangs on it in the assumed months: {asked}", asked=asked)
        )


def as_data(audit: Audit, render: Render) -> dict[str, object]:
    """The audit as plain data; decimals are text, drawn means and chances numbers."""
    return {
        "contract": audit.contract.id,
        "version": audit.contract.version,
        "calls_a_month": list(audit.volumes),
        "seed": audit.seed,
        "severe": sum(f.gravity is Gravity.SEVERE for f in audit.flaws),
        "flaws": [_flaw_data(flaw, render) for flaw in audit.flaws],
        "levels": [_level_data(audit, level) for level in audit.levels],
        "uncounted": list(audit.uncounted),
        "not_tried": list(audit.not_tried),
    }


def _flaw_data(flaw: Flaw, render: Render) -> dict[str, object]:
    return {
        "code": flaw.code,
        "kind": flaw.kind.value,
        "severity": flaw.gravity.value,
        "clauses": list(flaw.clauses),
        "what": render(flaw.what),
        "details": [render(words) for words in flaw.numbers],
        "change": render(flaw.change) if flaw.change else None,
        "effect": render(flaw.effect) if flaw.effect else None,
        "numbers": [dict(row) for row in flaw.data],
    }


def _level_data(audit: Audit, level: Level) -> dict[str, object]:
    return {
        "calls": level.calls,
        "quality": level.quality,
        "score": round(level.score, 3),
        "payable": round(level.pay, 2),
        "fee": plain(audit.contract.fee.amount, 2),
        "months_at_the_top": round(_top(audit, level), 3),
    }
