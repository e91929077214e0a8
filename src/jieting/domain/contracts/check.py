"""What must hold within a contract: numbers once, clauses there, every open point settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jieting.domain.contracts.check_rules import check_points, check_rules, rules_of
from jieting.domain.contracts.choices import OF_FIGURES, QUESTIONS
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Severity
from jieting.domain.figures import PARAMETERS
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path
from jieting.domain.toml.table_reader import TomlFile

ALWAYS = ("period_of_call", "exclusion_scope")
"""Open points that every contract must settle."""

Need = tuple[str, str]
"""An open point, and the clause it is settled for; '' for the whole contract."""


def check_contract(contract: Contract, file: TomlFile) -> None:
    """Record in ``file`` everything that does not hold between the parts of a contract.

    What touches nothing is told only of a contract without errors, as an error may be the reason.
    """
    _once(contract, file)
    _dates(contract, file)
    _service_hours(contract, file)
    _clauses_there(contract, file)
    _clauses_named(contract, file)
    check_rules(contract, file)
    check_points(contract, file)
    _readings_missing(contract, file)
    _readings_of_clauses(contract, file)
    if not any(finding.is_error for finding in file.findings):
        _unused_hours(contract, file)
        _readings_unused(contract, file)
    _provisional(contract, file)
    _not_agreed(contract, file)


def _once(contract: Contract, file: TomlFile) -> None:
    """No clause number, figure, choice, special day or deliverable twice."""
    named = [("clause", i, c.id) for i, c in enumerate(contract.clauses)]
    named += [("figure", i, f.clause) for i, f in enumerate(contract.figures)]
    named += [("choice", i, f"{c.name} {c.clause}") for i, c in enumerate(contract.choices)]
    days = contract.calendar.special_days
    named += [("special_day", i, d.day.isoformat()) for i, d in enumerate(days)]
    named += [("deliverable", i, d.name) for i, d in enumerate(contract.deliverables)]
    counts = Counter((table, name) for table, _, name in named)
    seen: set[tuple[str, str]] = set()
    for table, index, name in named:
        if (table, name) in seen and name.strip():
            file.found(
                "twice",
                (table, index),
                say(
                    "{name} stands {count} times as {table}.",
                    name=name.strip(),
                    table=table,
                    count=counts[table, name],
                ),
                say("It would be counted more than once, or nobody knows which one holds."),
                say("Take the others out."),
            )
        seen.add((table, name))


def _dates(contract: Contract, file: TomlFile) -> None:
    if contract.effective_to <= contract.effective_from:
        file.found(
            "effective_dates",
            ("contract", "effective_to"),
            say("effective_to is not after effective_from."),
            say("The contract would hold on no day; effective_to is the first day after it."),
            say("Correct the dates."),
        )


def _service_hours(contract: Contract, file: TomlFile) -> None:
    """A population that asks for service hours needs some."""
    if contract.population.service_hours_only and "service_hours" not in file.data:
        file.found(
            "no_service_hours",
            ("contract", "population", "service_hours_only"),
            say("Only calls within the service hours count, and there are no service hours."),
            say("The hotline would be taken for open round the clock."),
            say("Add [[service_hours]], or take service_hours_only out."),
        )


def _unused_hours(contract: Contract, file: TomlFile) -> None:
    calendar = contract.calendar
    if contract.population.service_hours_only or not (calendar.hours or calendar.special_days):
        return
    file.found(
        "unused_hours",
        ("service_hours" if calendar.hours else "special_day",),
        say("There are service hours, and calls count round the clock."),
        say("The hours would touch no figure."),
        say("Write service_hours_only = true in [contract.population], or take them out."),
        Severity.WARNING,
    )


def _clauses_there(contract: Contract, file: TomlFile) -> None:
    if not contract.clauses and "clause" not in file.data:
        file.found(
            "no_clauses",
            (),
            say("The contract has no clause."),
            say("Nothing would be assessed."),
            say("Add [[clause]] entries."),
        )


def _clauses_named(contract: Contract, file: TomlFile) -> None:
    """Figures, choices and deliverables must name clauses that the contract has."""
    known = {clause.id for clause in contract.clauses}
    named: list[tuple[Path, str]] = [
        (("figure", i, "clause"), f.clause) for i, f in enumerate(contract.figures)
    ]
    named += [(("choice", i, "clause"), c.clause) for i, c in enumerate(contract.choices)]
    named += [(("deliverable", i, "clause"), d.clause) for i, d in enumerate(contract.deliverables)]
    for path, clause in named:
        if clause and clause not in known:
            file.found(
                "no_clause",
                path,
                say("The contract has no clause {clause}.", clause=clause),
                say("What is written here would touch nothing."),
                say("Correct the number, or add the clause."),
            )


def _readings_missing(contract: Contract, file: TomlFile) -> None:
    """Every open point that the contract's arithmetic meets must be settled."""
    told: set[Need] = set()
    for (name, clause), path in _needed(contract, file):
        need = (name, clause if QUESTIONS[name].per_clause else "")
        if _settled(contract, name, clause) or need in told:
            continue
        told.add(need)
        file.found(
            "missing_choice",
            path,
            _missing(*need),
            say(
                "{question} Without an answer the points cannot be computed.",
                question=QUESTIONS[name].asks,
            ),
            say(
                'Add [[choice]] name = "{name}" with a value of: {values}.',
                name=name,
                values=", ".join(QUESTIONS[name].values),
            ),
        )


def _settled(contract: Contract, name: str, clause: str) -> bool:
    """True where a choice answers, be it tied to one clause by mistake, which is told apart."""
    if QUESTIONS[name].per_clause or name in OF_FIGURES:
        return contract.chooses(name, clause)
    return any(choice.name == name for choice in contract.choices)


def _missing(name: str, clause: str) -> Said:
    if clause:
        return say("The choice {name} is missing for {clause}.", name=name, clause=clause)
    return say("The choice {name} is missing.", name=name)


def _readings_of_clauses(contract: Contract, file: TomlFile) -> None:
    """Only some open points may be settled for one clause alone."""
    for i, choice in enumerate(contract.choices):
        question = QUESTIONS.get(choice.name)
        if (
            choice.clause
            and question
            and not question.per_clause
            and (choice.name not in OF_FIGURES)
        ):
            file.found(
                "choice_of_clause",
                ("choice", i, "clause"),
                say("{name} is chosen for {clause} alone.", name=choice.name, clause=choice.clause),
                say("It has one answer for the whole contract."),
                say("Take clause out."),
            )


def _readings_unused(contract: Contract, file: TomlFile) -> None:
    """A choice that nothing in the contract asks for is told, since it would touch nothing."""
    needed = {need for need, _ in _needed(contract, file)}
    names = {name for name, _ in needed}
    for i, choice in enumerate(contract.choices):
        used = (choice.name, choice.clause) in needed if choice.clause else choice.name in names
        if choice.name in QUESTIONS and not used:
            file.found(
                "unused_choice",
                ("choice", i),
                say("Nothing in the contract asks for the choice {name}.", name=choice.name),
                say("It would touch no figure and no point."),
                say("Take it out, or correct its clause."),
                Severity.WARNING,
            )


def _needed(contract: Contract, file: TomlFile) -> Iterator[tuple[Need, Path]]:
    """Every open point that the contract meets, with the place that meets it."""
    yield from (((name, ""), ("contract",)) for name in ALWAYS)
    if contract.population.service_hours_only:
        yield ("outside_service_hours", ""), ("contract", "population", "service_hours_only")
    for i, use in enumerate(contract.figures):
        for name in PARAMETERS.get(use.name, {}):
            if name in QUESTIONS:
                yield (name, use.clause), ("figure", i)
    for path, clause, rule in rules_of(contract, file):
        for name in rule.readings():
            if name in QUESTIONS:
                yield (name, clause.id if QUESTIONS[name].per_clause else ""), path


def _provisional(contract: Contract, file: TomlFile) -> None:
    if contract.fee.provisional:
        file.found(
            "provisional_fee",
            ("contract", "fee", "amount"),
            say("The fee is provisional."),
            say("The tender names no amount; what is payable is an example."),
            say("Write the signed amount and take provisional out."),
            Severity.WARNING,
        )


def _not_agreed(contract: Contract, file: TomlFile) -> None:
    """One warning for all choices that are still open, at the first of them."""
    open_points = [(i, c.name) for i, c in enumerate(contract.choices) if not c.agreed]
    if open_points:
        file.found(
            "not_agreed",
            ("choice", open_points[0][0]),
            say("Choices not yet agreed by both parties: {count}.", count=len(open_points)),
            say("A figure is only undisputed under an agreed reading."),
            say(
                "Set agreed = true once both have confirmed: {names}.",
                names=", ".join(sorted({name for _, name in open_points})),
            ),
            Severity.WARNING,
        )
