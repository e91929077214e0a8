"""The shell examples of the documentation are run as they stand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TUTORIAL = ROOT / "docs/tutorial/first-month.md"
PLANNING = ROOT / "docs/tutorial/plan-a-month.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the contracts, where ``.venv/bin/jieting`` is this code."""
    shutil.copytree(ROOT / "contracts", tmp_path / "contracts")
    command = tmp_path / ".venv/bin/jieting"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jieting "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script as it stands in a page."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def blocks(page: Path) -> list[str]:
    """The shell blocks of a page, without the one that sets up."""
    return [b for b in BLOCK.findall(page.read_text(encoding="utf-8")) if "make setup" not in b]


def test_tutorial_runs_as_written(folder: Path) -> None:
    for script in blocks(TUTORIAL):
        done = run(script, folder)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    assert (folder / "statement.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "evidence/N-4.1_connection_rate_not_counted.csv").is_file()
    assert '"score"' in (folder / "month.json").read_text(encoding="utf-8")


def test_planning_tutorial_runs_as_written(folder: Path) -> None:
    for script in blocks(PLANNING):
        done = run(script.replace("--seconds 10", "--seconds 6"), folder)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    roster = (folder / "roster.csv").read_text(encoding="utf-8")
    assert roster.startswith("person,date,shift")
    assert len(roster.splitlines()) == 1 + 6 * 30
    assert "N-5.2.7" in done.stdout


def test_quarter_guide_runs_as_written(folder: Path) -> None:
    for month in ("2026-10", "2026-11", "2026-12"):
        contract = (
            f".venv/bin/jieting demo calls --contract contracts/ningde-12123.toml --month {month}"
        )
        made = run(f"{contract} --out {month}.csv", folder)
        assert made.returncode == 0, made.stderr
        records = contract.replace("demo calls", "demo records")
        made = run(f"{records} --calls {month}.csv --out {month}.toml", folder)
        assert made.returncode == 0, made.stderr
    (script,) = blocks(ROOT / "docs/guides/settle-a-quarter.md")
    done = run(script, folder)
    assert done.returncode == 0, done.stderr
    assert "300000" in done.stdout.replace(",", "")


def test_records_page_is_a_records_file(folder: Path) -> None:
    from zoneinfo import ZoneInfo

    from jieting.domain.contracts.load_records import load_records

    page = (ROOT / "docs/reference/records-file.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    records, findings = load_records(text, "page", ZoneInfo("Asia/Shanghai"))
    assert not findings
    assert all(getattr(records, array) for array in records.__slots__ if array != "file")


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md"]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in [*pages, *sorted((ROOT / "docs").rglob("*.md"))]
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert not broken


def test_figures_page_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jieting", "figures", "--format", "markdown", "--lang", "en"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ROOT / "docs/reference/figures.md").read_text(encoding="utf-8") == done.stdout
