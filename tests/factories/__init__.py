"""Valid objects by default; a test names only what it is about."""

from tests.factories.cohorts import (
    SHIPPED_CURRICULUM,
    make_academic_year,
    make_cohort,
    make_curriculum,
    make_enrolment,
)
from tests.factories.competencies import make_framework, make_rating
from tests.factories.marks import make_mark, make_marker, mark_year, module_of, year_of
from tests.factories.people import (
    PASSWORD,
    TODAY,
    first_institution,
    make_account,
    make_institution,
    make_person,
)
from tests.factories.placements import (
    make_contact,
    make_entry,
    make_organisation,
    make_placement,
    make_placement_document,
    make_signed_before,
    module_id,
)

__all__ = [
    "PASSWORD",
    "SHIPPED_CURRICULUM",
    "TODAY",
    "first_institution",
    "make_academic_year",
    "make_account",
    "make_cohort",
    "make_contact",
    "make_curriculum",
    "make_enrolment",
    "make_entry",
    "make_framework",
    "make_institution",
    "make_mark",
    "make_marker",
    "make_organisation",
    "make_person",
    "make_placement",
    "make_placement_document",
    "make_rating",
    "make_signed_before",
    "mark_year",
    "module_id",
    "module_of",
    "year_of",
]
