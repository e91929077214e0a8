from __future__ import annotations

import re
import shlex
from pathlib import Path

from jieting.domain.staffing.file import COLUMNS
from jieting.domain.staffing.target_text import parse_targets
from tests.command import jieting

PAGE = (Path(__file__).parents[3] / "docs/reference/staffing.md").read_text(encoding="utf-8")


def block(kind):
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_example_prints_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("forecast.csv").write_text(block("csv"), encoding="utf-8")
    command, *words = shlex.split(block("sh").replace("\\\n", " "))
    assert command == "jieting"
    done = jieting(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out == block("text")


def test_every_target_of_the_page_can_be_given():
    targets = re.findall(r"^\| `(\w+=[^`]+)`", PAGE, re.MULTILINE)
    assert len(targets) == 6
    for target in targets:
        assert not parse_targets([target]).is_empty


def test_the_page_has_every_column():
    assert all(f"`{column}`" in PAGE for column in COLUMNS)
