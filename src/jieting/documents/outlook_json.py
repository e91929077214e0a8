"""An outlook as JSON: probabilities and expectations as numbers, decided points as strings."""

from __future__ import annotations

from typing import Any

from jieting.documents.json_out import dumps
from jieting.domain.outlook.columns import Column, mean, quantile
from jieting.domain.outlook.drawn import Pair
from jieting.domain.outlook.need_words import needs_of, share_down, share_up
from jieting.domain.outlook.needed import RateNeed, Step, Unit
from jieting.domain.outlook.outlook import Outlook, bracket_shares
from jieting.domain.outlook.possible import Points, Possible
from jieting.domain.outlook.quarter import QuarterAhead, RenewalAhead, coefficient_shares
from jieting.domain.outlook.tasks import Task
from jieting.domain.outlook.words import HIGH, LOW, headline
from jieting.domain.periods import iso
from jieting.domain.quantities import plain
from jieting.language import Language

PROBABILITY_PLACES = 4
EXPECTED_PLACES = 2


def outlook_to_json(outlook: Outlook, lang: str) -> str:
    """The JSON text in ``lang``, with a line feed at the end."""
    return dumps(outlook_object(outlook, lang))


def outlook_object(outlook: Outlook, lang: str) -> dict[str, Any]:
    """The outlook as JSON values; a script relies on these names."""
    language, known = Language(lang), outlook.known
    contract = known.contract
    return {
        "contract": contract.id,
        "version": contract.version,
        "month": str(known.month),
        "at": iso(known.now, contract.zone),
        "assumed": {
            "open": outlook.assumed.way.value,
            "events": outlook.assumed.coming.value,
            "replications": outlook.drawn.replications,
            "seed": outlook.assumed.seed,
        },
        "headline": [language.render(said) for said in headline(outlook)],
        "score": _score(outlook.possible.score),
        "brackets": _brackets(outlook, outlook.possible),
        "lines": [_line(outlook, clause, language) for clause in outlook.possible.lines],
        "limits": [_limit(outlook, clause, language) for clause in outlook.possible.limits],
        "limits_kept": _share(outlook.limits_kept) if outlook.possible.limits else None,
        "figures": [_figure(outlook, clause, pair) for clause, pair in _figures(outlook)],
        "binding": _binding(outlook),
        "otherwise": {
            "score": _score(outlook.otherwise.score),
            "brackets": _brackets(outlook, outlook.otherwise),
        },
        "quarter": _quarter(outlook.quarter),
        "renewal": _renewal(outlook.renewal),
    }


def _share(value: float) -> float:
    return round(value, PROBABILITY_PLACES)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, EXPECTED_PLACES)


def _score(score: Column[Points] | None) -> dict[str, Any] | None:
    """Expected score and the interval that holds it in eight of ten cases."""
    if score is None:
        return None
    return {
        "expected": _number(mean(score)),
        "low": _number(quantile(score, LOW)),
        "high": _number(quantile(score, HIGH)),
        "waiting": _share(score.share(lambda value: value is None)),
    }


def _brackets(outlook: Outlook, possible: Possible) -> list[dict[str, Any]]:
    return [
        {
            "from": plain(bracket.score),
            "coefficient": plain(bracket.coefficient),
            "probability": _share(share),
        }
        for bracket, share in bracket_shares(outlook.known.contract, possible)
    ]


def _line(outlook: Outlook, clause_id: str, language: Language) -> dict[str, Any]:
    clause, column = outlook.known.contract.clause(clause_id), outlook.possible.lines[clause_id]
    full = clause.points or 0
    return {
        "clause": clause_id,
        "full": plain(full),
        "expected": _number(mean(column)),
        "full_marks": _share(column.share(lambda value: value is not None and value >= full)),
        "needed": _needed(outlook, clause_id, language),
    }


def _limit(outlook: Outlook, clause_id: str, language: Language) -> dict[str, Any]:
    return {
        "clause": clause_id,
        "breach": _share(outlook.possible.limits[clause_id].share(lambda met: met is False)),
        "needed": _needed(outlook, clause_id, language),
    }


def _needed(outlook: Outlook, clause: str, language: Language) -> dict[str, Any]:
    return {
        "words": [language.render(said) for said in needs_of(outlook, clause)],
        "rates": [_rate(need) for need in outlook.needs if need.clause == clause],
        "tasks": [_task(outlook, task) for task in outlook.tasks if task.clause == clause],
    }


def _rate(need: RateNeed) -> dict[str, Any]:
    return {
        "figure": need.figure,
        "unit": need.unit.value,
        "reach": need.reach.value,
        "expected": need.expected,
        "of": need.of,
        "full": _step(need.unit, need.full),
        "best": _step(need.unit, need.best),
        "higher": _step(need.unit, need.higher),
    }


def _step(unit: Unit, step: Step | None) -> dict[str, Any] | None:
    if step is None:
        return None
    rates = {Unit.AT_LEAST: share_up, Unit.AT_MOST: share_down}
    return {
        "number": step.number,
        "of": step.of,
        "rate": rates[unit](step) if unit in rates else None,
        "points": None if step.points is None else plain(step.points),
    }


def _task(outlook: Outlook, task: Task) -> dict[str, Any]:
    due, zone = task.due_at, outlook.known.contract.zone
    return {
        "kind": task.kind.value,
        "reach": task.reach.value,
        "number": task.number,
        "of": task.of or None,
        "due_at": None if due is None else iso(due, zone),
    }


def _figures(outlook: Outlook) -> list[tuple[str, Pair]]:
    """Figures that add up; a percentile has no outlook."""
    contract = outlook.known.contract
    return [
        (use.clause, outlook.drawn.figures[use.clause])
        for use in contract.figures
        if contract.definition(use).rank is None
    ]


def _figure(outlook: Outlook, clause: str, pair: Pair) -> dict[str, Any]:
    so_far = outlook.known.counted.figures[clause]
    above, below = outlook.possible.months.totals(clause)
    return {
        "clause": clause,
        "name": so_far.definition.name,
        "numerator": so_far.numerator,
        "denominator": so_far.denominator,
        "rest_numerator": _number(float(pair.numerator.mean())),
        "rest_denominator": _number(float(pair.denominator.mean())),
        "expected": _ratio(float(above.mean()), float(below.mean()), so_far.definition.scale),
    }


def _ratio(above: float, below: float, scale: Any) -> float | None:
    return round(float(scale) * above / below, PROBABILITY_PLACES) if below else None


def _binding(outlook: Outlook) -> dict[str, Any] | None:
    gain = outlook.binds
    if gain is None:
        return None
    return {
        "clause": gain.clause,
        "figure": gain.figure,
        "step": "one_event_fewer" if gain.events else "one_point_better",
        "expected_score": _number(gain.expected_score),
        "coefficient": None if gain.coefficient is None else plain(gain.coefficient),
        "before": _share(gain.before),
        "after": _share(gain.after),
    }


def _quarter(quarter: QuarterAhead | None) -> dict[str, Any] | None:
    if quarter is None:
        return None
    found: dict[str, Any] = {
        "months": [str(month) for month in quarter.months],
        "missing": [str(month) for month in quarter.missing],
        "assumed": [str(month) for month in quarter.assumed],
        "coefficients": [],
        "payable": None,
    }
    if quarter.quarters is not None:
        payable = quarter.quarters.map(lambda q: q.payable if q is not None else None)
        found["coefficients"] = [
            {"coefficient": plain(value), "probability": _share(share)}
            for value, share in coefficient_shares(quarter.quarters).items()
        ]
        found["payable"] = {
            "expected": _number(mean(payable)),
            "low": _number(quantile(payable, LOW)),
            "high": _number(quantile(payable, HIGH)),
        }
    return found


def _renewal(renewal: RenewalAhead | None) -> dict[str, Any] | None:
    if renewal is None:
        return None
    return {
        "good": renewal.good,
        "known": renewal.known,
        "needed": renewal.needed,
        "of": renewal.of,
        "not_given": renewal.ungiven,
        "probability": _share(renewal.probability) if not renewal.ungiven else None,
    }
