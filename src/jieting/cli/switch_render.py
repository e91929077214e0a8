"""``jieting switch render`` and ``check``: the switch's files from the product's data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from jieting.cli.main import EXIT_BAD_INPUT
from jieting.cli.options import language_option
from jieting.cli.output import print_findings
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.said import say
from jieting.installation.home import home
from jieting.installation.switch_setup import (
    DATA,
    MODULES,
    SwitchSetup,
    kept_setup,
)
from jieting.language import Language

_FOLDER = click.Path(file_okay=False, path_type=Path)
_LAST_PORT = 65_535
_OPTIONS: tuple[tuple[str, Any, str], ...] = (
    ("--system", str, "The switch's name; it begins every call's id. Default: jt1."),
    ("--sip", str, "Where it speaks SIP. Default: 0.0.0.0:5060."),
    ("--rtp", str, "Ports of sound. Default: 10000-20000."),
    ("--ami", str, "Where the product listens to it. Default: 127.0.0.1:5038."),
    ("--http", str, "Where browser telephones connect. Default: 127.0.0.1:8088."),
    ("--public", str, "The address that carriers see, behind a router."),
    ("--media", str, "The address that sound is sent from, where it is not any."),
    ("--modules", _FOLDER, "Folder of the switch's modules."),
    ("--data", _FOLDER, "Folder of its documentation and sounds, as installed."),
    ("--etc", _FOLDER, "Folder of its configuration, for instance /etc/asterisk."),
    ("--logs", _FOLDER, "Folder of its logs."),
    ("--spool", _FOLDER, "Folder of recordings on their way in."),
    ("--sounds", _FOLDER, "Folder of prompts."),
)


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for name, kind, words in reversed(_OPTIONS):
        command = click.option(name, type=kind, help=words)(command)
    return command


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=_FOLDER)
@_options
@click.option("--apply", "applying", is_flag=True, help="Have the running switch take it over.")
@language_option
def render(folder: Path | None, applying: bool, lang: str, **told: Any) -> None:
    """Write the switch's whole configuration into DIR, and remember where it is.

    Later DIR and options may be left out: they are as they were.
    """
    from jieting.cli.application import ready

    language = Language(lang)
    setup = _setup(kept_setup(home()), folder, told)
    ready()
    from jieting.apps.base.actor import Actor
    from jieting.apps.line.giving import give_plans

    by, at = Actor(name="jieting switch render", role="system", way="cli"), datetime.now(UTC)
    given = give_plans(by=by, at=at, setup=setup, reload=applying)
    _say(language, given.lines, given.changed, setup)
    if applying:
        said = say("The switch took it over: {n} parts reloaded.", n=given.reloaded)
        click.echo(language.render(said))
    print_findings(given.findings, lang)


@click.command()
@language_option
def check(lang: str) -> None:
    """List what the plans of all lines lack, and the switch. Exit code 2 for errors."""
    from jieting.cli.application import ready

    ready()
    from jieting.apps.contracts.queries import contract_ids
    from jieting.apps.line.plan_now import no_plan
    from jieting.apps.line.rendering import render_findings
    from jieting.apps.line.switch_files import setup_findings
    from jieting.apps.line.switch_findings import switch_findings

    found: list[Finding] = []
    planned = [one for one in contract_ids() if _planned(one)]
    for contract in planned:
        found += render_findings(contract)
    found += switch_findings(datetime.now(UTC).date())
    if not planned:
        found += [_mild(no_plan(contract)) for contract in contract_ids()]
    setup = kept_setup(home())
    found += setup_findings(setup) if setup is not None else [_no_switch()]
    print_findings(found, lang)
    errors = sum(finding.is_error for finding in found)
    said = say("{n} lines, {errors} errors", n=len(planned), errors=errors)
    click.echo(Language(lang).render(said))
    if errors:
        sys.exit(EXIT_BAD_INPUT)


def _planned(contract: str) -> bool:
    from jieting.apps.line.planning.queries import newest

    return newest(contract) is not None


def _setup(kept: SwitchSetup | None, folder: Path | None, told: dict[str, Any]) -> SwitchSetup:
    """The setup as it was, with what is told now. Errors: BadInput."""
    if folder is None and kept is None:
        raise BadInput(_no_folder())
    setup = kept if folder is None and kept is not None else _fresh(kept, (folder or Path()))
    paths = {"etc": "etc", "logs": "logs", "spool": "spool", "sounds": "sounds"}
    paths |= {"modules": "modules", "data": "installed"}
    changes: dict[str, Any] = {
        field: str(told[name].resolve()) for name, field in paths.items() if told[name]
    }
    changes |= {name: told[name] for name in ("system", "public", "media") if told[name]}
    for name in ("sip", "ami", "http"):
        if told[name]:
            changes[f"{name}_host"], changes[f"{name}_port"] = _address(name, told[name])
    if told["rtp"]:
        changes["rtp_first"], changes["rtp_last"] = _ports(told["rtp"])
    return replace(setup, **changes)


def _fresh(kept: SwitchSetup | None, folder: Path) -> SwitchSetup:
    root = folder.resolve()
    own: dict[str, Any] = {
        name: str(root / name) for name in ("etc", "logs", "spool", "sounds", "lib", "run", "data")
    }
    if kept is not None:
        return replace(kept, **own)
    installed, modules = _first(DATA, "documentation"), _first(MODULES, "pbx_config.so")
    return SwitchSetup(system="jt1", installed=installed, modules=modules, **own)


def _first(folders: tuple[str, ...], inside: str) -> str:
    there = (folder for folder in folders if (Path(folder) / inside).exists())
    return next(there, folders[0])


def _address(name: str, text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
        raise BadInput(_not_so(f"--{name}", text, "0.0.0.0:5060"))
    return host.strip("[]"), int(port)


def _ports(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) < int(last) <= _LAST_PORT):
        raise BadInput(_not_so("--rtp", text, "10000-20000"))
    return int(first), int(last)


def _say(language: Language, lines: int, files: int, setup: SwitchSetup) -> None:
    said = say(
        "{lines} lines rendered into {folder}: {files} files of configuration are new.",
        lines=lines,
        folder=setup.etc,
        files=files,
    )
    click.echo(language.render(said))
    start = say("Start the switch by: {command}", command=f"asterisk -C {setup.etc}/asterisk.conf")
    click.echo(language.render(start))


def _mild(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING) if finding.is_error else finding


def _not_so(option: str, text: str, example: str) -> Finding:
    return Finding(
        "not_so",
        say("{option} is {text}.", option=option, text=text),
        say("The switch could not listen there."),
        say("Write it like {example}.", example=example),
        Place(option),
    )


def _no_folder() -> Finding:
    return Finding(
        "no_folder",
        say("No folder is named, and none was rendered into before."),
        say("The switch's files need a place."),
        say("Name a folder: jieting switch render DIR."),
        Place("DIR"),
    )


def _no_switch() -> Finding:
    return Finding(
        "no_switch",
        say("No switch was rendered yet in this home."),
        say("Calls come in by files alone."),
        say("Where there is an Asterisk: jieting switch render DIR."),
        severity=Severity.NOTE,
    )
