"""Which structures may host a placement whose hours count (domain §7)."""

from enum import StrEnum

from msp_du.domain.vocabulary import OrganisationKind


class HostingBar(StrEnum):
    """Why a structure may not host a placement."""

    NEVER_HOSTS = "never-hosts"
    OBSERVATION_ONLY = "observation-only"
    NOBODY_SIGNS = "nobody-signs"


def hosting_bar(kind: OrganisationKind, *, can_sign_hours: bool) -> HostingBar | None:
    """Return what stands in the way of a placement there, or None.

    A twelve-step group keeps no register and has nobody to sign, whatever one declares; a
    carers' talk group is only observed, without placement hours. Elsewhere a person in charge,
    paid or not, must be able to sign.

    >>> hosting_bar(OrganisationKind.CLUBHOUSE, can_sign_hours=True) is None
    True
    """
    if kind is OrganisationKind.TWELVE_STEP_GROUP:
        return HostingBar.NEVER_HOSTS
    if kind is OrganisationKind.CARERS_TALK_GROUP:
        return HostingBar.OBSERVATION_ONLY
    return None if can_sign_hours else HostingBar.NOBODY_SIGNS


def may_host(kind: OrganisationKind, *, can_sign_hours: bool) -> bool:
    """Tell whether placement hours may be done and signed there."""
    return hosting_bar(kind, can_sign_hours=can_sign_hours) is None
