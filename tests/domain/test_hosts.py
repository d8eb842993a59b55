"""What each kind of structure may and may not do: one table, every kind on both sides."""

from dataclasses import replace

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import (
    KINDS,
    OBSERVATION_MINUTES,
    Employing,
    HostFacts,
    Hosting,
    HostingBar,
    HostNote,
    activities,
    check_links,
    check_observation,
    hosting,
    hosting_bar,
    may_host,
    notes,
)
from msp_du.domain.vocabulary import ContactCapacity, HoursKind, OrganisationKind, Regime

NEVER, FEW, YES = Hosting.NEVER, Hosting.OBSERVATION, Hosting.PLACEMENTS
KIND = OrganisationKind
TABLE = {
    KIND.MUTUAL_AID_GROUP: (YES, Employing.BY_MANAGER, HoursKind.RECEPTION),
    KIND.CLUBHOUSE: (YES, Employing.USUAL, HoursKind.RECEPTION),
    KIND.TWELVE_STEP_GROUP: (NEVER, Employing.NEVER, HoursKind.DIRECT_SUPPORT),
    KIND.USER_ASSOCIATION: (YES, Employing.POSSIBLE, HoursKind.HELPLINE),
    KIND.CARERS_TALK_GROUP: (FEW, Employing.RARE, HoursKind.OBSERVATION),
    KIND.RECOVERY_COLLEGE: (YES, Employing.USUAL, HoursKind.COURSE),
    KIND.HOSPITAL_SERVICE: (YES, Employing.USUAL, HoursKind.DIRECT_SUPPORT),
    KIND.MEDICO_SOCIAL: (YES, Employing.USUAL, HoursKind.HOME_VISIT),
    KIND.SUPPORTED_EMPLOYMENT: (YES, Employing.USUAL, HoursKind.EMPLOYMENT_SUPPORT),
    KIND.OTHER: (YES, Employing.POSSIBLE, HoursKind.DIRECT_SUPPORT),
}
EVERYBODY = frozenset(ContactCapacity)


@pytest.mark.parametrize("kind", KIND)
def test_a_kind_hosts_and_employs_as_its_column_says(kind: KIND) -> None:
    hosts, employs, first = TABLE[kind]
    assert hosting(kind, can_sign_hours=True, observation_only=False) is hosts
    assert KINDS[kind].employing is employs
    assert activities(kind)[0] is first
    assert KINDS[kind].is_medical is (kind is KIND.HOSPITAL_SERVICE)


@pytest.mark.parametrize("kind", KIND)
def test_nobody_hosts_without_somebody_to_sign(kind: KIND) -> None:
    never = kind is KIND.TWELVE_STEP_GROUP
    expected = HostingBar.NEVER_HOSTS if never else HostingBar.NOBODY_SIGNS
    assert hosting_bar(kind, can_sign_hours=False) is expected
    assert hosting(kind, can_sign_hours=False, observation_only=True) is NEVER
    assert may_host(kind, can_sign_hours=True) is not never


@pytest.mark.parametrize("kind", KIND)
def test_a_structure_may_keep_to_observation(kind: KIND) -> None:
    never = kind is KIND.TWELVE_STEP_GROUP
    expected = NEVER if never else FEW
    assert hosting(kind, can_sign_hours=True, observation_only=True) is expected


@pytest.mark.parametrize("kind", KIND)
def test_every_activity_may_be_noted_everywhere_once(kind: KIND) -> None:
    offered = activities(kind)
    assert len(offered) == len(set(offered)) == len(HoursKind)


@pytest.mark.parametrize(
    ("kept_to", "planned"),
    [
        pytest.param(FEW, OBSERVATION_MINUTES, id="the-last-minute"),
        pytest.param(YES, OBSERVATION_MINUTES + 1, id="a-placement"),
    ],
)
def test_hours_are_accepted(kept_to: Hosting, planned: int) -> None:
    check_observation(kept_to, minutes=planned, most_minutes=OBSERVATION_MINUTES)


@pytest.mark.parametrize(
    ("is_logged", "rule"),
    [(False, Rule.HOST_OBSERVATION_HOURS), (True, Rule.HOST_OBSERVATION_LOGGED)],
    ids=["planned", "logged"],
)
def test_a_minute_too_many_of_observation_is_refused(*, is_logged: bool, rule: Rule) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_observation(FEW, minutes=601, most_minutes=600, is_logged=is_logged)
    assert refused.value.rule is rule
    assert refused.value.details == {"total": 601, "limit": 600}


READY = HostFacts(KIND.MUTUAL_AID_GROUP, has_manager=True, has_sponsor=True, capacities=EVERYBODY)


@pytest.mark.parametrize(
    ("facts", "regime", "said"),
    [
        pytest.param(READY, None, {HostNote.MEMBER}, id="group-with-its-three-bodies"),
        pytest.param(
            replace(READY, has_manager=False), None, {HostNote.MEMBER, HostNote.NO_MANAGER}, id="-m"
        ),
        pytest.param(
            replace(READY, has_sponsor=False), None, {HostNote.MEMBER, HostNote.NO_SPONSOR}, id="-s"
        ),
        pytest.param(
            replace(READY, capacities=frozenset({ContactCapacity.HOST_SUPERVISOR})),
            None,
            {HostNote.MEMBER, HostNote.NO_SIGNATORY},
            id="no-signatory",
        ),
        pytest.param(
            replace(READY, capacities=frozenset({ContactCapacity.HUMAN_RESOURCES})),
            None,
            {HostNote.MEMBER, HostNote.NO_TUTOR},
            id="an-office-signs",
        ),
        pytest.param(
            READY,
            Regime.EMPLOYMENT,
            {HostNote.MEMBER, HostNote.EMPLOYER_IS_MANAGER, HostNote.TUTOR_NOT_MANAGER},
            id="employed-by-the-manager",
        ),
        pytest.param(
            HostFacts(KIND.CLUBHOUSE, has_paid_staff=False, capacities=EVERYBODY),
            Regime.EMPLOYMENT,
            {HostNote.MEMBER, HostNote.NO_PAID_STAFF, HostNote.TUTOR_NOT_MANAGER},
            id="employed-by-nobody",
        ),
        pytest.param(
            HostFacts(KIND.CLUBHOUSE, has_paid_staff=False, capacities=EVERYBODY),
            Regime.STUDENT_INTERNSHIP,
            {HostNote.MEMBER},
            id="student-where-nobody-is-paid",
        ),
        pytest.param(
            HostFacts(KIND.HOSPITAL_SERVICE, capacities=EVERYBODY),
            Regime.EMPLOYMENT,
            {HostNote.OFFICE_SIGNS, HostNote.TUTOR_NOT_MANAGER},
            id="employed-at-a-hospital",
        ),
        pytest.param(HostFacts(KIND.OTHER, capacities=EVERYBODY), None, set(), id="nothing"),
        pytest.param(HostFacts(KIND.OTHER, can_sign_hours=False), None, set(), id="no-host"),
        pytest.param(HostFacts(KIND.TWELVE_STEP_GROUP), None, set(), id="never-a-host"),
    ],
)
def test_what_to_be_reminded_of(
    facts: HostFacts, regime: Regime | None, said: set[HostNote]
) -> None:
    found = notes(facts, regime=regime)
    assert set(found) == said
    assert len(found) == len(said)


def test_what_is_missing_is_said_first() -> None:
    found = notes(HostFacts(KIND.USER_ASSOCIATION))
    assert found[:2] == (HostNote.NO_TUTOR, HostNote.NO_SIGNATORY)


@pytest.mark.parametrize(
    ("manager", "sponsor", "links"),
    [
        pytest.param(None, None, {}, id="none"),
        pytest.param("b", "c", {"b": ["c"], "c": []}, id="two-bodies"),
        pytest.param("b", None, {"b": ["c", "d"], "c": ["d"], "d": []}, id="two-ways-to-one"),
        pytest.param("b", None, {"b": ["c"], "c": ["b"]}, id="a-loop-elsewhere"),
    ],
)
def test_links_are_accepted(
    manager: str | None, sponsor: str | None, links: dict[str, list[str]]
) -> None:
    check_links("a", manager=manager, sponsor=sponsor, links=links)


@pytest.mark.parametrize(
    ("manager", "sponsor", "links", "broken", "field"),
    [
        pytest.param("a", None, {}, Rule.HOST_LINK_LOOP, "manager", id="itself"),
        pytest.param(None, "a", {}, Rule.HOST_LINK_LOOP, "sponsor", id="own-sponsor"),
        pytest.param(
            "b", None, {"b": ["c"], "c": ["a"]}, Rule.HOST_LINK_LOOP, "manager", id="far-away"
        ),
        pytest.param("b", "b", {}, Rule.HOST_SPONSOR_MANAGES, "sponsor", id="sponsor-manages"),
    ],
)
def test_links_are_refused(
    manager: str | None,
    sponsor: str | None,
    links: dict[str, list[str]],
    broken: Rule,
    field: str,
) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_links("a", manager=manager, sponsor=sponsor, links=links)
    assert (refused.value.rule, refused.value.field) == (broken, field)
