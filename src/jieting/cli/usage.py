"""Wrong use of the command line, as findings in the reader's language."""

from __future__ import annotations

import click

from jieting.domain.errors import Finding, Place
from jieting.domain.nearest import did_you_mean
from jieting.domain.said import Said, say


def usage_finding(error: click.ClickException) -> Finding:
    """What is wrong with the words typed, at which option, and where help stands."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "jieting"
    help_line = say("See {command} --help.", command=command)
    what, remedy = _told(error, help_line)
    why = say("The command did not start.")
    return Finding("usage", what, why, remedy, Place(command, column=_option(error)))


def _told(error: click.ClickException, help_line: Said) -> tuple[Said, Said]:
    if isinstance(error, click.NoSuchOption):
        known = error.possibilities or ()
        what = say("There is no option {option}.", option=error.option_name)
        return what, did_you_mean(error.option_name, known, help_line)
    if isinstance(error, click.MissingParameter):
        return say("{option} is missing.", option=_option(error)), help_line
    if isinstance(error, click.BadParameter) and (options := _choices(error)):
        what = say("{option} has a value that it does not know.", option=_option(error))
        return what, say("Use one of {options}.", options=options)
    return say("The command cannot be understood: {reason}.", reason=_reason(error)), help_line


def _choices(error: click.BadParameter) -> str:
    """The values that the option knows; empty where it is not a choice."""
    kind = error.param.type if error.param else None
    return ", ".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else ""


def _option(error: click.ClickException) -> str:
    """The option or argument that the error is about, as it is typed."""
    if isinstance(error, click.NoSuchOption):
        return error.option_name
    if isinstance(error, click.BadParameter) and error.param is not None:
        named = error.param.opts[0]
        return named if named.startswith("-") else (error.param.metavar or named.upper())
    return ""


def _reason(error: click.ClickException) -> str:
    return error.format_message().rstrip(".")
