"""Every kind of answer: what is understood, what is refused, what stays typed."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import HoursKind
from msp_du.web import fields, reading
from msp_du.web.forms import BaseForm, SubForm
from msp_du.web.validators import email, length, number_range, optional, required, same_as
from tests.support.front_end import front_end_app, sent


class EveryForm(BaseForm):
    name = fields.TextField("Nom", [required(), length(minimum=2, maximum=10)])
    address = fields.EmailField("Adresse", [optional(), email()])
    weeks = fields.IntegerField("Semaines", [number_range(minimum=1, maximum=52)])
    mark = fields.DecimalField("Note")
    day = fields.DateField("Jour")
    starts = fields.TimeField("Début")
    spent = fields.DurationField("Durée", most_hours=24)
    text = fields.GuardedTextField("Activité", max_length=40)
    kind = fields.RadioField("Genre", choices=HoursKind)
    place = fields.SelectField("Lieu", choices=[("a", "Ici"), ("b", "Là")], blank="Choisir…")
    days = fields.CheckboxesField("Jours", choices=[("mon", "Lundi"), ("tue", "Mardi")])
    sure = fields.CheckboxField("Sûr")
    secret = fields.PasswordField("Mot de passe")
    again = fields.PasswordField("Encore", [same_as("secret")])


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


def error_of(name: str, /, **answers: Any) -> str:
    form = sent(EveryForm, **{"name": "Anne"} | answers)
    return " ".join(str(text) for text in form[name].errors)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7 h 30", 450),
        ("7\u00a0h\u00a030", 450),
        ("7h30", 450),
        ("7 H 05 min", 425),
        ("7:30", 450),
        ("7,5", 450),
        ("7.5", 450),
        ("7,33", 440),
        ("7", 420),
        ("7 heures", 420),
        ("45 min", 45),
        ("0", 0),
        ("24 h", 1440),
    ],
)
def test_duration_is_understood(typed: str, minutes: int) -> None:
    assert reading.read_duration(typed) == minutes


@pytest.mark.parametrize("typed", ["sept", "7 h 60", "-1", "7,5,5", "24 h 01", "٧", "7 h 30 h"])
def test_duration_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Écrivez une durée"):
        reading.read_duration(typed)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9h30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9 h 5", time(9, 5)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("9 h", time(9)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_time_is_understood(typed: str, clock: time) -> None:
    assert reading.read_time(typed) == clock


@pytest.mark.parametrize("typed", ["24:00", "9:60", "midi", "12345", "٩", "9:30:15"])
def test_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="entre 00:00 et 23:59"):
        reading.read_time(typed)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param(("31", "2", "2026"), "Le 31/2/2026 n’existe pas", id="no-such-day"),
        pytest.param(("22", "", ""), "il manque le mois et l’année", id="two-missing"),
        pytest.param(("", "11", "2026"), "il manque le jour", id="one-missing"),
        pytest.param(("22", "nov", "2026"), "en chiffres", id="letters"),
        pytest.param(("22", "11", "26"), "en quatre chiffres", id="short-year"),
        pytest.param(("22", "11", "20026"), "en chiffres", id="long-year"),
    ],
)
def test_day_is_refused_in_words(parts: tuple[str, str, str], words: str) -> None:
    names = dict(zip(("day__day", "day__month", "day__year"), parts, strict=True))
    form = sent(EveryForm, name="Anne", **names)
    assert words in str(form.day.errors[0])
    assert list(form.day.typed.values()) == list(parts)
    assert ("#day-day", str(form.day.errors[0])) in form.errors_for_summary()


def test_answers_arrive_as_values() -> None:
    form = sent(
        EveryForm,
        name="  Anne\r\n\x00 ",
        address="anne@exemple.fr",
        weeks="1 2",
        mark="12,5",
        day__day="1",
        day__month="2",
        day__year="2026",
        starts="8h",
        spent="1 h 15",
        text="Atelier cuisine",
        kind="group",
        place="b",
        days=["tue"],
        sure="y",
        secret=" deux mots ",
        again=" deux mots ",
    )
    assert form.errors == {}
    assert form.values == {
        "name": "Anne",
        "address": "anne@exemple.fr",
        "weeks": 12,
        "mark": Decimal("12.5"),
        "day": date(2026, 2, 1),
        "starts": time(8),
        "spent": 75,
        "text": "Atelier cuisine",
        "kind": HoursKind.GROUP,
        "place": "b",
        "days": ["tue"],
        "sure": True,
        "secret": " deux mots ",
        "again": " deux mots ",
    }


def test_blank_answers_are_none_or_empty() -> None:
    form = sent(EveryForm, name="Anne")
    blank = {name: value for name, value in form.values.items() if name != "name"}
    assert form.errors == {}
    assert blank == {
        "address": "",
        "weeks": None,
        "mark": None,
        "day": None,
        "starts": None,
        "spent": None,
        "text": "",
        "kind": None,
        "place": None,
        "days": [],
        "sure": False,
        "secret": None,
        "again": None,
    }


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", " ", "Remplissez «\u00a0Nom\u00a0»."),
        ("name", "A", "Écrivez au moins 2 caractères."),
        ("name", "Anne-Charlotte", "10 caractères au plus, il y en a 14."),
        ("address", "anne@exemple", "Écrivez une adresse complète"),
        ("weeks", "0", "Écrivez un nombre d’au moins 1."),
        ("weeks", "53", "Écrivez un nombre d’au plus 52."),
        ("weeks", "1,5", "Écrivez un nombre entier"),
        ("mark", "douze", "Écrivez un nombre, par exemple 12,5."),
        ("kind", "karaoke", "Choisissez une réponse de la liste."),
        ("days", "sun", "Choisissez des réponses de la liste."),
        ("again", "autre", "Les deux saisies sont différentes."),
    ],
)
def test_answer_is_refused_in_words(name: str, typed: str, words: str) -> None:
    assert words in error_of(name, **{name: typed})


@pytest.mark.parametrize(
    ("name", "least", "most"), [("weeks", "1", "52"), ("name", "Al", "Anne-Marie")]
)
def test_bounds_are_accepted(name: str, least: str, most: str) -> None:
    assert error_of(name, **{name: least}) + error_of(name, **{name: most}) == ""


def test_text_that_may_identify_passes_once_it_was_read_again() -> None:
    telling = "Entretien avec Mme Dupont, 34 ans."
    refused = sent(EveryForm, name="Anne", text=telling)
    assert "reconnaître une personne" in str(refused.text.errors[0])
    assert [finding.excerpt for finding in refused.text.findings] == ["Mme Dupont", "34 ans"]
    confirmed = sent(EveryForm, name="Anne", text=telling, text_checked="y")
    assert confirmed.errors == {}
    assert confirmed.values["text"] == telling


def test_long_text_is_refused_even_when_confirmed() -> None:
    assert "40 caractères au plus" in error_of("text", text="a" * 41, text_checked="y")
    assert error_of("text", text="a" * 40) == ""


def test_choices_may_be_set_when_the_page_is_made() -> None:
    class LateForm(BaseForm):
        place = fields.SelectField("Lieu", [required()])

    form = LateForm(formdata=None, data={"place": "c"}, meta={"csrf": False})
    form.place.choices = [("c", "Là-bas")]
    assert form.place.chosen == "c"


def test_refusal_of_a_rule_stands_under_its_field_or_on_top() -> None:
    form = sent(EveryForm, name="Anne")
    form.add_violation(RuleViolation(Rule.HOURS_IN_FUTURE, field="day"))
    form.add_violation(RuleViolation(Rule.STALE_VERSION))
    assert form.errors_for_summary()[0][0] == ""
    assert form.errors_for_summary()[1] == ("#day-day", "Ce jour n’est pas encore arrivé.")
    assert form.errors


def test_unknown_look_is_a_mistake_of_the_programmer() -> None:
    class OddForm(BaseForm):
        name = fields.TextField("Nom", colour="red")

    with pytest.raises(TypeError, match="colour"):
        OddForm(meta={"csrf": False})


def test_known_values_are_written_into_the_form() -> None:
    known = {
        "mark": Decimal("12.5"),
        "day": date(2026, 2, 1),
        "starts": time(8, 5),
        "spent": 450,
        "weeks": 12,
        "kind": HoursKind.GROUP,
        "days": ["mon"],
    }
    form = EveryForm(formdata=None, data=known, meta={"csrf": False})
    texts = [form[name]._value() for name in ("mark", "starts", "spent", "weeks")]  # noqa: SLF001
    assert texts == ["12,5", "08:05", "7\u00a0h\u00a030", "12"]
    assert form.day.typed == {"day": "1", "month": "2", "year": "2026"}
    assert (form.kind.chosen, form.days.ticked) == ("group", ["mon"])


class Period(SubForm):
    starts = fields.DateField("Début", [required()])


class PeriodsForm(BaseForm):
    periods = FieldList(FormField(Period), min_entries=2)
    token = fields.HiddenField()


def test_errors_of_repeated_rows_lead_to_their_row() -> None:
    form = sent(
        PeriodsForm,
        periods__0__starts__day="1",
        periods__0__starts__month="2",
        periods__0__starts__year="2026",
        periods__1__starts__day="31",
    )
    links = [link for link, _text in form.errors_for_summary()]
    assert links == ["#periods-1-starts-day"]
    assert form.values["periods"][0] == {"starts": date(2026, 2, 1)}


def test_hidden_inputs_carry_no_id_so_that_a_page_may_hold_two_forms() -> None:
    form = PeriodsForm(formdata=None, data={"token": '"x"'}, meta={"csrf": False})
    assert form.hidden_tag().split() == [
        "<input",
        'type="hidden"',
        'name="token"',
        'value="&#34;x&#34;">',
    ]


def test_page_left_open_too_long_is_said_in_french() -> None:
    form = PeriodsForm(formdata=MultiDict([("csrf_token", "old")]), meta={"csrf": True})
    unchecked: Any = form
    assert not unchecked.validate()
    assert "ouverte trop longtemps" in form.errors_for_summary()[-1][1]
