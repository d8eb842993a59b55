"""Sentences: what is said when a rule refuses, and the words of the closed lists."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum

from msp_du.domain.errors import Rule
from msp_du.domain.hours import Caution, HoursWarning
from msp_du.web import formatting
from msp_du.web.i18n import lazy
from msp_du.web.words import label

__all__ = ["caution", "label", "sentence"]

SENTENCES: Mapping[Rule, str] = {
    Rule.ACCOUNT_ADDRESS_TAKEN: lazy("Cette adresse est déjà celle d’un compte."),
    Rule.ACCOUNT_DISABLED: lazy("Ce compte est fermé. La coordination peut le rouvrir."),
    Rule.ACCOUNT_ELSEWHERE: lazy(
        "Ce compte sert aussi dans un autre établissement : retirez ici ses rôles, il reste ouvert "
        "là-bas."
    ),
    Rule.ACCOUNT_IN_USE: lazy(
        "Ce compte est déjà ouvert par la personne : elle seule peut changer son adresse."
    ),
    Rule.ACCOUNT_OWN: lazy(
        "C’est votre propre compte : une autre personne de l’administration doit le faire."
    ),
    Rule.LINK_NOT_VALID: lazy(
        "Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau."
    ),
    Rule.PASSWORD_COMMON: lazy(
        "Ce mot de passe se devine trop facilement. Quatre ou cinq mots sans rapport entre eux "
        "font un bon mot de passe."
    ),
    Rule.PASSWORD_TOO_LONG: lazy("Choisissez un mot de passe de %(maximum)s caractères au plus."),
    Rule.PASSWORD_TOO_SHORT: lazy("Choisissez un mot de passe d’au moins %(minimum)s caractères."),
    Rule.PASSWORD_WRONG: lazy("L’adresse ou le mot de passe ne convient pas."),
    Rule.NOT_AUTHORISED: lazy("Votre rôle ne permet pas de faire cela."),
    Rule.STALE_VERSION: lazy(
        "Cette fiche a changé depuis que vous l’avez ouverte. Relisez-la, puis recommencez."
    ),
    Rule.ADDRESS_NOT_VALID: lazy(
        "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."
    ),
    Rule.CALENDAR_BOUNDS: lazy(
        "Les dates doivent se suivre et rester dans l’année universitaire, "
        "du %(first_day)s au %(last_day)s."
    ),
    Rule.CALENDAR_LABEL_TAKEN: lazy("L’année %(label)s existe déjà."),
    Rule.CALENDAR_OVERLAP: lazy("%(label)s et %(other)s se chevauchent."),
    Rule.COLOUR_CONTRAST: lazy(
        "Le contraste de cette couleur avec %(against)s est de %(ratio)s ; "
        "il en faut au moins %(least)s."
    ),
    Rule.COLOUR_NOT_VALID: lazy("Écrivez une couleur en hexadécimal, par exemple #1f4e4a."),
    Rule.IMAGE_NOT_READABLE: lazy("Ce fichier n’est pas une image lisible (PNG ou JPEG)."),
    Rule.IMAGE_TOO_LARGE: lazy(
        "L’image doit peser au plus %(megabytes)s Mo et mesurer au plus %(side)s pixels de côté."
    ),
    Rule.INSTITUTION_CODE_TAKEN: lazy("Un autre établissement porte déjà ce code."),
    Rule.LIMITS_ORDER: lazy(
        "Le seuil de l’avertissement (%(warn)s) ne peut pas dépasser la limite (%(limit)s)."
    ),
    Rule.NAME_NOT_NEUTRAL: lazy(
        "Ce nom paraît dans les titres et les messages : il doit être neutre, sans « %(words)s »."
    ),
    Rule.COHORT_CODE_TAKEN: lazy("Une autre promotion porte déjà ce code."),
    Rule.CURRICULUM_FROZEN: lazy(
        "Cette version du programme a servi et ne change plus. Créez une nouvelle version."
    ),
    Rule.CURRICULUM_VERSION_EXISTS: lazy(
        "La version %(reference)s existe déjà. Donnez une autre version au fichier (clé version)."
    ),
    Rule.ENROLMENT_DATE: lazy("Indiquez une date du %(first_day)s au %(last_day)s."),
    Rule.ENROLMENT_EXISTS: lazy("Cette personne est déjà inscrite dans cette promotion."),
    Rule.ENROLMENT_STATE: lazy("L’inscription est « %(current)s » : ce n’est pas possible."),
    Rule.IMPORT_CHANGED: lazy(
        "Les données ont changé depuis l’aperçu : rien n’est importé. Relisez le nouvel aperçu."
    ),
    Rule.IMPORT_EXPIRED: lazy("Cet aperçu n’est plus valable. Envoyez de nouveau le fichier."),
    Rule.IMPORT_FAULTY: lazy("Rien n’est importé tant que des lignes sont à corriger."),
    Rule.IMPORT_TOO_LARGE: lazy(
        "Ce fichier est trop lourd pour un seul envoi. Faites-en plusieurs."
    ),
    Rule.INE_TAKEN: lazy("Cet INE est déjà celui d’une autre personne."),
    Rule.STUDENT_NUMBER_TAKEN: lazy("Ce numéro d’étudiant est déjà celui d’une autre personne."),
    Rule.HOST_CANNOT_SIGN: lazy(
        "Cette structure ne peut pas signer d’heures : elle ne peut pas accueillir de stage."
    ),
    Rule.CONTACT_NOT_OF_HOST: lazy("Choisissez un contact de la structure d’accueil."),
    Rule.CONTACT_WITHOUT_ADDRESS: lazy(
        "Il manque l’adresse électronique de ce contact : ajoutez-la avant de l’inviter."
    ),
    Rule.MODULE_NOT_OF_YEAR: lazy("Choisissez un module de stage de l’année suivie."),
    Rule.ORGANISATION_NAME_TAKEN: lazy("Une structure porte déjà ce nom."),
    Rule.PERIOD_MISSING: lazy("Indiquez au moins une période, avec ses heures prévues."),
    Rule.PERIODS_LEAVE_HOURS_OUT: lazy(
        "Des heures sont déjà notées le %(day)s : les périodes doivent comprendre ce jour."
    ),
    Rule.TUTOR_NOT_OF_INSTITUTION: lazy("Choisissez une personne chargée du suivi pédagogique."),
    Rule.PERIOD_BOUNDS: lazy("La période doit finir le jour où elle commence, ou après."),
    Rule.PERIOD_OVERLAP: lazy("Deux périodes du stage se chevauchent."),
    Rule.HOURS_BREAK_NEGATIVE: lazy("La pause ne peut pas être négative."),
    Rule.HOURS_BREAK_TOO_LONG: lazy(
        "La pause (%(break_minutes)s) doit être plus courte que la présence (%(elapsed)s)."
    ),
    Rule.HOURS_CLIENT_ID_REUSED: lazy(
        "Cette saisie est déjà enregistrée avec d’autres valeurs. Relisez vos heures."
    ),
    Rule.HOURS_IN_FUTURE: lazy("Ce jour n’est pas encore arrivé."),
    Rule.HOURS_NO_SUCH_TIME: lazy(
        "Le %(day)s, %(time)s n’existe pas : l’heure change cette nuit-là."
    ),
    Rule.HOURS_NOT_ENROLLED: lazy(
        "Le %(day)s, l’inscription n’était pas en cours : ce jour ne se note pas."
    ),
    Rule.HOURS_OUTSIDE_PERIODS: lazy(
        "Ce jour est en dehors des périodes du stage (du %(first_day)s au %(last_day)s)."
    ),
    Rule.HOURS_OVER_DAILY_LIMIT: lazy(
        "Cela ferait %(total)s dans la journée ; la limite est de %(limit)s."
    ),
    Rule.HOURS_OVER_WEEKLY_LIMIT: lazy(
        "Cela ferait %(total)s dans la semaine ; la limite est de %(limit)s."
    ),
    Rule.HOURS_OVERLAP: lazy("Ces horaires en recouvrent d’autres, déjà notés le %(worked_on)s."),
    Rule.HOURS_REMOVED: lazy(
        "Vous avez supprimé cette saisie. Pour la noter de nouveau, enregistrez encore une fois."
    ),
    Rule.HOURS_STATE: lazy("Cette saisie est « %(current)s » : ce n’est plus possible."),
    Rule.HOURS_TOO_SHORT: lazy("Notez au moins une minute de présence, pause déduite."),
    Rule.HOURS_WARNING_UNCONFIRMED: lazy("Relisez l’avertissement et confirmez pour enregistrer."),
    Rule.SIGNATURE_CHANGED: lazy(
        "Les heures ont changé depuis que cette page est ouverte. Relisez-les avant de signer."
    ),
    Rule.TEXT_MAY_IDENTIFY: lazy(
        "Relisez ce texte : il contient peut-être de quoi reconnaître une personne."
    ),
    Rule.FRAMEWORK_EXISTS: lazy(
        "Le référentiel %(reference)s existe déjà. Donnez une autre version au fichier "
        "(clé version)."
    ),
    Rule.FRAMEWORK_MISSING: lazy("Cette promotion n’a pas encore de référentiel de compétences."),
    Rule.RATING_REASON_MISSING: lazy(
        "Dites pourquoi la structure ne peut pas offrir la situation."
    ),
    Rule.MARK_ABOVE_20: lazy("Une note ne dépasse pas 20."),
    Rule.MARK_NOT_VALID: lazy(
        "Écrivez une note de 0 à 20, avec deux décimales au plus, ou une absence : ABI ou ABJ."
    ),
    Rule.MARKS_DECIDED: lazy(
        "Le jury a délibéré : seule la coordination peut encore corriger cette note."
    ),
    Rule.MARKS_NOT_OF_SHEET: lazy(
        "La liste a changé depuis que cette page est ouverte. Relisez-la, puis enregistrez."
    ),
    Rule.MARKS_OWN: lazy("Ce sont vos propres notes : une autre personne doit les saisir."),
    Rule.RESIT_NOT_OPEN: lazy("La seconde session n’est pas ouverte pour cette personne."),
    Rule.DECISION_BEFORE_YEAR: lazy(
        "L’année %(label)s a commencé le %(first_day)s : la séance ne peut pas être plus ancienne."
    ),
    Rule.DECISION_EXISTS: lazy(
        "Une décision vient d’être enregistrée pour cette année. Relisez-la avant de la corriger."
    ),
    Rule.DECISION_IN_FUTURE: lazy("La séance n’a pas encore eu lieu : ce jour est à venir."),
    Rule.DECISION_NOT_OPEN: lazy(
        "Les règles ne permettent pas cette décision. Choisissez-en une autre."
    ),
    Rule.DECISION_REFERENCE_MISSING: lazy("Indiquez la référence de la séance."),
    Rule.DECISION_STALE: lazy(
        "Les résultats ont changé depuis que cette page est ouverte : rien n’est enregistré. "
        "Relisez-les avant de décider."
    ),
    Rule.DOCUMENT_EXISTS: lazy(
        "Ce document existe déjà, ou se prépare. Pour le refaire, remplacez celui qui existe."
    ),
    Rule.DOCUMENT_NOT_ENTITLED: lazy(
        "Le jury n’a pas pris la décision qui permet d’éditer ce document."
    ),
    Rule.DOCUMENT_NUMBER_WRONG: lazy("Recopiez le numéro du document tel qu’il est écrit."),
    Rule.DOCUMENT_SIGN_MISSING: lazy(
        "La police des documents ne sait pas imprimer : %(signs)s. Corrigez d’abord le nom ou "
        "l’intitulé qui contient ce signe."
    ),
    Rule.DOCUMENT_STATE: lazy("Ce document est « %(current)s » : ce n’est plus possible."),
    Rule.DOCUMENT_UNSIGNED: lazy(
        "Personne ne signe encore pour l’établissement : l’administration doit d’abord inscrire "
        "au moins un signataire."
    ),
}

CAUTIONS: Mapping[HoursWarning, str] = {
    HoursWarning.OVER_DAILY_HINT: lazy(
        "Cela fait %(minutes)s dans la journée, plus que les %(limit)s habituelles."
    ),
    HoursWarning.OVER_WEEKLY_HINT: lazy(
        "Cela fait %(minutes)s dans la semaine, plus que les %(limit)s habituelles."
    ),
    HoursWarning.CLOCK_CHANGE: lazy(
        "L’heure change pendant cette nuit : la durée compte le temps réellement passé."
    ),
}

_IN_MINUTES = frozenset({"break_minutes", "elapsed", "limit", "minutes", "total", "warn"})


class _Shown(dict[str, object]):
    """Details as people read them; one that the rule did not give shows as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, detail: object) -> str:
    if detail is None:
        return "…"
    if isinstance(detail, StrEnum):
        return label(detail)
    if isinstance(detail, date | time):
        return _shown_time(detail)
    if isinstance(detail, int) and name in _IN_MINUTES:
        return formatting.hours(detail)
    if isinstance(detail, float):
        return formatting.number(detail)
    return str(detail)


def _shown_time(detail: date | time) -> str:
    if isinstance(detail, datetime):
        return formatting.moment(detail)
    return formatting.day(detail) if isinstance(detail, date) else f"{detail:%H:%M}"


def _filled(text: str, details: Mapping[str, object]) -> str:
    return str(text) % _Shown({name: _shown(name, detail) for name, detail in details.items()})


def sentence(rule: Rule, **details: object) -> str:
    """Return what is said when ``rule`` refuses; dates, minutes and states become words."""
    return _filled(SENTENCES[rule], details)


def caution(given: Caution) -> str:
    """Return the warning to read before hours are saved."""
    return _filled(CAUTIONS[given.kind], {"minutes": given.minutes, "limit": given.limit})
