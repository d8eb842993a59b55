"""Papers about attendance as programs that others wrote judge them, and what they say."""

from pathlib import Path

import pytest

from msp_du.domain.attendance import AttendancePaperKind
from msp_du.domain.attendance_papers import (
    canonical_certificate,
    canonical_sheet,
    read_certificate,
    read_sheet,
)
from msp_du.pdf.attendance import render_paper
from tests.factories.attendance_papers import make_attendance_certificate, make_sheet_facts
from tests.pdf.conftest import Tool
from tests.support.conformance import fonts, judge, structure_faults, write

SHEET, WEEK = AttendancePaperKind.SHEET, AttendancePaperKind.WEEK_SHEET
CERTIFICATE = AttendancePaperKind.CERTIFICATE


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {
        "sheet": render_paper(SHEET, make_sheet_facts()),
        "week": render_paper(WEEK, make_sheet_facts(classes=10, people=22)),
        "certificate": render_paper(CERTIFICATE, make_attendance_certificate()),
    }


def test_papers_are_archival_and_accessible(papers: dict[str, bytes], tmp_path: Path) -> None:
    printed = {name: write(tmp_path, name, content) for name, content in papers.items()}
    verdicts = judge(printed)
    for name, path in printed.items():
        assert {judge_name: verdicts[name][judge_name] for judge_name in verdicts[name]} == {
            judge_name: [] for judge_name in verdicts[name]
        }, name
        assert structure_faults(path) == ""
        assert all(fonts(path).values())


def test_a_sheet_holds_names_times_module_and_instructor(
    papers: dict[str, bytes], look: Tool
) -> None:
    text = " ".join(look(papers["sheet"], "pdftotext", "-layout", "@", "-").split())
    for words in (
        "lundi 30 novembre 2026, matin, de 9 h 00 à 12 h 30",
        "M111",
        "Łukasz Şahin-Nguyễn",
        "Inès Haddad",
    ):
        assert words in text, words


def test_a_certificate_sums_up_what_was_followed(papers: dict[str, bytes], look: Tool) -> None:
    text = " ".join(look(papers["certificate"], "pdftotext", "-layout", "@", "-").split())
    assert "70 h d’enseignement suivies" in text
    assert "sur 77 h tenues, en 20 demi-journées" in text
    assert "lun. 14 sept. 2026, matin" in text
    assert "4F0C2B9A" in text


def test_the_same_facts_give_the_same_bytes_and_come_back_from_their_text(
    papers: dict[str, bytes],
) -> None:
    sheet, certificate = make_sheet_facts(), make_attendance_certificate()
    assert render_paper(SHEET, sheet) == papers["sheet"]
    assert read_sheet(canonical_sheet(sheet)) == sheet
    assert read_certificate(canonical_certificate(certificate)) == certificate
