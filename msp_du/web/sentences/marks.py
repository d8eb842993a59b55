"""What is said when a rule about marks refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.COMMENT_WITHOUT_MARK: lazy("Un commentaire accompagne une note : saisissez-la d’abord."),
    Rule.MARK_ABOVE_20: lazy("Une note ne dépasse pas 20."),
    Rule.MARK_EXEMPTION_ELSEWHERE: lazy(
        "Une dispense ne se saisit pas ici : la coordination l’inscrit sur la fiche de la "
        "personne, avec la référence de la décision."
    ),
    Rule.MARK_NOT_VALID: lazy(
        "Écrivez une note de 0 à 20, avec deux décimales au plus, ou une absence : ABI ou ABJ."
    ),
    Rule.MARK_OTHER_EXAMINER: lazy(
        "Vous avez déjà noté ce travail : l’autre note vient d’une autre personne."
    ),
    Rule.MARK_THIRD_NOT_ASKED: lazy(
        "Une troisième note se donne quand les deux premières ont plus de 3 points d’écart."
    ),
    Rule.MARKS_DECIDED: lazy(
        "Le jury a délibéré : seule la coordination peut encore corriger cette note."
    ),
    Rule.MARKS_NOT_OF_SHEET: lazy(
        "La liste a changé depuis que cette page est ouverte. Relisez-la, puis enregistrez."
    ),
    Rule.MARKS_OWN: lazy("Ce sont vos propres notes : une autre personne doit les saisir."),
    Rule.RESIT_NOT_OPEN: lazy("La seconde session n’est pas ouverte pour cette personne."),
}
