"""What documents say and how many pages they have, read back by programs of others."""

import logging
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from msp_du.domain.documents import DiplomaLine, Holder, SignatoryLine
from msp_du.domain.vocabulary import ResultCode
from msp_du.pdf import press, render, words
from msp_du.pdf.drawing import svg_address
from msp_du.pdf.render import (
    DocumentIncomplete,
    DocumentTooLong,
    render_certificate,
    render_transcript,
)
from tests.factories.documents import (
    DOCUMENT_CODE,
    DOCUMENT_URL,
    make_certificate_facts,
    make_holder,
    make_issuer,
    make_transcript_facts,
    make_transcript_year,
)
from tests.pdf.conftest import Tool

ROOT = Path(__file__).parents[2]
LONG_NAME = "Marie-Bénédicte Apolline Łucja VAN DER STRAETEN-WAILLET DE LA TRÉMOÏLLE"
LONG_HOLDER = make_holder(
    civil_name=LONG_NAME,
    usage_name="ŞAHIN-NGUYỄN DE SAINT-CHRISTOPHE-DU-LIGNERON",
    birth_place="Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
)
LONG_ISSUER = make_issuer(
    name="Université Sorbonne Provence Méditerranée des Hauts Cantons et du Littoral",
    department="Unité de formation et de recherche en sciences sanitaires et sociales",
    signatories=(
        SignatoryLine(
            "Marie-Antoinette de La Rochefoucauld-Montmorency",
            "La directrice de l’unité de formation et de recherche en sciences sanitaires",
        ),
        SignatoryLine("Łukasz Şahin-Nguyễn", "Le responsable de la formation"),
        SignatoryLine("Paul Ngoma", "Le président de l’université"),
    ),
)
LONG_TITLE = (
    "Diplôme d’université Accompagnement, médiation et savoirs expérientiels dans les parcours"
    " de soin, de logement et d’emploi des personnes"
)


def whole_text(look: Tool, content: bytes) -> str:
    """Return the text in reading order, any white space as one space."""
    return " ".join(look(content, "pdftotext", "-enc", "UTF-8", "@", "-").split())


def lines(look: Tool, content: bytes) -> str:
    """Return the text line by line as it stands, any white space as one space."""
    return " ".join(look(content, "pdftotext", "-layout", "@", "-").split())


def pages(look: Tool, content: bytes) -> int:
    info = dict(line.split(":", 1) for line in look(content, "pdfinfo", "@").splitlines())
    return int(info["Pages"])


def certificate_of(logo: bytes | None = None, **changes: Any) -> bytes:
    return render_certificate(make_certificate_facts(**changes), DOCUMENT_CODE, DOCUMENT_URL, logo)


def transcript_of(logo: bytes | None = None, **changes: Any) -> bytes:
    return render_transcript(make_transcript_facts(**changes), DOCUMENT_CODE, DOCUMENT_URL, logo)


def test_a_certificate_says_who_what_when_and_how_to_check(look: Tool, certificate: bytes) -> None:
    text = whole_text(look, certificate)
    for said in (
        "UNIVERSITÉ DE DÉMONSTRATION",
        "N° 2026-DU-0042",
        "Délivré le 14 juillet 2026",
        "Diplôme d’université Médiateur de santé-pair",
        "Camille Inès LEFÈVRE-OÜAHDI",
        "Date et lieu de naissance : 3 mars 1984, Tours.",
        "420 heures d’enseignement, 700 heures de stage, 60 crédits ECTS.",
        "Jury du 30 juin 2026 (PV 2026-14), mention Assez bien.",
        "Hélène Darmon",
        "Paul Ngoma",
        "7KQM-2XZB-9HTR-C4WN-G",
        "Vérifier : diplomes.exemple.fr/v",
        "Spécimen sans valeur",
    ):
        assert said in text
    assert "Diplôme d’université Diplôme" not in text
    assert pages(look, certificate) == 1


def test_what_is_not_known_leaves_no_trace(look: Tool) -> None:
    bare = certificate_of(
        holder=make_holder(birth_date=None, birth_place=None),
        issuer=make_issuer(department=None, signatories=()),
        placement_hours=Decimal(0),
        honours=None,
        is_specimen=False,
    )
    text = whole_text(look, bare)
    for unsaid in ("naissance", "usage", "stage", "mention", "pécimen", "None"):
        assert unsaid not in text
    assert "PÉCIMEN" not in text
    assert "Jury du 30 juin 2026 (PV 2026-14)." in text


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (make_holder(birth_place=None), "Date de naissance : 3 mars 1984."),
        (make_holder(birth_date=None), "Lieu de naissance : Tours."),
        (make_holder(birth_date=date(1990, 5, 1)), "1er mai 1990, Tours."),
        (make_holder(usage_name="DARMON"), "nom d’usage DARMON"),
    ],
    ids=["no place", "no day", "first of the month", "usage name"],
)
def test_a_holder_is_named_by_what_is_known(look: Tool, holder: Holder, said: str) -> None:
    assert said in whole_text(look, certificate_of(holder=holder))


def test_a_transcript_shows_every_mark_with_a_comma_and_every_result_in_whole_text(
    look: Tool, transcript: bytes
) -> None:
    text = lines(look, transcript)
    for said in (
        "UE1.1 Rétablissement, pair-aidance et savoirs expérientiels 3 6 13,40 acquise",
        "M121 Organisation de la psychiatrie et du médico-social, 14 h 1 9,50",
        "M142 Anglais appliqué, 14 h validé",
        "UE2.2 Pratiques de la médiation 3 6 9,50 compensée",
        "Ensemble de l’année 30 13,44 validée",
        "Stages : 214 h 30 validées pour 210 h demandées.",
        "Diplôme d’université obtenu, moyenne 13,24 / 20, mention Assez bien.",
        "Session 1, jury du 30 juin 2025 (PV 2025-14)",
    ):
        assert said in text
    assert "Page 1 / 2" in text
    assert "Page 2 / 2" in text
    assert text.count("2026-DU-0041") == 3
    assert pages(look, transcript) == 2


@pytest.mark.parametrize("code", list(ResultCode))
def test_every_result_of_a_year_and_of_a_unit_has_its_whole_text(
    look: Tool, code: ResultCode
) -> None:
    year = make_transcript_year(result=code, average=None)
    unit = replace(year.units[0], result=code, average=None)
    content = transcript_of(years=(replace(year, units=(unit,)),), diploma=None)
    text = lines(look, content)
    assert f"expérientiels 3 6 — {words.unit_result(code)}" in text
    assert f"l’année 30 — {words.year_result(code)}" in text
    assert pages(look, content) == 1


def test_a_failed_module_and_a_diploma_not_obtained_are_said(look: Tool) -> None:
    year = make_transcript_year(required_placement_minutes=0)
    module = replace(year.units[0].modules[0], coefficient=None, average=None, passed=False)
    missing = replace(year.units[0].modules[1], average=None)
    unit = replace(year.units[0], modules=(module, missing))
    text = lines(
        look,
        transcript_of(
            years=(replace(year, units=(unit,)),),
            diploma=DiplomaLine(awarded=False, average=None, honours=None),
            holder=make_holder(student_number=None),
        ),
    )
    assert "non validé" in text
    assert "pouvoir d’agir, 21 h 2 —" in text
    assert "Diplôme d’université non obtenu." in text
    assert "Stages" not in text
    assert "Numéro" not in text


def test_long_names_and_titles_lose_nothing(look: Tool) -> None:
    long: dict[str, Any] = {"holder": LONG_HOLDER, "issuer": LONG_ISSUER, "title": LONG_TITLE}
    certificate = certificate_of(**long)
    transcript = transcript_of(**long)
    assert pages(look, certificate) == 1
    assert pages(look, transcript) == 2
    for content in (certificate, transcript):
        text = whole_text(look, content).replace("- ", "-")
        for said in (LONG_NAME, "LIGNERON", "Isson", "Rochefoucauld", "Montmorency"):
            assert said in text


@pytest.mark.parametrize("rows", [22, 23, 30, 31, 40], ids=str)
def test_a_full_year_stays_on_its_page(look: Tool, rows: int) -> None:
    year = make_transcript_year()
    unit = replace(year.units[0], modules=year.units[0].modules[:1] * (rows - 1))
    content = transcript_of(
        years=(replace(year, units=(unit,)), replace(year, number=2, units=(unit,))),
    )
    assert pages(look, content) == 2


def test_what_does_not_fit_is_refused_rather_than_cut() -> None:
    with pytest.raises(DocumentTooLong, match="2026-DU-0042: 2 pages"):
        certificate_of(title="Accompagnement et médiation " * 20)
    year = make_transcript_year()
    with pytest.raises(DocumentTooLong, match="pages"):
        transcript_of(years=(replace(year, units=year.units * 4),) * 2)


def test_hostile_text_is_text(look: Tool) -> None:
    name = "<script>alert(1)</script> & <img src='file:///etc/passwd'> {{ 7 * 7 }}"
    text = whole_text(look, certificate_of(holder=make_holder(civil_name=name)))
    assert name in text.replace("’", "'")


def test_a_name_written_in_parts_prints_as_the_same_signs(look: Tool) -> None:
    parts = make_holder(civil_name=unicodedata.normalize("NFD", "Thảo NGUYỄN"))
    whole = make_holder(civil_name="Thảo NGUYỄN")
    assert certificate_of(holder=parts) == certificate_of(holder=whole)


def test_a_logo_stands_where_the_name_stands(look: Tool, logo: bytes) -> None:
    content = certificate_of(logo)
    assert "UNIVERSITÉ DE DÉMONSTRATION" not in whole_text(look, content)
    kinds = [line.split()[2] for line in look(content, "pdfimages", "-list", "@").splitlines()[2:]]
    assert kinds == ["image", "smask"]
    tags = look(content, "qpdf", "--qdf", "--object-streams=disable", "@", "-")
    assert tags.count("/S /Figure") == tags.count("/Alt ") == 2


def test_a_damaged_logo_stops_the_document() -> None:
    with pytest.raises(DocumentIncomplete, match="image"):
        certificate_of(b"no picture")


def test_a_file_from_elsewhere_stops_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "qr_address", lambda _url: "file:///etc/hostname")
    with pytest.raises(DocumentIncomplete, match="not bundled"):
        certificate_of()


def test_what_another_thread_complains_of_is_not_about_this_document(
    monkeypatch: pytest.MonkeyPatch, certificate: bytes
) -> None:
    def complain(markup: str) -> str:
        other = Thread(target=logging.getLogger("weasyprint").warning, args=("not mine",))
        other.start()
        other.join()
        return svg_address(markup)

    monkeypatch.setattr(press, "svg_address", complain)
    assert certificate_of() == certificate


def test_the_code_drawn_leads_to_the_page(
    look: Tool, certificate: bytes, transcript: bytes
) -> None:
    for content, page in ((certificate, "1"), (transcript, "2")):
        look(content, "pdftoppm", "-png", "-r", "120", "-f", page, "-singlefile", "@", "page")
        found = look(content, "zbarimg", "--quiet", "--raw", "--nodbus", "page.png")
        assert found.strip() == DOCUMENT_URL


def test_equal_facts_give_equal_bytes_in_another_process(
    certificate: bytes, transcript: bytes
) -> None:
    probe = (
        "from hashlib import sha256; from tests.factories.documents import *;"
        " from msp_du.pdf.render import *;"
        " print(sha256(render_transcript(make_transcript_facts(), DOCUMENT_CODE, DOCUMENT_URL))"
        ".hexdigest());"
        " print(sha256(render_certificate(make_certificate_facts(), DOCUMENT_CODE, DOCUMENT_URL))"
        ".hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4217", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [sha256(transcript).hexdigest(), sha256(certificate).hexdigest()]
