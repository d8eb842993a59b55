"""Every rule has its sentence and every member of a closed list its word."""

import inspect
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import StrEnum

import pytest

from msp_du.domain import vocabulary
from msp_du.domain.errors import Rule
from msp_du.domain.hours import Caution, HoursWarning
from msp_du.web.labels import caution, label, sentence
from msp_du.web.words import WORDS
from tests.support.front_end import front_end_app
from tests.support.pages import REVEALING

LISTS = [
    kind
    for _name, kind in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(kind, StrEnum) and kind is not StrEnum
]


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


@pytest.mark.parametrize("rule", Rule)
def test_rule_has_a_sentence_in_good_french(rule: Rule) -> None:
    text = sentence(rule)
    assert text[0].isupper() or text[0] in "«…"
    assert text.endswith((".", "»"))
    assert "'" not in text
    assert not re.search(r" [:;?!»]|« |%\(", text)


@pytest.mark.parametrize("kind", [*LISTS, *(kind for kind in WORDS if kind not in LISTS)])
def test_closed_list_has_its_words(kind: type[StrEnum]) -> None:
    words = [label(member) for member in kind]
    assert all(words)
    assert len(set(words)) == len(words)
    assert not [word for word in words if REVEALING.search(word) or "'" in word]
    assert {str(member) for member in kind} == {str(value) for value in WORDS[kind]}


@pytest.mark.parametrize(
    ("rule", "details", "words"),
    [
        (Rule.HOURS_OVER_DAILY_LIMIT, {"total": 810, "limit": 780}, "13\u00a0h\u00a030"),
        (Rule.HOURS_OVERLAP, {"worked_on": date(2026, 11, 2)}, "02/11/2026"),
        (Rule.HOURS_STATE, {"current": vocabulary.HoursState.APPROVED}, "Signé"),
        (Rule.HOURS_NO_SUCH_TIME, {"day": date(2026, 3, 29), "time": time(2, 30)}, "02:30"),
        (Rule.HOURS_OUTSIDE_PERIODS, {"first_day": None, "last_day": None}, "du … au …"),
        (Rule.CALENDAR_OVERLAP, {"label": "2026", "other": datetime(2026, 1, 1, tzinfo=UTC)}, "à"),
        (Rule.PASSWORD_TOO_SHORT, {"minimum": 12}, "12 caractères"),
    ],
)
def test_details_are_written_as_words(rule: Rule, details: dict[str, object], words: str) -> None:
    assert words in sentence(rule, **details)


def test_caution_names_the_total_and_the_hint() -> None:
    text = caution(Caution(HoursWarning.OVER_DAILY_HINT, 630, 600))
    assert "10\u00a0h\u00a030" in text
    assert "10\u00a0h " in text
    assert "réellement" in caution(Caution(HoursWarning.CLOCK_CHANGE, 60))
