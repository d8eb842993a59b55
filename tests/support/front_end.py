"""A small application with the shared front end only: no database, no area, no account."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Blueprint, Flask, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, DictLoader, PackageLoader, PrefixLoader
from werkzeug.datastructures import MultiDict

from msp_du.web import formatting, i18n
from msp_du.web.forms import BaseForm

AnyForm = TypeVar("AnyForm", bound=BaseForm)
FOOTER = ("index", "accessibility", "legal", "privacy", "contact")
ACCOUNT = ("show_account", "sign_out")


def front_end_app(templates: Mapping[str, str] | None = None) -> Flask:
    """Return an application whose pages are ``templates``, in French unless ``?lang=en``."""
    app = Flask("msp_du")
    app.config.update(SECRET_KEY="for tests", WTF_CSRF_ENABLED=False, TESTING=True)
    app.jinja_options = {
        "loader": ChoiceLoader(
            [
                DictLoader(templates or {}),
                PackageLoader("msp_du"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        )
    }
    Babel(
        app,
        locale_selector=lambda: request.args.get("lang", "fr"),
        timezone_selector=lambda: request.args.get("zone", "Europe/Paris"),
    )
    app.jinja_env.globals["csrf_token"] = lambda: "a-token"
    formatting.register(app)
    i18n.register(app)
    for area, names in (("home", ("show",)), ("help", FOOTER), ("accounts", ACCOUNT)):
        blueprint = Blueprint(area, area, url_prefix=f"/{area}")
        for name in names:
            blueprint.add_url_rule(f"/{name}", name, lambda: "")
        app.register_blueprint(blueprint)

    @app.before_request
    def give_nonce() -> None:
        setattr(request, "csp_nonce", "a-nonce")  # noqa: B010 - not an attribute mypy knows

    @app.context_processor
    def frame() -> dict[str, Any]:
        item = {"text": "Accueil", "url": "/", "current": True}
        return {
            "product_name": "Suivi",
            "institution_style_url": None,
            "navigation": [item, {"text": "Heures", "url": "/heures", "current": False}],
            "account_name": "Camille L.",
        }

    return app


def sent(form: type[AnyForm], **answers: str | list[str]) -> AnyForm:
    """Return the form as it stands after these answers were sent and checked."""
    pairs = MultiDict[str, str](
        (name.replace("__", "-"), answer)
        for name, answers_ in answers.items()
        for answer in ([answers_] if isinstance(answers_, str) else answers_)
    )
    filled = form(formdata=pairs, meta={"csrf": False})
    checked: Any = filled
    checked.validate()
    return filled
