"""Facts of monthly timesheets, without a database."""

from datetime import date, timedelta

from msp_du.domain.corrections import SignatureState
from msp_du.domain.timesheets import TimesheetFacts, TimesheetLine, TimesheetSignature
from msp_du.domain.vocabulary import HoursKind, Presence, SignatureVia
from tests.factories.documents import make_issuer

FIRST = date(2026, 11, 1)


def make_timesheet_facts(days: int = 12) -> TimesheetFacts:
    """Days signed, one of them in place of the host, and the last one corrected since."""
    kinds = list(HoursKind)
    return TimesheetFacts(
        issuer=make_issuer(),
        printed_on=date(2026, 11, 30),
        month=FIRST,
        civil_name="Łukasz Şahin-Nguyễn",
        student_number="22104567",
        cohort_code="2026-A",
        title="Diplôme d’université Médiateur de santé-pair",
        module_code="M115",
        host="Association Le Relais",
        service="Accueil de jour",
        lines=tuple(
            TimesheetLine(
                worked_on=FIRST + timedelta(days=number),
                times="9 h 00 – 17 h 00" if number % 2 else "",
                break_minutes=60 if number % 2 else 0,
                minutes=0 if number == 3 else 420,
                kind=kinds[number % len(kinds)],
                presence=Presence.AUTHORISED_LEAVE if number == 2 else Presence.PRESENT,
                signature=0 if number == days - 1 else 1 + number % 2,
                corrects=420 if number in {3, days - 1} else None,
            )
            for number in range(days)
        ),
        signatures=(
            TimesheetSignature(
                1,
                "Claire Morel",
                "Cadre",
                date(2026, 11, 16),
                "18 h 12",
                SignatureVia.ACCOUNT,
                None,
                SignatureState.VOID,
            ),
            TimesheetSignature(
                2,
                "Inès Haddad",
                "Coordination",
                date(2026, 11, 20),
                "9 h 05",
                SignatureVia.ON_BEHALF,
                "Structure fermée",
                SignatureState.HOLDS,
            ),
        ),
    )
