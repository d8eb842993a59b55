"""``msp-du curriculum``: check a file, import it, give it back byte for byte."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msp_du.domain.curriculum import Curriculum, Totals
from msp_du.files import curriculum_yaml

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

SHIPPED = Path(__file__).parent.parent / "data" / "curricula" / "du-msp-2026.yaml"

_file = click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_shipped = click.option("--shipped", is_flag=True, help="Take the curriculum that comes with us.")
_institution = click.option(
    "--institution", "institution_code", help="Code of the institution, if there are several."
)


@click.group()
def curriculum() -> None:
    """Check, import and export curricula."""


@curriculum.command()
@_file
@_shipped
def check(file: Path | None, *, shipped: bool) -> None:
    """Print the sums of FILE, or every fault with its path; needs no database."""
    content = _read(file, shipped=shipped)
    counts = (
        (len(content.years), "years"),
        (len(content.units), "units"),
        (len(content.modules), "modules"),
        (len(content.assessments), "assessments"),
    )
    click.echo(f"{content.reference}: " + ", ".join(f"{count} {word}" for count, word in counts))
    for year in content.years:
        click.echo(f"year {year.number}: {_sums(year.totals)}")
    click.echo(f"total: {_sums(content.totals)}")


@curriculum.command("import")
@_file
@_shipped
@_institution
def import_file(file: Path | None, *, shipped: bool, institution_code: str | None) -> None:
    """Import FILE as a new version."""
    content = _read(file, shipped=shipped)
    from msp_du.cli.application import application  # noqa: PLC0415 - `check` needs no database
    from msp_du.extensions import transaction  # noqa: PLC0415
    from msp_du.services import curricula  # noqa: PLC0415

    with application("curriculum import"), transaction() as session:
        institution_id = _institution_id(session, institution_code)
        version = curricula.import_version(session, institution_id, content, actor=None)
        reference = f"{version.code}@{version.label}"
    click.echo(f"imported {reference}")


@curriculum.command()
@click.argument("reference", metavar="CODE@VERSION")
@_institution
@click.option(
    "--output", default="-", show_default=True, help="File to write; - is standard output."
)
def export(reference: str, institution_code: str | None, output: str) -> None:
    """Write a version as a file, the same bytes each time."""
    code, sign, label = reference.partition("@")
    if not (code and sign and label):
        raise click.UsageError(f"{reference} is not CODE@VERSION")
    from msp_du.cli.application import application  # noqa: PLC0415 - `check` needs no database
    from msp_du.extensions import db  # noqa: PLC0415
    from msp_du.services import curricula  # noqa: PLC0415

    with application("curriculum export"):
        session = db.session()
        version = curricula.find(session, _institution_id(session, institution_code), code, label)
        if version is None:
            raise click.ClickException(f"there is no {reference}")
        data = curricula.file_of(version)
    if output == "-":
        click.echo(data, nl=False)
        return
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from error


def _read(file: Path | None, *, shipped: bool) -> Curriculum:
    if (file is None) is not shipped:
        raise click.UsageError("name a FILE, or --shipped")
    source = SHIPPED if file is None else file
    try:
        return curriculum_yaml.read(source.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{source}: {error.strerror}") from error
    except curriculum_yaml.CurriculumFaults as found:
        for fault in found.faults:
            click.echo(str(fault), err=True)
        raise click.exceptions.Exit(1) from found


def _sums(totals: Totals) -> str:
    parts = (
        (totals.ects, "ECTS"),
        (totals.taught_hours, "taught hours"),
        (totals.placement_hours, "placement hours"),
    )
    return ", ".join(f"{_plain(number)} {word}" for number, word in parts)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _institution_id(session: "Session", code: str | None) -> "UUID":
    """Return the institution of a code, or the only one there is."""
    from msp_du.services import institutions  # noqa: PLC0415 - `check` needs no database

    if code is not None:
        found = institutions.find(session, code)
        if found is None:
            raise click.ClickException(f"there is no institution {code}")
        return found.id
    every = institutions.every(session)
    if len(every) != 1:
        raise click.UsageError(f"there are {len(every)} institutions: name one by --institution")
    return every[0].id
