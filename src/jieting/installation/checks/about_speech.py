"""Checks of the machine's voice: where a switch is set up, prompts must be spoken by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.errors import Finding, Severity
from jieting.installation.checks.looked import Check, Looked
from jieting.installation.speech import knows_pinyin, no_pinyin, no_speaker, speaker
from jieting.installation.switch import FILE


def check_speech(looked: Looked) -> Iterator[Finding]:
    """A machine with a switch can speak the prompts that nobody has recorded."""
    if not (looked.home.root / FILE).is_file():
        return
    if speaker() is None:
        yield no_speaker(Severity.WARNING)
    elif not knows_pinyin():
        yield no_pinyin(Severity.WARNING)


SPEECH_CHECKS: tuple[Check, ...] = (check_speech,)
