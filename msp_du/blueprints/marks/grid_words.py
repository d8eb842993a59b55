"""What the script of a sheet says, in the reader's language; it fills the places in braces."""

import json

from msp_du.web.i18n import _


def grid_words() -> str:
    """Return the script's sentences as JSON, for a ``data-`` attribute of the sheet."""
    return json.dumps(
        {
            "saved": _("enregistré"),
            "saving": _("en cours"),
            "failed": _("échec"),
            "allSaved": _("Tout est enregistré."),
            "sending": _("Enregistrement en cours : {count}."),
            "unsent": _(
                "Notes non enregistrées : {count}. Le serveur ne répond pas ; elles sont gardées "
                "sur cette page et repartent seules."
            ),
            "signedOut": _(
                "Votre session a pris fin. Notes non enregistrées : {count} ; elles sont gardées "
                "sur cette page. Connectez-vous dans un autre onglet, puis revenez ici."
            ),
            "otherAccount": _(
                "Un autre compte est connecté dans ce navigateur. Rien n’est envoyé à sa place : "
                "reconnectez-vous avec le vôtre."
            ),
            "noAccess": _(
                "Cette feuille ne vous est plus ouverte. Notes non enregistrées : {count}. "
                "Notez-les ailleurs, puis prévenez la coordination."
            ),
            "refused": _("{about} : {said}"),
            "refusedPaste": _("{about} : « {text} ». {said}"),
            "retry": _("Réessayer"),
            "conflicts": _("Notes à départager : {count}."),
            "reasonChecked": _("J’ai vérifié : ce texte ne permet d’identifier personne."),
            "newCells": _("Une note de plus est demandée."),
            "reload": _("Relire la feuille"),
            "signIn": _("Se connecter"),
            "conflict": _("Vous avez saisi {mine}. Cette note a changé : {theirs}, {who}."),
            "keepMine": _("Garder {mine}"),
            "keepTheirs": _("Garder {theirs}"),
            "pasted": _("Notes collées : {count}."),
            "faults": _("Valeurs laissées de côté : {count}."),
            "outside": _("« {text} » : en dehors de la feuille."),
            "closed": _("{about} : « {text} » n’est pas collé, la case est fermée."),
            "undo": _("Annuler le collage"),
            "close": _("Fermer"),
            "unsentComments": _(
                "Rien n’est enregistré : le serveur ne répond pas, ou votre session a pris fin. "
                "Ce que vous avez écrit reste ici."
            ),
            "undone": _("Le collage est annulé."),
        },
        ensure_ascii=False,
    )
