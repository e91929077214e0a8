"""A forecast as JSON: names that scripts rely on."""

from __future__ import annotations

from jieting.domain.errors import Finding
from jieting.domain.forecasting.backtest import BackTest
from jieting.domain.forecasting.holidays import CalendarDay
from jieting.domain.forecasting.layout import Ask
from jieting.domain.forecasting.result import Made, QueueForecast
from jieting.domain.forecasting.special import SpecialDay
from jieting.domain.periods import iso
from jieting.language import Language


def as_data(made: Made, ask: Ask, simulated: bool, language: Language) -> dict[str, object]:
    """The forecast as plain data, in the names that scripts rely on."""
    zone = ask.line.zone
    return {
        "from": str(ask.first),
        "days": ask.days,
        "zone": zone.key,
        "level": ask.level,
        "now": None if ask.now is None else iso(ask.now, zone),
        "simulated": simulated,
        "queues": [_queue_data(queue) for queue in made.queues],
        "special_days": [_entry_data(entry) for entry in made.special.days],
        "calendar": [
            {**_day_data(day), "reason": day.name, "author": author}
            for day, author in made.special.calendar
        ],
        "half_hours": [
            {
                "queue": slot.queue,
                "start": iso(slot.start, zone),
                "calls": round(slot.calls, 3),
                "low": round(slot.low, 3),
                "high": round(slot.high, 3),
                "aht_s": round(slot.aht_s, 1),
            }
            for slot in made.forecast.slots
        ],
        "findings": [_finding(finding, language) for finding in made.findings],
    }


def _queue_data(queue: QueueForecast) -> dict[str, object]:
    basis, today = queue.basis, queue.today
    return {
        "queue": queue.queue,
        "days": [
            {
                **_day_data(found.day),
                "calls": round(found.calls, 3),
                "low": round(found.low, 3),
                "high": round(found.high, 3),
                "aht_s": round(found.aht_s, 1),
                "factor": found.factor,
            }
            for found in queue.days
        ],
        "basis": {
            "known_days": basis.known_days,
            "level": basis.level,
            "growth_a_day": basis.growth,
            "weekdays": list(basis.weekdays[:7]),
            "moved_workday": basis.weekdays[7],
            "public_holiday": basis.weekdays[8],
            "before_holiday": basis.before,
            "after_holiday": basis.after,
            "day_cv": basis.day_cv,
            "prior": basis.prior or None,
            "prior_weight": basis.prior_weight,
        },
        "back_test": None if queue.back_test is None else _test_data(queue.back_test),
        "today": None
        if today is None
        else {"calls": today.calls, "expected": today.expected, "factor": today.factor},
    }


def _day_data(day: CalendarDay) -> dict[str, object]:
    return {
        "date": str(day.day),
        "kind": day.kind.value,
        "holiday": day.name or None,
        "provisional": day.provisional,
    }


def _test_data(found: BackTest) -> dict[str, object]:
    return {
        "origins": found.origins,
        "horizon": found.horizon,
        "half_hours": found.half_hours,
        "calls": found.calls,
        "level": found.level,
        "coverage": found.coverage,
        "day_coverage": found.day_coverage,
        "wape": found.model.wape,
        "day_wape": found.model.day_wape,
        "naive_wape": found.naive.wape,
        "naive_day_wape": found.naive.day_wape,
        "naive_is_better": found.naive_is_better,
        "naive_is_better_by_day": found.naive_is_better_by_day,
    }


def _entry_data(entry: SpecialDay) -> dict[str, object]:
    return {
        "date": str(entry.day),
        "queue": entry.queue or None,
        "factor": entry.factor,
        "calls": entry.calls,
        "reason": entry.reason,
        "author": entry.author,
    }


def _finding(finding: Finding, language: Language) -> dict[str, str]:
    words = (finding.what, finding.why, finding.remedy)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "text": " ".join(language.render(said) for said in words),
    }
