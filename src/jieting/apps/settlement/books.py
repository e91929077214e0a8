"""The books of a contract as its quarters need them: seals, signed statements, what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import first_month, terms_of_month
from jieting.apps.moves.queries import all_moves, moves_of
from jieting.apps.sealing.queries import SealedMonth, every_revision
from jieting.apps.settlement.models import Statement
from jieting.domain.books.carried import Account, Hold, Settled, account
from jieting.domain.books.kinds.suspension import NAME as SUSPENSION
from jieting.domain.books.move import Move
from jieting.domain.books.quarter import SealedResult, complete_quarters, quarter_months
from jieting.domain.books.statement import booked_from
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import Month
from jieting.domain.quantities import fraction


@dataclass(frozen=True)
class Books:
    """What is sealed and settled of a contract, read at one moment.

    ``begins`` is the contract's first month, ``revisions`` every seal of each month, ``signed``
    the statements that both signed, in their order, ``drawn`` the one that waits for signatures.
    """

    contract_id: str
    begins: Month
    revisions: Mapping[Month, Sequence[SealedResult]]
    signed: tuple[Statement, ...]
    drawn: Statement | None
    hold: Hold | None

    @property
    def settled(self) -> tuple[Settled, ...]:
        """The signed statements as later ones need them."""
        return tuple(_settled(row) for row in self.signed)

    def is_complete(self, first: Month) -> bool:
        """True where all three months of a quarter are sealed."""
        return all(month in self.revisions for month in quarter_months(first))

    def signed_of(self, first: Month) -> Statement | None:
        """The signed statement of a quarter; None where there is none."""
        return next((row for row in self.signed if row.first_month == str(first)), None)

    def terms_of(self, first: Month) -> Contract:
        """The terms by which a quarter is settled: those signed, else those of its last month."""
        row = self.signed_of(first)
        if row is not None:
            return signed_terms(row)
        return terms_of_month(self.contract_id, quarter_months(first)[-1])

    def account(self, first: Month) -> Account:
        """What a statement of a quarter would pay now. Errors: as ``carried.account``."""
        return account(self.terms_of, first, self.revisions, self.settled, self.hold)

    def to_settle(self) -> list[Month]:
        """Quarters whose months are all sealed and that no statement has settled, in order."""
        settled = {Month.parse(row.first_month) for row in self.signed}
        return [m for m in complete_quarters(self.begins, self.revisions) if m not in settled]


def books_of(contract_id: str) -> Books:
    """The books of a contract as they are now."""
    rows = Statement.objects.filter(contract_id=contract_id).exclude(state="replaced")
    statements = list(rows.prefetch_related("signatures").order_by("number"))
    return Books(
        contract_id=contract_id,
        begins=first_month(contract_id),
        revisions=_revisions(contract_id),
        signed=tuple(row for row in statements if row.state == Statement.State.SIGNED),
        drawn=next((row for row in statements if row.state == Statement.State.DRAWN), None),
        hold=_hold(contract_id),
    )


def suspensions_of(contract_id: str) -> list[Move]:
    """Every suspension of payment, the newest first."""
    return moves_of(all_moves(contract_id).filter(kind=SUSPENSION))


def running_suspension(contract_id: str) -> Move | None:
    """The suspension that holds payment now: of several that run, the oldest."""
    running = moves_of(all_moves(contract_id).filter(kind=SUSPENSION, is_open=True))
    return running[-1] if running else None


def signed_terms(row: Statement) -> Contract:
    """The terms that were frozen with a statement."""
    return _terms(row.contract_text, row.contract_id)


@lru_cache(maxsize=32)
def _terms(text: str, contract_id: str) -> Contract:
    return load_contract(text, f"{contract_id}.toml")[0]


def text_digest(text: str) -> str:
    """Names a contract's text."""
    return sha256(text.encode()).hexdigest()


def _hold(contract_id: str) -> Hold | None:
    move = running_suspension(contract_id)
    if move is None:
        return None
    return Hold(move.opened.at, move.ref, str(move.facts["reason"]))


def _revisions(contract_id: str) -> dict[Month, tuple[SealedResult, ...]]:
    every = every_revision(contract_id)
    return {month: tuple(_sealed(each) for each in found) for month, found in every.items()}


def _sealed(month: SealedMonth) -> SealedResult:
    at = to_instant(month.signed_at)
    return SealedResult(month.number, at, month.result, month.digest, month.reason)


def _settled(row: Statement) -> Settled:
    booked = booked_from(row.content["booked"])
    return Settled(
        number=row.number,
        first=Month.parse(row.first_month),
        payable=fraction(booked.payable),
        used={Month.parse(seal.month): seal.number for seal in booked.seals},
        carried=tuple((Month.parse(line.month), line.number) for line in booked.carried),
        held=fraction(booked.held),
        released=tuple(line.statement for line in booked.released),
    )
