"""Figures as text, Markdown or JSON: their definitions, and tables of counted ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jieting.analytics.figure_sql import sql_of
from jieting.domain.errors import BadInput, Finding
from jieting.domain.figures import FIGURES, PARAMETERS, Definition, Figure, define
from jieting.domain.nearest import did_you_mean
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.cli.figure_counts import CountedTable


def chosen(names: Sequence[str]) -> list[Definition]:
    """The figures named, or all. Errors: BadInput for a name that is no figure."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        raise BadInput([_unknown(name) for name in unknown])
    return [define(name) for name in names or FIGURES]


def _unknown(name: str) -> Finding:
    return Finding(
        "unknown_figure",
        say("There is no figure {name}.", name=repr(name)),
        say("The figures are: {known}.", known=", ".join(FIGURES)),
        did_you_mean(name, FIGURES, say("Take one of these.")),
    )


def describe(definitions: Sequence[Definition], form: str, lang: str) -> str:
    """The definitions as text, Markdown or JSON."""
    language = Language(lang)
    if form == "json":
        described = [_as_data(d, language) for d in definitions]
        return json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return _page(definitions, language)
    return "\n".join(_as_text(definition, language) for definition in definitions)


def _facts(definition: Definition) -> list[tuple[Said, Said | str]]:
    """What stands beside a figure, in order."""
    return [
        (say("formula"), definition.formula),
        (say("numerator"), definition.numerator.words),
        (say("denominator"), definition.denominator.words),
        (say("base"), definition.base),
        (say("left out"), definition.exclusions),
        (say("unit"), definition.unit.value),
        (say("source"), definition.source),
        (say("readings and parameters"), _parameters(definition)),
        (say("worked example"), _example(definition)),
    ]


def _parameters(definition: Definition) -> str:
    allowed = PARAMETERS[definition.name]
    parts = [
        f"{name} = {value} ({' | '.join(allowed[name])})"
        for name, value in definition.parameters.items()
    ]
    return "; ".join(parts) or "-"


def _example(definition: Definition) -> Said:
    example = definition.example
    counted = Figure(definition, example.numerator, example.denominator)
    outcomes: dict[str, int] = {}
    for call in example.calls:
        outcomes[call.outcome.value] = outcomes.get(call.outcome.value, 0) + 1
    return say(
        "of {calls} calls ({outcomes}): {numerator} / {denominator} → {value}",
        calls=len(example.calls),
        outcomes=", ".join(f"{number} {outcome}" for outcome, number in outcomes.items()),
        numerator=example.numerator,
        denominator=example.denominator,
        value=_value(counted),
    )


def _value(figure: Figure, places: int = 2) -> str:
    exact = figure.exact
    return "-" if exact is None else f"{plain(exact, places)} {figure.definition.unit.value}"


def _as_text(definition: Definition, language: Language) -> str:
    rows = [(language.render(label), _said(words, language)) for label, words in _facts(definition)]
    lines = [f"{definition.name} — {language.render(definition.title)}"]
    lines += [f"  {label}: {words}" for label, words in rows]
    lines += [f"  SQL: {' '.join(sql.split())}" for sql in sql_of(definition)]
    return "\n".join(lines) + "\n"


def _page(definitions: Sequence[Definition], language: Language) -> str:
    """The page of the reference; made by a command, so that it cannot differ from the code."""
    head = language.render(say("Figures"))
    about = language.render(
        say("This page is made by jieting figures --format markdown from the code that counts.")
    )
    parts = [f"# {head}\n", f"{about}\n"]
    for definition in definitions:
        parts.append(f"## {definition.name}: {language.render(definition.title)}\n")
        parts += [
            f"- **{language.render(label)}**: {_said(words, language)}"
            for label, words in _facts(definition)
        ]
        parts += [f"\n```sql\n{sql}\n```\n" for sql in sql_of(definition)]
    return "\n".join(parts)


def _as_data(definition: Definition, language: Language) -> dict[str, object]:
    return {
        "name": definition.name,
        "title": language.render(definition.title),
        "formula": language.render(definition.formula),
        "numerator": language.render(definition.numerator.words),
        "denominator": language.render(definition.denominator.words),
        "base": language.render(definition.base),
        "exclusions": language.render(definition.exclusions),
        "unit": definition.unit.value,
        "source": definition.source,
        "parameters": dict(definition.parameters),
        "example": language.render(_example(definition)),
        "sql": list(sql_of(definition)),
    }


def _said(words: Said | str, language: Language) -> str:
    return language.render(words) if isinstance(words, Said) else words


def counted(table: CountedTable, form: str, lang: str) -> str:
    """Counted figures as aligned text, a Markdown table, or JSON with both whole numbers."""
    if form == "json":
        return json.dumps(_counted_data(table), ensure_ascii=False, indent=2) + "\n"
    heads = [*table.keys, *(f.definition.name for f in (table.rows[0][1] if table.rows else ()))]
    cells = [
        [*key, *(f"{_value(f)} ({f.numerator}/{f.denominator})" for f in figures)]
        for key, figures in table.rows
    ]
    return _markdown(heads, cells) if form == "markdown" else _aligned(heads, cells)


def _counted_data(table: CountedTable) -> list[dict[str, object]]:
    return [
        {
            **dict(zip(table.keys, key, strict=True)),
            "figures": [
                {
                    "name": f.definition.name,
                    "numerator": f.numerator,
                    "denominator": f.denominator,
                    "unit": f.definition.unit.value,
                    "shown": None if f.exact is None else plain(f.exact, 2),
                }
                for f in figures
            ],
        }
        for key, figures in table.rows
    ]


def _markdown(heads: list[str], cells: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _aligned(heads: list[str], cells: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in [heads, *cells]) for i in range(len(heads))]
    return "".join(
        "  ".join(part.ljust(width) for part, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in [heads, *cells]
    )
