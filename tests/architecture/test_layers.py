"""The layers hold; their contracts stand in pyproject.toml."""

from __future__ import annotations

from tests.architecture.gates import lint_imports
from tests.architecture.tree import SOURCE


def test_the_layers_hold() -> None:
    result = lint_imports(SOURCE.parent)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout
