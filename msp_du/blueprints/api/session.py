"""Who is signed in, as far as a phone may know: an alias, and the token of its writes."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from msp_du.blueprints.api.routes import bp
from msp_du.domain.aliases import alias_of
from msp_du.web.access import current_account, signed_in


@bp.get("/session")
@signed_in
def show_session() -> ResponseReturnValue:
    """Tell the alias of the account, and the token that its writes carry."""
    return jsonify({"alias": alias_of(current_account().id), "csrf": generate_csrf()})
