"""The gates that are programs of their own, each run on a tree with the house's own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import PYPROJECT

Result = subprocess.CompletedProcess[str]


def lint_imports(source: Path) -> Result:
    """The layer contracts of pyproject.toml on the package ``jieting`` in the folder ``source``."""
    code = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
    return _run(source, "-c", code, "--config", str(PYPROJECT), "--no-cache")


def mypy(file: Path) -> Result:
    """The types of one file, as strictly as the house's own."""
    cache = str(file.parent / "mypy_cache")
    return _run(
        file.parent, "-m", "mypy", "--config-file", str(PYPROJECT), "--cache-dir", cache, file.name
    )


def ruff(command: str, file: Path) -> Result:
    """``ruff check`` or ``ruff format --check`` on one file, in the house's style."""
    settings = ["--config", str(PYPROJECT), "--no-cache"]
    check = ["--check"] if command == "format" else []
    return _run(file.parent, "-m", "ruff", command, *check, *settings, file.name)


def _run(folder: Path, *arguments: str) -> Result:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
