"""The trainee's home page in words: the day to note, what waits, how far, the path."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for

from msp_du.blueprints.home.diploma_words import bars, separations
from msp_du.blueprints.home.round_words import round_items
from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.ledger import usual_minutes
from msp_du.domain.vocabulary import DocumentState, EnrolmentState, HoursState
from msp_du.services.document_register import OwnDocument
from msp_du.services.own_placements import OwnPlacement
from msp_du.services.placement_wishes import OwnRound
from msp_du.services.trainee_home import OwnYear, TraineeHome
from msp_du.web import agreement_lines
from msp_du.web.formatting import day, hours, month
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label
from msp_du.web.phone import offered
from msp_du.web.placement_words import STILL_NOTED

NEW_FOR = timedelta(days=30)
"""How long a document is told of as new."""


def trainee_page(
    found: TraineeHome, today: date, rounds: Sequence[OwnRound] = ()
) -> Mapping[str, Any]:
    """Return what the template shows of a trainee's day."""
    running = next((each for each in found.placements if each.runs_on(today)), None)
    return {
        "given_name": found.given_name,
        "lead": _lead(found, today),
        "act": _act(found, running, today),
        "placement": running,
        "bar": _bar(running, today),
        "phone": _offered(found, today),
        "todo": [*round_items(rounds), *_todo(found, today)],
        "documents": [_document(each) for each in found.documents if _is_held(each)],
        "bars": bars(found),
        "separations": separations(found),
        "stops": _stops(found, today),
    }


def _act(found: TraineeHome, running: OwnPlacement | None, today: date) -> str:
    """Name what the first card is about."""
    if found.is_awarded:
        return "celebrate"
    if found.state is not EnrolmentState.ACTIVE:
        return found.state.value
    if running is None:
        return "rest" if found.placements else "wait"
    return "log" if running.bar_on(today) is None else "barred"


def _bar(running: OwnPlacement | None, today: date) -> dict[str, str]:
    """Say why no hours are noted today, and in which capacities signatures are awaited."""
    bar = running.bar_on(today) if running else None
    if running is None or bar is None:
        return {}
    return {
        "words": label(bar),
        "awaited": agreement_lines.awaited(running.awaited),
        "url": url_for("agreements.show_placement", placement_id=running.id),
    }


def _offered(found: TraineeHome, today: date) -> Mapping[str, Any]:
    """Return what the phone may offer without a network: where days are noted now."""
    noted = [
        each
        for each in found.placements
        if each.starts_on and each.ends_on and each.starts_on <= today <= each.ends_on + STILL_NOTED
    ]
    usual = [each.usual_minutes for each in noted if each.usual_minutes]
    is_active = found.state is EnrolmentState.ACTIVE and not found.is_awarded
    open_now = [each.id for each in noted if is_active and each.bar_on(today) is None]
    return offered(open_now, usual_minutes(usual[:1]))


def _lead(found: TraineeHome, today: date) -> str:
    if found.is_awarded:
        return _("Votre formation est terminée.")
    if found.state is EnrolmentState.COMPLETED:
        return _("Votre inscription est terminée.")
    if found.state is EnrolmentState.SUSPENDED:
        return _("Votre inscription est suspendue.")
    sentences = [_where(found)]
    if _is_on_time(found, today):
        sentences.append(_("Vous êtes dans les temps."))
    return " ".join(sentences)


def _where(found: TraineeHome) -> str:
    ordinal = {1: _("Première année"), 2: _("Deuxième année")}
    year = ordinal.get(found.year_number) or _("Année %(number)s", number=found.year_number)
    if not 0 < found.week <= found.weeks:
        return f"{year}."
    return _(
        "%(year)s, semaine %(week)s sur %(weeks)s.", year=year, week=found.week, weeks=found.weeks
    )


def _is_on_time(found: TraineeHome, today: date) -> bool:
    """Tell whether the hours of the year will be full before it ends, at this pace."""
    return found.full_on is not None and today <= found.full_on <= found.years[-1].ends_on


def _todo(found: TraineeHome, today: date) -> Iterator[dict[str, Any]]:
    if any(SignerCapacity.TRAINEE in each.awaited for each in found.placements):
        yield {
            "title": _("Une convention à signer"),
            "url": url_for("agreements.list_agreements"),
            "text": _("Lisez-la, puis signez-la à l’écran."),
            "tag": _("À signer"),
            "tag_kind": "todo",
        }
    for placement in found.placements:
        yield from _hours_to_mend(placement)
    yield from _self_rating(found, today)
    for document in found.documents:
        if _is_held(document) and document.issued_on >= today - NEW_FOR:
            yield {**_document(document), "tag": _("À lire"), "tag_kind": "info"}
    for placement in found.placements:
        if placement.submitted:
            yield _hours_item(
                _("Heures envoyées"),
                _days(placement.submitted, placement.host_name, placement.totals.submitted),
                HoursState.SUBMITTED,
                "info",
            )


def _hours_to_mend(placement: OwnPlacement) -> Iterator[dict[str, Any]]:
    if placement.returned:
        words = _days(placement.returned, placement.host_name)
        yield _hours_item(_("Heures à corriger"), words, HoursState.RETURNED)
    if placement.drafts:
        words = _days(placement.drafts, placement.host_name, placement.draft_minutes)
        yield _hours_item(_("Heures à envoyer"), words, HoursState.DRAFT)


def _hours_item(title: str, text: str, state: HoursState, kind: str = "todo") -> dict[str, Any]:
    return {
        "title": title,
        "url": url_for("hours.show_log"),
        "text": text,
        "tag": label(state),
        "tag_kind": kind,
    }


def _self_rating(found: TraineeHome, today: date) -> Iterator[dict[str, Any]]:
    """Ask for a self-rating once a placement has begun, until every item has one."""
    has_begun = any(each.starts_on and each.starts_on <= today for each in found.placements)
    is_open = found.state is EnrolmentState.ACTIVE and not found.is_awarded
    if found.rated is None or not (has_begun and is_open):
        return
    total = len(found.rated.framework.competencies)
    if found.self_rated < total:
        yield {
            "title": _("Votre auto-évaluation"),
            "url": url_for("competencies.show"),
            "text": _(
                "%(done)s compétences situées sur %(total)s", done=found.self_rated, total=total
            )
            if found.self_rated
            else _("Où en êtes-vous ? Situez-vous, compétence par compétence."),
            "tag": _("En cours") if found.self_rated else _("À faire"),
            "tag_kind": "done" if found.self_rated else "todo",
        }


def _is_held(document: OwnDocument) -> bool:
    return document.state is DocumentState.VALID


def _document(document: OwnDocument) -> dict[str, Any]:
    return {
        "title": label(document.kind),
        "url": url_for("documents.show_document", document_id=document.id),
        "text": _("%(number)s, du %(day)s", number=document.number, day=day(document.issued_on)),
        "tag": None,
        "tag_kind": None,
    }


def _days(count: int, host_name: str, minutes: int | None = None) -> str:
    entries = ngettext("une saisie", "%(num)s saisies", count)
    details = [entries, *([hours(minutes)] if minutes else []), host_name]
    return ", ".join(details)


def _stops(found: TraineeHome, today: date) -> list[dict[str, str]]:
    """List the stops of the path in order of time, today among them; the diploma is the last."""
    entry = _("Entrée, %(month)s", month=month(found.entered_on))
    past = [entry] if found.entered_on <= today else []
    future = [] if past else [entry]
    for year in found.years:
        if year.result is not None or year.number < found.year_number:
            past.append(_past_year(year))
        else:
            future.append(_board(year, today))
    begun = len(found.years)
    future += [
        _("Jury de l’année %(number)s", number=number)
        for number in range(begun + 1, found.year_count + 1)
    ]
    here = _("Aujourd’hui")
    if found.is_awarded:
        decided_on = max(year.decided_on for year in found.years if year.decided_on)
        here = _("Diplôme, %(month)s", month=month(decided_on))
    return [
        *({"label": text, "state": "past"} for text in past),
        {"label": here, "state": "today"},
        *({"label": text, "state": "future"} for text in future),
    ]


def _past_year(year: OwnYear) -> str:
    if year.is_admitted:
        return _("Année %(number)s validée", number=year.number)
    if year.decided_on is not None:
        return _(
            "Jury de l’année %(number)s, %(month)s",
            number=year.number,
            month=month(year.decided_on),
        )
    return _("Année %(number)s", number=year.number)


def _board(year: OwnYear, today: date) -> str:
    """Name the board of a year, with its month unless that is over."""
    sits_on = year.board_on or year.ends_on
    if sits_on < today:
        return _("Jury de l’année %(number)s", number=year.number)
    return _("Jury de l’année %(number)s, %(month)s", number=year.number, month=month(sits_on))
