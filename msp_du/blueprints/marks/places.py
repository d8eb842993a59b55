"""Which module of which cohort a page is about, and whether its reader may mark it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, request, url_for

from msp_du import policies
from msp_du.domain.vocabulary import Language
from msp_du.extensions import db
from msp_du.models import Account, Cohort, Module
from msp_du.services import mark_lists
from msp_du.web.access import authorise, get_or_404
from msp_du.web.i18n import current_language


@dataclass(frozen=True, slots=True)
class ModulePlace:
    """A module in a cohort, one of its sessions, and who asks."""

    cohort: Cohort
    module: Module
    session_number: int
    actor: Account

    @property
    def title(self) -> str:
        """Return the module's title in the reader's language."""
        english = self.module.title_en if current_language() is Language.ENGLISH else None
        return english or self.module.title_fr

    @property
    def is_coordinator(self) -> bool:
        """Whether the reader coordinates the cohort."""
        return policies.can_manage_cohort(self.actor, self.cohort)

    def url(self, endpoint: str, **values: Any) -> str:
        """Return the address of a page about the same module and session."""
        return url_for(
            f"marks.{endpoint}",
            cohort_id=self.cohort.id,
            module_id=self.module.id,
            session=2 if self.session_number == 2 else None,
            **values,
        )


def module_place(cohort_id: UUID, module_id: UUID) -> ModulePlace:
    """Return the place that an address names, for whoever may mark there; 404 otherwise."""
    cohort = get_or_404(Cohort, cohort_id)
    module = mark_lists.find_module(db.session(), cohort, module_id)
    if module is None:
        abort(404)
    actor = authorise(lambda actor, _cohort: policies.can_mark(actor, cohort, module), cohort)
    return ModulePlace(cohort, module, 2 if request.args.get("session") == "2" else 1, actor)


def coordinated_place(cohort_id: UUID, module_id: UUID) -> ModulePlace:
    """Return the place that an address names, for a coordinator of the cohort; 404 otherwise."""
    place = module_place(cohort_id, module_id)
    if not place.is_coordinator:
        abort(404)
    return place
