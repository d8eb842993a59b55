"""``msp-du …``: thin commands over services, loaded by name so that a simple one starts at once."""

import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from msp_du.config import ConfigError
from msp_du.domain.errors import RuleViolation

FAILED = 1
USAGE = 2
OTHERS_NOTHING = 0o077
"""What a command writes (database, mails with their links, keys) is read by its account alone."""

COMMANDS: Mapping[str, tuple[str, str]] = {
    "accounts": ("msp_du.cli.accounts:accounts", "Open, list and close accounts."),
    "audit": ("msp_du.cli.audit:audit", "Check the chain of acts."),
    "board": ("msp_du.cli.board:board", "Try a rule set on a sheet of marks."),
    "curriculum": ("msp_du.cli.curriculum:curriculum", "Check, import and export curricula."),
    "db": ("msp_du.cli.database:database", "Upgrade and check the database."),
    "demo": ("msp_du.cli.demo:demo", "Build a demonstration instance and serve it."),
    "documents": ("msp_du.cli.documents:documents", "Check issued documents."),
    "hours": ("msp_du.cli.hours:hours", "Check and mend the sums of hours."),
    "institutions": ("msp_du.cli.institutions:institutions", "Add and list institutions."),
    "jobs": ("msp_du.cli.jobs:jobs", "Follow the jobs: what waits, what failed."),
    "mail": ("msp_du.cli.mail:mail", "Try the way mail leaves."),
    "serve": ("msp_du.cli.serve:serve", "Serve the application, and do its jobs."),
    "worker": ("msp_du.cli.worker:worker", "Do the jobs: mails, documents."),
}
"""Where each command is, and what the list of commands says of it without importing it."""


class NamedCommands(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: Any = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=NamedCommands, context_settings={"help_option_names": ["-h", "--help"]})
def program() -> None:
    """Suivi: a two-year university diploma, from enrolment to hire."""


def main() -> None:
    """Run a command; exit 0 when done, 1 when refused, 2 when called wrongly; errors in a line."""
    former = os.umask(OTHERS_NOTHING)
    try:
        sys.exit(_status())
    finally:
        os.umask(former)


def _status() -> int:
    try:
        status = program.main(prog_name="msp-du", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        _say(error.format_message())
        return error.exit_code
    except click.Abort:
        return FAILED
    except ConfigError as error:
        _say(str(error))
        return USAGE
    except RuleViolation as violation:
        _say(refusal(violation))
        return FAILED
    return status if isinstance(status, int) else 0


def refusal(violation: RuleViolation) -> str:
    """Return a refusal in one line: its code, and what the rule tells.

    >>> from msp_du.domain.errors import Rule
    >>> refusal(RuleViolation(Rule.NAME_NOT_NEUTRAL, field="code", words="psy"))
    'refused: name-not-neutral (code; words: psy)'
    """
    told = [violation.field] if violation.field else []
    told += [f"{name}: {value}" for name, value in violation.details.items()]
    return f"refused: {violation.rule}" + (f" ({'; '.join(told)})" if told else "")


def _say(text: str) -> None:
    click.echo("msp-du: " + " ".join(text.split()), err=True)
