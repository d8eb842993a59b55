"""The programs that judge documents find what is wrong with files that are faulty on purpose."""

import io
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject
from weasyprint import HTML

from tests.support.conformance import Verdict, fonts, judge, rules, structure_faults, write

IMAGE = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>"
    "<rect width='9' height='9'/></svg>"
)
TABLE = "<table><tr><th></th><th>Heures</th></tr><tr><th>Stage</th><td>35</td></tr></table>"
FAULTS = [
    ("untagged", "3a", {"6.1.3-1", "6.2.4.3-2", "6.6.2.1-1", "6.7.2.2-1", "6.7.3.3-1"}),
    ("untagged", "ua1", {"6.2-1", "7.1-3", "7.1-8", "7.1-10", "7.1-11"}),
    ("untagged", "outloud", {"DOC-001", "DOC-002", "DOC-010", "DOC-011", "DOC-012"}),
    ("undeclared", "3a", set()),
    ("undeclared", "ua1", {"5-1"}),
    ("undeclared", "outloud", {"DOC-012"}),
    ("undescribed", "ua1", {"5-1", "7.3-1"}),
    ("undescribed", "outloud", {"DOC-012", "FIG-001"}),
    ("unrelated", "ua1", {"5-1"}),
    ("unrelated", "outloud", {"DOC-012", "TBL-002"}),
    ("truncated", "3a", {"unreadable"}),
    ("truncated", "ua1", {"unreadable"}),
    ("truncated", "outloud", {"unreadable"}),
]
"""Which rules each judge holds to be broken by files that are faulty on purpose: ``undescribed``
is an image without a description, ``unrelated`` are table headers without a scope."""


def draw(body: str = "<p>Bonjour</p>", variant: str | None = "pdf/a-3a") -> bytes:
    """Return a page as WeasyPrint makes it by itself: without the mark of PDF/UA."""
    page = (
        f"<html lang=fr><head><title>Essai</title></head><body><h1>Essai</h1>{body}</body></html>"
    )
    return bytes(HTML(string=page).write_pdf(pdf_variant=variant))


def with_font_of_the_reader() -> bytes:
    """Return a blank page that names a font and does not hold it."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def draw_faulty() -> dict[str, bytes]:
    whole = draw()
    return {
        "untagged": draw(variant=None),
        "undeclared": whole,
        "undescribed": draw(f'<img src="{IMAGE}">'),
        "unrelated": draw(TABLE),
        "truncated": whole[: len(whole) // 2],
    }


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """All of them, judged at one start of Java."""
    folder = tmp_path_factory.mktemp("faulty")
    return judge({name: write(folder, name, content) for name, content in draw_faulty().items()})


@pytest.mark.parametrize(
    ("name", "judge_name", "broken"), FAULTS, ids=[f"{name}-{judge}" for name, judge, _ in FAULTS]
)
def test_the_judges_see_what_is_wrong(
    verdicts: dict[str, Verdict], name: str, judge_name: str, broken: set[str]
) -> None:
    assert rules(verdicts[name][judge_name]) == broken


def test_a_file_that_is_not_there_is_nobodys_fault(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no such file"):
        judge({"absent": tmp_path / "absent.pdf"})


def test_a_damaged_file_and_a_font_that_is_not_held_are_seen(tmp_path: Path) -> None:
    truncated = write(tmp_path, "truncated", draw_faulty()["truncated"])
    assert "file is damaged" in structure_faults(truncated)
    assert fonts(write(tmp_path, "helvetica", with_font_of_the_reader())) == {"Helvetica": False}
