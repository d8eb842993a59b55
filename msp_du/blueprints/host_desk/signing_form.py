"""The form under one or several lists of hours: a field a line for what is wrong with it.

Its fields depend on the lists that wait, so its class is made for the page.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msp_du.services.desk_approvals import ShownList
from msp_du.services.desk_lists import WaitingList
from msp_du.web.fields import CheckboxField, GuardedTextField, HiddenField, TextField
from msp_du.web.forms import BaseForm
from msp_du.web.hours_lines import short_day
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import length, required


class SigningForm(BaseForm):
    """The signature itself; the lists' own fields are added for each page."""

    declared_name = TextField(
        lazy("Votre nom"), [required(), length(maximum=120)], autocomplete="name"
    )
    declared_capacity = TextField(
        lazy("Votre fonction"),
        [required(), length(maximum=120)],
        hint=lazy("Telle qu’elle figurera sous votre signature"),
        autocomplete="organization-title",
    )

    def part(self, name: str, identity: UUID) -> Any:
        """Return a list's or a line's own field."""
        return self[_name(name, identity)]

    def shown(self, lists: Iterable[WaitingList]) -> list[ShownList]:
        """Return the lists as the form showed them, and what its reader makes of them."""
        return [self._shown(one) for one in lists]

    def show_anew(self, lists: Iterable[WaitingList]) -> None:
        """Carry the lists as they are now; what was typed stays."""
        for one in lists:
            self.part("list", one.placement.id).data = _carried(one)

    def _shown(self, one: WaitingList) -> ShownList:
        carried = (self.part("list", one.placement.id).data or "").split()
        token, digest, *ids = carried if len(carried) > 2 else ("", "", "")
        reasons = {entry.id: self.part("wrong", entry.id).data for entry in one.entries}
        return ShownList(
            placement_id=one.placement.id,
            entry_ids=tuple(_uuids(ids)),
            digest=digest,
            token=token,
            is_signed=self.part("sign", one.placement.id).data,
            questions={entry_id: reason for entry_id, reason in reasons.items() if reason},
        )


def signing_form(
    lists: Sequence[WaitingList], *, name: str = "", capacity: str = ""
) -> SigningForm:
    """Make the form of a page: ``name`` and ``capacity`` stand there until others are typed."""
    fields: dict[str, Any] = {}
    start: dict[str, Any] = {"declared_name": name, "declared_capacity": capacity}
    for one in lists:
        key = _name("list", one.placement.id)
        fields[key], start[key] = HiddenField(), _carried(one)
        key = _name("sign", one.placement.id)
        fields[key] = CheckboxField(_("Je signe ces heures de %(trainee)s", trainee=one.trainee))
        start[key] = True
        for entry in one.entries:
            label = _("Ce qui ne va pas, %(day)s", day=short_day(entry.worked_on).lower())
            fields[_name("wrong", entry.id)] = GuardedTextField(label, max_length=300, rows=2)
    made: type[SigningForm] = type("ListsForm", (SigningForm,), fields)
    return made(data=start)


def _carried(one: WaitingList) -> str:
    return " ".join((one.token, one.digest, *(str(entry.id) for entry in one.entries)))


def _name(part: str, identity: UUID) -> str:
    return f"{part}_{identity.hex}"


def _uuids(texts: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        return []
