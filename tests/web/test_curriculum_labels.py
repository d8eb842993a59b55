"""Faults of a curriculum file, as a page says them."""

import re

import pytest
from flask import Flask
from flask_babel import Babel

from msp_du.files.faults import ENGLISH, Fault, FaultKind
from msp_du.web.curriculum_labels import FAULT_SENTENCES, fault_sentence

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("kind", list(FaultKind))
def test_a_fault_has_a_french_sentence_with_details_it_has(kind: FaultKind) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="fr")
    with app.test_request_context():
        french = str(FAULT_SENTENCES[kind])
        details = dict.fromkeys(PLACEHOLDER.findall(ENGLISH[kind]), "x")
        assert set(PLACEHOLDER.findall(french)) == set(details)
        assert "%" not in fault_sentence(Fault("code", kind, 1, details))
    assert "'" not in french
    assert not re.search(r" [:;!?»]|« ", french)
