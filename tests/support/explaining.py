"""A small year, its explanation in plain spaces, and the explanations that pages show."""

from xml.etree.ElementTree import Element

from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.competencies import Standing
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.ledger import Totals
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import Level
from msp_du.models import CurriculumVersion, EnrolmentYear
from msp_du.services.gates import Conditions
from msp_du.services.results import Reading
from msp_du.web.explanation_words import ExplanationWords, explain
from tests.support.examinations import assessment, known, marked, pass_fail, unit, year
from tests.support.pages import parse, text_of

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


def show_provisional_marks(session: Session, year: EnrolmentYear) -> None:
    """Let trainees see marks before the decision."""
    version = session.get_one(CurriculumVersion, year.curriculum_version_id)
    shown = version.canonical_text.replace(
        "provisional_marks: hidden", "provisional_marks: visible"
    )
    assert shown != version.canonical_text
    version.canonical_text = shown


def sentences(html: str) -> list[str]:
    """Return every sentence that explains a year on a page, in its order."""
    main = next(parse(html).iter("main"))
    return [
        text
        for element in main.iter()
        if element.tag in {"li", "p", "summary"} or _is_name(element)
        for text in [" ".join(_own_text(element).split())]
        if text
    ]


def _is_name(element: Element) -> bool:
    """Tell whether an element names a module; a tag is strong too, and has a class."""
    return element.tag == "strong" and element.get("class") is None


def _own_text(element: Element) -> str:
    """Return the text of an element up to the first that it holds, or of a folded title."""
    return text_of(element) if element.tag == "summary" else element.text or ""
