"""The ``jieting`` command: thin, on the same functions as everything else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module

import click

from jieting import __version__
from jieting.cli.usage import usage_finding
from jieting.domain.errors import Finding, JietingError, Place, Refused
from jieting.domain.reasons import reason_of
from jieting.domain.said import say
from jieting.language import CatalogueMissing

COMMANDS = {
    "assess": ("jieting.cli.assess", "Assess a month of calls under a contract."),
    "settle": ("jieting.cli.settle", "Settle assessed months to a quarter."),
    "verify": ("jieting.cli.verify", "Check bundles of sealed months, and count them again."),
    "draw": ("jieting.cli.draw", "Repeat the random draw of an inspection."),
    "calls": ("jieting.cli.calls", "Read call files of any kind and list what is wrong in them."),
    "contract": ("jieting.cli.contract", "Check contract files, and add them."),
    "records": ("jieting.cli.records", "Keep the records of the time before the product."),
    "recordings": ("jieting.cli.recordings", "List recordings that are due, and delete them."),
    "figures": ("jieting.cli.figures", "Show how each figure is defined, or count figures."),
    "forecast": ("jieting.cli.forecast", "Forecast calls and handle time per half hour."),
    "staff": ("jieting.cli.staff", "Work out the agents that each half hour needs."),
    "simulate": ("jieting.cli.simulate", "Simulate a centre: queues, agents, callers."),
    "roster": ("jieting.cli.roster", "Make rosters, and check them against the rules."),
    "outlook": ("jieting.cli.outlook", "Tell what a running month may still come to."),
    "serve": ("jieting.cli.serve", "Serve the product: pages, background work, live streams."),
    "administrator": ("jieting.cli.administrator", "Add an administrator, the first above all."),
    "migrate": ("jieting.cli.migrate", "Bring the database up to this version."),
    "backup": ("jieting.cli.backup", "Write everything that is kept into one file."),
    "restore": ("jieting.cli.restore", "Bring a backup back."),
    "doctor": ("jieting.cli.doctor", "List what is missing or wrong in this installation."),
    "switch": ("jieting.cli.switch", "Set up the switch, listen to it, or simulate one."),
    "demo": ("jieting.cli.demo", "Make simulated months, clearly marked."),
    "audit": ("jieting.cli.audit", "Check the audit log, and take it away."),
}
"""Name of a command to its module and the line that help shows; modules load when called."""

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_REFUSED = 3


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command runs."""

    lazy: Mapping[str, tuple[str, str]] = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which a month is worked."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command ``cmd_name``; None where there is none."""
        if cmd_name not in self.lazy:
            return None
        command = getattr(import_module(self.lazy[cmd_name][0]), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self.lazy.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jieting")
def cli() -> None:
    """Jieting 接听 runs an outsourced hotline contract from the call to the settlement."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 2 bad input, 3 refused by a rule."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing is wrong.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the interpreter flushes it
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(EXIT_BAD_INPUT)
    except click.ClickException as error:
        _tell([usage_finding(error)])
        sys.exit(EXIT_BAD_INPUT)
    except click.Abort:
        sys.exit(130)
    except OSError as error:
        _tell([_system_finding(error)])
        sys.exit(EXIT_FAILED)
    except CatalogueMissing as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_FAILED)
    except JietingError as error:
        _tell(error.findings)
        sys.exit(EXIT_REFUSED if isinstance(error, Refused) else EXIT_BAD_INPUT)


def _system_finding(error: OSError) -> Finding:
    """What no command could foresee: a full disk while sorting, an output that is gone."""
    return Finding(
        "system",
        say("The machine refused: {reason}.", reason=reason_of(error)),
        say("The result is not complete."),
        say("Free some space or mend the output, and run the command again."),
        Place(str(error.filename or "-")),
    )


def _tell(findings: Iterable[Finding]) -> None:
    from jieting.cli.options import spoken_language
    from jieting.cli.output import print_findings

    print_findings(findings, spoken_language(sys.argv))
