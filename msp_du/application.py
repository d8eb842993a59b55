"""The application: settings, extensions, guard, error pages, areas."""

from typing import Any

from flask import Flask, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from msp_du import extensions
from msp_du.blueprints import ALL_BLUEPRINTS
from msp_du.config import Config
from msp_du.jobs import bell
from msp_du.services.sessions import TRAINEE_WHOLE
from msp_du.web import (
    access,
    compression,
    errors,
    failures,
    formatting,
    headers,
    i18n,
    locale,
    navigation,
    origins,
    phone,
    static_files,
)
from msp_du.web.request import AppRequest, run_afterwards
from msp_du.web.templates import PageTemplates
from msp_du.web.undefined import PageUndefined

MAX_REQUEST_BYTES = 11 * 1024 * 1024


class Application(Flask):
    """Flask, but for what it logs of a failure: a path may hold a link, a message a name."""

    jinja_environment = PageTemplates

    def log_exception(self, exc_info: Any) -> None:
        self.logger.error("failure in %s\n%s", request.endpoint, failures.describe(exc_info[1]))


def build(config: Config | None) -> Flask:
    """Build the application from settings; raises ConfigError when one cannot be."""
    config = config or Config.load()
    app = Application("msp_du", instance_path=str(config.instance))
    app.request_class = AppRequest
    app.extensions["msp_du_config"] = config
    app.config.update(_flask_settings(config))
    app.jinja_options = {"undefined": PageUndefined}
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("msp_du"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    if config.proxies:
        count = config.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # as Flask's documentation says
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    extensions.db.init_app(app)
    extensions.migrate.init_app(app)
    origins.register(app, public_url=config.public_url, without_referrer=headers.WITHOUT_REFERRER)
    extensions.csrf.init_app(app)
    extensions.open_database(app)
    bell.register(app)
    access.register(app)
    locale.register(app)
    i18n.register(app)
    formatting.register(app)
    navigation.register(app, demo=config.demo)
    phone.register(app)
    static_files.register(app)
    errors.register(app)
    for blueprint in ALL_BLUEPRINTS:
        app.register_blueprint(blueprint)
    headers.register(app, secure=config.secure)
    compression.register(app)
    app.after_request(lambda response: run_afterwards(app, response))
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "SESSION_COOKIE_NAME": config.cookie_name,
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": TRAINEE_WHOLE,
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "SQLALCHEMY_DATABASE_URI": config.sqlalchemy_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "WTF_CSRF_TIME_LIMIT": None,
        # It asks https pages for a referrer, which those of one-time links keep; see web/origins.
        "WTF_CSRF_SSL_STRICT": False,
        "TEMPLATES_AUTO_RELOAD": False,
    }
