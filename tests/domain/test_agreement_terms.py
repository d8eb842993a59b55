"""What an agreement says, frozen; whose signature a change asks for again; its text filled."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from msp_du.domain.agreement_terms import (
    PARTS,
    SignerLine,
    Terms,
    TermsPart,
    TermsPeriod,
    changed_parts,
    concerned,
    missing,
    read,
    signs_again,
    write,
)
from msp_du.domain.agreement_text import Block, BlockKind, Placeholder, TextFault, blocks, faults
from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import Regime
from msp_du.files.agreement_texts import default_clauses, default_template
from msp_du.pdf.agreement_words import sample, subtitle, title, values
from tests.factories.board_papers import ISSUER

FACTS = sample(
    ISSUER,
    Regime.STUDENT_INTERNSHIP,
    default_template(Regime.STUDENT_INTERNSHIP),
    default_clauses(Regime.STUDENT_INTERNSHIP),
)
TRAINEE = SignerLine(SignerCapacity.TRAINEE, "Camille MARTIN", "")
TUTOR = SignerLine(SignerCapacity.ACADEMIC_TUTOR, "Yann Morvan", "")


def test_facts_are_read_as_they_were_written() -> None:
    text = write(FACTS)
    assert read(text) == FACTS
    with pytest.raises(UnreadableFacts):
        read(text.replace("agreement@1", "agreement@0"))
    assert FACTS.terms.planned_minutes == 280 * 60
    assert FACTS.terms.signed_periods == (Period(date(2026, 10, 1), date(2027, 6, 30), 280 * 60),)


def test_every_term_belongs_to_a_part() -> None:
    assert set(PARTS) == {each.name for each in fields(Terms)}
    assert set(PARTS.values()) == set(TermsPart)


@pytest.mark.parametrize(
    ("change", "who"),
    [
        pytest.param({"course_title": "x"}, "university", id="a title"),
        pytest.param(
            {"host_supervisor": "x"},
            "trainee host_signatory employer university host_supervisor",
            id="the host's tutor",
        ),
        pytest.param(
            {"academic_tutor": "x"},
            "trainee host_signatory employer university academic_tutor",
            id="the academic tutor",
        ),
        pytest.param(
            {"follow_up": "x"},
            "trainee university academic_tutor host_supervisor",
            id="how they follow",
        ),
        pytest.param(
            {"absences": "x"}, "trainee host_signatory employer university", id="absences"
        ),
        pytest.param({"allowance": "x"}, " ".join(SignerCapacity), id="the allowance"),
        pytest.param({"weekly_minutes": 60}, " ".join(SignerCapacity), id="the week"),
        pytest.param(
            {"periods": (TermsPeriod(date(2026, 10, 1), date(2027, 6, 29), 60),)},
            " ".join(SignerCapacity),
            id="the dates",
        ),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_a_change_concerns(change: dict[str, Any], who: str) -> None:
    parts = changed_parts(FACTS.terms, replace(FACTS.terms, **change))
    assert {each.value for each in concerned(parts)} == set(who.split())


def test_whoever_was_not_on_the_paper_signs() -> None:
    assert not signs_again(TUTOR, [TRAINEE, TUTOR], [TermsPart.COURSE])
    assert signs_again(TUTOR, [TRAINEE], [TermsPart.COURSE])
    assert signs_again(TUTOR, [TUTOR], [TermsPart.ACADEMIC_TUTOR])


def test_what_is_missing_is_named() -> None:
    assert missing(FACTS.terms) == ()
    assert missing(replace(FACTS.terms, activities="", academic_tutor="")) == (
        "activities",
        "academic_tutor",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("{{ trainee }} {{host}}", (), id="known"),
        pytest.param("a\n{{ secret }}", (TextFault(2, "secret"),), id="unknown"),
        pytest.param("{{ 7*7 }}", (TextFault(1, "7*7"),), id="a sum"),
        pytest.param("{{ trainee", (TextFault(1, "{{"),), id="not closed"),
        pytest.param("a }}", (TextFault(1, "}}"),), id="not opened"),
        pytest.param(
            "{% for x in y %}", (TextFault(1, "{%"), TextFault(1, "%}")), id="a statement"
        ),
        pytest.param("{{ trainee.name }}", (TextFault(1, "trainee.name"),), id="an attribute"),
        pytest.param("{ accolades }", (), id="plain braces"),
    ],
)
def test_a_text_holds_known_places_only(text: str, found: tuple[TextFault, ...]) -> None:
    assert faults(text) == found


def test_a_text_becomes_blocks_and_runs_nothing() -> None:
    text = "\n".join(
        (
            "# Titre",
            "",
            "{{ trainee }} {{ 7*7 }} <b>",
            "## Liste",
            "{{ activities }}",
            "-",
            "- {{ host }}",
            "{{ benefits }}",
        )
    )
    assert blocks(text, {"trainee": "Camille", "activities": "- a\n- b\nfin", "host": ""}) == (
        Block(BlockKind.HEADING, ("Titre",)),
        Block(BlockKind.PARAGRAPH, ("Camille  <b>",)),
        Block(BlockKind.SUBHEADING, ("Liste",)),
        Block(BlockKind.ITEMS, ("a", "b")),
        Block(BlockKind.PARAGRAPH, ("fin",)),
    )


@pytest.mark.parametrize("regime", Regime, ids=str)
def test_the_texts_that_are_shipped_hold_no_unknown_place(regime: Regime) -> None:
    assert faults(default_template(regime)) == ()
    assert set(default_clauses(regime)) <= set(Placeholder)
    filled = values(sample(ISSUER, regime, "", default_clauses(regime)))
    assert set(filled) == set(Placeholder)


def test_an_amendment_is_named_by_its_number() -> None:
    assert (title(FACTS), subtitle(FACTS)) == ("Convention de stage", "")
    amended = replace(FACTS, number=2)
    assert title(amended) == "Avenant n° 2"
    assert "CS-2026-00000" in subtitle(amended)
