"""Sittings of the demonstration's board: named, opened, closed, signed, published; one to come."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Final
from uuid import UUID

from PIL import Image, ImageDraw

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.sittings import Choice
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.models import BoardSitting, Cohort
from msp_du.services import (
    board_papers,
    board_seats,
    closing,
    decisions,
    sitting_room,
    sittings,
)
from msp_du.services.board_seats import Named
from msp_du.services.document_facts import Edition
from msp_du.services.paper_facts import Printing
from msp_du.web.printing import causes_in_french

BOARD: Final = (
    ("Yann Morvan", "maître de conférences, président du jury", True, True),
    ("Hélène Darmon", "professeure des universités, responsable de la formation", False, True),
    ("Inès Haddad", "chargée d’enseignement", False, True),
    ("Rosa Ferreira", "directrice de structure d’accueil", False, False),
)
DEPUTY: Final = ("Nicolas Aubry", "professeur des universités", True)
"""Stands in for whoever presides, when they cannot."""
REASON: Final = (
    "Le jury tient pour acquis, au vu des travaux rendus et des avis recueillis, ce que les règles "
    "attendent encore."
)
SLIP: Final = "Erreur de report : l’admission avait été portée sur la mauvaise ligne."
APPOINTED_BEFORE: Final = timedelta(weeks=10)
PUBLISHED_AFTER: Final = timedelta(days=2)


def hold(
    work: Setting, sitting: BoardSitting, choices: Mapping[UUID, ResultCode], day: date
) -> None:
    """Hold a sitting of long ago from its opening to publication; ``choices`` go by year."""
    session, member = work.session, work.first(Role.BOARD_MEMBER)
    present = {seat.id for seat in sittings.seats_of(session, sitting) if not seat.deputy_of_id}
    actor = work.first(Role.COORDINATOR)
    sittings.open_sitting(session, sitting, present, actor=actor, now=at(day, 9))
    for row in sitting_room.rows(session, sitting):
        if row.year.id in choices:
            result = choices[row.year.id]
            sitting_room.decide(
                session,
                sitting,
                row.year,
                Choice(result, row.reading.outcome.may_progress, REASON),
                seen=row.edition,
                token="",
                actor=member,
                now=at(day, 10),
            )
    closing.close(
        session,
        sitting,
        _printing(day),
        typed_reference=sitting.reference,
        seen=sitting_room.edition(sitting_room.rows(session, sitting)),
        actor=actor,
        now=at(day, 17),
    )
    _sign(work, sitting, day)
    closing.publish(
        session, sitting, at(day + PUBLISHED_AFTER), actor=actor, now=at(day + PUBLISHED_AFTER)
    )


def appoint(
    work: Setting, cohort: Cohort, year_number: int, session: tuple[int, int], day: date
) -> BoardSitting:
    """Name the board of a sitting; its id is drawn from its story, the same in every build.

    ``session`` is how long ago its year was, and which sitting of that year it is.
    """
    ago, number = session
    reference = f"PV {work.years[ago].label} {cohort.code}-{year_number} n° {number}"
    appointed = day - APPOINTED_BEFORE
    sitting = BoardSitting(
        id=UUID(bytes=hashlib.sha256(reference.encode()).digest()[:16]),
        institution_id=work.institution.id,
        cohort_id=cohort.id,
        year_number=year_number,
        sits_on=day,
        reference=reference,
        order_reference=f"Arrêté {appointed.year}-{110 + number}",
        order_on=appointed,
        created_at=at(min(appointed, work.today)),
    )
    work.session.add(sitting)
    work.session.flush()
    _name_members(work, sitting)
    return sitting


def correct(work: Setting, file: File, ago: int, result: ResultCode, day: date) -> None:
    """Put right, days after, what was written on the wrong line."""
    session, year = work.session, file.years[ago]
    former = decisions.current(session, [year.id])[year.id]
    reading = closing.reading_of(session, year, former)
    made = closing.correct(
        session,
        year,
        former,
        Choice(result, reading.outcome.may_progress),
        reason=SLIP,
        typed_reference=former.reference,
        printing=_printing(day),
        replaces=former.id,
        seen=decisions.edition(reading),
        actor=work.first(Role.BOARD_MEMBER),
        now=at(day, 17),
    )
    if made.sitting is not None:
        _sign(work, made.sitting, day)


def _name_members(work: Setting, sitting: BoardSitting) -> None:
    now = datetime.now(UTC)  # the accounts were opened just now
    accounts = {each.id for each in board_seats.accounts_for(work.session, sitting.cohort, now=now)}
    president: UUID | None = None
    for name, quality, presides, teaches in BOARD:
        account = work.staff.get(name)
        seat = board_seats.add(
            work.session,
            sitting,
            Named(
                name=name,
                quality=quality,
                is_president=presides,
                is_teacher=teaches,
                account_id=account.id if account and account.id in accounts else None,
                deputy_of_id=None,
            ),
            actor=None,
            now=now,
        )
        president = seat.id if presides else president
    name, quality, teaches = DEPUTY
    named = Named(
        name=name,
        quality=quality,
        is_president=False,
        is_teacher=teaches,
        account_id=None,
        deputy_of_id=president,
    )
    board_seats.add(work.session, sitting, named, actor=None, now=now)


def _sign(work: Setting, sitting: BoardSitting, day: date) -> None:
    """Keep the minutes as if they had been signed by hand: a picture that says what it is."""
    paper = board_papers.last_minutes(work.session, sitting)
    if paper is not None:
        board_papers.keep_scan(
            work.session,
            paper,
            _specimen(f"{sitting.reference} / {paper.edition}"),
            "image/jpeg",
            actor=work.first(Role.COORDINATOR),
            now=at(day, 18),
        )


def _specimen(text: str) -> bytes:
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    pen.text((60, 80), "SPECIMEN", fill="black")
    pen.text((60, 110), text.replace("°", "o"), fill="black")
    out = BytesIO()
    page.save(out, "JPEG", quality=70)
    return out.getvalue()


def _printing(day: date) -> Printing:
    return Printing(Edition(day, "", is_specimen=True), causes_in_french)
