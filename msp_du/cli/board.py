"""``msp-du board``: try a rule set on a sheet of marks; no database, no account."""

from collections.abc import Iterator
from pathlib import Path

import click

from msp_du.cli import USAGE
from msp_du.cli.catalogue import Translate, translator
from msp_du.cli.result_table import table
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.vocabulary import Language
from msp_du.files import curriculum_yaml, fault_sentences, marks_sheet, results_json
from msp_du.files.marks_sheet import TraineeMarks
from msp_du.files.marks_sheet_faults import SENTENCES, MarksSheetFaults
from msp_du.files.spreadsheet_faults import SENTENCES as UNREADABLE
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def board() -> None:
    """Try a rule set on a sheet of marks."""


@board.command()
@click.argument("curriculum", type=_FILE)
@click.argument("marks", type=_FILE)
@click.option(
    "--format", "form", type=click.Choice(["json", "table"]), default="json", show_default=True
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="Language of the faults and of the table.",
)
def simulate(curriculum: Path, marks: Path, form: str, lang: str) -> None:
    """Compute the results of MARKS (CSV or XLSX) by the rules of CURRICULUM (YAML).

    Every fault is told on standard error; then nothing is computed and the status is 2.
    """
    translate = translator(Language(lang))
    content = _read_curriculum(curriculum, translate)
    rows = _read_marks(marks, content, translate)
    results = [results_json.compute(row.trainee, content, row.years) for row in rows]
    if form == "json":
        text = results_json.write(content, results) + "\n"
    else:
        text = table(content, results, translate, Language(lang))
    # As bytes: the format is UTF-8 whatever the terminal says of itself.
    click.echo(text.encode(), nl=False)


def _read_curriculum(path: Path, translate: Translate) -> Curriculum:
    try:
        return curriculum_yaml.read(_bytes(path))
    except curriculum_yaml.CurriculumFaults as found:
        lines = []
        for fault in found.faults:
            words = translate(fault_sentences.SENTENCES[fault.kind]) % fault.details
            lines.append(f"{fault.path}: {words}" if fault.path else words)
        raise _refused(lines) from None


def _read_marks(
    path: Path, curriculum: Curriculum, translate: Translate
) -> tuple[TraineeMarks, ...]:
    try:
        return marks_sheet.read(_bytes(path), curriculum)
    except SpreadsheetUnreadable as refused:
        words = translate(UNREADABLE[refused.kind]) % refused.details
        raise _refused([f"{path.name}: {words}"]) from None
    except MarksSheetFaults as found:
        raise _refused(list(_lines(found, translate))) from None


def _lines(found: MarksSheetFaults, translate: Translate) -> Iterator[str]:
    """Yield a line a fault; its place is written the same in every language."""
    for fault in found.faults:
        words = translate(SENTENCES[fault.kind]) % fault.details
        yield f"row {fault.row}, column {fault.column}: {words}"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error


def _refused(lines: list[str]) -> click.exceptions.Exit:
    """Tell the faults and return what ends the command."""
    click.echo("\n".join(lines).encode(), err=True)
    return click.exceptions.Exit(USAGE)
