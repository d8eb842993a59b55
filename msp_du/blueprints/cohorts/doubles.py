"""Two records of one person: found, merged, and separated again."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.move_forms import MergeForm
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Person, PersonMerge
from msp_du.services import people_merges
from msp_du.services.people_merges import Preview
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence


@bp.route("/personnes/<uuid:person_id>/doublon", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def merge_person(person_id: UUID) -> ResponseReturnValue:
    """Ask for the other record of a person, show what would move, then merge the two."""
    person = get_or_404(Person, person_id)
    actor = authorise(policies.can_merge, person)
    form = MergeForm()
    if not form.validate_on_submit():
        return _page(form, person)
    try:
        gone = _other(person, form.number.data, actor)
        found = people_merges.preview(db.session(), person, gone)
        if request.form.get("step") != "record":
            return _page(form, person, found)
        _record(form, person, gone, actor)
    except RuleViolation as violation:
        form.add_violation(violation)
        person = get_or_404(Person, person_id)
        is_typing = violation.rule is Rule.CONFIRMATION_WRONG
        return _page(form, person, _again(form, person) if is_typing else None)
    flash(_("Les deux fiches n’en font plus qu’une."), "success")
    return redirect(url_for(".merge_person", person_id=person_id))


@bp.post("/fusions/<uuid:merge_id>/separer")
@requires(Role.COORDINATOR)
def undo_merge(merge_id: UUID) -> ResponseReturnValue:
    """Separate two records that were merged by mistake."""
    row = get_or_404(PersonMerge, merge_id)
    actor = authorise(policies.can_undo_merge, row)
    person_id = row.kept_id
    try:
        with transaction() as session:
            people_merges.undo(session, row, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("Les deux fiches sont de nouveau séparées."), "success")
    return redirect(url_for(".merge_person", person_id=person_id))


def _other(person: Person, number: str, actor: Account) -> Person:
    """Return the other record; never the actor's own."""
    found = people_merges.find(db.session(), person, number)
    if not policies.can_merge(actor, found):
        raise RuleViolation(Rule.MERGE_NOBODY, field="number")
    return found


def _record(form: MergeForm, kept: Person, gone: Person, actor: Account) -> None:
    with transaction() as session:
        people_merges.merge(
            session,
            kept,
            gone,
            typed_number=form.typed_number.data,
            actor=actor,
            now=datetime.now(UTC),
        )


def _again(form: MergeForm, person: Person) -> Preview:
    session = db.session()
    return people_merges.preview(
        session, person, people_merges.find(session, person, form.number.data)
    )


def _page(form: MergeForm, person: Person, found: Preview | None = None) -> ResponseReturnValue:
    session = db.session()
    return render_form(
        "cohorts/merge_person.html",
        form,
        person=person,
        found=found,
        doubles=people_merges.doubles(session, person),
        merges=[
            (row, people_merges.can_be_undone(session, row))
            for row in people_merges.of_person(session, person)
        ],
    )
