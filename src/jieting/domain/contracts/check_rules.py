"""What must hold of a contract's rules: their figures are there, their points add up and count."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.clauses import READERS, coefficient, renewal
from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.model import Clause, Contract, Target
from jieting.domain.contracts.rule import Rule
from jieting.domain.errors import Severity
from jieting.domain.quantities import plain
from jieting.domain.said import say
from jieting.domain.toml.lines import Path
from jieting.domain.toml.table_reader import TomlFile

OF_THE_SCORE = (coefficient.KIND, renewal.KIND)
"""Kinds of rules that read the score itself; they stand in a clause of kind score, no points."""


def rules_of(contract: Contract, file: TomlFile) -> Iterator[tuple[Path, Clause, Rule]]:
    """Every rule that could be read, with its clause and its place in the file."""
    for i, clause in enumerate(contract.clauses):
        rows = file.data["clause"][i]["rule"] if clause.rules else []
        known = [j for j, row in enumerate(rows) if str(row.get("kind")) in READERS]
        for j, rule in zip(known, clause.rules, strict=False):
            yield ("clause", i, "rule", j), clause, rule


def check_rules(contract: Contract, file: TomlFile) -> None:
    """Each rule by itself: its figure, its target, whether it can ever count."""
    scales = 0
    for path, clause, rule in rules_of(contract, file):
        _figure(contract, file, path, rule)
        _target(contract, file, path, rule)
        _counted(file, path, clause, rule)
        scales += isinstance(rule, Coefficient)
        if isinstance(rule, Coefficient) and scales == 2:
            file.found(
                "two_scales",
                path,
                say("This is the second scale of coefficients."),
                say("Nobody knows which one pays."),
                say("Take one of them out."),
            )


def _figure(contract: Contract, file: TomlFile, path: Path, rule: Rule) -> None:
    """A rule's figure must be declared by a [[figure]] of that clause number."""
    declared = {use.clause for use in contract.figures}
    if rule.figure and rule.figure not in declared:
        file.found(
            "no_figure",
            (*path, "figure"),
            say("No [[figure]] belongs to clause {clause}.", clause=rule.figure),
            say("The rule has nothing to judge."),
            say("Name one of: {known}.", known=", ".join(sorted(declared)) or "-"),
        )


def _target(contract: Contract, file: TomlFile, path: Path, rule: Rule) -> None:
    """The target stands with the figure, for the reader, and in the rule that judges it."""
    value, is_floor = getattr(rule, "target", None), getattr(rule, "is_floor", None)
    stated = next((u.target for u in contract.figures if u.clause == rule.figure), None)
    if value is None or stated is None or stated == Target(value, bool(is_floor)):
        return
    file.found(
        "targets_differ",
        (*path, "target"),
        say("The rule's target is not the one of figure {clause}.", clause=rule.figure),
        say("The reader would see one target, and points would be taken by another."),
        say("Correct one of the two."),
        Severity.WARNING,
    )


def _counted(file: TomlFile, path: Path, clause: Clause, rule: Rule) -> None:
    """Points are counted in clauses with points; without points, only limits are judged."""
    takes_points = getattr(rule, "points", None) is not None
    if clause.points is not None and not takes_points:
        file.found(
            "rule_without_points",
            path,
            say("Clause {clause} has points and this rule takes none.", clause=clause.id),
            say("Whatever happened, it would cost nothing."),
            say("Give the rule points, or put it into a clause without points."),
        )
    elif clause.points is None and takes_points:
        file.found(
            "clause_without_points",
            (*path, "points"),
            say("The rule takes points and clause {clause} has none.", clause=clause.id),
            say("They would never be taken."),
            say("Give the clause points, or take them out of the rule."),
        )
    elif clause.points is None and clause.kind != _kind_for(rule):
        file.found(
            "not_judged",
            path,
            say(
                "Clause {clause} is of kind {kind} and has a rule of kind {rule}.",
                clause=clause.id,
                kind=clause.kind,
                rule=rule.kind,
            ),
            say("Nobody would ever ask the rule."),
            say("Put the rule into a clause of kind {kind}.", kind=_kind_for(rule)),
        )


def _kind_for(rule: Rule) -> str:
    """The kind of clause in which a rule without points is asked."""
    return "score" if rule.kind in OF_THE_SCORE else "limit"


def check_points(contract: Contract, file: TomlFile) -> None:
    """Scored clauses must be of kind score, have rules, add up to 100 and lead to a payment."""
    scored = [(i, c) for i, c in enumerate(contract.clauses) if c.points is not None]
    for index, clause in scored:
        _scored(file, index, clause)
    if not scored:
        return
    total = sum(clause.points or 0 for _, clause in scored)
    if total != 100:
        file.found(
            "points_total",
            ("clause", scored[0][0], "points"),
            say("The clauses add up to {total} points.", total=plain(total)),
            say("The score is out of 100."),
            say("Correct the points of the clauses."),
        )
    if not any(isinstance(rule, Coefficient) for _, _, rule in rules_of(contract, file)):
        file.found(
            "no_coefficient",
            ("contract",),
            say("No clause gives the coefficients."),
            say("The score would lead to no payment."),
            say("Add a clause with a rule of kind coefficient."),
        )


def _scored(file: TomlFile, index: int, clause: Clause) -> None:
    if clause.kind != "score":
        file.found(
            "points_of_kind",
            ("clause", index, "points"),
            say(
                "Clause {clause} is of kind {kind} and has points.",
                clause=clause.id,
                kind=clause.kind,
            ),
            say("Only a clause of kind score is a row of the assessment."),
            say('Write kind = "score", or take the points out.'),
        )
    if not file.data["clause"][index].get("rule"):
        file.found(
            "no_rule",
            ("clause", index),
            say("Clause {clause} has points and no rule.", clause=clause.id),
            say("Its points could never be lost."),
            say("Add a [[clause.rule]]."),
        )
