"""What a forecast tells beside its numbers: each finding in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jieting.domain.errors import Finding, Severity
from jieting.domain.said import Said, say, verbatim

SHORT_HISTORY = 14
"""Below so many known days a history is too short, and the named prior helps out."""

_SHOWN = 6
_WEEKDAYS = (
    say("Mondays"),
    say("Tuesdays"),
    say("Wednesdays"),
    say("Thursdays"),
    say("Fridays"),
    say("Saturdays"),
    say("Sundays"),
    say("moved workdays"),
    say("public holidays"),
)


def no_history(until: date) -> Finding:
    """Nothing to learn from."""
    return Finding(
        "no_history",
        say("The files hold no call that entered a queue before {day}.", day=until),
        say("A forecast learns from such calls."),
        say("Give files of the weeks before, or a later --from."),
    )


def unknown_queue(queue: str, known: Sequence[str]) -> Finding:
    """A queue was asked for that no call entered."""
    return Finding(
        "unknown_queue",
        say("No call entered the queue {queue}.", queue=queue),
        say("There is nothing to forecast it from."),
        say("These queues have calls: {queues}.", queues=", ".join(known) or "-"),
    )


def later_calls(number: int, until: date) -> list[Finding]:
    """Calls from the first day of the forecast on are not looked at."""
    if not number:
        return []
    return [
        Finding(
            "later_calls",
            say("{n} calls are from {day} or later.", n=number, day=until),
            say("They are not learned from: they lie in the days to be foretold."),
            say("For a new forecast of today, give --now."),
            severity=Severity.NOTE,
        )
    ]


def never_heard(group: int) -> Finding:
    """A group of days that never had a call."""
    return Finding(
        "taken_as_closed",
        say("On {days} no call ever came.", days=_WEEKDAYS[group]),
        say("The line is taken as closed on such days, and nothing is forecast for them."),
        say("Give --contract for the service hours, if it is open."),
        severity=Severity.WARNING,
    )


def unknown_days(days: Sequence[date]) -> list[Finding]:
    """Open days without any call of any queue."""
    if not days:
        return []
    return [
        Finding(
            "days_without_data",
            say("{n} open days have no call at all: {days}.", n=len(days), days=_ranges(days)),
            say("They are taken as unknown, not as days without demand."),
            say("Give the files of these days, if there are any."),
            severity=Severity.WARNING,
        )
    ]


def cut_days(days: Sequence[date]) -> list[Finding]:
    """Days within which the file begins or ends."""
    return [
        Finding(
            "cut_day",
            say("The files seem to begin or end within {day}.", day=day),
            say("Half a day would be learned as a quiet one; it is left out."),
            say("Give whole days."),
            severity=Severity.WARNING,
        )
        for day in days
    ]


def outside_hours(queue: str, number: int) -> list[Finding]:
    """Calls of closed half hours."""
    if not number:
        return []
    return [
        Finding(
            "outside_hours",
            say("{n} calls of the queue {queue} came while it is closed.", n=number, queue=queue),
            say("A closed half hour is forecast as zero, so they are not learned from."),
            say("Correct the service hours in the contract, if the line is open then."),
            severity=Severity.NOTE,
        )
    ]


def short_history(queue: str, days: int, prior: str, percent: int) -> Finding:
    """Less than two weeks are known."""
    return Finding(
        "short_history",
        say("Of the queue {queue} only {n} days are known.", queue=queue, n=days),
        say(
            "Less than two weeks do not show a week; the day shape and the weekdays lean on the "
            "prior {prior}, which makes up {percent} per cent of the day shape.",
            prior=prior,
            percent=percent,
        ),
        say("Give more weeks; until then plan with reserve."),
        severity=Severity.WARNING,
    )


def talk_by_connection(queue: str) -> Finding:
    """Handle time had to be taken from the times of the call."""
    return Finding(
        "handle_time_by_connection",
        say("The calls of the queue {queue} tell no talk time.", queue=queue),
        say("Its handle time is the time from the answer to the end, without wrap-up."),
        say("Give talk_s and wrap_up_s, or --aht."),
        severity=Severity.WARNING,
    )


def no_handle_time(queue: str, seconds: int, prior: str) -> Finding:
    """No handle time is known at all."""
    return Finding(
        "no_handle_time",
        say("No handle time of the queue {queue} is known.", queue=queue),
        say("{seconds} s of the profile {prior} are taken.", seconds=seconds, prior=prior),
        say("Give --aht, in seconds."),
        severity=Severity.WARNING,
    )


def provisional(years: Sequence[int]) -> list[Finding]:
    """Years whose holidays are not announced."""
    return [
        Finding(
            "provisional_holidays",
            say("The holidays of {year} are not in the tables of announced years.", year=str(year)),
            say("Its statutory days are provisional; days off and moved workdays are missing."),
            say("Enter them as [[calendar]] in the file of special days."),
            severity=Severity.WARNING,
        )
        for year in years
    ]


def naive_is_better(queue: str, ours: float, naive: float) -> Finding:
    """Last week's counts foretold better."""
    return Finding(
        "naive_is_better",
        say(
            "For the queue {queue} the same half hour of last week foretold better: "
            "WAPE {naive} per cent against {ours}.",
            queue=queue,
            naive=f"{100 * naive:.1f}",
            ours=f"{100 * ours:.1f}",
        ),
        say("The model has not earned its trust for this queue."),
        say("Compare the forecast with last week before planning on it."),
        severity=Severity.WARNING,
    )


def no_backtest(queue: str) -> Finding:
    """Too little history to look back."""
    return Finding(
        "no_back_test",
        say("The forecast of the queue {queue} cannot be tried on the past.", queue=queue),
        say("There are fewer than two weeks before the first day that could be tried."),
        say("Give more weeks."),
        severity=Severity.WARNING,
    )


def closed_special(day: date) -> Finding:
    """A special day asks for calls of a closed line."""
    return Finding(
        "special_day_closed",
        say("On {day}, a special day, nothing can be scaled: the line is closed.", day=day),
        say("The entry has no effect."),
        say("Correct the date, or the service hours."),
        severity=Severity.WARNING,
    )


def from_before_now(first: date, now: date) -> Finding:
    """The forecast begins in the past."""
    return Finding(
        "from_before_now",
        say("--from is {first}, before the day of --now, {now}.", first=first, now=now),
        say("What has happened is not foretold."),
        say("Give {now} or a later day.", now=now),
    )


def silent_today(day: date) -> Finding:
    """No call of today is in the files."""
    return Finding(
        "today_without_data",
        say("The files hold no call of {day} before --now.", day=day),
        say("That is taken as unknown, and today is forecast like any other day."),
        say("Give a file with the calls of today."),
        severity=Severity.WARNING,
    )


def _ranges(days: Sequence[date]) -> tuple[Said, ...]:
    """Days in a row as one range; of many ranges the first ones."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    shown = [
        verbatim(str(span[0]))
        if len(span) == 1
        else say("{first} to {last}", first=span[0], last=span[-1])
        for span in spans[:_SHOWN]
    ]
    if len(spans) > _SHOWN:
        shown.append(say("and {n} more spans", n=len(spans) - _SHOWN))
    return tuple(shown)
