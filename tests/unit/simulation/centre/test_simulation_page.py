from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from jieting.domain.simulation.centre.spec_values import KINDS
from jieting.domain.simulation.centre.summary import COUNTS, FIGURES, PER_EXPECTED
from tests.command import jieting

PAGE = (Path(__file__).parents[4] / "docs/reference/simulation.md").read_text(encoding="utf-8")


def block(kind):
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_example_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("centre.toml").write_text(block("toml"), encoding="utf-8")
    command, *words = shlex.split(block("sh"))
    assert command == "jieting"
    told = jieting(*words)
    # Where it takes a while, as with kernels not compiled yet, progress is told beside it.
    beside = [line for line in told.err.splitlines() if not line.endswith("replications")]
    assert (told.code, beside) == (0, [])
    assert "Queue loans" in told.out
    data = json.loads(jieting(*words, "--format", "json").out)
    moved = data["queues"][1]["counts"]["moved"]
    assert moved["low"] > 0
    assert data["queues"][0]["counts"]["moved"]["mean"] == 0
    assert data["groups"][1]["staffed_s"] == 5 * 8 * 3_600


def test_the_page_names_everything_that_is_counted():
    names = [*COUNTS, *FIGURES, *PER_EXPECTED, *KINDS]
    assert not [name for name in names if not re.search(rf"\b{name}\b", PAGE)]
