"""The checklist as its pages show it: levels in words, who said so, how far each domain is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from msp_du.domain import competencies as rules
from msp_du.domain.competencies import Competency, CompetencyDomain, Framework, Standing
from msp_du.domain.vocabulary import Level, RaterRole
from msp_du.services.competencies import Checklist, Rating
from msp_du.web import formatting
from msp_du.web.i18n import _, current_language, ngettext
from msp_du.web.words import label

RateUrl = Callable[[str], str]
"""From the code of a domain to the page that rates it."""


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of the scale, and what an observer sees; ``rank`` is 1 to 4, or 0."""

    title: str
    descriptor: str
    rank: int


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating in its cell; texts that are not to be shown are empty."""

    title: str
    rank: int
    day: str
    reason: str
    rater: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A competency with a cell for each kind of rater on the page, None for an empty one."""

    code: str
    title: str
    is_core: bool
    cells: Sequence[RatingView | None]


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain, and how far it is: ``done`` out of ``total``, in words ``shown``."""

    code: str
    title: str
    done: int
    total: int
    shown: str
    competencies: Sequence[ItemView]
    rate_url: str | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The bar on top of the page."""

    title: str
    value: int
    total: int
    shown: str
    note: str


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """The whole page: ``columns`` name the kinds of raters, ``about`` says what domains count."""

    columns: Sequence[str]
    about: str
    progress: ProgressView
    levels: Sequence[LevelView]
    domains: Sequence[DomainView]


def staff_view(
    checklist: Checklist, *, year_number: int, years: int, names: bool, rate_url: RateUrl | None
) -> ChecklistView:
    """Show all three raters side by side, against the end of a year; ``names`` says who rated."""
    framework, counted = checklist.framework, checklist.counted
    standing = rules.standing(framework, counted, year_number=year_number, years=years)
    done = rules.domains_progress(framework, counted, year_number=year_number, years=years)
    titles = level_titles(framework)
    return ChecklistView(
        columns=[label(role) for role in RaterRole],
        about=_("Dans chaque domaine : les compétences au niveau demandé, socles ou non."),
        progress=_core_progress(standing, titles, year_number),
        levels=level_views(framework),
        domains=[
            _domain(
                checklist,
                part.domain,
                tuple(RaterRole),
                (part.acquired, part.total),
                names=names,
                rate_url=rate_url,
            )
            for part in done
        ],
    )


def host_view(checklist: Checklist, *, rate_url: RateUrl) -> ChecklistView:
    """Show a host what the trainee and the host itself said, and what is left to rate."""
    own = checklist.by_host
    rated = [
        (domain, sum(item.code in own for item in domain.competencies))
        for domain in checklist.framework.domains
    ]
    total = len(checklist.framework.competencies)
    return ChecklistView(
        columns=[label(RaterRole.SELF), label(RaterRole.HOST)],
        about=_("Dans chaque domaine : les compétences que vous avez évaluées."),
        progress=ProgressView(
            title=_("Votre évaluation"),
            value=len(own),
            total=total,
            shown=_out_of(len(own), total),
            note=_("Une compétence que vous n’avez pas vue reste ouverte : rien ne vous oblige."),
        ),
        levels=level_views(checklist.framework),
        domains=[
            _domain(
                checklist,
                domain,
                (RaterRole.SELF, RaterRole.HOST),
                (count, len(domain.competencies)),
                names=False,
                rate_url=rate_url,
            )
            for domain, count in rated
        ],
    )


def level_titles(framework: Framework) -> dict[Level, str]:
    """Return the framework's own words for the levels of its scale."""
    language = current_language()
    return {words.level: words.title.wording(language) for words in framework.levels}


def item_legend(item: Competency) -> str:
    """Return the words over the levels of one competency on the form."""
    text = f"{item.code}. {item.title.wording(current_language())}"
    return _("%(competency)s (socle)", competency=text) if item.is_core else text


def rating_in_words(who: RaterRole, rating: Rating, titles: Mapping[Level, str]) -> str:
    """Return what somebody else said, in one line."""
    level = titles.get(rating.level) or label(rating.level)
    text = _(
        "%(who)s : %(level)s, le %(day)s",
        who=label(who),
        level=level,
        day=formatting.day(rating.rated_at),
    )
    return f"{text} ({rating.reason})" if rating.reason else text


def _domain(
    checklist: Checklist,
    domain: CompetencyDomain,
    roles: Sequence[RaterRole],
    done: tuple[int, int],
    *,
    names: bool,
    rate_url: RateUrl | None,
) -> DomainView:
    language, titles = current_language(), level_titles(checklist.framework)
    return DomainView(
        code=domain.code,
        title=f"{domain.code}. {domain.title.wording(language)}",
        done=done[0],
        total=done[1],
        shown=_out_of(*done),
        competencies=[
            ItemView(
                item.code,
                item.title.wording(language),
                item.is_core,
                [
                    _cell(
                        checklist.of(role).get(item.code),
                        titles,
                        names=names and role is not RaterRole.SELF,
                    )
                    for role in roles
                ],
            )
            for item in domain.competencies
        ],
        rate_url=rate_url(domain.code) if rate_url else None,
    )


def _cell(rating: Rating | None, titles: Mapping[Level, str], *, names: bool) -> RatingView | None:
    if rating is None:
        return None
    return RatingView(
        title=titles.get(rating.level) or label(rating.level),
        rank=rules.rank(rating.level) or 0,
        day=formatting.day(rating.rated_at),
        reason=rating.reason or "",
        rater=(rating.rater or "") if names else "",
    )


def _core_progress(
    standing: Standing, titles: Mapping[Level, str], year_number: int
) -> ProgressView:
    left_out = len(standing.not_applicable)
    sentences = [
        _(
            "Niveau demandé à la fin de l’année %(number)s : %(level)s. "
            "Le dernier niveau de l’université compte.",
            number=year_number,
            level=titles.get(standing.required) or label(standing.required),
        )
    ]
    if left_out:
        sentences.append(
            ngettext(
                "Une compétence socle est sans objet ; deux peuvent l’être.",
                "%(num)s compétences socles sont sans objet ; deux peuvent l’être.",
                left_out,
            )
        )
    return ProgressView(
        title=_("Compétences socles"),
        value=standing.acquired,
        total=standing.core_total,
        shown=_out_of(standing.acquired, standing.core_total),
        note=" ".join(sentences),
    )


def level_views(framework: Framework) -> list[LevelView]:
    """Return what each level means, those without a place on the scale last."""
    language = current_language()
    scale = [
        LevelView(
            words.title.wording(language),
            words.descriptor.wording(language),
            rules.rank(words.level) or 0,
        )
        for words in framework.levels
    ]
    return [
        *scale,
        LevelView(
            label(Level.NOT_OBSERVED),
            _("Pas encore eu l’occasion ; ce n’est pas un zéro"),
            0,
        ),
        LevelView(
            label(Level.NOT_APPLICABLE),
            _("La structure ne peut pas offrir la situation ; une raison est demandée"),
            0,
        ),
    ]


def _out_of(done: int, total: int) -> str:
    return _("%(done)s sur %(total)s", done=done, total=total)
