"""Facts of sheets and certificates of attendance, without a database."""

from datetime import date, timedelta
from typing import Any

from msp_du.domain.attendance_papers import (
    AttendanceCertificateFacts,
    AttendedClass,
    SheetClass,
    SheetFacts,
    SheetLine,
)
from tests.factories.documents import make_issuer

MONDAY = date(2026, 11, 30)
NAMES = ("Nolwenn Abgrall", "Karim Benchaâbane", "Łukasz Şahin-Nguyễn", "Marie-Christine Faure")


def make_sheet_facts(*, classes: int = 1, people: int = 15) -> SheetFacts:
    """A morning, or a week of half-days, for fifteen people."""
    return SheetFacts(
        issuer=make_issuer(),
        cohort_code="2026-A",
        title="Diplôme d’université Médiateur de santé-pair",
        academic_year="2026-2027",
        printed_on=MONDAY,
        classes=tuple(
            SheetClass(
                held_on=MONDAY + timedelta(days=number // 2),
                half_day="après-midi" if number % 2 else "matin",
                starts_at="13\u00a0h\u00a030" if number % 2 else "9\u00a0h\u00a000",
                ends_at="17\u00a0h\u00a000" if number % 2 else "12\u00a0h\u00a030",
                module_code=f"M11{1 + number % 3}",
                module_title="Histoire et modèles de la pair-aidance",
                instructor="Inès Haddad",
                room="B 12",
            )
            for number in range(classes)
        ),
        lines=tuple(
            SheetLine(
                name=NAMES[number % len(NAMES)],
                student_number=f"E{number:07}",
            )
            for number in range(people)
        ),
    )


def make_attendance_certificate(**changes: Any) -> AttendanceCertificateFacts:
    """Twenty half-days followed over an autumn."""
    facts: dict[str, Any] = {
        "issuer": make_issuer(),
        "reference": "4F0C2B9A",
        "issued_on": date(2026, 12, 4),
        "civil_name": "Łukasz ŞAHIN-NGUYỄN",
        "usage_name": None,
        "birth_date": date(1984, 3, 3),
        "student_number": "E0000042",
        "title": "Diplôme d’université Médiateur de santé-pair",
        "cohort_code": "2026-A",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2026, 12, 4),
        "taught_minutes": 22 * 210,
        "followed_minutes": 20 * 210,
        "classes": tuple(
            AttendedClass(
                held_on=date(2026, 9, 14) + timedelta(days=number),
                half_day="matin",
                minutes=210,
                module_code="M111",
                module_title="Histoire et modèles de la pair-aidance",
                instructor="Inès Haddad",
                is_late=number == 3,
            )
            for number in range(20)
        ),
        "is_specimen": False,
    }
    return AttendanceCertificateFacts(**facts | changes)
