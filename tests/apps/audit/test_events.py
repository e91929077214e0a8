"""Every event that is written has words, and every word is of an event that is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jieting
from jieting.apps.audit.events import EVENTS, REASONS

SOURCE = Path(jieting.__file__).parent
WRITERS = {"audited", "looked", "refused", "append"}
LOG = SOURCE / "apps" / "audit" / "actions.py"
"""Hands on the events of others."""


@cache
def written() -> dict[str, str]:
    """Each event that the code names, as a pattern, with the place that does."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if path == LOG:
            continue
        for function in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            for node in _calls(function):
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                found |= dict.fromkeys(_events(node.args[0], function), place)
    return found


def _functions(tree: ast.AST) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _calls(function: ast.AST) -> Iterator[ast.Call]:
    """Calls of the log's writers; a list's own append is none."""
    for node in ast.walk(function):
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(called, ast.Name) and called.id in WRITERS:
            yield node


def _events(node: ast.expr, function: ast.AST) -> list[str]:
    """The events that an argument may be, as patterns: written out, chosen, or made of parts."""
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.IfExp):
        return [*_events(node.body, function), *_events(node.orelse, function)]
    if isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
            for part in node.values
        )
        return ["".join(parts)]
    if isinstance(node, ast.Name):
        given = [
            found for value in _assigned(node.id, function) for found in _events(value, function)
        ]
        return given or [f"the name {node.id}, of which nobody knows what it may be"]
    return [ast.unparse(node)]


def _assigned(name: str, function: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            named = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if name in named:
                yield node.value


def test_every_event_has_words():
    nameless = {
        pattern: place
        for pattern, place in written().items()
        if not any(re.fullmatch(pattern, event) for event in EVENTS)
    }
    assert not nameless


def test_no_event_is_described_that_nobody_writes():
    idle = [event for event in EVENTS if not any(re.fullmatch(p, event) for p in written())]
    assert not idle


def test_events_stand_in_order_and_begin_with_a_part_of_the_product():
    assert list(EVENTS) == sorted(EVENTS)
    parts = {path.name for path in (SOURCE / "apps").iterdir()} | {"system"}
    assert {event.split(".")[0] for event in EVENTS} <= parts


def test_every_reason_why_somebody_from_outside_is_refused_has_words() -> None:
    tree = ast.parse((SOURCE / "apps" / "accounts" / "outside.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    told = {ast.unparse(call.args[1]) for call in calls if ast.unparse(call.func) == "_refuse"}
    reasons = {ast.literal_eval(reason) for reason in told}
    assert reasons
    assert reasons <= REASONS["accounts.sign_in.failed"].keys()
