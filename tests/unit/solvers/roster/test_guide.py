from __future__ import annotations

import re
import shlex
from pathlib import Path

from jieting.cli.roster_make import make

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs/guides/make-a-roster.md").read_text(encoding="utf-8")


def test_the_commands_of_the_guide_are_ones_that_there_are() -> None:
    lines = [line.strip().removeprefix(".venv/bin/") for line in PAGE.splitlines()]
    begin = "jieting roster make "
    commands = [line.removeprefix(begin) for line in lines if line.startswith(begin)]
    known = {option for one in make.params for option in one.opts}
    assert len(commands) == 2
    for command in commands:
        options = {word for word in shlex.split(command) if word.startswith("--")}
        assert options <= known


def test_the_options_that_the_guide_names_are_ones_that_there_are() -> None:
    known = {option for one in make.params for option in one.opts}
    named = set(re.findall(r"`(--[a-z-]+)", PAGE))
    assert named <= known
    assert {"--aim", "--patience", "--point-value", "--seconds"} <= named
