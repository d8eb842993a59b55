"""A small year, and its explanation in plain spaces."""

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.competencies import Standing
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.ledger import Totals
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import Level
from msp_du.services.gates import Conditions
from msp_du.services.results import Reading
from msp_du.web.explanation_words import ExplanationWords, explain
from tests.support.examinations import assessment, known, marked, pass_fail, unit, year

ONE = year(
    unit("U1", marked("M1", assessment("M1-CC"), assessment("M1-O", "2")), pass_fail("P1")),
    unit("U2", marked("M2"), coefficient="2"),
    unit("U3", marked("S3", resit=False), compensable=False),
)
GOOD = {"M1-CC": "12", "M1-O": "12", "P1": "pass", "M2-E": "12", "S3-E": "12"}
HOURS = Totals(required=600, planned=0, logged=0, submitted=0, approved=180)
STANDING = Standing(Level.BEGINNER, 12, 9, ("A1", "A2", "A3"), ())


def cells(marks: str) -> str:
    changed = GOOD | dict(cell.split("=") for cell in marks.split())
    return " ".join(f"{name}={value}" for name, value in changed.items() if value)


def words_of(marks: str, rules: Rules | None = None) -> ExplanationWords:
    curriculum = Curriculum("DU", "2026", Title("Diplôme"), (ONE,), rules or Rules())
    found = known(ONE, cells(marks))
    outcome = year_outcome(ONE, curriculum.rules, found)
    return explain(Reading(curriculum, outcome, Conditions(HOURS, STANDING), found))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def obstacles(words: ExplanationWords) -> list[str]:
    return [plain(" | ".join([one.what, *one.fixes])) for one in words.obstacles]


def steps(words: ExplanationWords) -> dict[str, list[str]]:
    """Return the lines of each step, and of each module, by title."""
    found = [*words.steps, *(part for step in words.steps for part in step.steps)]
    return {plain(step.title): [plain(line) for line in step.lines] for step in found}
