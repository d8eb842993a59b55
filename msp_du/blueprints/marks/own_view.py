"""One's own marks in words: year by year, unit by unit, and what still stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from msp_du.blueprints.marks.own_threads import OwnThread
from msp_du.blueprints.marks.sheet_view import column_title, score_text
from msp_du.domain import curriculum as rules
from msp_du.domain.results import ADMITTED, CREDITED, ModuleOutcome, UnitOutcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.services.mark_sheets import Column
from msp_du.services.own_marks import OwnYear
from msp_du.web import formatting
from msp_du.web.explanation_words import ExplanationWords, explain, explain_decided
from msp_du.web.i18n import _, current_language
from msp_du.web.labels import label
from msp_du.web.result_words import unit_result

_TAGS = {ResultCode.PENDING: "quiet", ResultCode.FAILED: "refused", ResultCode.DEFAULTED: "refused"}


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module: its marks in words, its average or whether it is passed."""

    code: str
    title: str
    marks: Sequence[str]
    result: str
    thread: OwnThread | None = None


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
    """A year; while its marks are kept back, only what is published of them."""

    name: str
    is_shown: bool
    status: str
    average: str
    ects: str
    is_admitted: bool
    explanation: ExplanationWords | None
    units: Sequence[OwnUnit]
    letter_url: str | None
    published: Sequence[OwnModule] = ()


def own_year_view(own: OwnYear, threads: Mapping[str, OwnThread]) -> OwnYearView:
    """Put one of one's own years in words, with what was asked about it by code of the module."""
    return OwnYearView(
        name=_name(own),
        is_shown=own.is_shown,
        status=_status(own),
        average=formatting.mark(own.outcome.average),
        ects=formatting.number(own.outcome.ects),
        is_admitted=own.decision is not None and own.decision.result in ADMITTED,
        explanation=_explanation(own) if own.is_shown else None,
        units=list(_units(own, threads)) if own.is_shown else (),
        letter_url=url_for("board.download_letter", letter_id=own.letter_id)
        if own.letter_id
        else None,
        published=() if own.is_shown else list(published_modules(own, threads)),
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


def _explanation(own: OwnYear) -> ExplanationWords:
    if own.facts is not None:
        return explain_decided(own.facts, own.curriculum, own.marks)
    return explain(own.reading, names_hosts=True)


def _units(own: OwnYear, threads: Mapping[str, OwnThread]) -> Iterator[OwnUnit]:
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
                    thread=threads.get(module.code),
                )
                for module, found in zip(unit.modules, outcome.modules, strict=True)
            ],
        )


def published_modules(own: OwnYear, threads: Mapping[str, OwnThread]) -> Iterator[OwnModule]:
    """Yield the modules published before the board decides, with the marks of those sessions."""
    language = current_language()
    codes = {code for code, _session in own.published}
    for unit, outcome in zip(own.content.units, own.outcome.units, strict=True):
        for module, found in zip(unit.modules, outcome.modules, strict=True):
            if module.code not in codes:
                continue
            shown = _published_part(own, module)
            yield OwnModule(
                code=module.code,
                title=module.title.wording(language),
                marks=list(_marks(shown, module)),
                result="–" if _has_more(own, shown, module) else _result(found),
                thread=threads.get(module.code),
            )


def _published_part(own: OwnYear, module: rules.Module) -> OwnYear:
    """Return the year with the marks of the published sessions of a module only."""
    first, second = ((module.code, number) in own.published for number in (1, 2))
    marks = replace(
        own.marks,
        first=own.marks.first if first else {},
        second=own.marks.second if second else {},
    )
    return replace(own, marks=marks)


def _has_more(own: OwnYear, shown: OwnYear, module: rules.Module) -> bool:
    """Tell whether the module has results that are not published: its average would tell them."""
    codes = {module.code, *(assessment.code for assessment in module.assessments)}
    kept = (own.marks.first.keys() - shown.marks.first.keys()) | (
        own.marks.second.keys() - shown.marks.second.keys()
    )
    return bool(codes & kept)


def _tag_kind(outcome: UnitOutcome) -> str:
    return "done" if outcome.result in CREDITED else _TAGS.get(outcome.result, "quiet")


def _marks(own: OwnYear, module: rules.Module) -> Iterator[str]:
    """Yield each mark of a module with what examiners wrote of it, session 1 first."""
    for assessment in module.assessments:
        title = column_title(Column(None, assessment))
        first = own.marks.first.get(assessment.code)
        yield _("%(title)s : %(mark)s", title=title, mark=score_text(first) or "–")
        if first is not None:
            yield from _comments(own, 1, assessment.code)
        second = own.marks.second.get(assessment.code)
        if second is not None:
            yield _("%(title)s, seconde session : %(mark)s", title=title, mark=score_text(second))
            yield from _comments(own, 2, assessment.code)
    if module.code in own.marks.passes:
        yield from _comments(own, 1, module.code)


def _comments(own: OwnYear, session_number: int, code: str) -> Iterator[str]:
    for text in own.comments.get((session_number, code), ()):
        yield _("Commentaire : « %(text)s »", text=text)


def _result(module: ModuleOutcome) -> str:
    if not module.is_marked:
        words = {True: _("Validé"), False: _("Non validé")}
        return words.get(bool(module.passed), "–") if module.passed is not None else "–"
    return _("défaillance") if module.is_defaulted else formatting.mark(module.average)
