"""``msp-du hours …``: whether the sums kept of each placement are those of its log."""

import click

from msp_du.cli.application import application
from msp_du.extensions import db, transaction
from msp_du.services import hours_sums
from msp_du.services.hours_sums import Sums

DIFFERENT = 1


@click.group()
def hours() -> None:
    """Check and mend the sums of hours."""


@hours.command()
@click.option("--check", is_flag=True, help="Say which sums differ, and change nothing.")
@click.pass_context
def recompute(ctx: click.Context, *, check: bool) -> None:
    """Add up each placement's hours again and mend the sums that differ.

    With --check, exit status 1 when some differ.
    """
    with application("hours recompute"):
        found = hours_sums.differences(db.session())
        db.session().rollback()
        for each in found:
            click.echo(
                f"{each.placement_id}: {_words(each.kept)}, should be {_words(each.counted)}"
            )
            if not check:
                with transaction() as session:
                    hours_sums.mend(session, each.placement_id)
    if check:
        click.echo(f"{len(found)} placements differ" if found else "all sums are right")
        ctx.exit(DIFFERENT if found else 0)
    click.echo(f"{len(found)} placements mended" if found else "all sums were right")


def _words(sums: Sums) -> str:
    """Return « draft 420 min in 1 » for each state, or « nothing ».

    >>> from msp_du.domain.vocabulary import HoursState
    >>> _words({HoursState.DRAFT: (420, 1)})
    'draft 420 min in 1'
    """
    parts = [f"{state} {minutes} min in {entries}" for state, (minutes, entries) in sums.items()]
    return "; ".join(sorted(parts)) or "nothing"
