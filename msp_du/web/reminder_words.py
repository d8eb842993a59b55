"""What a reminder says of each kind of thing, in a sentence without a name or a place."""

from msp_du.domain.reminders import DueKind, Group
from msp_du.web.formatting import day
from msp_du.web.i18n import ngettext


def sentence(group: Group) -> str:
    """Return what is owed, how much of it, and since or by when."""
    count, since = group.count, day(group.since)
    match group.kind:
        case DueKind.HOURS_TO_SIGN:
            return ngettext(
                "Un jour de stage attend votre signature depuis le %(day)s.",
                "%(num)s jours de stage attendent votre signature, le premier depuis le %(day)s.",
                count,
                day=since,
            )
        case DueKind.HOURS_NOT_SENT:
            return ngettext(
                "Un jour noté le %(day)s n’a pas été envoyé à la structure.",
                "%(num)s jours notés n’ont pas été envoyés à la structure, le premier depuis le "
                "%(day)s.",
                count,
                day=since,
            )
        case DueKind.HOURS_RETURNED:
            return ngettext(
                "Un jour vous est revenu pour être corrigé ; vous l’aviez envoyé le %(day)s.",
                "%(num)s jours vous sont revenus pour être corrigés, le premier envoyé le %(day)s.",
                count,
                day=since,
            )
        case DueKind.MARKS_TO_ENTER:
            return ngettext(
                "Une note est à saisir avant le %(day)s.",
                "%(num)s notes sont à saisir, les premières avant le %(day)s.",
                count,
                day=day(group.due_on or group.since),
            )
        case DueKind.WAITING_ELSEWHERE:
            return ngettext(
                "Un élément attendu d’une autre personne l’est depuis le %(day)s.",
                "%(num)s éléments attendus d’autres personnes le sont depuis longtemps, le "
                "premier depuis le %(day)s.",
                count,
                day=since,
            )
        case _:
            return _of_papers(group)


def _of_papers(group: Group) -> str:
    count, since = group.count, day(group.since)
    if group.kind is DueKind.PAPER_TO_HAND_IN:
        return ngettext(
            "Le document de fin d’un stage terminé le %(day)s n’est pas encore remis.",
            "Les documents de fin de %(num)s stages ne sont pas encore remis ; le premier "
            "s’est terminé le %(day)s.",
            count,
            day=since,
        )
    return ngettext(
        "Une convention de stage attend votre signature depuis le %(day)s.",
        "%(num)s conventions de stage attendent votre signature, la première depuis le %(day)s.",
        count,
        day=since,
    )
