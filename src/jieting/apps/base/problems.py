"""What the API answers when it cannot do what was asked: a status, and findings in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from jieting.apps.base.words import tell
from jieting.domain.errors import Finding
from jieting.domain.said import say

MEDIA_TYPE = "application/problem+json"


ContractId = Annotated[
    str,
    StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,64}$"),
    Field(description=str(say("Id of the contract."))),
]
"""The id of a contract in an address."""


class FindingOut(Schema):
    """One thing found: a stable code, where, what, why it matters, what to do."""

    code: str = Field(description=str(say("Stable name of the finding, for programs.")))
    severity: str = Field(description=str(say("error, warning or note.")))
    place: str = Field(description=str(say("File, row and column; '-' where there is none.")))
    what: str = Field(description=str(say("What was found.")))
    why: str = Field(description=str(say("Why it matters.")))
    remedy: str = Field(description=str(say("What to do.")))


class ProblemOut(Schema):
    """Why a request was not done (RFC 9457), with every finding at once."""

    type: str = Field(
        "about:blank", description=str(say("Always about:blank: the status says the kind."))
    )
    title: str = Field(description=str(say("The status in a word.")))
    status: int = Field(description=str(say("The HTTP status again.")))
    detail: str = Field(description=str(say("The first finding in one sentence.")))
    findings: list[FindingOut] = Field(description=str(say("Everything that was found.")))


class Problem(Exception):
    """A request of a program that is not done, for a reason that has a status of its own."""

    def __init__(
        self, status: int, findings: Finding | Iterable[Finding], headers: Mapping[str, str] = {}
    ) -> None:
        self.status = status
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        self.headers = dict(headers)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def finding_out(finding: Finding) -> dict[str, str]:
    """A finding in the language of the request."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "place": str(finding.place),
        "what": tell(finding.what),
        "why": tell(finding.why),
        "remedy": tell(finding.remedy),
    }


def answers(ok: Any, *more: int, status: int = 200) -> dict[Any, Any]:
    """What a route may answer: ``ok``, what every route may answer, and ``more`` statuses."""
    return {status: ok, **dict.fromkeys((401, 403, 404, 422, 429, *more), ProblemOut)}
