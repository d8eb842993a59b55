"""What was typed or forged: one line stays one line, a version is a version."""

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from msp_du.web import fields
from msp_du.web.forms import BaseForm
from msp_du.web.validators import required
from tests.support.front_end import front_end_app, sent


class NoteForm(BaseForm):
    name = fields.TextField("Nom")
    text = fields.GuardedTextField("Activité", max_length=40)


class NeededForm(BaseForm):
    name = fields.TextField("Nom", [required()])


class CarryingForm(BaseForm):
    digest = fields.HiddenField()


class VersionForm(BaseForm):
    version = fields.VersionField()


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("Anne\r\nBcc: tous@exemple.fr", "Anne Bcc: tous@exemple.fr", id="header"),
        pytest.param("Anne\u2028Roy\u2029Zoé", "Anne Roy Zoé", id="other line ends"),
        pytest.param("An\u202ene\u2066 \x00\x9b", "Anne", id="hidden signs"),
    ],
)
def test_one_line_of_text_stays_one_line_that_hides_nothing(typed: str, kept: str) -> None:
    assert sent(NoteForm, name=typed).name.data == kept


@pytest.mark.parametrize("typed", ["\x00", "\u202e", " \x9b "])
def test_text_of_hidden_signs_alone_is_no_answer(typed: str) -> None:
    form = sent(NeededForm, name=typed)
    assert "Remplissez" in str(form.name.errors[0])


def test_several_lines_of_text_stay_several() -> None:
    assert sent(NoteForm, text="Un\r\ndeux\u202e\n").text.data == "Un\ndeux"


def test_a_hidden_value_holds_no_nul() -> None:
    assert sent(CarryingForm, digest="ab\x00c").digest.data == "abc"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("3", 3), ("", 0), ("-1", 0), ("³", 0), ("trois", 0), ("9" * 9, 999_999_999), ("9" * 10, 0)],
)
def test_a_version_that_was_tampered_with_is_no_version(text: str, seen: int) -> None:
    assert sent(VersionForm, version=text).version.seen == seen


def test_a_version_that_was_left_out_is_no_version() -> None:
    form = VersionForm(formdata=MultiDict({"other": "1"}), data={"version": 7})
    assert form.version.seen == 0
