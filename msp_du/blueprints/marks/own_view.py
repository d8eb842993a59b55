"""One's own marks in words: year by year, unit by unit, and what still stands in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from msp_du.blueprints.marks.sheet_view import column_title, score_text
from msp_du.domain import curriculum as rules
from msp_du.domain.results import CREDITED, ModuleOutcome, UnitOutcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.services.mark_sheets import Column
from msp_du.services.own_marks import OwnYear
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language
from msp_du.web.labels import label
from msp_du.web.result_words import cause_sentences, decided_causes, unit_result

_TAGS = {ResultCode.PENDING: "quiet", ResultCode.FAILED: "refused", ResultCode.DEFAULTED: "refused"}


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module: its marks in words, its average or whether it is passed."""

    code: str
    title: str
    marks: Sequence[str]
    result: str


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit: its average, what became of it, its modules."""

    code: str
    title: str
    average: str
    result: str
    tag_kind: str
    modules: Sequence[OwnModule]


@dataclass(frozen=True, slots=True)
class OwnYearView:
    """A year; without units while its marks are kept back."""

    name: str
    is_shown: bool
    status: str
    average: str
    ects: str
    causes: Sequence[str]
    units: Sequence[OwnUnit]
    letter_url: str | None


def own_year_view(own: OwnYear) -> OwnYearView:
    """Put one of one's own years in words."""
    return OwnYearView(
        name=_name(own),
        is_shown=own.is_shown,
        status=_status(own),
        average=formatting.mark(own.outcome.average),
        ects=formatting.number(own.outcome.ects),
        causes=_causes(own) if own.is_shown else (),
        units=list(_units(own)) if own.is_shown else (),
        letter_url=url_for("board.download_letter", letter_id=own.letter_id)
        if own.letter_id
        else None,
    )


def _name(own: OwnYear) -> str:
    return _(
        "Année %(number)s, %(academic_year)s",
        number=own.year.year_number,
        academic_year=own.year.academic_year.label,
    )


def _status(own: OwnYear) -> str:
    if own.decision is not None:
        return _(
            "Décision du jury du %(day)s : %(result)s",
            day=formatting.day(own.decision.decided_on),
            result=label(own.decision.result),
        )
    if own.is_shown:
        return _("Résultats provisoires : le jury n’a pas encore délibéré.")
    return _("Vos notes paraîtront ici après la décision du jury.")


def _causes(own: OwnYear) -> list[str]:
    if own.facts is not None:
        return decided_causes(own.facts, own.curriculum)
    known = own.reading.conditions
    return cause_sentences(own.outcome, own.curriculum, known.hours, known.standing)


def _units(own: OwnYear) -> Iterator[OwnUnit]:
    language = current_language()
    for unit, outcome in zip(own.content.units, own.outcome.units, strict=True):
        yield OwnUnit(
            code=unit.code,
            title=unit.title.wording(language),
            average=formatting.mark(outcome.average),
            result=unit_result(outcome.result),
            tag_kind=_tag_kind(outcome),
            modules=[
                OwnModule(
                    code=module.code,
                    title=module.title.wording(language),
                    marks=list(_marks(own, module)),
                    result=_result(found),
                )
                for module, found in zip(unit.modules, outcome.modules, strict=True)
            ],
        )


def _tag_kind(outcome: UnitOutcome) -> str:
    return "done" if outcome.result in CREDITED else _TAGS.get(outcome.result, "quiet")


def _marks(own: OwnYear, module: rules.Module) -> Iterator[str]:
    """Yield each mark of a module, of session 2 after that of session 1."""
    for assessment in module.assessments:
        title = column_title(Column(None, assessment))
        first = own.marks.first.get(assessment.code)
        yield _("%(title)s : %(mark)s", title=title, mark=score_text(first) or "–")
        second = own.marks.second.get(assessment.code)
        if second is not None:
            yield _("%(title)s, seconde session : %(mark)s", title=title, mark=score_text(second))


def _result(module: ModuleOutcome) -> str:
    if not module.is_marked:
        words = {True: _("Validé"), False: _("Non validé")}
        return words.get(bool(module.passed), "–") if module.passed is not None else "–"
    return _("défaillance") if module.is_defaulted else formatting.mark(module.average)
