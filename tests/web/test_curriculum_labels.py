"""Faults of a curriculum file, as a page says them."""

import re
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel

from msp_du.domain.assessment_rules import Grading
from msp_du.domain.curriculum_changes import Aspect, Change, ChangeKind, Part, Value
from msp_du.files.fault_sentences import SENTENCES
from msp_du.files.faults import ENGLISH, Fault, FaultKind
from msp_du.web import curriculum_labels
from msp_du.web.curriculum_labels import change_sentence, fault_sentence

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("kind", list(FaultKind))
def test_a_fault_has_a_french_sentence_with_details_it_has(kind: FaultKind) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="fr")
    with app.test_request_context():
        french = SENTENCES[kind]
        details = dict.fromkeys(PLACEHOLDER.findall(ENGLISH[kind]), "x")
        assert set(PLACEHOLDER.findall(french)) == set(details)
        assert "%" not in fault_sentence(Fault("code", kind, 1, details))
    assert "'" not in french
    assert not re.search(r" [:;!?»]|« ", french)


@pytest.mark.parametrize(
    ("aspect", "before", "after", "words"),
    [
        (Aspect.COEFFICIENT, None, Decimal("0.125"), "coefficient : rien → 0,125"),
        (Aspect.RESIT, True, False, "seconde session : oui → non"),
        (Aspect.GRADING, Grading.MARKED, Grading.PASS_FAIL, "notation : Noté sur 20 → Validé"),
        (Aspect.TITLE, "", "Deux", "titre : rien → Deux"),
    ],
    ids=["number", "flag", "word", "text"],
)
def test_a_change_says_both_values(aspect: Aspect, before: Value, after: Value, words: str) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="fr")
    with app.test_request_context():
        change = Change(ChangeKind.CHANGED, Part.MODULE, "M1", "Un", aspect, before, after)
        assert change_sentence(change).startswith(words)


def test_what_comes_or_goes_says_its_title_and_every_word_has_a_label() -> None:
    assert change_sentence(Change(ChangeKind.ADDED, Part.UNIT, "UE1", "Une")) == "Une"
    assert set(curriculum_labels.ASPECT_LABELS) == set(Aspect)
    assert set(curriculum_labels.PART_LABELS) == set(Part)
    assert set(curriculum_labels.CHANGE_LABELS) == set(ChangeKind)
