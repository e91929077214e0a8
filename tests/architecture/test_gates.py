"""Each gate is seen red here: one fault is planted in a tiny tree, and its gate must find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.gates import lint_imports, mypy, ruff
from tests.architecture.purity import impurities
from tests.architecture.repository import LARGEST, LONGEST, faults
from tests.architecture.sentences import catalogue_problems

APPS = (
    "oversight",
    "settlement",
    "sealing",
    "deliverables",
    "assessment",
    "moves",
    "line",
    "recordings",
    "calls",
    "contracts",
    "notices",
    "accounts",
    "audit",
    "base",
)
PACKAGES = (
    "config",
    "cli",
    "web",
    "installation",
    "switches",
    "documents",
    "analytics",
    "solvers",
    "language",
    "domain",
    "apps",
    *(f"apps/{app}" for app in APPS),
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with the package ``jieting``: its layers, and nothing in them."""
    for package in PACKAGES:
        write(tmp_path / "jieting" / package / "__init__.py", "")
    for app in APPS:
        write(tmp_path / "jieting/apps" / app / "models.py", "")
    write(tmp_path / "jieting" / "__init__.py", "")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# Layers


def test_a_tree_without_faults_passes_the_layers(tiny: Path) -> None:
    write(tiny / "jieting/cli/fine.py", "import click\nimport jieting.documents\n")
    write(tiny / "jieting/__main__.py", "import jieting.cli\n")
    write(tiny / "jieting/documents/fine.py", "import typst\nimport jieting.language\n")
    write(tiny / "jieting/analytics/fine.py", "import duckdb\nimport jieting.domain\n")
    write(tiny / "jieting/solvers/fine.py", "import ortools\nimport jieting.domain\n")
    result = lint_imports(tiny)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("where", "what", "contract"),
    [
        ("domain", "jieting.language", "a lower layer never imports a higher one"),
        ("language", "jieting.analytics", "a lower layer never imports a higher one"),
        ("installation", "jieting.apps", "a lower layer never imports a higher one"),
        ("apps/calls", "jieting.web", "a lower layer never imports a higher one"),
        ("web", "jieting.cli", "siblings not each other"),
        ("apps/audit", "jieting.apps.accounts", "an app knows the apps below it, none above"),
        ("documents", "jieting.cli", "a lower layer never imports a higher one"),
        ("switches", "jieting.analytics", "siblings not each other"),
        ("documents", "jieting.switches", "siblings not each other"),
        ("apps/calls", "jieting.apps.accounts.models", "the models of accounts are its own"),
        ("cli", "jieting.apps.calls.models", "the models of calls are its own"),
        ("domain", "duckdb", "the domain knows no engine"),
        ("domain", "rich.table", "the domain knows no engine"),
        ("cli", "xlsxwriter", "only documents writes Word, PDF and Excel"),
        ("analytics", "typst", "only documents writes Word, PDF and Excel"),
        ("cli", "duckdb", "only analytics runs an engine"),
        ("switches", "psycopg", "only analytics runs an engine"),
        ("cli", "ortools", "only solvers knows OR-Tools"),
        ("domain", "ortools", "the domain knows no engine"),
        ("solvers", "jieting.documents", "siblings not each other"),
        ("documents", "click", "only the command line parses commands"),
        ("language", "click", "only the command line parses commands"),
        ("analytics", "rich", "only documents and the command line lay out text"),
    ],
)
def test_the_layers_find(tiny: Path, where: str, what: str, contract: str) -> None:
    write(tiny / "jieting" / where / "planted.py", f"import {what}\n")
    assert_broken(tiny, contract)


def test_the_layers_find_a_package_that_chose_none(tiny: Path) -> None:
    write(tiny / "jieting/newcomer/__init__.py", "")
    assert_broken(tiny, "a lower layer never imports a higher one")


def assert_broken(tree: Path, contract: str) -> None:
    result = lint_imports(tree)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(contract in line for line in broken), result.stdout


# Purity


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from os import environ",
        "import time",
        "text = open('calls.csv')",
        "text = Path('calls.csv').read_text()",
        "with Path('calls.csv').open() as file: pass",
        "print('done')",
        "at = datetime.now(UTC)",
        "day = date.today()",
        "at = datetime.fromtimestamp(0)",
        "u = np.random.random(3)",
        "rng = np.random.default_rng()",
        "rate = 99.5",
        "rate = float('99.5')",
    ],
)
def test_purity_finds(tmp_path: Path, line: str) -> None:
    write(tmp_path / "contracts/planted.py", f"{line}\n")
    assert len(impurities(tmp_path)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import time",
        "at = datetime.fromtimestamp(seconds, UTC)",
        "rng = np.random.default_rng(seed)",
        "rate = Fraction('99.5')",
    ],
)
def test_purity_lets_pass(tmp_path: Path, line: str) -> None:
    write(tmp_path / "contracts/fine.py", f"{line}\n")
    assert impurities(tmp_path) == []


def test_floats_may_stand_where_nothing_is_decided(tmp_path: Path) -> None:
    write(tmp_path / "simulation/fine.py", "mean_s = 92.5\n")
    assert impurities(tmp_path) == []


# Catalogues

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
SAID = 'words = say("{n} calls are missing.", n=3)\n'
TRANSLATED = 'msgid "{n} calls are missing."\nmsgstr "缺 {n} 个电话。"\n'


@pytest.mark.parametrize(
    ("code", "entries", "problem"),
    [
        (SAID, "", "not translated"),
        (SAID, 'msgid "{n} calls are missing."\nmsgstr ""\n', "not translated"),
        (SAID, TRANSLATED.replace("缺 {n}", "缺 {m}"), "other fields"),
        (SAID, TRANSLATED + '\nmsgid "Gone."\nmsgstr "没了。"\n', "nobody says 'Gone.'"),
        (SAID.replace("n=3", "m=3"), TRANSLATED, "not the parameters given"),
        (SAID + "more = say(words)\n", TRANSLATED, "needs a literal sentence"),
        (SAID + 'more = say("")\n', TRANSLATED, "needs a literal sentence"),
    ],
)
def test_the_catalogue_gate_finds(tmp_path: Path, code: str, entries: str, problem: str) -> None:
    assert [p for p in problems_of(tmp_path, code, entries) if problem in p]


def test_a_full_catalogue_passes(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SAID, TRANSLATED) == []


def problems_of(folder: Path, code: str, entries: str) -> list[str]:
    write(folder / "source/planted.py", code)
    return catalogue_problems(folder / "source", write(folder / "words.po", HEADER + entries))


# The repository

LOCKED = "click==8.5.1 \\\n    --hash=sha256:" + 64 * "0" + "\n"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.py", "# TO" + "DO later\n", "left over"),
        (".ci/run", "make test || tr" + "ue\n", "left over"),
        ("a.py", "raise NotImpl" + "ementedError\n", "left over"),
        ("a.py", "@pytest.mark.sk" + "ip\n", "left over"),
        ("a.md", "see https://pypi." + "org/project\n", "names a registry"),
        ("a.toml", 'calls = "/home' + '/li/calls.csv"\n', "a path of one machine"),
        ("a.py", "x = 1\n" * (LONGEST + 1), "more than"),
        ("a.csv", "x" * (LARGEST + 1), "larger than"),
        ("jieting.mo", "", "is made, not kept"),
        ("package-lock.json", '{"resolved": ""}', "says where a package was fetched"),
        ("requirements.txt", "--index-url file:\n" + LOCKED, "names an index"),
        ("requirements.txt", "click==8.5.1\n", "click is not locked with its hash"),
        ("requirements.txt", LOCKED.replace("click", "pyspark"), "pyspark belongs"),
    ],
)
def test_the_repository_gate_finds(tmp_path: Path, name: str, text: str, fault: str) -> None:
    path = write(tmp_path / name, text)
    assert [what for what in faults(tmp_path, [path]) if fault in what]


def test_a_clean_repository_passes(tmp_path: Path) -> None:
    lock = write(tmp_path / "requirements.txt", "# Made by a tool.\n" + LOCKED)
    code = write(tmp_path / "a.py", "x = 1\n")
    assert faults(tmp_path, [lock, code]) == []


# Types and style


def test_mypy_finds_a_function_without_types(tmp_path: Path) -> None:
    result = mypy(write(tmp_path / "planted.py", "def rate(calls):\n    return calls\n"))
    assert result.returncode == 1
    assert "no-untyped-def" in result.stdout


def test_ruff_finds_an_unused_import(tmp_path: Path) -> None:
    result = ruff("check", write(tmp_path / "planted.py", '"""Planted."""\n\nimport re\n'))
    assert result.returncode == 1
    assert "F401" in result.stdout


def test_ruff_finds_another_format(tmp_path: Path) -> None:
    result = ruff("format", write(tmp_path / "planted.py", "x = 'single'\n"))
    assert result.returncode == 1
    assert "would be reformatted" in (result.stdout + result.stderr).lower()
