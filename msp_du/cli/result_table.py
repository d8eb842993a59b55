"""Results of ``board simulate`` as a table that a terminal shows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from msp_du.cli.catalogue import Translate
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.marks import shown
from msp_du.domain.results import YearOutcome
from msp_du.domain.vocabulary import Language, ResultCode
from msp_du.files.results_json import TraineeResult
from msp_du.files.spreadsheet_text import shown as printable

_NUMBERS = frozenset({1, 2, 3, 5})
"""Columns of numbers, set to the right."""
_GAP = "  "
_NAMED = 3
"""How many missing marks are named."""


def table(
    curriculum: Curriculum,
    results: Sequence[TraineeResult],
    translate: Translate,
    language: Language,
) -> str:
    """Return one line a year, and one for the diploma once every year is passed."""
    _ = translate
    head = (
        _("Stagiaire"),
        _("Année"),
        _("Session"),
        _("Moyenne"),
        _("Résultat"),
        _("ECTS"),
        _("Unités et causes"),
    )
    writer = _Writer(translate, language)
    rows = [head, *(row for result in results for row in writer.rows(result))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head) - 1)]
    lines = [_line(row, widths) for row in rows]
    rule = _GAP.join("-" * width for width in (*widths, len(head[-1])))
    return "\n".join([curriculum.reference, "", lines[0], rule, *lines[1:]]) + "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        text.rjust(width) if place in _NUMBERS else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=False))
    ]
    return _GAP.join([*cells, row[-1]]).rstrip()


class _Writer:
    """Writes the rows of each trainee, in a language."""

    def __init__(self, translate: Translate, language: Language) -> None:
        self._translate, self._language = translate, language

    def rows(self, result: TraineeResult) -> Iterator[tuple[str, ...]]:
        """Yield the years of a trainee, then the diploma."""
        name = printable(result.trainee)
        for year in result.years:
            yield (
                name,
                str(year.number),
                str(year.session),
                self._average(year.average),
                year.result.value,
                self._number(year.ects),
                self._remarks(year),
            )
            name = ""
        _ = self._translate
        if result.diploma.awarded:
            honours = result.diploma.honours or "–"
            average, ects = self._average(result.diploma.average), self._number(result.diploma.ects)
            remark = _("diplôme, mention\u00a0: %(honours)s") % {"honours": honours}
            yield (name, "", "", average, "", ects, remark)

    def _remarks(self, year: YearOutcome) -> str:
        """Return the units not plainly passed, whether the way goes on, the causes."""
        parts = [
            f"{unit.code} {unit.result.value} {self._average(unit.average)}"
            for unit in year.units
            if unit.result not in {ResultCode.PASSED, ResultCode.PENDING}
        ]
        if year.may_progress and year.result is ResultCode.FAILED:
            _ = self._translate
            parts.append(_("peut continuer"))
        return "; ".join([*parts, *self._causes(year.causes)])

    def _causes(self, causes: Sequence[Cause]) -> Iterator[str]:
        """Yield the causes as the result file has them; many missing marks are only counted."""
        missing = [cause for cause in causes if cause.kind is CauseKind.MARKS_MISSING]
        if len(missing) > _NAMED:
            yield f"{CauseKind.MARKS_MISSING.value} × {len(missing)}"
        for cause in causes:
            if cause.kind is not CauseKind.MARKS_MISSING or len(missing) <= _NAMED:
                yield str(cause)

    def _average(self, value: Fraction | None) -> str:
        return "–" if value is None else self._local(shown(value))

    def _number(self, value: Decimal) -> str:
        return self._local(format(value.normalize(), "f"))

    def _local(self, text: str) -> str:
        return text.replace(".", ",") if self._language is Language.FRENCH else text
