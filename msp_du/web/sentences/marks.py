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
    Rule.IMPORT_OTHER_SHEET: lazy(
        "Ce fichier est le modèle d’un autre module, d’une autre session ou d’une autre "
        "promotion. Choisissez celui qui porte ces notes."
    ),
    Rule.MARK_NOT_SHOWN: lazy("Cette note n’est pas encore publiée."),
    Rule.MARK_REASON_MISSING: lazy("Ces notes sont publiées : écrivez pourquoi elles changent."),
    Rule.MARKS_DECIDED: lazy(
        "Le jury a délibéré : seule la coordination peut encore corriger cette note."
    ),
    Rule.MARKS_NOT_OF_SHEET: lazy(
        "La liste a changé depuis que cette page est ouverte. Relisez-la, puis enregistrez."
    ),
    Rule.MARKS_OWN: lazy("Ce sont vos propres notes : une autre personne doit les saisir."),
    Rule.NUMBER_MISSING: lazy(
        "Cette personne n’a pas encore de numéro : la coordination peut lui en donner un."
    ),
    Rule.RESIT_NOT_OPEN: lazy("La seconde session n’est pas ouverte pour cette personne."),
    Rule.SHEET_ANONYMOUS: lazy("Ces notes sont anonymes : levez d’abord l’anonymat."),
    Rule.SHEET_EMPTY: lazy("Personne n’est sur cette feuille : il n’y a rien à numéroter."),
    Rule.SHEET_HAS_MARKS: lazy(
        "Des notes sont déjà saisies sous les noms : l’anonymat n’est plus possible."
    ),
    Rule.SHEET_NOT_FINISHED: lazy("Déclarez d’abord la saisie terminée."),
    Rule.SHEET_PUBLISHED: lazy("Ces notes sont déjà publiées."),
    Rule.SITTING_BOUNDS: lazy("Les notes ne sont pas attendues avant le jour de l’épreuve."),
    Rule.UNDO_CHANGED: lazy("Une de ces notes a changé depuis."),
    Rule.UNDO_DECIDED: lazy("Le jury a délibéré depuis."),
    Rule.UNDO_DONE: lazy("Cet import est déjà annulé."),
    Rule.UNDO_PUBLISHED: lazy("Ces notes ont été publiées depuis."),
}
