"""Monthly timesheets as programs that others wrote judge them, and what they say."""

from pathlib import Path

from msp_du.domain.corrections import SignatureState
from msp_du.domain.timesheets import canonical, read
from msp_du.domain.vocabulary import HoursKind
from msp_du.pdf.timesheet import KINDS, STATES, render_timesheet
from msp_du.web.labels import label
from tests.factories.timesheets import make_timesheet_facts
from tests.pdf.conftest import Tool
from tests.support.conformance import fonts, judge, structure_faults, write


def test_a_timesheet_is_archival_accessible_and_says_who_signed(tmp_path: Path, look: Tool) -> None:
    facts = make_timesheet_facts()
    content = render_timesheet(facts)
    path = write(tmp_path, "timesheet", content)
    verdicts = judge({"timesheet": path})["timesheet"]
    assert verdicts == {name: [] for name in verdicts}
    assert structure_faults(path) == ""
    assert all(fonts(path).values())
    text = " ".join(look(content, "pdftotext", "-layout", "@", "-").split())
    for words in (
        "Relevé d’heures, novembre 2026",
        "70 h signées, 7 h envoyées et pas encore signées",
        "à signer de nouveau",
        "annulé",
        "Claire Morel, Cadre",
        "lun. 16 nov. 2026, 18 h 12",
        "Inès Haddad, Coordination, à la place",
        "Absence autorisée",
    ):
        assert words in text, words
    assert read(canonical(facts)) == facts


def test_papers_and_screens_use_the_same_words(app: object) -> None:
    assert {kind: label(kind) for kind in HoursKind} == dict(KINDS)
    assert set(STATES) == set(SignatureState)
