"""What the command line prints: findings on standard error, grouped so that none is drowned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import click

from jieting.domain.errors import Finding, Severity
from jieting.domain.said import say
from jieting.language import Language

SHOWN_PER_CODE = 10
"""So many findings of a kind are printed; the others are counted, and in the findings file."""

_MARKS = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}


def print_findings(findings: Iterable[Finding], lang: str) -> None:
    """Every finding on standard error, the errors first; of many alike the first ones."""
    language = Language(lang)
    groups: defaultdict[tuple[int, str], list[Finding]] = defaultdict(list)
    order = list(Severity)
    for finding in findings:
        groups[order.index(finding.severity), finding.code].append(finding)
    for _, alike in sorted(groups.items(), key=lambda item: item[0][0]):
        for finding in alike[:SHOWN_PER_CODE]:
            click.echo(finding_text(finding, language), err=True)
        if len(alike) > SHOWN_PER_CODE:
            more = say(
                "… and {count} more of this kind ({code})",
                count=len(alike) - SHOWN_PER_CODE,
                code=alike[0].code,
            )
            click.echo(language.render(more), err=True)


def finding_text(finding: Finding, language: Language) -> str:
    """One finding on one line: place, severity, what, why, what to do."""
    words = " ".join(language.render(s) for s in (finding.what, finding.why, finding.remedy))
    return f"{finding.place}: {language.render(_MARKS[finding.severity])}: {words}"
