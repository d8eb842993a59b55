"""What is said when a rule about credits, moves or what is taken back refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.CONFIRMATION_WRONG: lazy("Ce n’est pas ce qui est demandé. Recopiez-le tel quel."),
    Rule.CREDIT_AVERAGE_MISSING: lazy("Indiquez la moyenne, de 0 à 20, par exemple 13,5."),
    Rule.CREDIT_AVERAGE_NOT_ASKED: lazy("Une dispense n’a pas de moyenne : laissez vide."),
    Rule.CREDIT_DECIDED: lazy("Le jury a délibéré sur cette année : ses acquis ne changent plus."),
    Rule.CREDIT_EXISTS: lazy(
        "Cette unité, ou un de ses modules, est déjà créditée. Retirez d’abord ce qui l’est."
    ),
    Rule.CREDIT_IN_FUTURE: lazy("La date de la décision ne peut pas être à venir."),
    Rule.CREDIT_KEPT: lazy("Une unité gardée d’une année précédente ne se retire pas."),
    Rule.CREDIT_UNIT_ONLY: lazy(
        "Une équivalence porte sur une unité entière. Pour un module, choisissez la dispense."
    ),
    Rule.IMPORT_IN_USE: lazy("Cette liste a servi depuis : elle ne peut plus être retirée."),
    Rule.MARKS_CREDITED: lazy("Dispense : il n’y a rien à saisir."),
    Rule.MERGE_CHANGED: lazy(
        "L’une des deux fiches a changé depuis : elles ne peuvent plus être séparées."
    ),
    Rule.MERGE_DONE: lazy("L’une de ces fiches a déjà été fusionnée."),
    Rule.MERGE_NOBODY: lazy("Aucune autre personne de l’établissement n’a ce numéro."),
    Rule.MERGE_SAME_COHORT: lazy(
        "Les deux fiches sont inscrites dans la même promotion (%(code)s) : faites d’abord "
        "changer l’une des deux de promotion."
    ),
    Rule.MERGE_TWO_ACCOUNTS: lazy(
        "Les deux comptes sont en service. Fermez d’abord celui qui ne sert pas."
    ),
    Rule.PREVIEW_STALE: lazy(
        "Les données ont changé depuis l’aperçu : rien n’est enregistré. Relisez le nouvel aperçu."
    ),
    Rule.PROGRESSION_NOBODY: lazy("Personne n’est à faire passer pour le moment."),
    Rule.PROGRESSION_UNIT_MISSING: lazy(
        "Cette version n’a pas %(codes)s, qui est acquis pour de bon. Choisissez une autre version."
    ),
    Rule.PROGRESSION_YEAR_ORDER: lazy(
        "Choisissez une année universitaire qui commence après %(label)s."
    ),
    Rule.TRANSFER_CHANGED: lazy(
        "Cette inscription a servi dans la nouvelle promotion : le transfert ne se retire plus."
    ),
    Rule.VERSION_HAS_MARKS: lazy(
        "Des notes ou une décision existent déjà pour cette année : sa version ne change plus."
    ),
    Rule.VERSION_NOT_MAPPED: lazy("La version choisie n’a pas : %(codes)s. Rien n’est changé."),
}
