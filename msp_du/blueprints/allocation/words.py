"""Places, costs and reasons as people read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from msp_du.domain.allocation import (
    Bar,
    Candidate,
    Cost,
    HostSide,
    Problem,
    SideRule,
    side_of,
    total,
)
from msp_du.domain.allocation_reasons import Explanation, Refusal, Why, explain
from msp_du.models import Allocation, EnrolmentYear, Organisation, PlacementOffer
from msp_du.services.allocation_ground import Ground
from msp_du.web import formatting
from msp_du.web.choice_fields import Choice
from msp_du.web.i18n import _, lazy, ngettext
from msp_du.web.labels import label

WISHES = (
    lazy("1er vœu"),
    lazy("2e vœu"),
    lazy("3e vœu"),
    lazy("4e vœu"),
    lazy("5e vœu"),
)
NOT_WISHED = lazy("Hors vœux")


def offer_name(offer: PlacementOffer) -> str:
    """Return where a place is."""
    return (
        f"{offer.organisation.name}, {offer.service}" if offer.service else offer.organisation.name
    )


def offer_days(offer: PlacementOffer) -> str:
    """Return when a place begins and ends."""
    return _(
        "du %(first)s au %(last)s",
        first=formatting.day(offer.starts_on),
        last=formatting.day(offer.ends_on),
    )


def offer_facts(offer: PlacementOffer) -> str:
    """Return what somebody who chooses wants to know of a place, in one line."""
    host = offer.organisation
    seats = ngettext("une place", "%(num)s places", offer.capacity)
    facts = [label(host.kind), host.city, offer_days(offer)]
    return ", ".join(
        fact for fact in [*facts, formatting.hours(offer.planned_minutes), seats] if fact
    )


def offer_choice(offer: PlacementOffer) -> Choice:
    """Return the choice that stands for a place; its first day tells two periods apart."""
    day = formatting.day(offer.starts_on)
    return str(offer.id), _("%(place)s, dès le %(day)s", place=offer_name(offer), day=day)


def rank_words(rank: int | None) -> str:
    """Return which wish a place was."""
    return str(WISHES[rank - 1] if rank else NOT_WISHED)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A trainee in an allocation."""

    key: str
    name: str
    choices: Sequence[Choice]
    chosen: str
    place: str
    note: str
    is_first: bool
    is_by_hand: bool
    reasons: Sequence[str]
    placement_url: str | None


@dataclass(frozen=True, slots=True)
class CostLine:
    """One of the things that are counted, as it was proposed and as it is now."""

    words: str
    proposed: int
    now: int


def cost_lines(ground: Ground, proposed: Cost, now: Cost) -> list[CostLine]:
    """Return what is counted, the heaviest first."""
    lines = [
        CostLine(_("Personnes sans place"), proposed.unplaced, now.unplaced),
        CostLine(_("Personnes hors de leurs vœux"), proposed.unwished, now.unwished),
    ]
    if ground.problem.side_rule is SideRule.PREFERRED:
        words = _("Personnes hors du côté à découvrir")
        lines.append(CostLine(words, proposed.one_sided, now.one_sided))
    return [*lines, CostLine(_("Points de rang"), proposed.points, now.points)]


def costs(ground: Ground, allocation: Allocation) -> list[CostLine]:
    """Return the cost of what was proposed beside that of what stands."""
    return cost_lines(
        ground,
        total(ground.problem, _keys(allocation, proposed=True)),
        total(ground.problem, _keys(allocation)),
    )


def ranks(ground: Ground, allocation: Allocation) -> str:
    """Say how many people get which of their wishes."""
    found = explain(ground.problem, _keys(allocation)).values()
    counts = [sum(one.rank == rank for one in found) for rank in range(1, len(WISHES) + 1)]
    return ", ".join(
        _("%(count)s × %(wish)s", wish=WISHES[number], count=count)
        for number, count in enumerate(counts)
        if count
    )


def person_lines(
    ground: Ground, allocation: Allocation, typed: Mapping[UUID, str] | None = None
) -> list[PersonLine]:
    """Return the people of a round with what each gets, why, and what may be chosen instead."""
    told = explain(ground.problem, _keys(allocation))
    rows = {row.enrolment_year_id: row for row in allocation.rows}
    choices = [offer_choice(offer) for offer in ground.offers.values()]
    lines = []
    for year in ground.members:
        row, explanation = rows.get(year.id), told[str(year.id)]
        offer = ground.offers.get(row.offer_id) if row and row.offer_id else None
        chosen = str(offer.id) if offer else ""
        placement = row.placement_id if row else None
        lines.append(
            PersonLine(
                key=str(year.id),
                name=year.enrolment.person.name.display,
                choices=_personal(ground.problem, str(year.id), choices),
                chosen=typed.get(year.id, "") if typed is not None else chosen,
                place=f"{offer_name(offer)}, {offer_days(offer)}" if offer else _("Sans place"),
                note=_note(ground.problem, str(year.id), explanation),
                is_first=explanation.rank == 1,
                is_by_hand=bool(row and row.is_by_hand),
                reasons=list(_reasons(ground, explanation)),
                placement_url=url_for("placements.show_placement", placement_id=placement)
                if placement
                else None,
            )
        )
    return lines


def _note(problem: Problem, key: str, explanation: Explanation) -> str:
    if explanation.place is None:
        return _("Sans place")
    return (
        rank_words(explanation.rank) if _candidate(problem, key).wishes else _("Aucun vœu envoyé")
    )


def missing_names(members: Iterable[EnrolmentYear], sent: Mapping[UUID, Sequence[UUID]]) -> str:
    """Return the names of those who have sent no wish."""
    return ", ".join(
        year.enrolment.person.name.display for year in members if not sent.get(year.id)
    )


def offer_lines(ground: Ground) -> list[dict[str, object]]:
    """Return the places of a round, with how many people ask for each."""
    wishes = [candidate.wishes for candidate in ground.problem.candidates]
    return [
        {
            "offer": offer,
            "name": offer_name(offer),
            "days": offer_days(offer),
            "side": label(_side(offer.organisation)),
            "asked": sum(str(offer.id) in ranked for ranked in wishes),
            "first": sum(str(offer.id) in ranked[:1] for ranked in wishes),
        }
        for offer in ground.offers.values()
    ]


def _side(host: Organisation) -> HostSide:
    return side_of(host.kind, is_medical=host.is_medical)


def _keys(allocation: Allocation, *, proposed: bool = False) -> dict[str, str | None]:
    return {
        str(row.enrolment_year_id): str(key) if key else None
        for row in allocation.rows
        for key in [row.proposed_offer_id if proposed else row.offer_id]
    }


def _candidate(problem: Problem, key: str) -> Candidate:
    return next(one for one in problem.candidates if one.key == key)


def _personal(problem: Problem, key: str, choices: Sequence[Choice]) -> list[Choice]:
    """Put somebody's wishes first, and say beside a place what bars it to them."""
    candidate = _candidate(problem, key)
    places = {place.key: place for place in problem.places}
    wished = len(candidate.wishes)
    ordered = sorted(choices, key=lambda choice: candidate.rank(choice[0]) or wished + 1)
    return [
        (value, _noted(text, candidate.rank(value), problem.bar(candidate, places[value])))
        for value, text in ordered
    ]


def _noted(text: str, rank: int | None, bar: Bar | None) -> str:
    if rank:
        text = _("%(wish)s : %(place)s", wish=WISHES[rank - 1], place=text)
    return f"{text} ({label(bar)})" if bar else text


def _reasons(ground: Ground, explanation: Explanation) -> Iterator[str]:
    for refusal in explanation.refusals:
        offer = ground.offers[UUID(refusal.place)]
        yield _(
            "%(wish)s, %(place)s : %(why)s.",
            wish=rank_words(refusal.rank),
            place=offer_name(offer),
            why=_why(refusal),
        )


def _why(refusal: Refusal) -> str:
    if refusal.why is not Why.FULL:
        return label(refusal.why)
    parts = [label(refusal.why)]
    if refusal.as_high:
        parts.append(
            ngettext(
                "donnée à une personne qui l’a mise aussi haut",
                "donnée à %(num)s personnes qui l’ont mise aussi haut",
                refusal.as_high,
            )
        )
    if refusal.others:
        parts.append(
            ngettext(
                "une personne la garde car l’ensemble coûterait plus autrement",
                "%(num)s personnes la gardent car l’ensemble coûterait plus autrement",
                refusal.others,
            )
        )
    return ", ".join(parts)
