"""A forecast as text, JSON or csv."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width

from jieting.cli.forecast_json import as_data
from jieting.domain.forecasting.backtest import BackTest, Score
from jieting.domain.forecasting.file import forecast_csv
from jieting.domain.forecasting.holidays import CalendarDay, DayKind
from jieting.domain.forecasting.layout import Ask
from jieting.domain.forecasting.result import Basis, DayForecast, Made, QueueForecast
from jieting.domain.forecasting.special import SpecialDay
from jieting.domain.said import Said, say
from jieting.language import Language

KINDS = {
    DayKind.WORKDAY: say("workday"),
    DayKind.WEEKEND: say("weekend"),
    DayKind.MOVED_WORKDAY: say("moved workday"),
    DayKind.PUBLIC_HOLIDAY: say("public holiday"),
}
_WEEK = (
    say("Mon"),
    say("Tue"),
    say("Wed"),
    say("Thu"),
    say("Fri"),
    say("Sat"),
    say("Sun"),
)


def page(made: Made, ask: Ask, simulated: bool, form: str, language: Language) -> str:
    """The forecast in a format."""
    if form == "csv":
        return forecast_csv(made.forecast, ask.line.zone)
    if form == "json":
        data = as_data(made, ask, simulated, language)
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{line}\n" for line in _text(made, ask, simulated, language))


def _text(made: Made, ask: Ask, simulated: bool, language: Language) -> Iterator[str]:
    if simulated:
        yield language.render(say("Simulated calls: the forecast is for trying out only."))
        yield ""
    for queue in made.queues:
        for said in _head(queue, ask):
            yield language.render(said)
        yield ""
        yield from _aligned(_days(queue.days, ask, language))
        yield ""
        for said in _basis(queue.basis):
            yield language.render(said)
        yield ""
        yield from _back_test(queue.back_test, language)
        yield ""
    yield from _special(made, language)


def _head(queue: QueueForecast, ask: Ask) -> Iterator[Said]:
    yield say(
        "Forecast of the queue {queue}: {days} days from {first}, intervals of {level} per cent",
        queue=queue.queue or "-",
        days=ask.days,
        first=ask.first,
        level=_percent(ask.level, 0),
    )
    if queue.today is not None:
        yield say(
            "Today so far {calls} calls, {expected} expected: the rest of today times {factor}",
            calls=queue.today.calls,
            expected=f"{queue.today.expected:.1f}",
            factor=f"{queue.today.factor:.3f}",
        )


def _days(days: Sequence[DayForecast], ask: Ask, language: Language) -> Iterator[list[str]]:
    heads = (
        say("Day"),
        say("kind of day"),
        say("calls expected"),
        say("interval from"),
        say("interval to"),
        say("AHT, s"),
        say("busiest"),
        say("special day"),
    )
    yield [language.render(head) for head in heads]
    for found in days:
        busiest = f"{found.busiest // 60:02d}:{found.busiest % 60:02d}" if found.calls else "-"
        yield [
            f"{found.day.day} {language.render(_WEEK[found.day.day.weekday()])}",
            _kind(found.day, language),
            f"{found.calls:.1f}",
            f"{found.low:.0f}",
            f"{found.high:.0f}",
            f"{found.aht_s:.0f}" if found.calls else "-",
            busiest,
            f"x{found.factor:.2f}" if found.factor != 1 else "",
        ]


def _kind(day: CalendarDay, language: Language) -> str:
    """The kind, the holiday's name, and a question mark where it is provisional."""
    parts = [language.render(KINDS[day.kind]), day.name, "?" if day.provisional else ""]
    return " ".join(part for part in parts if part)


def _basis(basis: Basis) -> Iterator[Said]:
    yield say(
        "Learned from {n} days; a usual day now has {level} calls, {growth} per cent more a week.",
        n=basis.known_days,
        level=f"{basis.level:.1f}",
        growth=f"{100 * 7 * basis.growth:+.1f}",
    )
    yield say(
        "Monday to Sunday: {weekdays}; moved workday {moved}, public holiday {holiday}, "
        "before a holiday {before}, after one {after}; a day strays by {cv} per cent.",
        weekdays=" ".join(f"{factor:.2f}" for factor in basis.weekdays[:7]),
        moved=f"{basis.weekdays[7]:.2f}",
        holiday=f"{basis.weekdays[8]:.2f}",
        before=f"{basis.before:.2f}",
        after=f"{basis.after:.2f}",
        cv=_percent(basis.day_cv),
    )
    if basis.prior:
        yield say(
            "Prior {prior}: {percent} per cent of the day shape.",
            prior=basis.prior,
            percent=_percent(basis.prior_weight),
        )


def _back_test(found: BackTest | None, language: Language) -> Iterator[str]:
    if found is None:
        yield language.render(say("Back-test: not possible, the history is too short."))
        return
    yield language.render(
        say(
            "Back-test: {origins} times {horizon} days ahead, {calls} calls",
            origins=found.origins,
            horizon=found.horizon,
            calls=found.calls,
        )
    )
    inside = say("inside the interval (half hours of {least} or more calls; days)", least=1)
    heads = [say("back-test"), say("WAPE, half hours"), say("WAPE, days"), inside]
    held = f"{_or_dash(found.coverage)}; {_or_dash(found.day_coverage)}"
    rows = [
        [language.render(head) for head in heads],
        [language.render(say("this forecast")), *_wapes(found.model), held],
        [language.render(say("same half hour last week")), *_wapes(found.naive), "-"],
    ]
    yield from _aligned(rows)
    if found.naive_is_better:
        yield language.render(say("Last week's counts were the better forecast of half hours."))
    if found.naive_is_better_by_day:
        yield language.render(say("Last week's counts were the better forecast of whole days."))


def _wapes(score: Score) -> list[str]:
    return [_or_dash(wape) for wape in (score.wape, score.day_wape)]


def _or_dash(share: float | None) -> str:
    return "-" if share is None else _percent(share)


def _special(made: Made, language: Language) -> Iterator[str]:
    """Every entry that was made by hand, whether it lies in the forecast or not."""
    if not made.special.days and not made.special.calendar:
        return
    yield language.render(say("Entered by hand:"))
    for entry in made.special.days:
        yield language.render(_entry(entry))
    for day, author in made.special.calendar:
        yield language.render(
            say(
                "{day}: {kind}. {reason} ({author})",
                day=day.day,
                kind=KINDS[day.kind],
                reason=day.name,
                author=author,
            )
        )


def _entry(entry: SpecialDay) -> Said:
    queue = entry.queue or say("all queues")
    if entry.factor is not None:
        return say(
            "{day}, {queue}: times {factor}. {reason} ({author})",
            day=entry.day,
            queue=queue,
            factor=f"{entry.factor:g}",
            reason=entry.reason,
            author=entry.author,
        )
    return say(
        "{day}, {queue}: {calls} calls. {reason} ({author})",
        day=entry.day,
        queue=queue,
        calls=f"{entry.calls or 0:g}",
        reason=entry.reason,
        author=entry.author,
    )


def _percent(share: float, places: int = 1) -> str:
    return f"{100 * share:.{places}f}"


def _aligned(rows: Iterable[list[str]]) -> Iterator[str]:
    """Columns that stand straight, the first to the left and the others to the right."""
    table = list(rows)
    widths = [max(_width(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [gap + cell for gap, cell in zip(gaps[1:], row[1:], strict=True)]
        yield "  ".join([row[0] + gaps[0], *cells]).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
