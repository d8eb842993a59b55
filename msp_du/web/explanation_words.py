"""Explanations in words, the same for the trainee, the tutor and the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import DecisionFacts
from msp_du.services.results import Reading
from msp_du.web.result_words import cause_sentences, decided_causes


@dataclass(frozen=True, slots=True)
class ObstacleWords:
    """What stands against a year, and what would mend it, one sentence a way."""

    what: str
    fixes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step of the computation (year, unit or module): which rule, which numbers.

    ``title`` says what it is about and what came of it; ``lines`` are sentences.
    """

    title: str
    lines: Sequence[str]
    steps: Sequence["StepWords"] = ()


@dataclass(frozen=True, slots=True)
class ExplanationWords:
    """Why a year stands as it does: what is in the way, then how it was computed."""

    obstacles: Sequence[ObstacleWords]
    steps: Sequence[StepWords]


def explain(reading: Reading) -> ExplanationWords:
    """Explain a year as it stands today; ``components/explanation.html`` shows it."""
    lines = cause_sentences(
        reading.outcome,
        reading.curriculum,
        reading.conditions.hours,
        reading.conditions.standing,
    )
    return ExplanationWords([ObstacleWords(line) for line in lines], ())


def explain_decided(facts: DecisionFacts, curriculum: Curriculum) -> ExplanationWords:
    """Explain a decided year from what the decision froze."""
    lines = decided_causes(facts, curriculum)
    return ExplanationWords([ObstacleWords(line) for line in lines], ())
