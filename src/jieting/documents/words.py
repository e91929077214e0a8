"""Words that several parts of a statement share: outcomes, ratings, verdicts, readings."""

from __future__ import annotations

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.contracts.choices import QUESTIONS
from jieting.domain.errors import Severity
from jieting.domain.said import Said, say, verbatim

OUTCOMES: dict[Outcome, Said] = {
    Outcome.SERVED_BY_IVR: say("served by the IVR"),
    Outcome.ABANDONED_IN_IVR: say("abandoned in the IVR"),
    Outcome.ANSWERED: say("answered"),
    Outcome.ABANDONED: say("abandoned"),
    Outcome.OVERFLOWED: say("overflowed"),
    Outcome.REJECTED: say("rejected"),
}
RATINGS: dict[Rating, Said] = {
    Rating.VERY_SATISFIED: say("very satisfied"),
    Rating.SATISFIED: say("satisfied"),
    Rating.BASICALLY_SATISFIED: say("basically satisfied"),
    Rating.DISSATISFIED: say("dissatisfied"),
    Rating.VERY_DISSATISFIED: say("very dissatisfied"),
}
SEVERITIES: dict[Severity, Said] = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}


def met_words(met: bool | None) -> Said:
    """Whether a clause or target is kept."""
    if met is None:
        return say("not judged")
    return say("met") if met else say("not met")


def yes_no(value: bool) -> Said:
    """Yes or no."""
    return say("yes") if value else say("no")


def reading_words(name: str, value: str) -> Said:
    """A value of a choice in words; levels of rating one by one."""
    if name == "positive_ratings":
        return together(tuple(RATINGS[Rating(level)] for level in value.split("+")))
    return QUESTIONS[name].values[value]


def reasons(why: Said) -> tuple[Said, ...]:
    """The reasons that were joined into one, as what they were."""
    parts = why.params.get("reasons")
    if isinstance(parts, tuple) and all(isinstance(part, Said) for part in parts):
        return parts
    return (why,)


def together(parts: tuple[Said, ...]) -> Said:
    """Several sentences as one, with the language's semicolon between them."""
    return Said("{text}", {"text": parts})


def optional(text: str | None) -> Said:
    """Data that may be missing; a dash then."""
    return verbatim(text or "-")
