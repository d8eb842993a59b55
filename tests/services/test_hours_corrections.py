"""Once signed, a day changes by another version only, and the first signature is void meanwhile."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.corrections import SignatureState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.ledger import Totals
from msp_du.domain.vocabulary import HoursState, Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    AuditDetail,
    Contact,
    HoursEntry,
    HoursEntryCompetency,
    HoursSignature,
    Person,
)
from msp_du.services import (
    approvals,
    hours,
    hours_api,
    hours_corrections,
    hours_openings,
    hours_totals,
    redactions,
    signature_standings,
)
from tests.factories import (
    make_account,
    make_contact,
    make_framework,
    make_placement,
    make_placement_document,
)
from tests.support.hours import DAY, NOW, THURSDAY, WHOLE_YEAR, acts, log

SHORTER = replace(DAY, minutes=360)


class Desk:
    """A trainee whose day is signed, and the contact who signed it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        with transaction():
            contact = make_contact(session, account=make_account(session, Role.SUPERVISOR))
            self.placement = make_placement(session, contact=contact, periods=WHOLE_YEAR)
            person = session.get_one(Person, self.placement.enrolment_year.enrolment.person_id)
            self.trainee = make_account(session, Role.TRAINEE, person=person)
        self.entry = log(session, self.placement, self.trainee)
        with transaction():
            hours.submit(session, self.placement, actor=self.trainee, now=NOW)
        self.first = self.sign(self.entry)

    def sign(self, *entries: HoursEntry) -> HoursSignature:
        with transaction():
            return approvals.approve(
                self.session,
                self.placement,
                actor=None,
                contact=self.session.get_one(Contact, self.placement.contact_id),
                entry_ids=[entry.id for entry in entries],
                digest=approvals.digest_of(entries),
                declared_name="Claire Morel",
                declared_capacity="Cadre",
                via=SignatureVia.ACCOUNT,
                now=NOW,
            )

    def correct(self, day: hours.LoggedDay = SHORTER, **values: object) -> HoursEntry:
        keys = {"actor": self.trainee, "client_id": uuid4(), "now": NOW} | values
        with transaction():
            return hours_corrections.correct(self.session, self.entry, day, **keys)  # type: ignore[arg-type]

    def cancel(self) -> HoursEntry:
        with transaction():
            return hours_corrections.cancel(
                self.session, self.entry, actor=self.trainee, client_id=uuid4(), now=NOW
            )

    @property
    def approved(self) -> int:
        return self.totals.approved

    @property
    def totals(self) -> Totals:
        return hours_totals.of_placements(self.session, [self.placement.id])[self.placement.id]

    def standing(self, signature: HoursSignature) -> SignatureState:
        return signature_standings.standings(self.session, [signature])[signature.id]


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_correction_voids_the_signature_until_it_is_signed(desk: Desk) -> None:
    assert (desk.approved, desk.standing(desk.first)) == (420, SignatureState.HOLDS)
    version = desk.correct()
    assert (version.state, version.replaces_id) == (HoursState.SUBMITTED, desk.entry.id)
    assert (desk.approved, desk.totals.submitted, desk.totals.logged) == (0, 360, 360)
    assert desk.standing(desk.first) is SignatureState.VOID
    second = desk.sign(version)
    assert (desk.approved, desk.totals.logged) == (360, 360)
    assert desk.standing(desk.first) is SignatureState.REPLACED
    assert desk.standing(second) is SignatureState.HOLDS
    assert [(row.minutes, row.signature_id) for row in versions(desk)] == [
        (420, desk.first.id),
        (360, second.id),
    ]
    assert "hours:correct" in acts(desk.session)


def test_a_correction_names_the_competencies_of_what_it_corrects(desk: Desk) -> None:
    with transaction() as session:
        cohort = desk.placement.enrolment_year.enrolment.cohort
        named = make_framework(session, cohort=cohort).competencies[:2]
        session.add_all(
            HoursEntryCompetency(hours_entry_id=desk.entry.id, competency_id=each.id)
            for each in named
        )
    version = desk.correct()
    assert set(hours_api.of_entry(desk.session, version).competencies[version.id]) == {
        each.id for each in named
    }


def versions(desk: Desk) -> list[HoursEntry]:
    return hours_corrections.versions(desk.session, desk.entry)


def test_a_correction_taken_back_and_removed_gives_the_signature_its_worth(desk: Desk) -> None:
    version = desk.correct()
    with transaction():
        hours.take_back(desk.session, version, actor=desk.trainee)
    assert (desk.approved, desk.standing(desk.first)) == (0, SignatureState.VOID)
    with transaction():
        hours.delete_draft(desk.session, version, actor=desk.trainee, version=version.version)
    assert (desk.approved, desk.standing(desk.first)) == (420, SignatureState.HOLDS)


def test_a_cancelled_day_counts_nothing_once_signed(desk: Desk) -> None:
    version = desk.cancel()
    assert desk.cancel().id == version.id
    assert (version.minutes, version.is_cancelled, desk.approved) == (0, True, 0)
    desk.sign(version)
    assert (desk.totals.logged, desk.totals.approved) == (0, 0)
    desk.entry = version
    with pytest.raises(RuleViolation) as refused:
        desk.correct()
    assert refused.value.rule is Rule.HOURS_STATE
    assert log(desk.session, desk.placement, desk.trainee, SHORTER).minutes == 360


def test_a_correction_is_sent_once(desk: Desk) -> None:
    client_id = uuid4()
    first = desk.correct(client_id=client_id)
    assert desk.correct(client_id=client_id).id == first.id
    for day, key, rule in (
        (DAY, client_id, Rule.HOURS_CLIENT_ID_REUSED),
        (SHORTER, uuid4(), Rule.HOURS_ALREADY_CORRECTED),
    ):
        with pytest.raises(RuleViolation) as refused:
            desk.correct(day, client_id=key)
        assert refused.value.rule is rule


def test_only_a_signed_day_is_corrected_and_only_to_something_else(desk: Desk) -> None:
    with pytest.raises(RuleViolation) as refused:
        desk.correct(DAY)
    assert refused.value.rule is Rule.HOURS_UNCHANGED
    desk.entry = log(
        desk.session, desk.placement, desk.trainee, replace(DAY, worked_on=date(2026, 11, 18))
    )
    with pytest.raises(RuleViolation) as refused:
        desk.correct()
    assert refused.value.rule is Rule.HOURS_STATE


def test_the_version_corrected_does_not_stand_in_the_way_of_its_correction(desk: Desk) -> None:
    assert desk.correct(replace(DAY, minutes=600)).minutes == 600


def test_after_the_certificate_only_an_opened_day_changes(desk: Desk) -> None:
    with transaction():
        coordinator = make_account(desk.session, Role.COORDINATOR)
        with pytest.raises(RuleViolation) as refused:
            opened(desk, coordinator)
        assert refused.value.rule is Rule.HOURS_NOT_CLOSED
        make_placement_document(desk.session, desk.placement)
    for act in (desk.correct, desk.cancel, lambda: note_another(desk)):
        with pytest.raises(RuleViolation) as refused:
            act()
        assert refused.value.rule is Rule.HOURS_CLOSED
    with transaction():
        opened(desk, coordinator)
        opened(desk, coordinator)
    version = desk.correct()
    with transaction():
        hours.take_back(desk.session, version, actor=desk.trainee)
        hours.submit(desk.session, desk.placement, actor=desk.trainee, now=NOW)
    assert version.state is HoursState.SUBMITTED
    (row,) = hours_openings.of_entries(desk.session, [desk.entry.id, version.id])
    assert (row.reason, row.account_id) == ("Erreur de saisie", coordinator.id)
    assert acts(desk.session).count("hours:open") == 1


def test_the_reason_of_an_opening_is_erased_with_the_texts(desk: Desk) -> None:
    with transaction():
        coordinator = make_account(desk.session, Role.COORDINATOR)
        make_placement_document(desk.session, desk.placement)
        opened(desk, coordinator)
        (row,) = hours_openings.of_entries(desk.session, [desk.entry.id])
        assert redactions.has_text([desk.entry], [row])
        redactions.redact(desk.session, desk.entry, actor=coordinator, now=NOW)
    desk.session.expire_all()
    assert (row.reason, row.account_id) == ("", coordinator.id)
    assert not redactions.has_text([desk.entry], [row])


def opened(desk: Desk, coordinator: Account) -> None:
    hours_openings.open_entry(
        desk.session, desk.entry, actor=coordinator, reason="Erreur de saisie", now=NOW
    )


def note_another(desk: Desk) -> HoursEntry:
    day = replace(DAY, worked_on=THURSDAY - timedelta(days=1))
    return log(desk.session, desk.placement, desk.trainee, day)


def test_a_text_is_erased_in_every_version_and_the_signature_holds(desk: Desk) -> None:
    with transaction():
        tutor = make_account(desk.session, Role.TUTOR)
        for words in ("Entretien avec Mme Dupont", "Chambre 12"):
            desk.session.execute(
                HoursEntry.__table__.update().values(activity=words)  # type: ignore[attr-defined]
            )
        desk.session.expire_all()
    version = desk.correct(replace(SHORTER, activity="Mme Dupont encore"))
    second = desk.sign(version)
    with transaction():
        redactions.redact(desk.session, desk.entry, actor=tutor, now=NOW)
    assert [(row.activity, row.redacted_at, row.minutes) for row in versions(desk)] == [
        (None, NOW, 420),
        (None, NOW, 360),
    ]
    assert desk.standing(second) is SignatureState.HOLDS
    assert not redactions.has_text([version])
    kept = "".join(map(str, desk.session.execute(select(AuditDetail.text)).scalars()))
    assert "Dupont" not in kept
    assert acts(desk.session)[-1] == "hours:redact"
    with transaction(), pytest.raises(RuleViolation) as refused:
        redactions.redact(desk.session, desk.entry, actor=tutor, now=NOW)
    assert refused.value.rule is Rule.HOURS_NO_TEXT


def test_a_form_open_on_an_erased_draft_does_not_bring_the_text_back(desk: Desk) -> None:
    client_id, day = uuid4(), replace(DAY, worked_on=date(2026, 11, 18), activity="Mme Dupont")
    draft = log(desk.session, desk.placement, desk.trainee, day, client_id=client_id)
    seen = draft.version
    with transaction():
        redactions.redact(desk.session, draft, actor=desk.trainee, now=NOW)
    with transaction(), pytest.raises(RuleViolation) as refused:
        hours.edit(desk.session, draft, day, actor=desk.trainee, version=seen, now=NOW)
    assert refused.value.rule is Rule.STALE_VERSION
    again = log(desk.session, desk.placement, desk.trainee, day, client_id=client_id)
    assert (again.id, again.activity) == (draft.id, None)
