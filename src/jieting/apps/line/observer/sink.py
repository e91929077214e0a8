"""Keeping a batch: its facts, the calls they are of, findings and positions, all in one go.

What is kept is a function of the set of facts: told twice, in another order or by another way, or
told again after a death in the middle, the rows are the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction

from jieting.apps.base.actor import Actor, system
from jieting.apps.base.instants import to_instant
from jieting.apps.base.jobs import JOBS, later_jobs
from jieting.apps.base.live import changed
from jieting.apps.calls.line_calls import LineCallsRefused, LineCallToKeep, keep_line_calls
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.line.models import Switch
from jieting.apps.line.observer import findings as say_that
from jieting.apps.line.observer import rows
from jieting.apps.line.observer.batch import Batch, Stored
from jieting.apps.line.observer.cleaning import Span
from jieting.apps.line.observer.rows import Found, Touched
from jieting.apps.line.observer.sealing import sealed
from jieting.apps.line.observer.standing import Standing, standing
from jieting.domain.calls.call import SIMULATED
from jieting.domain.errors import Finding, JietingError
from jieting.domain.line.facts import Fact, FactKind

LOG = structlog.get_logger("jieting.line")
BY = system("line")
TAKE_IN_JOB = "recordings.take_in"
"""Takes the recording of a call in; its arguments are contract_id, system and call."""
TAKE_IN_AFTER = timedelta(seconds=4)
"""A moment longer than a file must have lain still; sooner, the job would have to come back."""
TOPIC = "line"
TELL_EVERY_S = 1.0
_LONGEST_CALL, _LONGEST_KEY = 64, 160
_GONE = (OperationalError, InterfaceError)
KeepFacts = Callable[[Sequence[Fact], datetime, Stored, list[Found]], None]


@dataclass(slots=True)
class Sink:
    """Keeps what one switch told. ``gaps`` are the times in which nobody heard it live.

    Pages are told of a contract at most once a second; ``tell_pages`` tells what is left.
    """

    system: str
    simulated: bool = False
    by: Actor = BY
    gaps: list[Span] = field(default_factory=list)
    _told: dict[str, float] = field(default_factory=dict)
    _to_tell: set[str] = field(default_factory=set)
    _contracts: set[str] = field(default_factory=set)

    @property
    def source(self) -> str:
        """The source of the calls' rows."""
        return SIMULATED if self.simulated else self.system

    def store(self, batch: Batch, *, at: datetime) -> Stored:
        """Keep a batch, all of it or nothing; what cannot be used becomes a finding.

        Errors: OperationalError, InterfaceError where the database is gone; then nothing is kept.
        """
        try:
            return self._store(batch, at, self._keep)
        except _GONE:
            raise
        except Exception as error:
            LOG.exception("a batch could not be used at once", error=type(error).__name__)
            return self._store(batch, at, self._keep_apart)

    def _store(self, batch: Batch, at: datetime, keep: KeepFacts) -> Stored:
        stored = Stored()
        with transaction.atomic():
            switch = self._switch()
            found: list[Found] = []
            keep(batch.facts, at, stored, found)
            found += self._strange(batch)
            stored.findings = rows.keep_findings(self.system, found, at)
            stored.contracts |= {one[0] for one in found if one[0]}
            self._move(switch, batch, at)
            self._tell(stored.contracts)
        return stored

    def fold_again(self, calls: Sequence[str], *, at: datetime) -> Stored:
        """Work out calls whose facts are kept and whose contract was not here before."""
        stored = Stored()
        with transaction.atomic():
            self._switch()
            found: list[Found] = []
            self._contracts = set(contract_ids())
            known = rows.facts_of(self.system, calls)
            told = [fact for facts in known.values() for fact in facts]
            touched = Touched((f.call, f.kind.value, f.source.value, f.at, False) for f in told)
            self._calls(touched, at, stored, found)
            stored.findings = rows.keep_findings(self.system, found, at)
            rows.forget_unknown_contract(self.system, stored.contracts)
            self._tell(stored.contracts)
        return stored

    def to_tell(self, contracts: Iterable[str]) -> None:
        """Have pages of contracts be told when it is their time."""
        self._to_tell |= set(contracts)

    def tell_pages(self) -> None:
        """Tell pages of contracts that changed since they were told last."""
        if self._to_tell:
            with transaction.atomic():
                self._tell(())

    def _switch(self) -> Switch:
        row = Switch.objects.select_for_update().filter(system=self.system).first()
        if row is not None:
            return row
        Switch.objects.get_or_create(system=self.system, defaults={"simulated": self.simulated})
        return Switch.objects.select_for_update().get(system=self.system)

    def _move(self, switch: Switch, batch: Batch, at: datetime) -> None:
        places = {name: [one.inode, one.offset] for name, one in batch.log.items()}
        if places:
            switch.log = {**switch.log, **places}
            switch.save(update_fields=["log"])

    def _strange(self, batch: Batch) -> list[Found]:
        """What nobody could read, with the contract of the call where that is known."""
        if not batch.strange:
            return []
        of_call = rows.contracts_of(self.system, sorted({one.call for one in batch.strange}))
        return [(of_call.get(one.call), one.key, one.call, one.finding) for one in batch.strange]

    def _keep_apart(
        self, facts: Sequence[Fact], at: datetime, stored: Stored, found: list[Found]
    ) -> None:
        """Keep call by call, so that one that cannot be used holds up no other."""
        of_call: dict[str, list[Fact]] = {}
        for fact in facts:
            of_call.setdefault(fact.call, []).append(fact)
        for call, own in of_call.items():
            try:
                with transaction.atomic():
                    self._keep(own, at, stored, found)
            except _GONE:
                raise
            except Exception as error:
                LOG.exception("a call could not be used", call=call)
                wrong = say_that.unusable(_printable(call), type(error).__name__)
                found.append((None, f"unusable:{_printable(call)}", _printable(call), wrong))

    def _keep(
        self, facts: Iterable[Fact], at: datetime, stored: Stored, found: list[Found]
    ) -> None:
        good = []
        for fact in facts:
            if self._well_formed(fact):
                good.append(sealed(fact))
            else:
                key = f"ill:{fact.kind}:{_printable(fact.call)}"
                found.append((None, key, "", say_that.ill_formed(fact)))
        good = self._in_time(good, found)
        touched = rows.insert_facts(self.system, good, to_instant(at))
        stored.new += touched.new
        if touched.kinds:
            self._calls(touched, at, stored, found)

    def _in_time(self, facts: list[Fact], found: list[Found]) -> list[Fact]:
        """Without those of calls that are closed for good: one alone would make half a call."""
        closed = rows.closed_calls(self.system, (fact.call for fact in facts)) if facts else {}
        for fact in facts:
            contract, events = closed.get(fact.call, ("", set()))
            if contract and (fact.at, fact.kind.value) not in events:
                found.append((contract, f"late:{fact.call}", fact.call, say_that.late(fact)))
        return [fact for fact in facts if fact.call not in closed]

    def _well_formed(self, fact: Fact) -> bool:
        return (
            fact.system == self.system
            and 0 < len(fact.call) <= _LONGEST_CALL
            and len(fact.key) <= _LONGEST_KEY
        )

    def _calls(self, touched: Touched, at: datetime, stored: Stored, found: list[Found]) -> None:
        """Every call that a new fact is of, anew from all its facts."""
        known = rows.facts_of(self.system, sorted(touched.kinds))
        standings = []
        for call, facts in known.items():
            try:
                standings.append(standing(facts, self.source, self.gaps))
            except Exception as error:
                LOG.exception("a call could not be folded", call=call)
                wrong = say_that.unusable(call, type(error).__name__)
                found.append((None, f"unusable:{call}", call, wrong))
        mine = [one for one in standings if self._is_ours(one, known[one.name], found)]
        numbers = self._books(mine, at, stored, found)
        rows.upsert_calls(self.system, self.source, mine, numbers)
        rows.keep_call_backs(self.system, mine, at)
        self._findings(standings, found)
        self._recordings(mine, touched, at)
        stored.contracts |= {one.contract for one in mine}

    def _is_ours(self, one: Standing, facts: Sequence[Fact], found: list[Found]) -> bool:
        """Whether the call is of a contract here; one that nobody said where it came from waits."""
        if not one.contract:
            return False
        if one.contract not in self._contracts:
            self._contracts = set(contract_ids())
        if one.contract in self._contracts:
            return True
        offered = next(fact for fact in facts if fact.kind is FactKind.OFFERED)
        key = f"contract:{one.contract[:64]}"
        found.append((None, key, one.name, say_that.unknown_contract(offered)))
        return False

    def _findings(self, standings: Sequence[Standing], found: list[Found]) -> None:
        """What folding found about calls that are over; what it does not find any more goes."""
        over = [one for one in standings if one.over]
        told: list[Found] = []
        for one in over:
            contract = one.contract if one.contract in self._contracts else None
            told += [
                (contract, f"fold:{one.name}:{finding.code}", one.name, finding)
                for finding in (*one.findings, *_more(one))
            ]
        if over:
            names = [one.name for one in over]
            rows.forget_folded(self.system, names, [key for _, key, _, _ in told])
        found += told

    def _books(
        self, mine: Sequence[Standing], at: datetime, stored: Stored, found: list[Found]
    ) -> dict[str, tuple[int | None, str]]:
        """Keep the rows of calls that are over; by call the row's number and what it says."""
        numbers = rows.kept_digests(self.system, [one.name for one in mine])
        due = [
            one for one in mine if one.call and numbers.get(one.name, (None, ""))[1] != one.digest
        ]
        if not due:
            return numbers
        try:
            kept = keep_line_calls(by=self.by, at=at, calls=[_to_keep(one) for one in due])
            pairs = list(zip(due, kept, strict=True))
        except JietingError:
            pairs = self._books_apart(due, at, found)
        for one, number in pairs:
            numbers[one.name] = (number, one.digest)
        stored.kept += len(pairs)
        return numbers

    def _books_apart(
        self, due: Sequence[Standing], at: datetime, found: list[Found]
    ) -> list[tuple[Standing, int]]:
        """Keep each by itself; what the books refuse becomes a finding."""
        pairs = []
        for one in due:
            try:
                number = keep_line_calls(by=self.by, at=at, calls=[_to_keep(one)])[0]
                pairs.append((one, number))
            except JietingError as error:
                found += [
                    (one.contract, f"books:{one.name}:{finding.code}", one.name, finding)
                    for finding in error.findings
                ]
                if not isinstance(error, LineCallsRefused):
                    LOG.warning("the books refuse a call", call=one.name)
        return pairs

    def _recordings(self, mine: Sequence[Standing], touched: Touched, at: datetime) -> None:
        """Have recordings of calls that are over now taken in."""
        if TAKE_IN_JOB not in JOBS:
            return
        new = {FactKind.ENDED.value, FactKind.RECORDING.value}
        due = [
            {"contract_id": one.contract, "system": self.system, "call": one.name}
            for one in mine
            if one.over and one.recorded and touched.kinds[one.name] & new
        ]
        later_jobs(TAKE_IN_JOB, due, at=at + TAKE_IN_AFTER)

    def _tell(self, contracts: Iterable[str]) -> None:
        self._to_tell |= set(contracts)
        now = time.monotonic()
        for contract in sorted(self._to_tell):
            if now - self._told.get(contract, -TELL_EVERY_S) >= TELL_EVERY_S:
                changed(contract, TOPIC)
                self._told[contract] = now
                self._to_tell.discard(contract)


def _to_keep(one: Standing) -> LineCallToKeep:
    if one.call is None:
        raise ValueError("a call without an outcome is not for the books")
    return LineCallToKeep(
        contract_id=one.contract,
        call=one.call,
        caller_sealed=one.sealed,
        caller_index=one.index,
    )


def _more(one: Standing) -> list[Finding]:
    return [say_that.no_arrival(one.name)] if not one.contract else []


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)[:_LONGEST_CALL]
