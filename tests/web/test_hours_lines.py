"""Days of the log as each language writes them: inside a sentence, and to open a line."""

from datetime import date

import pytest

from msp_du.web.hours_lines import day_in_sentence, short_day
from tests.support.front_end import front_end_app

TUESDAY = date(2026, 11, 17)
FIRST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("language", "day", "inside", "opening"),
    [
        pytest.param("fr", TUESDAY, "mardi 17 novembre", "Mardi 17 novembre", id="fr"),
        pytest.param("fr", FIRST, "dimanche 1er novembre", "Dimanche 1er novembre", id="fr-1er"),
        pytest.param("en", TUESDAY, "Tuesday 17 November", "Tuesday 17 November", id="en"),
    ],
)
def test_a_day_is_written_as_its_language_does(
    language: str, day: date, inside: str, opening: str
) -> None:
    with front_end_app().test_request_context(f"/?lang={language}"):
        assert (day_in_sentence(day), short_day(day)) == (inside, opening)
