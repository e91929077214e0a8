"""The guide on Asterisk's logs names every finding that reading them can make."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/read-asterisk-logs.md").read_text(encoding="utf-8")
READERS = ROOT / "src/jieting/switches/asterisk"
LIVE = ("ami", "cel", "milestone", "channels", "tail")
"""What hears and follows a running switch; its findings stand on the page of the line."""
FOLD = ROOT / "src/jieting/domain/calls/fold_findings.py"
TOLD_IN_WORDS = {
    "arrival_is_queue_entry",
    "only_queued_calls",
    "whole_seconds",
    "rating_keys",
    "answered_calls_only",
    "waits_not_told",
    "missing_column",
    "unknown_layout",
    "bad_encoding",
}
"""Notes and refusals whose matter the guide tells without their code."""


def codes() -> set[str]:
    files = [path for path in READERS.glob("*.py") if not path.stem.startswith(LIVE)]
    sources = [*files, FOLD]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return set(re.findall(r'(?:Finding|_warning)\(\s*"(\w+)"', text))


def test_the_guide_names_every_finding() -> None:
    found = codes()
    assert len(found) > 20
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", GUIDE))
    assert found - TOLD_IN_WORDS - named == set()


def test_the_guide_names_no_finding_that_does_not_exist() -> None:
    table = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \| ", GUIDE, flags=re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", " ".join(table))) - {"queue_log"}
    assert len(named) > 8
    assert named <= codes()
