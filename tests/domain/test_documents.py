import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msp_du.domain.documents import (
    CertificateFacts,
    TranscriptFacts,
    canonical,
    printed_texts,
    read_certificate,
    read_transcript,
)
from msp_du.domain.frozen_facts import UnreadableFacts
from tests.factories.documents import (
    make_certificate_facts,
    make_holder,
    make_issuer,
    make_transcript_facts,
    make_transcript_year,
)


@pytest.mark.parametrize(
    "facts",
    [
        make_certificate_facts(),
        make_certificate_facts(
            holder=make_holder(birth_date=None, birth_place=None, student_number=None),
            issuer=make_issuer(signatories=(), logo="a" * 64),
            ects=Decimal("33.30"),
            honours=None,
        ),
    ],
    ids=["whole", "bare"],
)
def test_a_certificate_reads_back_as_it_was_written(facts: CertificateFacts) -> None:
    text = canonical(facts)
    assert read_certificate(text) == facts
    assert canonical(read_certificate(text)) == text


@pytest.mark.parametrize(
    "facts",
    [
        make_transcript_facts(),
        make_transcript_facts(years=(make_transcript_year(average=None),), diploma=None),
    ],
    ids=["two years", "one year"],
)
def test_a_transcript_reads_back_as_it_was_written(facts: TranscriptFacts) -> None:
    assert read_transcript(canonical(facts)) == facts


def test_the_text_is_canonical_json_with_days_and_numbers_as_written() -> None:
    text = canonical(make_certificate_facts(ects=Decimal("60.50"), issued_on=date(2026, 7, 1)))
    entries = json.loads(text)
    assert text == json.dumps(entries, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert entries["format"] == "msp-du/certificate@1"
    assert entries["facts"]["ects"] == "60.50"
    assert entries["facts"]["issued_on"] == "2026-07-01"
    assert "LEFÈVRE-OÜAHDI" in text


def changed(**facts: object) -> str:
    entries = json.loads(canonical(make_certificate_facts()))
    entries["facts"].update(facts)
    return json.dumps(entries)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        canonical(make_transcript_facts()),
        changed(surprise=1),
        changed(number=7),
        changed(years="2"),
        changed(years=True),
        changed(ects="many"),
        changed(issued_on="14/07/2026"),
        changed(holder=None),
        '{"format": "msp-du/certificate@1", "facts": {}}',
    ],
    ids=[
        "nothing",
        "a list",
        "no entries",
        "another document",
        "a field too many",
        "a number for text",
        "text for a number",
        "a truth for a number",
        "no number",
        "no day",
        "no holder",
        "no facts",
    ],
)
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFacts):
        read_certificate(text)


def test_an_unknown_result_is_refused() -> None:
    text = canonical(make_transcript_facts()).replace('"CMP"', '"XXX"')
    with pytest.raises(UnreadableFacts, match="XXX"):
        read_transcript(text)


def test_every_text_is_among_those_that_must_be_printable() -> None:
    holder = make_holder(usage_name="ŞAHIN")
    texts = list(printed_texts(make_certificate_facts(holder=holder, honours="Bien")))
    assert {"ŞAHIN", "Bien", "Tours", "Hélène Darmon", "Université de démonstration"} <= set(texts)
    year = make_transcript_year(1)
    unit = replace(year.units[0], title="Ňuñes")
    years = (replace(year, units=(unit,)),)
    assert "Ňuñes" in set(printed_texts(make_transcript_facts(years=years)))
