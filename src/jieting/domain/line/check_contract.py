"""A plan beside its contract: what is rated, recorded, counted and said must fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jieting.domain.calls.call import Rating
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Severity
from jieting.domain.line.check_place import KEYS, told, warned
from jieting.domain.line.plan import Plan, Survey
from jieting.domain.said import say

_BAD = (Rating.DISSATISFIED, Rating.VERY_DISSATISFIED)
_QUARTER_DAYS = 92
_MONTH_DAYS = 31


def contract_findings(plan: Plan, contract: Contract) -> Iterator[Finding]:
    """What in the plan does not fit its contract."""
    if plan.contract != contract.id:
        yield told(
            "other_contract",
            ("line", "contract"),
            say(
                "The plan is of {plan}, not of {contract}.",
                plan=plan.contract,
                contract=contract.id,
            ),
            say("Calls would be counted to the wrong contract."),
            say("Write contract = {contract} there.", contract=f'"{contract.id}"'),
        )
    yield from _counted_queue(plan, contract)
    yield from _languages(plan, contract)
    yield from _survey(plan, contract)
    yield from _recording(plan, contract)
    yield from _emergency(plan)


def positive_levels(contract: Contract) -> tuple[Rating, ...]:
    """The levels that the contract counts as satisfied; empty where it looks at none."""
    for use in contract.figures:
        if use.name == "satisfaction":
            words = str(contract.definition(use).parameters["positive_ratings"])
            return tuple(Rating(word) for word in words.split("+"))
    return ()


def least_keep_days(contract: Contract) -> int:
    """How many days recordings are needed at least, to be heard until the quarter is settled.

    Formula: 92 days of the longest quarter + the days to the latest report that is due after it.
    Edge: a contract without reports needs the quarter alone.
    """
    due = (_MONTH_DAYS * (d.months_after - 1) + d.due_day for d in contract.deliverables)
    return _QUARTER_DAYS + max(due, default=0)


def _counted_queue(plan: Plan, contract: Contract) -> Iterator[Finding]:
    queue = contract.population.queue
    if queue and queue not in plan.queues:
        yield told(
            "counted_queue",
            ("queue",),
            say("The contract counts the queue {queue}, and the line has none.", queue=queue),
            say("No call of this line would count."),
            say("Add a queue of that name."),
        )


def _languages(plan: Plan, contract: Contract) -> Iterator[Finding]:
    if not contract.languages:
        return
    for queue in plan.queues.values():
        if queue.language and queue.language not in contract.languages:
            yield warned(
                "queue_language",
                ("queue", queue.name, "language"),
                say("The contract does not name the language {language}.", language=queue.language),
                say(
                    "Agents and figures follow the contract's languages: {languages}.",
                    languages=", ".join(contract.languages),
                ),
                say("Correct the language, or agree it in the contract."),
            )


def _survey(plan: Plan, contract: Contract) -> Iterator[Finding]:
    positive = positive_levels(contract)
    if plan.survey is None:
        if positive:
            yield warned(
                "no_survey",
                ("survey",),
                say("Nobody is asked for a rating, and the contract counts satisfaction."),
                say("The figure would have no base."),
                say("Add the survey."),
            )
        return
    yield from _survey_keys(plan.survey)
    yield from _survey_levels(plan.survey, positive)


def _survey_keys(survey: Survey) -> Iterator[Finding]:
    for key in survey.keys:
        if key not in KEYS:
            yield told(
                "not_a_key",
                ("survey", "keys", key),
                say("{key} is no key of a telephone.", key=key),
                say("Nobody could press it."),
                say("Use one of 0 to 9, * and #."),
            )
    for level, times in Counter(survey.keys.values()).items():
        if times > 1:
            yield warned(
                "level_twice",
                ("survey", "keys"),
                say("{times} keys give the level {level}.", times=times, level=level.value),
                say("Callers hear one of them in the question."),
                say("Keep one key for a level."),
            )
    for field, low, high in (("wait_s", 1, 30), ("tries", 1, 9)):
        value = getattr(survey, field)
        if not low <= value <= high:
            yield told(
                field,
                ("survey", field),
                say("{key} is {value}.", key=field, value=str(value)),
                say("The survey waits 1 to 30 seconds for a key, 1 to 9 times."),
                say("Correct the value."),
            )


def _survey_levels(survey: Survey, positive: tuple[Rating, ...]) -> Iterator[Finding]:
    given, where = set(survey.keys.values()), ("survey", "keys")
    if not given & set(_BAD):
        yield told(
            "no_bad_level",
            where,
            say("No key says that the caller is not satisfied."),
            say("Every rating would be a good one, and the figure says nothing."),
            say("Add a key for dissatisfied."),
        )
    for level in positive:
        if level not in given:
            yield warned(
                "level_missing",
                where,
                say(
                    "The contract counts {level} as satisfied, and no key gives it.",
                    level=level.value,
                ),
                say("Callers who mean it must press something else."),
                say("Add a key for it."),
            )
    order = list(Rating)
    for level in sorted(given - set(positive) - set(_BAD), key=order.index):
        if positive:
            yield warned(
                "level_not_counted",
                where,
                say(
                    "A key gives {level}, which the contract does not count as satisfied.",
                    level=level.value,
                ),
                say("Each such rating lowers the satisfaction."),
                say("Take the key out, or agree another reading of positive_ratings."),
            )


def _recording(plan: Plan, contract: Contract) -> Iterator[Finding]:
    if plan.recording is None:
        if contract.chooses("qa_base"):
            yield warned(
                "no_recording",
                ("recording",),
                say("Talks are not recorded, and the contract has them inspected."),
                say("There would be nothing to inspect."),
                say("Switch the recording on."),
            )
        return
    if not plan.recording.announcement:
        yield warned(
            "recording_unsaid",
            ("recording", "announcement"),
            say("Callers are not told that talks are recorded."),
            say("The law wants them to be told before."),
            say("Name a prompt that says it."),
        )
    needed = least_keep_days(contract)
    if plan.recording.keep_days < needed:
        yield warned(
            "kept_too_short",
            ("recording", "keep_days"),
            say("Recordings are kept {days} days.", days=plan.recording.keep_days),
            say(
                "Until the quarter is reported and settled they are needed for {needed} days.",
                needed=needed,
            ),
            say("Keep them at least that long."),
        )


def _emergency(plan: Plan) -> Iterator[Finding]:
    if not plan.emergency_prompt:
        yield told(
            "no_emergency",
            ("line", "emergency_prompt"),
            say("No emergency announcement is prepared."),
            say("In an emergency somebody would have to write it first."),
            say("Write a prompt that fits most of them and name it there."),
            Severity.NOTE,
        )
