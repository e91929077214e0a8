"""Explaining figures: their definition in words, a worked example, and this month's working."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from jieting.documents.statement import DefinitionRow
from jieting.documents.words import OUTCOMES, RATINGS, reading_words, together
from jieting.domain.contracts.assess import Assessment, figure_rows
from jieting.domain.contracts.choices import QUESTIONS
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.figures import Definition, Example, Figure, Unit
from jieting.domain.quantities import round_half_up
from jieting.domain.said import Said, say, verbatim


def definition_rows(assessment: Assessment) -> tuple[DefinitionRow, ...]:
    """One row for each figure of the contract, in its order."""
    return tuple(_row(assessment.contract, use, fig) for use, fig in figure_rows(assessment))


def _row(contract: Contract, use: FigureUse, figure: Figure) -> DefinitionRow:
    definition = figure.definition
    return DefinitionRow(
        clause=use.clause,
        title=definition.title,
        definition=tuple(_definition(contract, use, definition)),
        example=tuple(_examples(use, figure)),
    )


def _definition(contract: Contract, use: FigureUse, definition: Definition) -> Iterator[Said]:
    yield say("Formula: {formula}", formula=definition.formula)
    yield say("Numerator: {words}", words=definition.numerator.words)
    yield say("Denominator: {words}", words=definition.denominator.words)
    yield say("Base: {base}", base=definition.base)
    yield say("Not counted: {exclusions}", exclusions=definition.exclusions)
    if contract.excludes(use):
        yield say("Agreed exclusions of the month are left out.")
    else:
        yield say("Agreed exclusions of the month are not left out.")
    if definition.parameters:
        yield say("Parameters: {parameters}", parameters=tuple(_parameters(definition)))
    yield say("Shown with {places} decimals, half up.", places=use.shown_places)
    yield say("Source: {source}", source=definition.source)


def _parameters(definition: Definition) -> Iterator[Said]:
    for name, value in definition.parameters.items():
        words = reading_words(name, value) if name in QUESTIONS else verbatim(value)
        yield Said("{name} = {value}", {"name": name, "value": words})


def _examples(use: FigureUse, figure: Figure) -> Iterator[Said]:
    example, places = figure.definition.example, use.shown_places
    if example.calls:
        worked = Figure(figure.definition, example.numerator, example.denominator)
        calls = together(tuple(_calls(example)))
        yield say("Example: {calls}: {working}", calls=calls, working=working(worked, places))
    yield say("This month: {working}", working=working(figure, places))


def _calls(example: Example) -> Iterator[Said]:
    """The example's calls, counted by rating where they are rated and by outcome else."""
    ratings = Counter(call.rating for call in example.calls)
    if set(ratings) - {None}:
        for rating, number in ratings.items():
            words = RATINGS[rating] if rating else say("no rating")
            yield _counted(words, number)
        return
    outcomes = Counter(call.outcome for call in example.calls)
    for outcome, number in outcomes.items():
        yield _counted(OUTCOMES[outcome], number)
    if example.justified_complaints:
        yield _counted(say("justified complaints"), example.justified_complaints)


def _counted(words: Said, number: int) -> Said:
    return Said("{words} {number}", {"words": words, "number": number})


def working(figure: Figure, places: int) -> Said:
    """The figure's arithmetic with its two numbers: 6 / 10 × 100 % = 60.00 %."""
    exact, definition = figure.exact, figure.definition
    if exact is None:
        return say("no base")
    shown = round_half_up(exact, places)
    equals = "=" if Fraction(shown) == exact else "≈"
    result = f"{shown:f} {definition.unit.value}"
    if definition.rank is not None:
        return verbatim(result)
    return verbatim(f"{_quotient(figure)} {equals} {result}")


def _quotient(figure: Figure) -> str:
    above, below = figure.numerator, figure.denominator
    if figure.definition.unit is Unit.PERCENT:
        return f"{above} / {below} × 100 %"
    return f"{above} {'s' if figure.definition.scale == 1 else 'µs'} / {below}"
