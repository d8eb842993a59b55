"""What a trainee asked about their marks, beside them: by year, then by code of the module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from msp_du.services import mark_questions
from msp_du.services.own_marks import OwnYear
from msp_du.web.i18n import _


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A question or an answer, and whose it is in words."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnThread:
    """A thread and where to go on with it."""

    url: str
    action: str
    messages: Sequence[OwnMessage]


def own_threads(session: Session, years: Sequence[OwnYear]) -> dict[UUID, Mapping[str, OwnThread]]:
    """Return the threads of one's own years; two statements."""
    found = mark_questions.of_years(session, [own.year.id for own in years])
    modules = mark_questions.module_ids(session, {own.year.curriculum_version_id for own in years})

    def thread(own: OwnYear, module_id: UUID) -> OwnThread:
        messages = [
            OwnMessage(_("Réponse :") if message.is_answer else _("Votre question :"), message.text)
            for message in found.get((own.year.id, module_id), ())
        ]
        return OwnThread(
            url=url_for("marks.show_thread", enrolment_year_id=own.year.id, module_id=module_id),
            action=_("Écrire à la suite") if messages else _("Poser une question"),
            messages=messages,
        )

    return {
        own.year.id: {
            code: thread(own, module_id)
            for code, module_id in modules.get(own.year.curriculum_version_id, {}).items()
        }
        for own in years
    }
