"""What the tests of the curriculum's pages share: where its parts are, and what a page says."""

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.curriculum import Curriculum
from msp_du.models import Cohort, CurriculumVersion
from msp_du.services import curricula
from tests.factories import module_of
from tests.support.client import main_text


def content(session: Session, cohort: Cohort) -> Curriculum:
    session.rollback()
    session.expire_all()
    version = session.get_one(CurriculumVersion, cohort.curriculum_version_id)
    return curricula.content_of(version)


def module_url(session: Session, cohort: Cohort, code: str, act: str = "modifier") -> str:
    return f"/formation/modules/{module_of(session, cohort, code).id}/{act}"


def unit_url(session: Session, cohort: Cohort, code: str, act: str = "modifier") -> str:
    session.expire_all()
    version = session.get_one(CurriculumVersion, cohort.curriculum_version_id)
    (unit_id,) = [unit.id for unit in version.units if unit.code == code]
    return f"/formation/unites/{unit_id}/{act}"


def spaced(page: TestResponse | str) -> str:
    text = page if isinstance(page, str) else main_text(page.text)
    return text.replace("\u00a0", " ").replace("\u202f", " ")
