"""The repository holds no left-overs, nothing of one machine, no registry, no made file."""

from __future__ import annotations

from tests.architecture.repository import faults
from tests.architecture.tree import ROOT, files_of


def test_the_repository_is_clean() -> None:
    files = files_of(ROOT)
    assert ROOT / "pyproject.toml" in files
    assert faults(ROOT, files) == []
