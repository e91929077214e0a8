"""The reference of settings is compared with the code that reads them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"(?:JIETING|DATABASE|PROMETHEUS)_[A-Z_]+")
ROW = re.compile(r"^\| `([A-Z_]+)` \| .+ \| .+ \|$", re.MULTILINE)

# What jieting serve tells the processes that it keeps.
BETWEEN_PROCESSES = {"JIETING_LIFELINE", "JIETING_SOCKET", "JIETING_ALONE"}
# What compose.yaml asks of who writes .env.
OF_COMPOSE = {"DATABASE_PASSWORD", "OWNER_PASSWORD"}


def _in_code() -> set[str]:
    """Every string of the code that is, as a whole, the name of a variable."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if NAME.fullmatch(node.value) else set()
    return found - BETWEEN_PROCESSES


def _in_reference() -> list[str]:
    return ROW.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8"))


def test_the_reference_has_every_setting_once_and_no_other():
    told = _in_reference()
    assert sorted(told) == sorted(_in_code())


def test_guide_and_compose_file_name_no_setting_that_is_not_there():
    for name in ("docs/guides/run-it.md", "compose.yaml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(NAME.findall(text)) - set(_in_reference()) - OF_COMPOSE == set(), name
