"""What each role finds in the header, and what every page knows of the instance."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from msp_du.domain.vocabulary import Role
from msp_du.models import Account
from msp_du.policies import active_grants
from msp_du.web.access import actor_or_none
from msp_du.web.i18n import lazy

DEFAULT_PRODUCT_NAME = "Suivi"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link of the header."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class _Destination:
    text: str
    endpoint: str
    roles: frozenset[Role]

    def leads_to(self, endpoint: str) -> bool:
        """Tell whether a page is behind this link: of its area, accounts apart."""
        same_area = self.endpoint.split(".")[0] == endpoint.split(".", maxsplit=1)[0]
        return same_area and (endpoint in _ACCOUNTS) == (self.endpoint in _ACCOUNTS)


_ACCOUNTS = frozenset(
    f"administration.{name}"
    for name in ("list_accounts", "show_account", "invite_account", "give_role")
)
_DESTINATIONS = (
    _Destination(lazy("Accueil"), "home.show", frozenset(Role)),
    _Destination(lazy("Heures"), "hours.show_log", frozenset({Role.TRAINEE})),
    _Destination(lazy("Compétences"), "competencies.show", frozenset({Role.TRAINEE, Role.TUTOR})),
    _Destination(
        lazy("Notes"),
        "marks.list_marks",
        frozenset({Role.TRAINEE, Role.TUTOR, Role.COORDINATOR}),
    ),
    _Destination(
        lazy("Présences"),
        "attendance.show",
        frozenset({Role.TRAINEE, Role.TUTOR, Role.COORDINATOR}),
    ),
    _Destination(lazy("Heures à valider"), "host_desk.show_desk", frozenset({Role.SUPERVISOR})),
    _Destination(
        lazy("Promotions"), "cohorts.list_cohorts", frozenset({Role.COORDINATOR, Role.REGISTRAR})
    ),
    _Destination(
        lazy("Jury"), "board.list_boards", frozenset({Role.BOARD_MEMBER, Role.COORDINATOR})
    ),
    _Destination(
        lazy("Structures"),
        "placements.list_organisations",
        frozenset({Role.COORDINATOR, Role.REGISTRAR}),
    ),
    _Destination(
        lazy("Documents"),
        "documents.list_documents",
        frozenset({Role.TRAINEE, Role.REGISTRAR}),
    ),
    _Destination(
        lazy("Formation"), "curriculum.list_versions", frozenset(Role) - {Role.SUPERVISOR}
    ),
    _Destination(
        lazy("Établissement"),
        "administration.show_institution",
        frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    ),
    _Destination(lazy("Comptes"), "administration.list_accounts", frozenset({Role.ADMINISTRATOR})),
)


def register(app: Flask, *, demo: bool) -> None:
    """Give every template the header's links and the instance's names."""

    def context() -> dict[str, Any]:
        actor = actor_or_none()
        institution = _institution_of(actor)
        style = None
        if institution is not None and institution.brand_colour:
            style = url_for(
                "administration.show_style",
                institution_id=institution.id,
                version=institution.version,
            )
        return {
            "product_name": institution.product_name if institution else DEFAULT_PRODUCT_NAME,
            "institution_style_url": style,
            "navigation": _links(actor) if actor else [],
            "account_name": actor.display_name if actor else None,
            "actor": actor,
            "is_demo": demo,
        }

    app.context_processor(context)


def _institution_of(actor: Account | None) -> Any:
    grants = active_grants(actor) if actor else []
    return grants[0].institution if grants else None


def _links(actor: Account) -> list[NavigationItem]:
    here = request.endpoint or ""
    roles = {grant.role for grant in active_grants(actor)}
    return [
        NavigationItem(str(item.text), url_for(item.endpoint), item.leads_to(here))
        for item in _DESTINATIONS
        if item.roles & roles
    ]
