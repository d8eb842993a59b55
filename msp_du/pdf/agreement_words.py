"""What an agreement says in French: its title, its text with every place filled, its signers."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Final

from msp_du.domain.agreement_terms import PARTS, AgreementFacts, SignerLine, Terms, TermsPeriod
from msp_du.domain.agreement_text import Block, Placeholder, blocks
from msp_du.domain.agreements import SignerCapacity
from msp_du.domain.documents import Issuer
from msp_du.domain.vocabulary import Regime
from msp_du.pdf.words import duration, long_day

TITLES: Final = {
    Regime.STUDENT_INTERNSHIP: "Convention de stage",
    Regime.CONTINUING_EDUCATION: "Convention de formation en structure",
    Regime.EMPLOYMENT: "Convention de formation avec l’employeur",
    Regime.EXTERNAL_ASSIGNMENT: "Convention tripartite de mission",
}
CAPACITIES: Final = {
    SignerCapacity.TRAINEE: "La personne en formation",
    SignerCapacity.HOST_SIGNATORY: "La structure d’accueil",
    SignerCapacity.EMPLOYER: "L’employeur",
    SignerCapacity.UNIVERSITY: "L’université",
    SignerCapacity.ACADEMIC_TUTOR: "Le suivi pédagogique",
    SignerCapacity.HOST_SUPERVISOR: "Le tutorat dans la structure",
    SignerCapacity.OTHER: "Autre signataire",
}
NOT_SAID: Final = "à préciser"
SAMPLE: Final = {
    "trainee": "Camille MARTIN",
    "host": "Association Exemple, Tours",
    "employer": "Établissement Exemple, Tours",
    "course_title": "Diplôme d’université",
    "cohort": "2026-A",
    "academic_year": "2026-2027",
    "service": "Accueil",
    "host_supervisor": "Dominique Bernard, coordination",
    "academic_tutor": "Yann Morvan",
    "competences": "- Écouter sans juger\n- Travailler en équipe",
    "activities": "- Accueil\n- Animation d’un groupe",
}
"""What invented facts say, to show what a text gives."""
OPEN_PLACES: Final = (
    Placeholder.SERVICE,
    Placeholder.HOST_SUPERVISOR,
    Placeholder.ACADEMIC_TUTOR,
    Placeholder.COMPETENCES,
    Placeholder.ACTIVITIES,
)
"""Places that say that they are still open, when nothing was written for them."""
_TEXTS: Final = frozenset(each.name for each in fields(Terms) if each.type is str)


def title(facts: AgreementFacts) -> str:
    """Return what kind of paper it is."""
    if facts.number:
        return f"Avenant n° {facts.number}"
    return TITLES[facts.terms.regime]


def subtitle(facts: AgreementFacts) -> str:
    """Return which agreement an amendment changes, or nothing."""
    if not facts.number:
        return ""
    kind = TITLES[facts.terms.regime]
    return f"{kind} {facts.reference}. Ce texte prend la place du précédent."


def capacity(value: SignerCapacity) -> str:
    """Return for whom somebody signs."""
    return CAPACITIES[value]


def filled(facts: AgreementFacts) -> tuple[Block, ...]:
    """Return the text of a paper, its places filled."""
    return blocks(facts.template, values(facts))


def values(facts: AgreementFacts) -> dict[str, str]:
    """Return what stands in each place of a text."""
    terms = facts.terms
    plain = {
        place.value: str(getattr(terms, place.value))
        for place in Placeholder
        if isinstance(getattr(terms, place.value, None), str)
    }
    for name in OPEN_PLACES:
        plain[name] = plain[name] or NOT_SAID
    return plain | {
        Placeholder.REFERENCE: facts.reference,
        Placeholder.COURSE_HOURS: duration(terms.course_minutes),
        Placeholder.STARTS_ON: long_day(min(each.starts_on for each in terms.periods)),
        Placeholder.ENDS_ON: long_day(max(each.ends_on for each in terms.periods)),
        Placeholder.PERIODS: "\n".join(f"- {_period(each)}" for each in terms.periods),
        Placeholder.PLANNED_HOURS: duration(terms.planned_minutes),
        Placeholder.WEEKLY_HOURS: (
            duration(terms.weekly_minutes) if terms.weekly_minutes else NOT_SAID
        ),
    }


def sample(
    issuer: Issuer, regime: Regime, template: str, clauses: Mapping[str, str]
) -> AgreementFacts:
    """Return invented facts, to show what a text gives."""
    blank = {place.value: "" for place in Placeholder if place in PARTS}
    texts = {**blank, **SAMPLE, **clauses, "university": issuer.name}
    terms = Terms(
        regime=regime,
        course_minutes=210 * 60,
        periods=(TermsPeriod(date(2026, 10, 1), date(2027, 6, 30), 280 * 60),),
        weekly_minutes=35 * 60,
        **{name: text for name, text in texts.items() if name in _TEXTS},
    )
    return AgreementFacts(
        issuer=issuer,
        reference="CS-2026-00000",
        number=0,
        edition=1,
        terms=terms,
        signers=(SignerLine(SignerCapacity.TRAINEE, "Camille MARTIN", ""),),
        template=template,
        sent_on=None,
        is_specimen=True,
    )


def _period(period: TermsPeriod) -> str:
    first, last = long_day(period.starts_on), long_day(period.ends_on)
    return f"du {first} au {last} : {duration(period.planned_minutes)}"
