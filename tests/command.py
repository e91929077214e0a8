"""The ``jieting`` command run within the test's own process, for speed."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from unittest.mock import patch

from jieting.cli.main import main


@dataclass(frozen=True)
class Done:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def jieting(*arguments: object) -> Done:
    """Run ``jieting`` with these arguments, in English unless ``--lang`` is among them."""
    words = [str(argument) for argument in arguments]
    if "--lang" not in words:
        words += ["--lang", "en"]
    out, err = StringIO(), StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", ["jieting", *words]):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return Done(code, out.getvalue(), err.getvalue())
