"""The sentences that the code says, and whether a catalogue has them all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

from tools.template_sentences import sentences as template_sentences

SAYS = {"say", "_"}


def said_in(source: Path) -> tuple[dict[str, str], list[str]]:
    """Each sentence below ``source`` with the first place that says it; and what is no sentence.

    A call of ``say`` needs its sentence as a literal, or no catalogue can be made from it.
    """
    sentences: dict[str, str] = {}
    problems: list[str] = []
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source).as_posix()
        for node in _calls(path):
            place = f"{name}:{node.lineno}"
            sentence = _literal(node)
            if sentence:
                sentences.setdefault(sentence, place)
            else:
                problems.append(f"{place}: say() needs a literal sentence as its first argument")
            if sentence and fields(sentence) != _given(node):
                problems.append(f"{place}: the fields of {sentence!r} are not the parameters given")
    _said_in_templates(source, sentences, problems)
    return sentences, problems


def _said_in_templates(source: Path, sentences: dict[str, str], problems: list[str]) -> None:
    for path in sorted(source.glob("**/templates/**/*.html")):
        name = path.relative_to(source).as_posix()
        for line, sentence, given in template_sentences(path.read_text(encoding="utf-8")):
            place = f"{name}:{line}"
            if not sentence:
                problems.append(f"{place}: {{% say %}} needs a literal sentence")
            elif fields(sentence) != given:
                problems.append(f"{place}: the fields of {sentence!r} are not the parameters given")
            else:
                sentences.setdefault(sentence, place)


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if (isinstance(called, ast.Name) and called.id in SAYS) or (
            isinstance(called, ast.Attribute) and called.attr == "say"
        ):
            yield node


def _literal(node: ast.Call) -> str:
    first = node.args[0] if node.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return ""


def _given(node: ast.Call) -> set[str] | None:
    names = {keyword.arg for keyword in node.keywords if keyword.arg}
    return names if len(names) == len(node.keywords) else fields(_literal(node))


def fields(pattern: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def catalogue_problems(source: Path, catalogue: Path) -> list[str]:
    """Sentences below ``source`` that the catalogue lacks or bends, and those nobody says."""
    said, problems = said_in(source)
    with catalogue.open("rb") as file:
        entries = {str(entry.id): str(entry.string or "") for entry in read_po(file) if entry.id}
    for sentence, place in said.items():
        if not entries.get(sentence):
            problems.append(f"{place}: not translated: {sentence!r}")
        elif fields(entries[sentence]) != fields(sentence):
            problems.append(f"{place}: other fields in the translation of {sentence!r}")
    problems += [f"{catalogue.name}: nobody says {gone!r}" for gone in entries if gone not in said]
    return problems
