"""Forms of rounds of wishes, of the places offered, of wishes and exclusions."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msp_du.domain.allocation import MOST_WISHES, SideRule
from msp_du.domain.campaigns import HIGHEST_SEED, MOST_SEATS
from msp_du.models import Contact, PlacementCampaign, PlacementOffer, WishList
from msp_du.services.campaigns import CampaignSheet
from msp_du.services.placement_exclusions import Where
from msp_du.services.placement_offers import OfferSheet
from msp_du.web.choice_fields import Choice
from msp_du.web.fields import (
    DateField,
    DurationField,
    IntegerField,
    RadioField,
    SelectField,
    TextField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, number_range, optional, required

RANKS = (
    lazy("Premier vœu"),
    lazy("Deuxième vœu"),
    lazy("Troisième vœu"),
    lazy("Quatrième vœu"),
    lazy("Cinquième vœu"),
)


class VersionedForm(BaseForm):
    """What is changed, as it was first shown."""

    version = VersionField()


class CampaignForm(VersionedForm):
    """A round of wishes."""

    module = SelectField(lazy("Module de stage"), [required()], blank=lazy("Choisir…"))
    opens_on = DateField(lazy("Premier jour des vœux"), [required()])
    closes_on = DateField(lazy("Dernier jour des vœux"), [required()])
    side_rule = RadioField(
        lazy("Le côté qui reste à découvrir"),
        [required()],
        choices=SideRule,
        hint=lazy(
            "Sur les deux années, chaque personne découvre une structure de soin ou "
            "médico-sociale, et une autre."
        ),
    )
    seed = IntegerField(
        lazy("Numéro du tirage"),
        [required(), number_range(minimum=0, maximum=HIGHEST_SEED)],
        hint=lazy("Il départage à égalité ; le même numéro donne toujours le même résultat."),
    )

    @property
    def sheet(self) -> CampaignSheet:
        """What a valid form says."""
        year, code = self.module.data.split(" ", maxsplit=1)
        return CampaignSheet(
            year_number=int(year),
            module_code=code,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            side_rule=self.side_rule.data,
            seed=self.seed.data,
        )


def campaign_values(campaign: PlacementCampaign) -> dict[str, Any]:
    """Return what the form shows of a round."""
    return {
        "version": str(campaign.version),
        "module": f"{campaign.year_number} {campaign.module_code}",
        "opens_on": campaign.opens_on,
        "closes_on": campaign.closes_on,
        "side_rule": campaign.side_rule.value,
        "seed": campaign.seed,
    }


class OfferForm(VersionedForm):
    """A place that a structure offers."""

    contact = SelectField(
        lazy("Structure, et qui signera les heures"), [required()], blank=lazy("Choisir…")
    )
    service = TextField(
        lazy("Service ou lieu"), [optional(), length(maximum=120)], autocomplete="off"
    )
    starts_on = DateField(lazy("Premier jour du stage"), [required()])
    ends_on = DateField(lazy("Dernier jour du stage"), [required()])
    planned_minutes = DurationField(
        lazy("Heures prévues"), [required()], hint=lazy("Par exemple 140"), most_hours=999
    )
    capacity = IntegerField(
        lazy("Nombre de places"),
        [required(), number_range(minimum=0, maximum=MOST_SEATS)],
        hint=lazy("0 : la place n’est plus proposée."),
    )

    def sheet(self, contact: Contact) -> OfferSheet:
        """Return what a valid form says, with the contact read again."""
        return OfferSheet(
            contact=contact,
            service=self.service.data or None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            planned_minutes=self.planned_minutes.data,
            capacity=self.capacity.data,
        )


def offer_values(offer: PlacementOffer) -> dict[str, Any]:
    """Return what the form shows of a place."""
    return {
        "version": str(offer.version),
        "contact": str(offer.contact_id),
        "service": offer.service or "",
        "starts_on": offer.starts_on,
        "ends_on": offer.ends_on,
        "planned_minutes": offer.planned_minutes,
        "capacity": offer.capacity,
    }


class CopyForm(BaseForm):
    """The round whose places are taken over."""

    source = SelectField(lazy("Campagne à reprendre"), [required()], blank=lazy("Choisir…"))


class WishForm(VersionedForm):
    """Up to five places, the best first; a blank one is no wish."""

    wish_1 = SelectField(RANKS[0], blank=lazy("Aucun"))
    wish_2 = SelectField(RANKS[1], blank=lazy("Aucun"))
    wish_3 = SelectField(RANKS[2], blank=lazy("Aucun"))
    wish_4 = SelectField(RANKS[3], blank=lazy("Aucun"))
    wish_5 = SelectField(RANKS[4], blank=lazy("Aucun"))

    @property
    def ranks(self) -> list[SelectField]:
        """The fields, the best wish first."""
        return [self[f"wish_{rank}"] for rank in range(1, MOST_WISHES + 1)]

    def offer(self, choices: Sequence[Choice]) -> None:
        """Set what may be ranked."""
        for field in self.ranks:
            field.offer(choices)

    @property
    def chosen(self) -> list[UUID | None]:
        """The places of a valid form, None for a rank left blank."""
        return [UUID(field.data) if field.data else None for field in self.ranks]


def wish_values(sent: WishList | None, offered: Iterable[PlacementOffer]) -> dict[str, Any]:
    """Return what the form shows of what was sent last, as far as it is still offered."""
    if sent is None:
        return {"version": "0"}
    still = {offer.id for offer in offered}
    kept = [wish.offer_id for wish in sent.wishes if wish.offer_id in still]
    ranks = {f"wish_{rank}": str(key) for rank, key in enumerate(kept, start=1)}
    return {"version": str(sent.version), **ranks}


class ExclusionForm(BaseForm):
    """A structure, or one service of it; no reason is asked."""

    organisation = SelectField(lazy("Structure"), [required()], blank=lazy("Choisir…"))
    service = TextField(
        lazy("Un seul service"),
        [optional(), length(maximum=120)],
        hint=lazy("Sans rien ici, c’est toute la structure."),
        autocomplete="off",
    )

    @property
    def where(self) -> Where:
        """What a valid form says."""
        return Where(UUID(self.organisation.data), self.service.data or None)


class ConfirmForm(VersionedForm):
    """Confirms by the cohort's code that placements are to be opened."""

    typed_code = TextField(lazy("Code de la promotion"), [required()], width=10)


class AllocationForm(VersionedForm):
    """What each person gets; their selects are read apart, one a person."""
