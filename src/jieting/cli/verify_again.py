"""A sealed month counted again from its bundle alone, and every value that comes out otherwise."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jieting import __version__
from jieting.analytics.assessed import Assessed, assessed
from jieting.analytics.counted import count_month
from jieting.analytics.duck import DuckEngine
from jieting.analytics.month import MonthCounter
from jieting.cli.call_files import gather_files
from jieting.documents.bundle_check import Opened
from jieting.documents.given import given
from jieting.documents.write import write_statement
from jieting.domain.books import seal
from jieting.domain.books.correction import Difference, differences
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import Finding, JietingError, Place, Severity
from jieting.domain.periods import Month
from jieting.domain.said import Said, say, verbatim
from jieting.language import LANGUAGES

NEEDED = (seal.CALLS, seal.CONTRACT, seal.RECORDS, seal.RESULT, seal.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class _Again:
    """What came out of counting again."""

    contract: Contract
    result: str
    month: Assessed


def differences_of(opened: Opened) -> list[Finding]:
    """Every value of the bundle that does not come out again; one finding where none can be."""
    if opened.manifest is None or any(name not in opened.files for name in NEEDED):
        return [_not_counted(opened, say("files of it are missing"))]
    statement = opened.manifest["statement"]
    if statement["language"] not in LANGUAGES:
        return [_not_counted(opened, say("its language is unknown"))]
    try:
        again = _counted(opened.files, statement)
    except (JietingError, ValueError, RecursionError) as error:
        return [_not_counted(opened, verbatim(str(error).splitlines()[0][:300]))]
    found = [*_against_heads(opened, again.contract), *_against_result(opened, again)]
    if not found:
        found += _against_pdf(opened, again, statement)
    if any(f.is_error for f in found) and statement["product"] != __version__:
        found.append(_other_product(opened, statement["product"]))
    return found


def _counted(files: Mapping[str, bytes], statement: Mapping[str, Any]) -> _Again:
    """The month by the way on which ``jieting assess`` goes."""
    terms = load_contract(files[seal.CONTRACT].decode(), seal.CONTRACT)[0]
    records, warnings = load_records(files[seal.RECORDS].decode(), seal.RECORDS, terms.zone)
    month = Month.parse(statement["month"])
    fitting = fit_findings(terms, month, records)
    with tempfile.TemporaryDirectory(prefix="jieting-verify-") as name:
        found = _assessed(files[seal.CALLS], Path(name), terms, records, month, warnings + fitting)
    made = write_statement(given(found, "json", statement["language"], ""), "json",
                           statement["language"])  # fmt: skip
    return _Again(terms, str(made), found)


def _assessed(
    calls: bytes,
    folder: Path,
    terms: Contract,
    records: Records,
    month: Month,
    findings: list[Finding],
) -> Assessed:
    path = folder / seal.CALLS
    path.write_bytes(calls)
    gathered = gather_files((path,), None, terms.zone, folder / "gathered", strict=True)
    engine = DuckEngine(gathered.path, folder)
    try:
        counter = MonthCounter(engine, month, records)
        counted = count_month(engine, counter, terms, gathered.calls, with_readings=False)
    finally:
        engine.connection.close()
    return assessed(terms, month, records, counted, findings)


def _against_heads(opened: Opened, contract: Contract) -> Iterator[Finding]:
    """The manifest names the contract and version that lie in the bundle."""
    statement = opened.manifest["statement"] if opened.manifest else {}
    for name, own in (("contract", contract.id), ("version", contract.version)):
        if statement.get(name) != own:
            words = say("the {name} is {own} in contract.toml and {told} in the manifest",
                        name=name, own=own, told=statement.get(name))  # fmt: skip
            yield _differs(opened, seal.MANIFEST, words)


def _against_result(opened: Opened, again: _Again) -> Iterator[Finding]:
    sealed_text = opened.files[seal.RESULT].decode(errors="replace")
    try:
        sealed = json.loads(sealed_text)
        found = differences(sealed, json.loads(again.result))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield _differs(opened, seal.RESULT, say("it is not the result of an assessed month"))
        return
    for difference in found:
        yield _value_differs(opened, difference)
    if not found and sealed_text != again.result:
        yield _differs(opened, seal.RESULT, say("its words, or its part without exclusions"))
    numbers = seal.pretty(seal.settlement_numbers(again.contract, json.loads(again.result)))
    if opened.files[seal.SETTLEMENT] != numbers:
        yield _differs(opened, seal.SETTLEMENT, say("the numbers that the quarter takes over"))


def _against_pdf(opened: Opened, again: _Again, statement: Mapping[str, Any]) -> Iterator[Finding]:
    """The statement set again; another product or font may set the same words otherwise."""
    lang = statement["language"]
    try:
        findings = seal.findings_of_bundle(again.month.findings)
        month = replace(again.month, findings=findings)
        wanted = given(month, "pdf", lang, statement["prepared_at"])
        same = write_statement(wanted, "pdf", lang) == opened.files.get(seal.STATEMENT_PDF)
    except (JietingError, OSError, RuntimeError):
        same = False
    if not same:
        yield Finding(
            "bundle_pdf_by_hash",
            say("statement.pdf was compared by its hash only."),
            say("This product or its fonts set the same statement in other bytes."),
            say("Read it beside result.json, whose every value came out again."),
            Place(str(opened.path), column=seal.STATEMENT_PDF),
            Severity.NOTE,
        )


def _value_differs(opened: Opened, difference: Difference) -> Finding:
    change = difference.change
    words = say(
        "{path}: sealed {before}, counted again {after}",
        path=difference.path,
        before=change.before,
        after=change.after,
    )
    return _differs(opened, seal.RESULT, words)


def _differs(opened: Opened, name: str, what: Said) -> Finding:
    return Finding(
        "bundle_differs",
        say("{file} does not come out again: {what}.", file=name, what=what),
        say("The bundle's contract, records and calls give another month than was sealed."),
        say("Compare with the other party's bundle; ask for a correction if both have this one."),
        Place(str(opened.path), column=name),
    )


def _not_counted(opened: Opened, reason: Said) -> Finding:
    return Finding(
        "bundle_not_counted",
        say("The month could not be counted again: {reason}.", reason=reason),
        say("Whether its numbers are right cannot be told."),
        say("Take the bundle from the other party, or download it again."),
        Place(str(opened.path)),
    )


def _other_product(opened: Opened, product: str) -> Finding:
    return Finding(
        "bundle_other_product",
        say("It was sealed by version {product}; this is {own}.", product=product, own=__version__),
        say("A later version may count otherwise where a fault was mended."),
        say("Verify it with the version that sealed it, too."),
        Place(str(opened.path)),
        Severity.NOTE,
    )
