"""Whether this machine can speak a text: the program espeak-ng, and pinyin for Chinese."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

from jieting.domain.errors import Finding, Severity
from jieting.domain.said import say


def speaker() -> str | None:
    """The path of espeak-ng; None where the machine has none."""
    return shutil.which("espeak-ng")


def knows_pinyin() -> bool:
    """True where Chinese can be spelt, without which espeak-ng cannot speak it."""
    return find_spec("pypinyin") is not None


def no_speaker(severity: Severity = Severity.ERROR) -> Finding:
    """The machine cannot speak prompts."""
    return Finding(
        "no_speaker",
        say("espeak-ng is not installed on this machine."),
        say("Prompts that nobody has recorded cannot be spoken; callers would hear nothing there."),
        say("Install it (Debian: apt install espeak-ng), or upload a recording of each prompt."),
        severity=severity,
    )


def no_pinyin(severity: Severity = Severity.ERROR) -> Finding:
    """The machine can speak, but not Chinese."""
    return Finding(
        "no_pinyin",
        say("The Python package pypinyin is not installed."),
        say("espeak-ng speaks Chinese from pinyin only."),
        say("Run make setup again, or upload a recording of each prompt."),
        severity=severity,
    )
