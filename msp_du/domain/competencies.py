"""Competencies as frozen data, and what ratings make of them (domain §2.2).

Ratings of the trainee, the host and the university stand side by side: what counts is one level
an item, chosen by the caller, and nothing here combines two. ``counted`` maps the code of an item
to that level; None, or no entry, is an item nobody rated.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from msp_du.domain.vocabulary import GateState, Language, Level

SCALE: Final = (Level.NOVICE, Level.BEGINNER, Level.COMPETENT, Level.AUTONOMOUS)
"""The levels that say how well, from the lowest; the two others say why there is none."""

MOST_NOT_APPLICABLE: Final = 2
"""Core items that may be left out because no structure offers the situation, in every year."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages, each of them there."""

    fr: str
    en: str

    def wording(self, language: Language) -> str:
        """Return the text in that language.

        >>> Wording("Novice", "New").wording(Language.ENGLISH)
        'New'
        """
        return self.en if language is Language.ENGLISH else self.fr


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level of the scale: its name, and what an observer sees of it."""

    level: Level
    title: Wording
    descriptor: Wording


@dataclass(frozen=True, slots=True)
class Competency:
    """One item of the checklist, as an action that can be observed.

    ``source`` names published work that inspired it; the wording is the framework's own.
    """

    code: str
    title: Wording
    is_core: bool
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CompetencyDomain:
    """Competencies that belong together."""

    code: str
    title: Wording
    competencies: tuple[Competency, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a checklist; codes of domains and items share one set of names."""

    code: str
    version: str
    title: Wording
    levels: tuple[LevelWords, ...]
    domains: tuple[CompetencyDomain, ...]

    @property
    def reference(self) -> str:
        """Code and version in one, as in ``COMPETENCES@2026``."""
        return f"{self.code}@{self.version}"

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """Every item, in the order of the file."""
        return tuple(item for domain in self.domains for item in domain.competencies)

    @property
    def core(self) -> tuple[Competency, ...]:
        """The items that the gate asks for."""
        return tuple(item for item in self.competencies if item.is_core)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a trainee stands with the core items of a year.

    ``core_total`` counts them all, ``acquired`` those at the required level or above. The codes
    are in the order of the framework: ``missing`` are below it, not observed or not rated.
    """

    required: Level
    core_total: int
    acquired: int
    missing: tuple[str, ...]
    not_applicable: tuple[str, ...]

    @property
    def has_too_many_not_applicable(self) -> bool:
        """Whether more core items are left out than may be."""
        return len(self.not_applicable) > MOST_NOT_APPLICABLE

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing, and not too much left out."""
        return not self.missing and not self.has_too_many_not_applicable


@dataclass(frozen=True, slots=True)
class DomainProgress:
    """How many items of a domain, core or not, are at the required level or above.

    ``total`` leaves out those not applicable, and is 0 when all are.
    """

    domain: CompetencyDomain
    acquired: int
    total: int


def rank(level: Level) -> int | None:
    """Return the place of a level on the scale, 1 to 4; None for one that is no judgement.

    >>> rank(Level.COMPETENT), rank(Level.NOT_OBSERVED)
    (3, None)
    """
    return SCALE.index(level) + 1 if level in SCALE else None


def required_level(year_number: int, years: int) -> Level:
    """Return the level core items need at the end of a year of a diploma of so many years.

    >>> required_level(1, 2).value, required_level(2, 2).value
    ('beginner', 'competent')
    """
    return Level.BEGINNER if year_number < years else Level.COMPETENT


def reaches(level: Level | None, required: Level) -> bool:
    """Tell whether a level is on the scale and at the required one or above.

    >>> reaches(Level.AUTONOMOUS, Level.COMPETENT), reaches(Level.NOT_OBSERVED, Level.NOVICE)
    (True, False)
    """
    return level in SCALE and SCALE.index(level) >= SCALE.index(required)


def standing(
    framework: Framework, counted: Mapping[str, Level | None], *, year_number: int, years: int
) -> Standing:
    """Hold the counted levels of the core items against the end of a year.

    Items not applicable are left out, ``MOST_NOT_APPLICABLE`` of them at most: domain §2.2 says so
    of the last year, and it holds in every other, so that a year never passes on an empty list.
    """
    required = required_level(year_number, years)
    core = [item.code for item in framework.core]
    left_out = tuple(code for code in core if counted.get(code) is Level.NOT_APPLICABLE)
    missing = tuple(
        code for code in core if code not in left_out and not reaches(counted.get(code), required)
    )
    return Standing(
        required=required,
        core_total=len(core),
        acquired=len(core) - len(left_out) - len(missing),
        missing=missing,
        not_applicable=left_out,
    )


def gate_state(standing: Standing) -> GateState:
    """Return what a year's result is told of the competencies; failing them is the board's word."""
    return GateState.MET if standing.is_met else GateState.PENDING


def domains_progress(
    framework: Framework, counted: Mapping[str, Level | None], *, year_number: int, years: int
) -> tuple[DomainProgress, ...]:
    """Return how far each domain is, in the order of the framework."""
    required = required_level(year_number, years)
    return tuple(
        _progress(domain, (counted.get(item.code) for item in domain.competencies), required)
        for domain in framework.domains
    )


@dataclass(frozen=True, slots=True)
class RatedYear:
    """A trainee's year: its framework, the levels that count by item, how many years there are."""

    framework: Framework
    counted: Mapping[str, Level]
    year_number: int
    years: int

    @property
    def standing(self) -> Standing:
        """Where the trainee stands for this year."""
        return standing(
            self.framework, self.counted, year_number=self.year_number, years=self.years
        )

    @property
    def for_diploma(self) -> Standing:
        """Where the trainee stands for the last year, and so for the diploma."""
        return standing(self.framework, self.counted, year_number=self.years, years=self.years)

    def domains_of(self, codes: Collection[str]) -> list[str]:
        """Return the codes of the domains that hold these items, in the framework's order."""
        return [
            domain.code
            for domain in self.framework.domains
            if any(item.code in codes for item in domain.competencies)
        ]


def _progress(
    domain: CompetencyDomain, levels: Iterable[Level | None], required: Level
) -> DomainProgress:
    applicable = [level for level in levels if level is not Level.NOT_APPLICABLE]
    acquired = sum(reaches(level, required) for level in applicable)
    return DomainProgress(domain, acquired, len(applicable))
