"""Versions corrected in place: ids stay, what is referred to cannot go, and a freeze holds."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.assessment_rules import Rules
from msp_du.domain.curriculum import Title
from msp_du.domain.curriculum_edits import with_module, with_unit, without_module, without_unit
from msp_du.domain.curriculum_sync import PartUse
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files import curriculum_yaml
from msp_du.files.curriculum_yaml import CurriculumFaults
from msp_du.models import (
    AuditEvent,
    Cohort,
    CurriculumVersion,
    Module,
    Unit,
)
from msp_du.services import curricula
from msp_du.services.columns import KeptByVersion
from tests.factories import (
    make_account,
    make_cohort,
    make_enrolment,
    make_marker,
    make_placement,
    module_of,
)
from tests.support.curriculum_drafts import change, content, refusal, version_of


@pytest.fixture
def cohort(session: Session) -> Cohort:
    """A cohort whose classes have no date yet: its version may change."""
    with transaction() as writing:
        return make_cohort(writing, code="P2026")


def ids(session: Session, cohort: Cohort) -> dict[str, UUID]:
    """Every row of the version by its code."""
    session.expire_all()
    units = version_of(session, cohort).units
    modules = [module for unit in units for module in unit.modules]
    marked = [one for module in modules for one in module.assessments]
    return {
        **{row.code: row.id for row in units},
        **{row.code: row.id for row in modules},
        **{row.code: row.id for row in marked},
    }


def test_an_edit_changes_text_and_rows_keeps_every_id_and_is_logged(
    session: Session, cohort: Cohort
) -> None:
    known = ids(session, cohort)
    before = content(session, cohort)
    module = before.place_of("M111").module
    assert module
    wanted = with_module(
        before,
        replace(module, title=Title("Histoire"), taught_hours=Decimal("15.5")),
        unit_code="UE1.1",
        was="M111",
    )
    with transaction() as writing:
        actor = make_account(writing, Role.COORDINATOR)
    version = change(session, cohort, wanted, actor=actor)
    assert content(session, cohort) == wanted
    assert ids(session, cohort) == known
    row = session.get_one(Module, known["M111"])
    assert (row.title_fr, row.taught_minutes, row.position) == ("Histoire", 930, 0)
    event = session.execute(
        select(AuditEvent).where(AuditEvent.act == "curriculum:change")
    ).scalar_one()
    assert (event.object_id, event.actor_id) == (version.id, actor.id)
    assert event.detail is not None
    assert curriculum_yaml.digest(wanted) in event.detail.text
    assert change(session, cohort, wanted).version == 2


def test_codes_change_and_even_trade_places_under_the_same_ids(
    session: Session, cohort: Cohort
) -> None:
    known, before = ids(session, cohort), content(session, cohort)
    unit = before.place_of("UE1.1").unit
    first, second, third = unit.modules
    wanted = with_unit(
        before,
        replace(
            unit,
            code="UE1.9",
            modules=(replace(second, code="M111"), replace(first, code="M112"), third),
        ),
        year_number=1,
        was="UE1.1",
    )
    change(
        session,
        cohort,
        wanted,
        renamed={"UE1.1": "UE1.9", "M111": "M112", "M112": "M111"},
    )
    now = ids(session, cohort)
    assert now["UE1.9"] == known["UE1.1"]
    assert (now["M111"], now["M112"]) == (known["M112"], known["M111"])
    assert (now["M113"], len(now)) == (known["M113"], len(known))
    assert session.get_one(Module, known["M112"]).position == 0


def test_parts_come_go_and_move_to_another_unit(session: Session, cohort: Cohort) -> None:
    known, before = ids(session, cohort), content(session, cohort)
    module = before.place_of("M121").module
    assert module
    wanted = without_module(before, "M112")
    wanted = with_module(wanted, module, unit_code="UE1.1", was="M121")
    wanted = with_module(
        wanted,
        replace(module, code="M199", assessments=(replace(module.assessments[0], code="M199-ET"),)),
        unit_code="UE1.2",
    )
    wanted = without_unit(wanted, "UE2.1")
    change(session, cohort, wanted)
    now = ids(session, cohort)
    assert {"M112", "UE2.1", "M211"}.isdisjoint(now)
    assert {"M199", "M199-ET"} <= set(now)
    assert now["M121"] == known["M121"]
    assert session.get_one(Module, now["M121"]).unit.code == "UE1.1"
    rows = session.execute(select(Unit.code, Module.code).join(Module).order_by(Unit.code))
    expected = {(unit.code, module.code) for unit in wanted.units for module in unit.modules}
    assert {tuple(row) for row in rows} == expected


@pytest.mark.parametrize(
    ("code", "use"),
    [
        pytest.param("P151", PartUse.PLACEMENT, id="placement"),
        pytest.param("M111", PartUse.TUTOR, id="who-marks"),
    ],
)
def test_a_module_that_something_refers_to_stays_in_its_year(
    session: Session, cohort: Cohort, code: str, use: PartUse
) -> None:
    with transaction() as writing:
        enrolment = make_enrolment(writing, cohort=writing.get_one(Cohort, cohort.id))
        make_placement(writing, enrolment=enrolment)
        here = writing.get_one(Cohort, cohort.id)
        make_marker(writing, here, module_of(writing, here, "M111"))
    before = content(session, cohort)
    place = before.place_of(code)
    assert place.module
    away = with_module(before, place.module, unit_code="UE2.1", was=code)
    for wanted in (without_module(before, code), without_unit(before, place.unit.code), away):
        with pytest.raises(RuleViolation) as refused:
            change(session, cohort, wanted)
        assert refused.value.rule is Rule.CURRICULUM_PART_IN_USE
        assert refused.value.details == {"code": code, "use": use}
    assert content(session, cohort) == before


def test_a_year_with_trainees_stays(session: Session, cohort: Cohort) -> None:
    with transaction() as writing:
        make_enrolment(writing, cohort=writing.get_one(Cohort, cohort.id))
    wanted = content(session, cohort)
    for unit in wanted.year(1).units:
        wanted = without_unit(wanted, unit.code)
    assert refusal(session, cohort, wanted) is Rule.CURRICULUM_PART_IN_USE


def test_a_content_is_held_against_the_checks_of_the_file(session: Session, cohort: Cohort) -> None:
    before = content(session, cohort)
    unit = before.units[0]
    wanted = with_unit(before, replace(unit, ects=Decimal(-1)), year_number=1, was=unit.code)
    with pytest.raises(CurriculumFaults) as refused:
        change(session, cohort, wanted)
    (fault,) = refused.value.faults
    assert fault.path == "years[0].units[0].ects"
    assert content(session, cohort) == before


def test_the_second_of_two_editors_is_told(app: Flask, session: Session, cohort: Cohort) -> None:
    before = content(session, cohort)
    seen = version_of(session, cohort).version
    change(session, cohort, replace(before, title=Title("Un")), seen=seen)
    second = replace(before, title=Title("Deux"))
    assert refusal(session, cohort, second, seen=seen) is Rule.STALE_VERSION


def test_no_process_sees_an_old_content(app: Flask, session: Session, cohort: Cohort) -> None:
    version_id = cohort.curriculum_version_id
    before = curricula.contents(session, [version_id])[version_id]
    wanted = replace(before, rules=Rules(pass_mark=Decimal(12)))
    elsewhere = KeptByVersion(  # what another process keeps
        CurriculumVersion.id,
        CurriculumVersion.version,
        CurriculumVersion.canonical_text,
        lambda text: curriculum_yaml.read(text.encode()),
    )
    assert elsewhere.of(session, [version_id])[version_id] == before
    session.rollback()
    with app.app_context():
        change(db.session(), cohort, wanted)
        db.session.remove()
    session.rollback()
    assert elsewhere.of(session, [version_id])[version_id] == wanted
    assert curricula.contents(session, [version_id])[version_id] == wanted
