"""What would mend what stands against a year, in sentences."""

from collections.abc import Callable, Iterator, Mapping

from msp_du.domain.assessment_rules import Gate
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.remedies import Remedy, RemedyKind
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext
from msp_du.web.result_words import named_codes


def remedy_lines(remedy: Remedy, cause: Cause) -> Iterator[str]:
    """Yield the ways to mend a cause, a sentence each."""
    yield from _REMEDIES[remedy.kind](remedy, cause)


def _await_mark(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield ngettext(
        "À recevoir du module %(codes)s.",
        "À recevoir des modules %(codes)s.",
        len(remedy.codes),
        codes=named_codes(remedy.codes),
    )


def _validate(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("À valider avec l’équipe du module %(codes)s.", codes=named_codes(remedy.codes))


def _resit(remedy: Remedy, _cause: Cause) -> Iterator[str]:
    codes = named_codes(remedy.codes)
    if remedy.mark is None:
        yield _("Seconde session, %(codes)s : même 20 n’y suffirait pas.", codes=codes)
    elif not remedy.mark:
        yield _("Seconde session, %(codes)s : toute note y suffit.", codes=codes)
    else:
        yield ngettext(
            "Seconde session, %(codes)s : il faut au moins %(mark)s.",
            "Seconde session, %(codes)s : il faut au moins %(mark)s à chaque module.",
            len(remedy.codes),
            codes=codes,
            mark=formatting.mark(remedy.mark),
        )


def _resit_later(_remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("Une seconde session pourra s’ouvrir une fois toutes les notes connues.")


def _board(_remedy: Remedy, _cause: Cause) -> Iterator[str]:
    yield _("Aucune seconde session n’est ouverte : le jury décide de la suite.")


def _gate(_remedy: Remedy, cause: Cause) -> Iterator[str]:
    if cause.kind is CauseKind.GATE_FAILED:
        yield _("Le délai est passé : seul le jury peut y déroger.")
        return
    sentences = {
        Gate.HOURS: _(
            "Les heures qui manquent sont à noter, puis à faire valider par la structure d’accueil."
        ),
        Gate.ATTENDANCE: _("La coordination dit quelles séances peuvent être rattrapées."),
        Gate.COMPETENCIES: _(
            "Ces compétences sont à évaluer par la structure d’accueil, puis par l’université."
        ),
        Gate.PLACEMENT_CERTIFICATE: _(
            "Le document de fin de stage est à remettre à la coordination."
        ),
    }
    yield sentences[Gate(cause.code or "")]


_REMEDIES: Mapping[RemedyKind, Callable[[Remedy, Cause], Iterator[str]]] = {
    RemedyKind.AWAIT_MARK: _await_mark,
    RemedyKind.VALIDATE: _validate,
    RemedyKind.RESIT: _resit,
    RemedyKind.RESIT_LATER: _resit_later,
    RemedyKind.BOARD: _board,
    RemedyKind.GATE: _gate,
}
