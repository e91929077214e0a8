"""The examples of the page about the outlook are run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.command import jieting
from tests.unit.outlook.months import ROOT

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = ".venv/bin/jieting"


def test_the_page_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/reference/outlook.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "contracts", tmp_path / "contracts")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in BLOCK.findall(page) for line in block.splitlines()]
    assert lines
    for line in lines:
        command, *words = shlex.split(line)
        assert command == COMMAND
        done = jieting(*words)
        assert done.code == 0, f"{line}\n{done.err}"
    assert "Outlooks judged: 1" in done.out
