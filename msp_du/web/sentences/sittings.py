"""What is said when a rule about sittings of the board, or their papers, refuses."""

from collections.abc import Mapping

from msp_du.domain.errors import Rule
from msp_du.web.i18n import lazy

SENTENCES: Mapping[Rule, str] = {
    Rule.CORRECTION_EMPTY: lazy(
        "Cette décision est déjà celle qui compte : rien n’est à corriger."
    ),
    Rule.DEROGATION_REASON_MISSING: lazy(
        "Cette décision va contre ce que donnent les règles : écrivez le motif de la dérogation. "
        "Il figurera au procès-verbal."
    ),
    Rule.MINUTES_NOT_READY: lazy(
        "Le procès-verbal est en préparation. Attendez un instant, puis recommencez."
    ),
    Rule.MINUTES_SIGNED: lazy("Vous avez déjà signé ce procès-verbal."),
    Rule.MINUTES_UNSIGNED: lazy(
        "Le procès-verbal n’est pas encore signé : déposez l’exemplaire signé, ou attendez la "
        "signature à l’écran de chaque membre présent."
    ),
    Rule.POINTS_GIVEN: lazy("Des points sont déjà donnés à cette moyenne : retirez-les d’abord."),
    Rule.POINTS_NOT_VALID: lazy("Écrivez des points au-dessus de 0, avec deux décimales au plus."),
    Rule.PUBLICATION_ORDER: lazy(
        "Une séance plus ancienne, que celle-ci corrige, n’est pas encore publiée à ce moment-là. "
        "Publiez-la d’abord."
    ),
    Rule.PUBLICATION_PAST: lazy(
        "Ce moment est passé. Choisissez-en un autre, ou publiez tout de suite."
    ),
    Rule.SCAN_NOT_READABLE: lazy(
        "Ce fichier n’est pas un PDF, une image PNG ou une image JPEG que l’on puisse garder. Un "
        "PDF ne doit contenir ni script, ni fichier joint, ni mot de passe."
    ),
    Rule.SCAN_TOO_LARGE: lazy("Ce fichier est trop lourd : %(megabytes)s Mo au plus."),
    Rule.SEAT_DEPUTY: lazy("Choisissez un membre titulaire de ce jury, autre que la suppléance."),
    Rule.SEAT_PRESIDENT_TAKEN: lazy("Ce jury a déjà une présidence."),
    Rule.SEAT_TAKEN: lazy("Ce compte siège déjà dans ce jury."),
    Rule.SITTING_BEFORE_YEAR: lazy(
        "L’année %(label)s a commencé le %(first_day)s : la séance ne peut pas être plus ancienne."
    ),
    Rule.SITTING_EMPTY: lazy("Aucune décision n’est prise : il n’y a rien à clore."),
    Rule.SITTING_IN_FUTURE: lazy("La séance est prévue le %(day)s : elle s’ouvre ce jour-là."),
    Rule.SITTING_MOVED: lazy(
        "Des résultats ont changé depuis que le jury a décidé : %(names)s. Décidez de nouveau, "
        "puis revenez clore la séance."
    ),
    Rule.SITTING_NOBODY_PRESIDES: lazy(
        "Personne ne préside : il faut la présidence du jury ou sa suppléance."
    ),
    Rule.SITTING_NOT_SEATED: lazy(
        "Seuls les membres qui siègent à cette séance décident. Votre nom n’est pas parmi eux."
    ),
    Rule.SITTING_OPEN_ELSEWHERE: lazy(
        "Une autre séance est ouverte pour cette promotion et cette année. Il faut d’abord la "
        "clore."
    ),
    Rule.SITTING_RECUSED: lazy(
        "Vous ne prenez pas part à ce dossier : la décision revient aux autres membres."
    ),
    Rule.SITTING_REFERENCE_TAKEN: lazy("Une autre séance porte déjà cette référence."),
    Rule.SITTING_REFERENCE_WRONG: lazy(
        "Recopiez la référence de la séance telle qu’elle est écrite."
    ),
    Rule.SITTING_STATE: lazy(
        "Cette séance est « %(current)s » : ce n’est plus possible, ou pas encore."
    ),
}
