"""Words of the closed lists about wishes for placements and their allocation."""

from enum import StrEnum

from msp_du.domain import allocation, allocation_reasons, campaigns
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    campaigns.CampaignStage: {
        campaigns.CampaignStage.TO_COME: lazy("À venir"),
        campaigns.CampaignStage.OPEN: lazy("Vœux ouverts"),
        campaigns.CampaignStage.CLOSED: lazy("Vœux clos"),
        campaigns.CampaignStage.CONFIRMED: lazy("Places confirmées"),
    },
    allocation.SideRule: {
        allocation.SideRule.FREE: lazy("Sans effet sur les places"),
        allocation.SideRule.PREFERRED: lazy("À préférer quand c’est possible"),
        allocation.SideRule.REQUIRED: lazy("Obligatoire : aucune autre place n’est proposée"),
    },
    allocation.HostSide: {
        allocation.HostSide.CARE: lazy("Soin ou médico-social"),
        allocation.HostSide.COMMUNITY: lazy("Entraide ou hors du soin"),
    },
    allocation.Bar: {
        allocation.Bar.EXCLUDED: lazy("exclue pour cette personne"),
        allocation.Bar.CANNOT_HOST: lazy("n’accueille plus de stage"),
        allocation.Bar.SIDE_REQUIRED: lazy("pas du côté qui lui reste à découvrir"),
    },
    allocation_reasons.Why: {
        allocation_reasons.Why.FULL: lazy("complète"),
        allocation_reasons.Why.SIDE_PREFERRED: lazy("pas du côté à préférer"),
        allocation_reasons.Why.FREE: lazy("encore libre : choix fait à la main"),
    },
}
