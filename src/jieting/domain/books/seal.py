"""A sealed month: what both parties sign, how seals of a contract form a chain, what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import (
    MONEY_PLACES,
    QUARTER_MONTHS,
    MonthLimit,
    MonthResult,
)
from jieting.domain.errors import Finding
from jieting.domain.figures.named import CALL_NOT_THERE
from jieting.domain.periods import Month
from jieting.domain.quantities import plain, round_half_up

FORM = 1
"""The form of bundles that this version writes; it reads this one and no other."""
FIRST = "0" * 64
"""What the first seal of a contract has for the hash of the one before."""
CALLS, CONTRACT, RECORDS = "calls.parquet", "contract.toml", "records.toml"
RESULT, SETTLEMENT, OPEN = "result.json", "settlement.json", "open.json"
STATEMENT_PDF, SIGNATURES, MANIFEST = "statement.pdf", "signatures.json", "manifest.json"
SIGNED_FILES = (CALLS, CONTRACT, OPEN, RECORDS, RESULT, SETTLEMENT, STATEMENT_PDF)
"""The files that both signatures cover."""
FILES = tuple(sorted((*SIGNED_FILES, SIGNATURES, MANIFEST)))
"""Every file of a bundle, and no other."""
_NOT_HASHED = ("hash", "key", "signature")


def canonical(value: object) -> bytes:
    """JSON values in the one form in which they are hashed: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(content: bytes) -> str:
    """SHA-256 as hex digits."""
    return sha256(content).hexdigest()


def file_entry(content: bytes) -> dict[str, Any]:
    """What a manifest says of a file."""
    return {"bytes": len(content), "sha256": digest(content)}


def statement_digest(statement: Mapping[str, Any]) -> str:
    """What a person signs: the digest of the statement of a drawn seal, its files included."""
    return digest(canonical(statement))


def manifest_hash(manifest: Mapping[str, Any]) -> str:
    """The hash of a seal: over its whole manifest, the hash of the seal before it included."""
    return digest(canonical({k: v for k, v in manifest.items() if k not in _NOT_HASHED}))


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: which side, who, by which name and role, when, over which statement."""

    side: str
    by: str
    name: str
    role: str
    at: str
    second_factor: bool
    statement: str

    def as_json(self) -> dict[str, Any]:
        """As signatures.json keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


def signatures_json(signed: Iterable[Signed]) -> bytes:
    """The file of signatures, the supplier's after the purchaser's."""
    rows = sorted((one.as_json() for one in signed), key=lambda row: str(row["side"]))
    return pretty(rows)


def pretty(value: object) -> bytes:
    """JSON that people may read, a line feed at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def findings_of_bundle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that follow from a bundle alone, as its statement tells them.

    Whether a record names a call of another month follows from that month's calls, which are not
    in the bundle: the product would tell less than whoever has the bundle alone.
    """
    return tuple(finding for finding in findings if finding.code != CALL_NOT_THERE)


def month_result(result: Mapping[str, Any], file: str = "") -> MonthResult:
    """What a settlement needs of a month, from the JSON of its statement, which we wrote."""
    score = result["score"]
    return MonthResult(
        contract=result["contract"],
        version=result["version"],
        month=Month.parse(result["month"]),
        score=None if score is None else Fraction(score),
        arrived=result["counts"]["arrived"],
        waiting=tuple(line["clause"] for line in result["lines"] if line["earned"] is None),
        limits=tuple(
            MonthLimit(limit["clause"], limit["met"], tuple(limit["findings"]))
            for limit in result["limits"]
        ),
        file=file,
    )


def settlement_numbers(contract: Contract, result: Mapping[str, Any]) -> dict[str, Any]:
    """What a sealed month brings into its quarter; decimals are strings.

    ``month_share`` is a third of the quarter's fee, ``month_payable`` that under the month's own
    coefficient: shown for orientation, for the quarter's score decides.
    """
    share = contract.fee.amount / QUARTER_MONTHS
    coefficient = result["coefficient"]
    payable = None if coefficient is None else share * Fraction(coefficient)
    return {
        "arrived": result["counts"]["arrived"],
        "coefficient": coefficient,
        "currency": contract.fee.currency,
        "fee_of_quarter": plain(contract.fee.amount),
        "month_payable": None if payable is None else money(payable),
        "month_share": money(share),
        "provisional": contract.fee.provisional,
        "score": result["score"],
    }


def money(amount: Fraction) -> str:
    """An amount to the cent."""
    return f"{round_half_up(amount, MONEY_PLACES):f}"
