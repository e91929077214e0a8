"""``jieting calls``: read call files of any kind, list what is wrong, write one clean table."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from jieting.analytics.gather import Gathered
from jieting.cli.call_files import gather_files
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.language import Language


@click.group()
def calls() -> None:
    """Read call files of any kind and list what is wrong in them."""


@calls.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--mapping", type=PATH, help="Mapping file for foreign columns and codes.")
@click.option(
    "--zone",
    default="Asia/Shanghai",
    show_default=True,
    help="Time zone of times without an offset.",
)
@click.option("--out", type=PATH, help="Parquet file for the calls that could be read.")
@click.option("--findings", "findings_file", type=PATH, help="csv file for every finding.")
@click.option("--strict", is_flag=True, help="Refuse files with any bad row.")
@language_option
def read(
    files: tuple[Path, ...],
    mapping: Path | None,
    zone: str,
    out: Path | None,
    findings_file: Path | None,
    strict: bool,
    lang: str,
) -> None:
    """Read FILES (csv, xlsx, Parquet, Asterisk queue_log or CDR) and say what was found."""
    from jieting.cli.findings_file import write_findings

    for written in (out, findings_file):
        keep_inputs(written, [*files, mapping])
    with tempfile.TemporaryDirectory(prefix="jieting-") as folder:
        gathered = gather_files(files, mapping, _zone(zone), Path(folder), strict)
        print_findings(gathered.findings, lang)
        if out is not None:
            with writable(out):
                shutil.copyfile(gathered.path, out)
        if findings_file is not None:
            with writable(findings_file):
                write_findings(gathered, findings_file, lang)
        click.echo(_summary(gathered, Language(lang)))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            Finding(
                "no_zone",
                say("There is no time zone {name}.", name=repr(name)),
                say("Times without an offset could not be placed."),
                say("Write it like Asia/Shanghai or Europe/Berlin."),
                Place("--zone"),
            )
        ) from error


def _summary(gathered: Gathered, language: Language) -> str:
    lines = [
        language.render(
            say(
                "{file} ({kind}): {rows} rows, {kept} calls read, {bad} rows set aside, "
                "{left_out} left out",
                file=report.file,
                kind=report.kind,
                rows=report.rows,
                kept=report.kept,
                bad=report.bad_rows,
                left_out=len(report.left_out),
            )
        )
        for report in gathered.reports
    ]
    lines.append(
        language.render(
            say(
                "{calls} calls in all; {repeated} rows repeated a call and were counted once",
                calls=gathered.calls,
                repeated=gathered.repeated,
            )
        )
    )
    return "\n".join(lines)
