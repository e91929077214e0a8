"""The reference page of the contract file says what the loader reads, and its examples load."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from jieting.domain.contracts.choices import OF_FIGURES, QUESTIONS, Question
from jieting.domain.contracts.clauses import READERS, read_rule
from jieting.domain.contracts.clauses.events import CONDITIONS
from jieting.domain.contracts.load import contract_findings
from jieting.domain.contracts.model import CLAUSE_KINDS
from jieting.domain.figures import FIGURES, PARAMETERS
from jieting.domain.toml.table_reader import TomlFile
from jieting.domain.toml.values import as_written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/contract-file.md").read_text(encoding="utf-8")
CONTRACTS = ROOT / "src/jieting/domain/contracts"
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
READS = {
    "text",
    "texts",
    "exact",
    "whole",
    "flag",
    "day",
    "clock",
    "zone",
    "table",
    "tables",
    "_positive",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.name)
def test_every_choice_has_its_row_with_all_its_values(question: Question) -> None:
    values = "<br>".join(
        f"`{value}`" if str(words) == value else f"`{value}`: {words}"
        for value, words in question.values.items()
    )
    assert f"| `{question.name}` | {question.asks} | {values} | {kept_for(question)} |\n" in PAGE


def kept_for(question: Question) -> str:
    if question.per_clause:
        return "per clause"
    return "figure" if question.name in OF_FIGURES else "contract"


def test_every_kind_of_clause_has_its_row() -> None:
    table = PAGE.split("| kind | the clause is |\n|---|---|\n")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(CLAUSE_KINDS)


def test_every_kind_of_rule_has_its_example() -> None:
    kinds = re.findall(r'^kind = "(\w+)"', "".join(EXAMPLES[1:]), re.MULTILINE)
    assert sorted(kinds) == sorted(READERS)
    for kind in kinds:
        assert f"\n`{kind}`: " in PAGE


def test_the_first_example_is_a_contract_without_a_fault() -> None:
    assert contract_findings(EXAMPLES[0], "page") == []


@pytest.mark.parametrize("text", EXAMPLES[1:], ids=lambda text: text.split('"')[1])
def test_every_example_of_a_rule_is_read(text: str) -> None:
    file = TomlFile.parse(f"[[clause]]\n{text}", "page")
    (clause,) = file.root().tables("clause")
    assert [read_rule(rule) for rule in clause.tables("rule")] != [None]
    assert file.findings == []


def test_every_figure_and_every_parameter_of_its_own_is_named() -> None:
    for figure in FIGURES:
        assert f"`{figure}`" in PAGE
        for name, values in PARAMETERS[figure].items():
            if name not in QUESTIONS:
                written = ", ".join(f"`{value}`" for value in values)
                assert f"`{name}` of `{figure}` ({written})" in PAGE


@pytest.mark.parametrize("record", CONDITIONS)
def test_every_record_has_its_row_with_the_fields_of_when(record: str) -> None:
    fields = "; ".join(
        f"`{field}` = {', '.join(f'`{as_written(value)}`' for value in values) or 'a text'}"
        for field, values in CONDITIONS[record].items()
    )
    assert f"| `{record}` | {fields or 'none'} |\n" in PAGE


def test_every_key_that_the_loader_reads_is_on_the_page() -> None:
    files = [
        CONTRACTS / "load.py",
        CONTRACTS / "deliverables.py",
        *(CONTRACTS / "clauses").glob("*.py"),
    ]
    keys = {key for file in files for key in keys_of(file)}
    assert {"exclusion_unit", "within_hours", "brackets", "cap"} <= keys
    code = "\n".join([*re.findall(r"`[^`\n]+`", PAGE), *EXAMPLES])
    assert keys - set(re.findall(r"\w+", code)) == set()


def keys_of(file: Path) -> set[str]:
    """Every key that is read by its name in a source file."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found |= {
                part.value
                for part in node.args[:2]
                if name in READS
                and isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and part.value
            }
    return found
