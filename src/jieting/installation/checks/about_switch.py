"""Looking at what was rendered for the switch: for how long its days still hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say
from jieting.installation.checks.looked import Check, Looked
from jieting.installation.switch_setup import kept_setup

SOON = timedelta(days=60)
_DAYS = re.compile(r"^\[jt-(.+)\.days\]$", re.MULTILINE)
_DAY = re.compile(r"^exten => (\d{8}),1,", re.MULTILINE)


def check_days(looked: Looked) -> Iterator[Finding]:
    """The opening hours that the switch knows reach far enough ahead."""
    setup = kept_setup(looked.home)
    if setup is None:
        return
    path = looked.home.root / setup.etc / "extensions.conf"
    if not path.is_file():
        return
    for contract, last in last_days(path.read_text(encoding="utf-8")).items():
        if last - looked.now.date() < SOON:
            yield Finding(
                "days_run_out",
                say("The switch knows the hours of {contract} until {day}.", contract=contract,
                    day=last),
                say("After that day it would let calls in at any time."),
                say("Give the plan to the switch again: jieting switch render --apply."),
                Place(str(path)),
                Severity.WARNING,
            )  # fmt: skip


def last_days(dialplan: str) -> dict[str, date]:
    """The last day that is written out for each line that is not open round the clock."""
    parts = _DAYS.split(dialplan)
    found = {}
    for contract, text in zip(parts[1::2], parts[2::2], strict=True):
        own = text.split("\n[", 1)[0]
        if days := _DAY.findall(own):
            found[contract] = datetime.strptime(max(days), "%Y%m%d").date()  # noqa: DTZ007
    return found


SWITCH_CHECKS: tuple[Check, ...] = (check_days,)
