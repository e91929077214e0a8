"""Files that commands are given: contracts, records, mappings, months."""

from __future__ import annotations

from pathlib import Path

from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Month
from jieting.domain.reasons import reason_of
from jieting.domain.said import Said, say

LARGEST_TEXT = 64 * 1024 * 1024
"""A contract or records file is never larger; a call file given by mistake may be."""


def read_text(path: Path) -> str:
    """A UTF-8 file as text. Errors: BadInput where it is missing, too large or not UTF-8."""
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise _unreadable(path, say("it is larger than 64 MB"))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, say("it is not UTF-8 at byte {byte}", byte=error.start)) from error
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from error


def _unreadable(path: Path, reason: Said) -> BadInput:
    return BadInput(
        Finding(
            "unreadable",
            say("The file cannot be read: {reason}.", reason=reason),
            say("Nothing can be computed without it."),
            say("Check the name, and that it is a text file in UTF-8."),
            Place(str(path)),
        )
    )


def read_contract(path: Path) -> Contract:
    """The contract in a file; its warnings are told by ``jieting contract check``."""
    return load_contract(read_text(path), str(path))[0]


def read_records(path: Path | None, contract: Contract) -> tuple[Records, list[Finding]]:
    """The records in a file, and warnings; no file means no records."""
    if path is None:
        return Records(), []
    return load_records(read_text(path), str(path), contract.zone)


def parse_month(text: str) -> Month:
    """A month given as an option. Errors: BadInput."""
    try:
        return Month.parse(text)
    except ValueError:
        raise BadInput(
            Finding(
                "not_a_month",
                say("month is {value}.", value=repr(text)),
                say("It says which calls are assessed."),
                say('Write it like "2026-10".'),
                Place("--month"),
            )
        ) from None
