"""An outlook in words: the headline and the line that binds."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.outlook.binding import Gain
from jieting.domain.outlook.columns import Column, mean, quantile
from jieting.domain.outlook.outlook import Outlook, bracket_shares
from jieting.domain.outlook.possible import Points, Possible
from jieting.domain.outlook.quarter import coefficient_shares
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

LOW, HIGH = 0.1, 0.9
"""The score lies between these two in eight of ten cases."""
WORTH_TELLING = 0.005
"""A bracket less likely than this is left out of the headline."""


def chance(probability: float) -> str:
    """A probability in whole per cent; what is neither certain nor impossible never looks so."""
    if 0 < probability < 0.01:
        return "<1 %"
    if 0.99 < probability < 1:
        return ">99 %"
    return f"{probability * 100:.0f} %"


def number(value: float | None) -> str:
    """An expected value with one decimal; a dash where there is none."""
    return "-" if value is None else f"{value:.1f}"


def headline(outlook: Outlook) -> Iterator[Said]:
    """What a manager reads first: score, coefficient, what binds, what is open, the quarter."""
    possible = outlook.possible
    if possible.score is not None:
        yield _score(possible.score)
        yield from _coefficients(outlook)
    if possible.limits:
        yield say("Every limit is kept: {chance}", chance=chance(outlook.limits_kept))
    yield binding_words(outlook)
    yield from _if_open(outlook)
    yield from _quarter(outlook)
    yield from _renewal(outlook)


def _score(score: Column[Points]) -> Said:
    if mean(score) is None:
        return say("The month will have no score: a line waits for a record.")
    low, high = number(quantile(score, LOW)), number(quantile(score, HIGH))
    if low == high:
        return say(
            "Expected score {score}; {low} in 8 of 10 cases", score=number(mean(score)), low=low
        )
    return say(
        "Expected score {score}; between {low} and {high} in 8 of 10 cases",
        score=number(mean(score)),
        low=low,
        high=high,
    )


def _coefficients(outlook: Outlook) -> Iterator[Said]:
    parts = tuple(
        say("{coefficient} with {chance}", coefficient=plain(b.coefficient), chance=chance(share))
        for b, share in outlook.brackets
        if share >= WORTH_TELLING
    )
    if parts:
        yield say("Coefficient of the month: {shares}", shares=parts)


def binding_words(outlook: Outlook) -> Said:
    """The line that binds, and what one step better of it brings."""
    gain = outlook.binds
    if gain is None:
        return say("No line binds: one step better anywhere would change nothing worth a word.")
    clause = outlook.known.contract.clause(gain.clause)
    return say(
        "The line that binds: {clause} {title}. {step} in the rest of the month brings: {gain}",
        clause=clause.id,
        title=clause.title,
        step=_better(gain),
        gain=tuple(_gained(gain, outlook.possible.score is not None)),
    )


def _better(gain: Gain) -> Said:
    if gain.events:
        return say("One event fewer")
    return say("One percentage point better")


def _gained(gain: Gain, is_scored: bool) -> Iterator[Said]:
    before, after = chance(gain.before), chance(gain.after)
    if gain.expected_score > 0:
        yield say("expected score {points} higher", points=f"{gain.expected_score:.2f}")
    if is_scored and gain.coefficient is not None and after != before:
        yield say(
            "coefficient {coefficient} or more with {after} instead of {before}",
            coefficient=plain(gain.coefficient),
            after=after,
            before=before,
        )
    if not is_scored:
        yield say("every limit kept with {after} instead of {before}", after=after, before=before)


def _if_open(outlook: Outlook) -> Iterator[Said]:
    """The result with everything open settled the other way, where it differs."""
    ours, other = outlook.possible, outlook.otherwise
    if ours.score is None or other.score is None or other.coefficient is None:
        return
    if _alike(ours, other):
        return
    likeliest = other.coefficient.likeliest()
    if likeliest is None:
        return
    is_done = outlook.assumed.way.value == "done"
    told = {
        "score": number(mean(other.score)),
        "coefficient": plain(likeliest),
        "chance": chance(other.coefficient.share(lambda value: value == likeliest)),
    }
    if is_done:
        yield say(
            "If nothing of what is due gets done any more: expected score {score}, coefficient "
            "{coefficient} with {chance}",
            **told,
        )
    else:
        yield say(
            "If everything due gets done in time: expected score {score}, coefficient "
            "{coefficient} with {chance}",
            **told,
        )


def _alike(ours: Possible, other: Possible) -> bool:
    contract = ours.months.known.contract
    same = bracket_shares(contract, ours) == bracket_shares(contract, other)
    return same and number(_mean(ours.score)) == number(_mean(other.score))


def _mean(score: Column[Points] | None) -> float | None:
    return mean(score) if score is not None else None


def _quarter(outlook: Outlook) -> Iterator[Said]:
    quarter = outlook.quarter
    if quarter is None:
        return
    if quarter.quarters is None:
        yield say(
            "The quarter is not told: the results of {months} are missing",
            months=", ".join(str(month) for month in quarter.missing),
        )
        return
    payable = quarter.quarters.map(lambda q: q.payable if q is not None else None)
    parts = tuple(
        say("{coefficient} with {chance}", coefficient=plain(value), chance=chance(share))
        for value, share in coefficient_shares(quarter.quarters).items()
        if share >= WORTH_TELLING
    )
    expected = mean(payable)
    yield say(
        "Quarter {first} to {last}: expected payment {payable} {currency}; coefficient {shares}",
        first=quarter.months[0],
        last=quarter.months[-1],
        payable="-" if expected is None else f"{expected:.0f}",
        currency=outlook.known.contract.fee.currency,
        shares=parts,
    )
    if quarter.assumed:
        yield say(
            "{months} are taken to come out as this month may",
            months=", ".join(str(month) for month in quarter.assumed),
        )


def _renewal(outlook: Outlook) -> Iterator[Said]:
    renewal = outlook.renewal
    if renewal is None:
        return
    if renewal.ungiven:
        yield say(
            "Renewal is not told: the results of {number} earlier months of the contract year are "
            "missing",
            number=renewal.ungiven,
        )
        return
    yield say(
        "Renewal: {chance}; {good} good months of {known} so far, {needed} of {of} are asked for",
        chance=chance(renewal.probability),
        good=renewal.good,
        known=renewal.known,
        needed=renewal.needed,
        of=renewal.of,
    )
