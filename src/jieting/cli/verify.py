"""``jieting verify``: whether bundles of sealed months are what was signed, and count so again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from jieting.cli.main import EXIT_REFUSED
from jieting.cli.options import PATH, language_option
from jieting.cli.output import finding_text, print_findings
from jieting.cli.verify_again import differences_of
from jieting.documents.bundle_check import Opened, chain_findings, open_bundle
from jieting.domain.errors import BadInput, Finding, JietingError, Place
from jieting.domain.said import Said, say
from jieting.language import Language


@click.command()
@click.argument("bundles", nargs=-1, required=True, type=PATH, metavar="BUNDLE...")
@click.option("--key", "key", metavar="HEX", help="The installation's public key, noted outside.")
@click.option("--no-recount", is_flag=True, help="Check hashes, signatures and chain alone.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Form of the result.",
)
@language_option
def verify(
    bundles: tuple[Path, ...], key: str | None, no_recount: bool, form: str, lang: str
) -> None:
    """Check BUNDLES of sealed months, and count every number of them again from their calls.

    Needs no database. Exit code 3 where anything differs, 2 where a file is no bundle.
    """
    opened, unreadable = _open_all(bundles)
    findings = [*unreadable]
    for each in opened:
        findings += each.findings
        if not no_recount:
            findings += differences_of(each)
        if key is not None:
            findings += _against_key(each, key.strip().lower())
    findings += chain_findings(opened)
    _print(opened, findings, form, lang)
    if any(finding.is_error for finding in findings if finding not in unreadable):
        sys.exit(EXIT_REFUSED)
    if unreadable:
        raise BadInput(unreadable) if form == "json" else SystemExit(2)


def _open_all(paths: tuple[Path, ...]) -> tuple[list[Opened], list[Finding]]:
    opened: list[Opened] = []
    findings: list[Finding] = []
    for path in dict.fromkeys(paths):
        try:
            opened.append(open_bundle(path))
        except JietingError as error:
            findings += error.findings
    return opened, findings


def _against_key(opened: Opened, key: str) -> Iterator[Finding]:
    if opened.manifest is not None and opened.manifest["key"] != key:
        yield Finding(
            "bundle_foreign_key",
            say("It is signed with another key: {key}.", key=opened.manifest["key"]),
            say("Whoever made it was not the installation whose key you noted."),
            say("Compare the key on the page of the sealed month with the one that you noted."),
            Place(str(opened.path)),
        )


def _print(opened: list[Opened], findings: list[Finding], form: str, lang: str) -> None:
    if form == "json":
        click.echo(json.dumps(_as_json(opened, findings, lang), ensure_ascii=False, indent=2))
        return
    language = Language(lang)
    print_findings(findings, lang)
    for each in opened:
        for number, said in enumerate(_summary(each, findings)):
            click.echo(f"{'  ' if number else ''}{language.render(said)}")


def _summary(opened: Opened, findings: list[Finding]) -> Iterator[Said]:
    mine = [f for f in findings if f.place.file == str(opened.path) and f.is_error]
    name = opened.path.name
    if mine or opened.manifest is None:
        yield say("{name}: {n} errors. It is not what was sealed.", name=name, n=len(mine))
        return
    manifest, statement = opened.manifest, opened.manifest["statement"]
    yield say(
        "{name}: {contract} {month}, revision {number}: everything is equal.",
        name=name,
        contract=statement["contract"],
        month=statement["month"],
        number=statement["number"],
    )
    yield say("place {place} in the chain, hash {hash}", place=manifest["place"],
              hash=manifest["hash"])  # fmt: skip
    for signed in json.loads(opened.files["signatures.json"]):
        yield say("signed by {name} ({side}) at {time}", name=signed["name"],
                  side=signed["side"], time=signed["at"])  # fmt: skip
    yield say(
        "key {key}: compare it with the one on the page of the sealed month", key=manifest["key"]
    )


def _as_json(opened: list[Opened], findings: list[Finding], lang: str) -> dict[str, Any]:
    language = Language(lang)
    return {
        "bundles": [
            {
                "file": str(each.path),
                "hash": each.manifest["hash"] if each.manifest else None,
                "place": each.manifest["place"] if each.manifest else None,
                "key": each.manifest["key"] if each.manifest else None,
                "month": each.manifest["statement"]["month"] if each.manifest else None,
                "equal": not any(f.is_error and f.place.file == str(each.path) for f in findings),
            }
            for each in opened
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "place": str(finding.place),
                "text": finding_text(finding, language),
            }
            for finding in findings
        ],
    }
