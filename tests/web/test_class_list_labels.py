"""Every fault, note and refusal of a class list has its sentence."""

import re
from collections.abc import Mapping
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel

from msp_du.files.class_list_faults import (
    Column,
    Fault,
    FaultKind,
    Note,
    NoteKind,
)
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable, Unreadable
from msp_du.web import class_list_labels as labels


@pytest.fixture
def french() -> Flask:
    bare = Flask("bare")
    Babel(bare, default_locale="fr")
    return bare


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (labels.COLUMN_LABELS, Column),
        (labels.FAULT_SENTENCES, FaultKind),
        (labels.NOTE_SENTENCES, NoteKind),
        (labels.UNREADABLE_SENTENCES, Unreadable),
    ],
    ids=["columns", "faults", "notes", "refusals"],
)
def test_every_word_is_labelled_in_typographic_french(
    french: Flask, mapping: Mapping[StrEnum, str], words: type[StrEnum]
) -> None:
    assert set(mapping) == set(words)
    with french.test_request_context():
        texts = [str(text) for text in mapping.values()]
    wrong = re.compile(r"'|« | [»:;!?]|[^\u00a0][»!?]|santé mentale|pair", re.IGNORECASE)
    assert [text for text in texts if wrong.search(text)] == []


def test_fault_names_value_and_column(french: Flask) -> None:
    bad = Fault(FaultKind.BAD_DATE, Column.BIRTH_DATE, {"value": "hier"})
    with french.test_request_context():
        assert labels.fault_sentence(bad).startswith("«\u00a0hier\u00a0» n’est pas une date.")
        missing = labels.fault_sentence(Fault(FaultKind.COLUMN_MISSING, Column.EMAIL))
    assert missing.startswith("La colonne «\u00a0Adresse électronique\u00a0» manque.")


def test_note_names_header_and_column(french: Flask) -> None:
    with french.test_request_context():
        guessed = labels.note_sentence(Note(NoteKind.COLUMN_GUESSED, "Prenons", Column.GIVEN_NAMES))
        ignored = labels.note_sentence(Note(NoteKind.COLUMN_IGNORED, "Téléphone"))
    assert "«\u00a0Prenons\u00a0» est lue comme «\u00a0Prénoms\u00a0»" in guessed
    assert "«\u00a0Téléphone\u00a0»" in ignored


def test_refused_file_is_told_with_its_limit(french: Flask) -> None:
    refused = SpreadsheetUnreadable(Unreadable.TOO_LARGE, maximum=2)
    with french.test_request_context():
        assert "2 Mo" in labels.unreadable_sentence(refused)


def test_value_with_percent_signs_is_shown_as_it_is(french: Flask) -> None:
    with french.test_request_context():
        text = labels.fault_sentence(Fault(FaultKind.FORMULA, None, {"value": "=100%(x)s"}))
    assert "=100%(x)s" in text
