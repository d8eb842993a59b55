"""The law of placements in the demonstration: an allowance, an override, papers, an incident."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Final, TypeVar, cast

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.calendar import PARIS
from msp_du.domain.errors import RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.incidents import IncidentPlace
from msp_du.domain.placement_limits import Finding, Terms
from msp_du.domain.vocabulary import Role
from msp_du.files import scans
from msp_du.models import Placement
from msp_du.services import (
    incidents,
    legal_figures,
    placement_allowances,
    placement_certificates,
    placements,
)
from msp_du.services.placement_checks import LawAnswers
from msp_du.services.placements import PlacementSheet

PAID: Final = "Guéguen"
"""A student whose placement crosses the threshold, and who follows another one on a post."""
BEFORE_THEM: Final = "Ibrahimović"
SIGNED: Final = "Lefèvre"
"""Whose employer sent the signed attestation of the first year; an incident of this year too."""
PAID_MINUTES: Final = 320 * 60
NEXT_MINUTES: Final = 35 * 60
FREE_DAYS: Final = timedelta(days=5)
WEEKS_AFTER: Final = timedelta(weeks=2)
DAYS_AGO: Final = 12
REASON: Final = "Les tâches du poste ont changé : accord écrit de la structure et de l’université."

Result = TypeVar("Result")


def apply_law(work: Setting, files: Collection[File], ago: int) -> None:
    """Show what the law asks: this year's allowance and incident, last year's signed paper."""
    of_year = {file.trainee.family: file.placements.get(ago) for file in files}
    if ago == 1 and (past := of_year.get(SIGNED)) is not None:
        _sign(work, past)
    if ago == 0:
        paid, before = of_year.get(PAID), of_year.get(BEFORE_THEM)
        if paid is not None and before is not None:
            _pay(work, paid)
            _follow(work, paid, before)
        if (hurt := of_year.get(SIGNED)) is not None:
            _tell(work, hurt)


def _pay(work: Setting, placement: Placement) -> None:
    """Plan 320 h, confirm what custom says, and ask for the draft of what is done so far."""
    period = placement.periods[0]
    signed_on = period.starts_on - timedelta(days=10)
    terms = Terms(weekly_minutes=14 * 60, signed_on=signed_on)
    sheet = _sheet(placement, Period(period.starts_on, period.ends_on, PAID_MINUTES))

    def edit(law: LawAnswers) -> None:
        placements.edit(
            work.session,
            placement,
            replace(sheet, law=law),
            actor=work.first(Role.COORDINATOR),
            version=placement.version,
        )

    _answer(work, terms, edit)
    figures = legal_figures.of_institution(work.session, work.institution.id)
    if placement_allowances.of_placement(work.session, placement, figures).minutes:
        _draft(work, placement, work.today)


def _follow(work: Setting, placement: Placement, before: Placement) -> None:
    """Open a short placement on a post too soon after another student, by a reasoned override."""
    first_day = before.periods[-1].ends_on + FREE_DAYS
    period = Period(first_day, first_day + WEEKS_AFTER, NEXT_MINUTES)
    sheet = replace(_sheet(placement, period), contact=before.contact)

    def create(law: LawAnswers) -> Placement:
        return placements.create(
            work.session,
            placement.enrolment_year,
            replace(sheet, law=law),
            actor=work.first(Role.COORDINATOR),
        )

    _answer(work, Terms(is_same_post=True), create)


def _sheet(placement: Placement, period: Period) -> PlacementSheet:
    return PlacementSheet(
        contact=placement.contact,
        module=placement.module,
        regime=placement.regime,
        periods=[period],
        academic_tutor=placement.academic_tutor,
    )


def _answer(work: Setting, terms: Terms, act: Callable[[LawAnswers], Result]) -> Result:
    """Do as a person does: send the form, read what was found, send it with the answers."""
    try:
        with work.session.begin_nested():
            return act(LawAnswers(terms))
    except RuleViolation as violation:
        found = cast("tuple[Finding, ...]", violation.details["findings"])
    seen = frozenset((one.limit, one.figure) for one in found)
    return act(LawAnswers(terms, seen=seen, confirmed=True, reason=REASON))


def _sign(work: Setting, placement: Placement) -> None:
    """Ask for last year's attestation, and keep the copy that came back signed."""
    day = placement.periods[-1].ends_on + timedelta(days=2)
    _draft(work, placement, day)
    content, media_type = scans.read_scan(_scanned_page())
    placement_certificates.keep_signed_copy(
        work.session,
        placement,
        content,
        media_type,
        received_on=day,
        actor=work.first(Role.REGISTRAR),
        now=at(day, 11),
    )


def _draft(work: Setting, placement: Placement, day: date) -> None:
    placement_certificates.request(
        work.session, placement, today=day, actor=work.first(Role.COORDINATOR), now=at(day)
    )


def _tell(work: Setting, placement: Placement) -> None:
    """Tell of an incident on the way, declared the next day; none before the placement begins."""
    day = work.today - timedelta(days=DAYS_AGO)
    if day < placement.periods[0].starts_on:
        return
    happened_at = datetime.combine(day, time(8, 40), PARIS)
    coordinator = work.first(Role.COORDINATOR)
    notice = incidents.tell(
        work.session,
        placement,
        happened_at=happened_at,
        place=IncidentPlace.TRAVEL,
        actor=coordinator,
        now=happened_at + timedelta(hours=3),
    )
    next_day = day + timedelta(days=1)
    incidents.note_sending(
        work.session, notice, sent_on=next_day, actor=coordinator, now=at(next_day, 15)
    )


def _scanned_page() -> bytes:
    """Draw a page that stands for a scan: nobody's signature is in the demonstration."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - long to import

    page = Image.new("L", (620, 877), 255)
    pen = ImageDraw.Draw(page)
    pen.text((60, 60), "Exemplaire de demonstration, signe et numerise", fill=40)
    pen.line([(60, 700), (150, 660), (210, 720), (330, 650)], fill=40, width=3)
    target = BytesIO()
    page.save(target, "PNG")
    return target.getvalue()
