"""What ``jieting doctor`` looks at: each check yields findings, each with its remedy."""

from __future__ import annotations

from jieting.domain.errors import Finding, Severity
from jieting.domain.reasons import reason_of
from jieting.domain.said import say
from jieting.installation.checks.about_database import check_database
from jieting.installation.checks.about_files import FILE_CHECKS
from jieting.installation.checks.about_recordings import RECORDING_CHECKS
from jieting.installation.checks.about_serving import SERVING_CHECKS
from jieting.installation.checks.about_speech import SPEECH_CHECKS
from jieting.installation.checks.about_switch import SWITCH_CHECKS
from jieting.installation.checks.looked import Check, Looked

__all__ = ["Looked", "examine"]


def examine(looked: Looked) -> list[Finding]:
    """Everything that is missing or wrong, errors first."""
    found: list[Finding] = []
    apart = (*FILE_CHECKS, *RECORDING_CHECKS, *SERVING_CHECKS, *SPEECH_CHECKS, *SWITCH_CHECKS)
    for check in (*apart, check_database):
        found.extend(_findings(check, looked))
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _findings(check: Check, looked: Looked) -> list[Finding]:
    """What a check finds; one that the machine refuses is itself a finding."""
    try:
        return list(check(looked))
    except OSError as error:
        return [
            Finding(
                "check_refused",
                say(
                    "{name} could not be looked at: {reason}.",
                    name=str(error.filename or check.__name__),
                    reason=reason_of(error),
                ),
                say("What is wrong there stays unseen."),
                say("Run the doctor as the user that serves the product."),
            )
        ]
