"""Days, moments, durations and numbers, as they are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msp_du.web import formatting
from msp_du.web.i18n import language_links
from tests.support.front_end import front_end_app


def written(function: str, value: object, language: str = "fr", zone: str = "Europe/Paris") -> str:
    with front_end_app().test_request_context(f"/?lang={language}&zone={zone}"):
        text: str = getattr(formatting, function)(value)
    return text.replace("\u00a0", "~").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("function", "value", "french", "english"),
    [
        ("day", date(2026, 11, 2), "02/11/2026", "02/11/2026"),
        ("long_day", date(2026, 11, 22), "dimanche 22 novembre 2026", "Sunday 22 November 2026"),
        ("long_day", date(2026, 11, 1), "dimanche 1er novembre 2026", "Sunday 1 November 2026"),
        ("hours", 0, "0~h", "0~h"),
        ("hours", 59, "0~h~59", "0~h~59"),
        ("hours", 420, "7~h", "7~h"),
        ("hours", 425, "7~h~05", "7~h~05"),
        ("hours", 72000, "1~200~h", "1,200~h"),
        ("number", Decimal("12.50"), "12,5", "12.5"),
        ("number", 700, "700", "700"),
        ("number", Decimal("10.333"), "10,33", "10.33"),
    ],
)
def test_value_is_written_as_people_read_it(
    function: str, value: object, french: str, english: str
) -> None:
    assert written(function, value) == french
    assert written(function, value, "en") == english


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        pytest.param(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02/07/2026 à 0~h~30", id="summer"),
        pytest.param(datetime(2026, 1, 1, 22, 30, tzinfo=UTC), "01/01/2026 à 23~h~30", id="winter"),
    ],
)
def test_moment_is_that_of_paris(moment: datetime, shown: str) -> None:
    assert written("moment", moment) == shown


def test_moment_and_time_are_those_of_the_readers_zone() -> None:
    moment = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert written("moment", moment, zone="Indian/Reunion") == "23/11/2026 à 3~h~05"
    assert written("clock", moment, zone="Indian/Reunion") == "3~h~05"
    assert written("moment", moment, zone="America/Cayenne") == "22/11/2026 à 20~h~05"


def test_languages_lead_to_the_same_page_with_its_other_arguments() -> None:
    with front_end_app().test_request_context("/aide?page=2&lang=en"):
        french, english = language_links()
    assert (french.url, french.is_current) == ("/aide?page=2&lang=fr", False)
    assert (english.url, english.is_current) == ("/aide?page=2&lang=en", True)
    assert (french.name, english.name) == ("Français", "English")
