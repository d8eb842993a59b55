"""Which structures may host a placement whose hours count, and what is done there (domain §7)."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import ContactCapacity, HoursKind, OrganisationKind, Regime

OBSERVATION_MINUTES = 20 * 60
"""Where only observation is accepted, hours of one trainee a year unless an institution decides
otherwise: nine sessions of two hours, and two to prepare them."""

_Id = TypeVar("_Id", bound=Hashable)


class Hosting(StrEnum):
    """What placements a structure may host."""

    PLACEMENTS = "placements"
    OBSERVATION = "observation"
    NEVER = "never"


class HostingBar(StrEnum):
    """Why a structure may not host a placement."""

    NEVER_HOSTS = "never-hosts"
    NOBODY_SIGNS = "nobody-signs"


class Employing(StrEnum):
    """Whether a structure of a kind employs those who were trained there."""

    USUAL = "usual"
    POSSIBLE = "possible"
    BY_MANAGER = "by-manager"
    RARE = "rare"
    NEVER = "never"


class HostNote(StrEnum):
    """What whoever arranges a placement is reminded of; none of it is noted about anybody."""

    NO_SIGNATORY = "no-signatory"
    NO_TUTOR = "no-tutor"
    NO_MANAGER = "no-manager"
    NO_SPONSOR = "no-sponsor"
    NO_PAID_STAFF = "no-paid-staff"
    EMPLOYER_IS_MANAGER = "employer-is-manager"
    MEMBER = "member"
    STUDENT_THERE = "student-there"
    NOT_REPRESENTING = "not-representing"
    GROUP_AGREES = "group-agrees"
    OFFICE_SIGNS = "office-signs"
    TUTOR_NOT_MANAGER = "tutor-not-manager"


class HostBody(StrEnum):
    """The part that another structure takes in one: it manages it, or sponsors it."""

    MANAGER = "manager"
    SPONSOR = "sponsor"


class Readiness(StrEnum):
    """What a structure has ready before a trainee comes (domain §2.3)."""

    TUTOR_WITH_TIME = "tutor-with-time"
    TEAM_INFORMED = "team-informed"
    JOB_SHEET = "job-sheet"
    CONFIDENTIALITY_BRIEFING = "confidentiality-briefing"
    PEER_SUPERVISION = "peer-supervision"
    ACCESS = "access"
    BREAK_PLAN = "break-plan"


@dataclass(frozen=True, slots=True)
class KindRules:
    """What a kind of structure may do; ``activities`` are its own, the most usual first."""

    hosting: Hosting
    employing: Employing
    activities: tuple[HoursKind, ...]
    notes: tuple[HostNote, ...] = ()
    is_medical: bool = False


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What is known of a structure when a placement there is thought of."""

    kind: OrganisationKind
    can_sign_hours: bool = True
    observation_only: bool = False
    has_paid_staff: bool = True
    has_manager: bool = False
    has_sponsor: bool = False
    capacities: frozenset[ContactCapacity] = frozenset()


_OF_CARE = (
    HoursKind.DIRECT_SUPPORT,
    HoursKind.GROUP,
    HoursKind.MEETING,
    HoursKind.LIAISON,
    HoursKind.MEDIATION,
)
KINDS: Mapping[OrganisationKind, KindRules] = {
    OrganisationKind.MUTUAL_AID_GROUP: KindRules(
        Hosting.PLACEMENTS,
        Employing.BY_MANAGER,
        (
            HoursKind.RECEPTION,
            HoursKind.WORKSHOP,
            HoursKind.KITCHEN,
            HoursKind.OUTING,
            HoursKind.LIAISON,
        ),
        (HostNote.MEMBER,),
    ),
    OrganisationKind.CLUBHOUSE: KindRules(
        Hosting.PLACEMENTS,
        Employing.USUAL,
        (
            HoursKind.RECEPTION,
            HoursKind.ADMINISTRATION,
            HoursKind.KITCHEN,
            HoursKind.EMPLOYMENT_SUPPORT,
            HoursKind.MEETING,
        ),
        (HostNote.MEMBER,),
    ),
    OrganisationKind.TWELVE_STEP_GROUP: KindRules(Hosting.NEVER, Employing.NEVER, ()),
    OrganisationKind.USER_ASSOCIATION: KindRules(
        Hosting.PLACEMENTS,
        Employing.POSSIBLE,
        (
            HoursKind.HELPLINE,
            HoursKind.REPRESENTATION,
            HoursKind.GROUP,
            HoursKind.COURSE,
            HoursKind.RECEPTION,
        ),
        (HostNote.MEMBER, HostNote.NOT_REPRESENTING),
    ),
    OrganisationKind.CARERS_TALK_GROUP: KindRules(
        Hosting.OBSERVATION,
        Employing.RARE,
        (HoursKind.OBSERVATION, HoursKind.RECEPTION, HoursKind.HOST_TRAINING),
        (HostNote.GROUP_AGREES,),
    ),
    OrganisationKind.RECOVERY_COLLEGE: KindRules(
        Hosting.PLACEMENTS,
        Employing.USUAL,
        (HoursKind.COURSE, HoursKind.GROUP, HoursKind.MEETING, HoursKind.RECEPTION),
        (HostNote.STUDENT_THERE,),
    ),
    OrganisationKind.HOSPITAL_SERVICE: KindRules(
        Hosting.PLACEMENTS,
        Employing.USUAL,
        _OF_CARE,
        (HostNote.OFFICE_SIGNS,),
        is_medical=True,
    ),
    OrganisationKind.MEDICO_SOCIAL: KindRules(
        Hosting.PLACEMENTS,
        Employing.USUAL,
        (HoursKind.HOME_VISIT, HoursKind.HOUSING_SUPPORT, *_OF_CARE),
    ),
    OrganisationKind.SUPPORTED_EMPLOYMENT: KindRules(
        Hosting.PLACEMENTS,
        Employing.USUAL,
        (HoursKind.EMPLOYMENT_SUPPORT, HoursKind.DIRECT_SUPPORT, HoursKind.LIAISON),
    ),
    OrganisationKind.OTHER: KindRules(Hosting.PLACEMENTS, Employing.POSSIBLE, ()),
}
_SIGNING = frozenset({ContactCapacity.SIGNATORY, ContactCapacity.HUMAN_RESOURCES})


def hosting_bar(kind: OrganisationKind, *, can_sign_hours: bool) -> HostingBar | None:
    """Return what stands in the way of a placement there, or None.

    A twelve-step group keeps no register and has nobody to sign, whatever one declares.
    Elsewhere a person in charge, paid or not, must be able to sign.

    >>> hosting_bar(OrganisationKind.CLUBHOUSE, can_sign_hours=True) is None
    True
    """
    if KINDS[kind].hosting is Hosting.NEVER:
        return HostingBar.NEVER_HOSTS
    return None if can_sign_hours else HostingBar.NOBODY_SIGNS


def may_host(kind: OrganisationKind, *, can_sign_hours: bool) -> bool:
    """Tell whether placement hours may be done and signed there."""
    return hosting_bar(kind, can_sign_hours=can_sign_hours) is None


def hosting(kind: OrganisationKind, *, can_sign_hours: bool, observation_only: bool) -> Hosting:
    """Return what placements a structure may host: what its kind allows, or less."""
    if not may_host(kind, can_sign_hours=can_sign_hours):
        return Hosting.NEVER
    return Hosting.OBSERVATION if observation_only else KINDS[kind].hosting


def check_observation(
    kept_to: Hosting, *, minutes: int, most_minutes: int, is_logged: bool = False
) -> None:
    """Refuse more than a few hours of one trainee where only observation is accepted.

    Raises RuleViolation HOST_OBSERVATION_HOURS for what is planned, HOST_OBSERVATION_LOGGED for
    what is noted (details ``total`` and ``limit``, in minutes).
    """
    if kept_to is not Hosting.OBSERVATION or minutes <= most_minutes:
        return
    if is_logged:
        raise RuleViolation(
            Rule.HOST_OBSERVATION_LOGGED, field="minutes", total=minutes, limit=most_minutes
        )
    raise RuleViolation(Rule.HOST_OBSERVATION_HOURS, total=minutes, limit=most_minutes)


def activities(kind: OrganisationKind) -> tuple[HoursKind, ...]:
    """Return all that hours may be spent on, what such a structure does first.

    >>> activities(OrganisationKind.CLUBHOUSE)[0].value
    'reception'
    """
    return tuple(dict.fromkeys((*KINDS[kind].activities, *HoursKind)))


def notes(facts: HostFacts, *, regime: Regime | None = None) -> tuple[HostNote, ...]:
    """Return what to be reminded of before a placement there, what is missing first.

    With ``regime``, also what concerns that legal tie alone (domain §3.1).
    """
    if not may_host(facts.kind, can_sign_hours=facts.can_sign_hours):
        return ()
    return (*_missing(facts), *KINDS[facts.kind].notes, *_of_employment(facts, regime))


def _missing(facts: HostFacts) -> tuple[HostNote, ...]:
    is_linked = facts.kind is OrganisationKind.MUTUAL_AID_GROUP
    gaps = (
        (HostNote.NO_TUTOR, ContactCapacity.HOST_SUPERVISOR not in facts.capacities),
        (HostNote.NO_SIGNATORY, not facts.capacities & _SIGNING),
        (HostNote.NO_MANAGER, is_linked and not facts.has_manager),
        (HostNote.NO_SPONSOR, is_linked and not facts.has_sponsor),
    )
    return tuple(note for note, is_missing in gaps if is_missing)


def _of_employment(facts: HostFacts, regime: Regime | None) -> tuple[HostNote, ...]:
    if regime is not Regime.EMPLOYMENT:
        return ()
    if KINDS[facts.kind].employing is Employing.BY_MANAGER:
        return (HostNote.EMPLOYER_IS_MANAGER, HostNote.TUTOR_NOT_MANAGER)
    missing = () if facts.has_paid_staff else (HostNote.NO_PAID_STAFF,)
    return (*missing, HostNote.TUTOR_NOT_MANAGER)


def check_links(
    own: _Id,
    *,
    manager: _Id | None,
    sponsor: _Id | None,
    links: Mapping[_Id, Collection[_Id]],
) -> None:
    """Refuse links that lead back, and a sponsor who manages (a third party, by its charter).

    ``links`` are those of the other structures. Raises RuleViolation HOST_SPONSOR_MANAGES or
    HOST_LINK_LOOP, under the field at fault.
    """
    if manager is not None and manager == sponsor:
        raise RuleViolation(Rule.HOST_SPONSOR_MANAGES, field="sponsor")
    for field, body in (("manager", manager), ("sponsor", sponsor)):
        if body is not None and _leads_to(body, own, links):
            raise RuleViolation(Rule.HOST_LINK_LOOP, field=field)


def _leads_to(start: _Id, goal: _Id, links: Mapping[_Id, Collection[_Id]]) -> bool:
    seen: set[_Id] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += links.get(here, ())
    return False
