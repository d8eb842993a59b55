"""How many statements each list takes for its answer, whatever the number of trainees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.wsgi import Request
from tests.support.statements import statements

PAGES: Final[Mapping[str, tuple[Role, str]]] = {
    "trainee's home": (Role.TRAINEE, "/"),
    "supervisor's home": (Role.SUPERVISOR, "/"),
    "tutor's home": (Role.TUTOR, "/"),
    "coordinator's home": (Role.COORDINATOR, "/"),
    "registrar's home": (Role.REGISTRAR, "/"),
    "board member's home": (Role.BOARD_MEMBER, "/"),
    "administrator's home": (Role.ADMINISTRATOR, "/"),
    "cohort": (Role.COORDINATOR, "/promotions/{cohort}"),
    "hours to approve": (Role.SUPERVISOR, "/bureau/"),
    "one's own marks": (Role.TRAINEE, "/notes/"),
    "modules to mark": (Role.TUTOR, "/notes/"),
    "modules of a coordinator": (Role.COORDINATOR, "/notes/"),
    "marks of a module": (Role.TUTOR, "/notes/{cohort}/{module}"),
    "one's own competencies": (Role.TRAINEE, "/competences/"),
    "competencies followed": (Role.TUTOR, "/competences/suivi"),
    "boards": (Role.BOARD_MEMBER, "/jury/"),
    "board of a cohort": (Role.BOARD_MEMBER, "/jury/{cohort}"),
    "one's own documents": (Role.TRAINEE, "/documents/"),
    "cohorts to issue for": (Role.REGISTRAR, "/documents/"),
    "documents of a cohort": (Role.REGISTRAR, "/documents/promotions/{cohort}"),
    "transcripts to issue": (Role.REGISTRAR, "/documents/promotions/{cohort}/releves"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A page's statements, for a few trainees and for many."""

    page: str
    few: int
    many: int

    @property
    def is_level(self) -> bool:
        """Whether more trainees take no more statements."""
        return self.few == self.many


def count(app: Flask, few: Crowd, many: Crowd) -> list[Counted]:
    """Count the statements of every page for both crowds."""
    return [
        Counted(page, _statements(app, few, role, path), _statements(app, many, role, path))
        for page, (role, path) in PAGES.items()
    ]


def _statements(app: Flask, crowd: Crowd, role: Role, path: str) -> int:
    """Count those of a second request: the first fills what is kept for the process."""
    request = Request.of(app, path.format(**crowd.ids), account=crowd.accounts[role])
    request.make()
    with app.app_context():
        engine = db.engine
    with statements(engine) as sent:
        answer = request.make()
    assert answer.status == 200, (path, answer.status)
    return len([each for each in sent if each.startswith("SELECT")])
