"""Who may host: one table, every kind on both sides of the signature."""

import pytest

from msp_du.domain.hosts import HostingBar, hosting_bar, may_host
from msp_du.domain.vocabulary import OrganisationKind

WITHOUT_PLACEMENTS = {
    OrganisationKind.TWELVE_STEP_GROUP: HostingBar.NEVER_HOSTS,
    OrganisationKind.CARERS_TALK_GROUP: HostingBar.OBSERVATION_ONLY,
}


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_host_needs_somebody_to_sign(kind: OrganisationKind) -> None:
    expected = WITHOUT_PLACEMENTS.get(kind, HostingBar.NOBODY_SIGNS)
    assert hosting_bar(kind, can_sign_hours=False) is expected
    assert not may_host(kind, can_sign_hours=False)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_two_kinds_never_host_whoever_signs(kind: OrganisationKind) -> None:
    assert hosting_bar(kind, can_sign_hours=True) is WITHOUT_PLACEMENTS.get(kind)
    assert may_host(kind, can_sign_hours=True) is (kind not in WITHOUT_PLACEMENTS)
