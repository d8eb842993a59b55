"""What the ratios rest on: equal contents, and as many statements for few trainees as for many."""

from io import BytesIO
from xml.etree.ElementTree import Element

import html5lib
import pytest
from pypdf import PdfReader
from weasyprint import HTML

from msp_du.extensions import db, transaction
from msp_du.pdf.conformance import PDF_VARIANT
from tests.benchmarks import papers
from tests.benchmarks.crowd import make_crowd
from tests.benchmarks.goals import Goal, Measured
from tests.benchmarks.statements import count
from tests.conftest import Bench

KINDS = ("transcript", "certificate")


def body_of(html: str) -> Element:
    return next(html5lib.parse(html, namespaceHTMLElements=False).iter("body"))


def texts(html: str) -> list[str]:
    """The words of a page in their order, those of its pictures and links too."""
    body = body_of(html)
    told = [each.get(name) for name in ("alt", "src", "href") for each in body.iter()]
    return [*"".join(body.itertext()).split(), *(text for text in told if text)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_naive_document_says_what_ours_says(kind: str) -> None:
    assert texts(papers.naive(kind)) == texts(papers.markup(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_naive_document_is_written_without_a_thought_for_speed(kind: str) -> None:
    style = papers.naive(kind)
    assert "display: flex" in style
    assert "display: grid" in style
    assert "table-layout" not in style
    assert "@font-face" not in style


def test_the_naive_transcript_is_archived_and_tagged_as_ours_on_as_many_pages() -> None:
    ours = PdfReader(BytesIO(papers.transcript()))
    naive = PdfReader(
        BytesIO(HTML(string=papers.naive("transcript")).write_pdf(pdf_variant=PDF_VARIANT))
    )
    assert len(ours.pages) == len(naive.pages) == 2
    for document in (ours, naive):
        assert {"/StructTreeRoot", "/MarkInfo", "/OutputIntents"} <= document.root_object.keys()


def test_the_plain_table_holds_as_many_cells_and_all_their_texts() -> None:
    cells = list(body_of(papers.plain_table()).iter("td"))
    assert len(cells) == len(papers.cells("transcript")) > 200
    assert "".join(cells[0].itertext()) == "Unité ou module"


def test_every_list_takes_as_many_statements_for_thirty_trainees_as_for_three(
    sqlite_bench: Bench,
) -> None:
    sqlite_bench.renew()
    app = sqlite_bench.app
    with app.app_context():
        with transaction() as session:
            few, many = make_crowd(session, 3), make_crowd(session, 30)
        db.session.remove()
    counted = count(app, few, many)
    with app.app_context():
        db.engine.dispose()
    assert [each for each in counted if not each.is_level] == []
    assert all(each.few > 0 for each in counted)


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (0.50, "stretch"),
        (0.51, "met"),
        (0.80, "met"),
        (0.81, "over"),
        (1.00, "over"),
        (1.01, "FAILED"),
    ],
    ids=str,
)
def test_a_ratio_fails_only_past_its_bar_times_one_and_a_quarter(
    ratio: float, verdict: str
) -> None:
    goal = Goal("ours", "theirs", 0.80, 0.50)
    assert Measured(goal, ratio, 1.0).verdict == verdict


def test_a_ratio_without_a_bar_is_only_reported() -> None:
    assert Measured(Goal("ours", "theirs"), 9.0, 1.0).verdict == "reported"
