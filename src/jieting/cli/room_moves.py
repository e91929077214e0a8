"""The demonstration's moves: what both parties would have proposed, judged and handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from jieting.cli.room_people import DemoContract, username
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.contracts.records import (
    Complaint,
    Exclusion,
    Record,
    Records,
    Report,
    SelfAssessment,
    SpotCheck,
    Violation,
)
from jieting.domain.periods import DAY, Instant, Month, start_of_day

HOUR = DAY // 24
FILE = "模拟材料.txt"
CONTENT = "SIMULATED 模拟数据：演示用附件，内容并非真实。\n".encode()
SAID = {
    "complaint": "来电人反映等待后未得到明确答复。（模拟）",
    "investigated": "已调听录音并询问当班话务员，情况说明如上。（模拟）",
    "justified": "录音显示答复有误，热线有责。（模拟）",
    "unjustified": "录音显示答复正确，热线无责。（模拟）",
    "refused": "未提供运营商故障证明，不同意剔除。（模拟）",
    "violation": "抽查发现未按服务规范核对身份。（模拟）",
    "rectification": "已组织学习规范并逐人考核，附整改说明。（模拟）",
    "spot_check": "质检评分与录音不符。（模拟）",
    "returned": "内容不齐，请在下月补充。（模拟）",
}


class Players:
    """The people of one contract's demonstration, who act at simulated times."""

    def __init__(self, contract: DemoContract, leaves_open: bool) -> None:
        self.contract = contract
        self.leaves_open = leaves_open

    def opens(
        self, role: str, at: Instant, kind: str, facts: Mapping[str, Any], **more: Any
    ) -> int:
        """A move that the person of a role opens; its number."""
        from jieting.apps.moves.actions import open_move

        row = open_move(
            by=self._actor(role),
            at=datetime.now(UTC),
            happened_at=_moment(at),
            contract_id=self.contract.id,
            kind=kind,
            facts=facts,
            **more,
        )
        return int(row.number)

    def steps(self, role: str, at: Instant, number: int, step: str, **more: Any) -> None:
        """A step that the person of a role takes in a move."""
        from jieting.apps.deliverables.handing import handing_in
        from jieting.apps.moves.actions import take_step

        with handing_in():  # what the simulation hands in is a file, not a written document
            take_step(
                by=self._actor(role),
                at=datetime.now(UTC),
                happened_at=_moment(at),
                contract_id=self.contract.id,
                number=number,
                step=step,
                **more,
            )

    def _actor(self, role: str) -> Any:
        from jieting.apps.accounts.access import actor_of
        from jieting.apps.accounts.queries import person as found_person

        user: Any = found_person(username(self.contract, role))
        return replace(actor_of(user, role), way="system")


def play(
    contract: DemoContract, terms: Terms, month: Month, records: Records, leaves_open: bool
) -> None:
    """Every decided record of a month as a move, each act at its simulated time, in order.

    ``leaves_open``: what the records leave undecided stays so; else it comes to its end.
    """
    players = Players(contract, leaves_open)
    for record in (
        *records.exclusion,
        *records.complaint,
        *records.violation,
        *records.spot_check,
        *records.report,
        *records.self_assessment,
    ):
        _PLAYED[type(record)](players, terms, month, record)


def _exclusion(players: Players, terms: Terms, month: Month, record: Exclusion) -> None:
    facts: dict[str, Any] = {"reason": record.reason, "cause": "outage"}
    if record.day is not None:
        facts |= {"day": record.day.isoformat(), "cause": "purchaser"}
    else:
        facts |= {"from": record.period.start, "to": record.period.end}
    proposed = record.period.end + 2 * HOUR
    number = players.opens("contract_manager", proposed, "exclusion", facts, files=_files())
    if record.agreed:
        players.steps("decider", proposed + DAY, number, "agree")
    elif not players.leaves_open:
        players.steps("decider", proposed + DAY, number, "refuse", text=SAID["refused"])


def _complaint(players: Players, terms: Terms, month: Month, record: Complaint) -> None:
    facts = {
        "call_id": record.call_id,
        "received_at": record.received_at,
        "category": "wrong_answer",
        "what": SAID["complaint"],
    }
    at = record.received_at
    number = players.opens("purchaser_supervisor", at, "complaint", facts)
    opinion = "justified" if record.verdict == "justified" else "unjustified"
    players.steps(
        "supervisor",
        at + 20 * HOUR,
        number,
        "investigate",
        facts={"findings": SAID["investigated"], "opinion": opinion},
    )
    verdict = record.verdict
    if verdict == "open" and not players.leaves_open:
        verdict = "unjustified"
    if verdict != "open":
        players.steps("decider", at + 2 * DAY, number, f"judge_{verdict}", text=SAID[verdict])


def _violation(players: Players, terms: Terms, month: Month, record: Violation) -> None:
    facts = {
        "level": str(record.level),
        "received_at": record.received_at,
        "category": "non_compliance",
        "what": SAID["violation"],
    }
    number = players.opens("decider", record.received_at, "violation", facts)
    if record.rectified_at is None:
        return
    done = record.rectified_at
    given = {"rectification": SAID["rectification"]}
    players.steps("contract_manager", done, number, "rectify", facts=given, files=_files())
    players.steps("decider", done + DAY, number, "accept")


def _spot_check(players: Players, terms: Terms, month: Month, record: SpotCheck) -> None:
    day = record.date or month.first_day
    facts = {
        "call_id": record.call_id,
        "day": day.isoformat(),
        "scoring_error": "yes" if record.scoring_error else "no",
        "what": SAID["spot_check"],
    }
    at = start_of_day(day, terms.zone) + 17 * HOUR
    number = players.opens("purchaser_supervisor", at, "spot_check", facts)
    if record.scoring_error:
        players.steps("contract_manager", at + 2 * HOUR, number, "accept")


def _report(players: Players, terms: Terms, month: Month, record: Report) -> None:
    _deliverable(players, terms, month, record.kind, record)


def _self_assessment(players: Players, terms: Terms, month: Month, record: SelfAssessment) -> None:
    _deliverable(players, terms, month, "self_assessment", record)


def _deliverable(
    players: Players, terms: Terms, month: Month, kind: str, record: Report | SelfAssessment
) -> None:
    """What the contract names as due, handed in and looked at; what it does not name is left."""
    for wanted in terms.deliverables:
        if wanted.kind == kind:
            facts = {
                "deliverable": kind,
                "title": wanted.title,
                "clause": wanted.clause,
                "month": str(month),
                "due_at": record.due_at,
            }
            opened = month.period(terms.zone).start
            number = players.opens("contract_manager", opened, "deliverable", facts)
            _hand_in(players, number, record)


def _hand_in(players: Players, number: int, record: Report | SelfAssessment) -> None:
    if record.submitted_at is None:
        return
    at = record.submitted_at
    given = {"version": 1}
    players.steps("contract_manager", at, number, "submit", facts=given, files=_files())
    missing = list(record.missing) if isinstance(record, Report) else []
    if missing:
        found = {"missing": missing}
        text = SAID["returned"]
        players.steps("decider", at + DAY, number, "return", facts=found, text=text)
        if players.leaves_open:
            return
        again = {"version": 2}
        by = "contract_manager"
        players.steps(by, at + 2 * DAY, number, "submit", facts=again, files=_files())
    players.steps("decider", at + 3 * DAY, number, "accept")


_PLAYED: dict[type[Record], Callable[[Players, Terms, Month, Any], None]] = {
    Exclusion: _exclusion,
    Complaint: _complaint,
    Violation: _violation,
    SpotCheck: _spot_check,
    Report: _report,
    SelfAssessment: _self_assessment,
}


def _files() -> list[Any]:
    from jieting.apps.moves.actions import Attachment

    return [Attachment(FILE, CONTENT)]


def _moment(at: Instant) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
