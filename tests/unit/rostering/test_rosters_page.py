from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from jieting.domain.rostering.problem_file import problem_text, read_problem
from jieting.domain.rostering.rules.registry import RULES
from tests.command import jieting
from tests.unit.rostering.problems import MONDAY

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/reference/rosters.md").read_text("utf-8")


def _block(kind):
    [found] = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_command_of_the_page_runs_as_written(monkeypatch):
    monkeypatch.chdir(ROOT)
    name, *arguments = shlex.split(_block("sh"))
    assert name == ".venv/bin/jieting"
    assert jieting(*arguments).code == 0


def test_the_problem_of_the_page_is_one():
    problem, findings = read_problem(_block("toml"), "page.toml")
    assert findings == ()
    assert read_problem(problem_text(problem), "page.toml")[0] == problem


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_page_tells_each_rule_with_its_settings_and_defaults(rule):
    [row] = re.findall(rf"^\| .*`{rule.name}`.*\| (.*) \| (.*) \|$", PAGE, re.MULTILINE)
    assert row[0] == ("always" if rule.always else "by law" if rule.by_law else "if named")
    for setting in rule.settings:
        default = setting.default_on(MONDAY)
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert f"`{setting.name}` {shown}" in row[1]
