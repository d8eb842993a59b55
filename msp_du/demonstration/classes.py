"""The three cohorts of the demonstration, and what happened to each trainee."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from msp_du.demonstration.story import Pace
from msp_du.domain.names import Name
from msp_du.domain.vocabulary import Regime

YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody enrolled: where they are placed, how their log goes, what the board made of it.

    ``marks`` (session 1) and ``resits`` are as typed, by code of the assessment; the other marks
    lie around ``level``. Weeks are counted from the start of the first year.
    """

    family: str
    given: str
    host: str | None = None
    pace: Pace = Pace.STEADY
    regime: Regime = Regime.EMPLOYMENT
    usage: str | None = None
    chosen: str | None = None
    then: str | None = None
    """The host of the second year, where it is another."""
    level: str = "12.5"
    marks: Mapping[str, str] = field(default_factory=dict)
    resits: Mapping[str, str] = field(default_factory=dict)
    suspended: bool = False
    """Out of the course for three weeks now."""
    away: tuple[int, int] | None = None
    """First week out of the course, and the week of the return."""
    left_in: int | None = None
    """The week in which they stopped for good."""
    short_hours: int = 0
    """Placement hours that were still missing at the end of the first year."""
    by_board: int | None = None
    """The year in which the board admitted where the rules alone would not."""
    repeats: int | None = None
    """The year that they failed, and follow again."""
    late: bool = False
    """Whether an excused absence left them a resit of this autumn, after the board's sittings."""
    admitted_late: bool = False
    """Whether the board has sat once more for them; nobody asked for their documents since."""
    slip: bool = False
    """Whether they were first written down as admitted in that year."""
    exempt: str | None = None
    """The unit of the first year that they are exempt from, for what they learnt before."""
    enrolled_elsewhere: bool = False
    """Whether they were first enrolled in another cohort, by mistake."""
    new_family: str | None = None
    """Birth name since a change at the registry office, after the diploma."""
    about: str = ""
    """What there is to see; whoever has one has an account that can be tried."""

    @property
    def name(self) -> Name:
        """The name under which they enrolled."""
        return Name(self.family, self.usage, self.given, self.chosen)

    @property
    def has_account(self) -> bool:
        return bool(self.about)


@dataclass(frozen=True, slots=True)
class Class:
    """A cohort: its code, how many years ago it began, and who is in it."""

    code: str
    years_ago: int
    trainees: tuple[Trainee, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """An attempt at a year of the diploma, in the calendar year of so many years ago."""

    ago: int
    number: int
    attempt: int = 1


def runs(group: Class, trainee: Trainee) -> Iterator[Run]:
    """Give the years that a trainee followed, the first one first."""
    number, attempt = 1, 1
    for ago in range(group.years_ago, -1, -1):
        if number > YEARS:
            return
        yield Run(ago, number, attempt)
        if trainee.left_in is not None:
            return
        if trainee.repeats == number and attempt == 1:
            attempt = 2
        else:
            number, attempt = number + 1, 1


_STUDENT = Regime.STUDENT_INTERNSHIP
_CONTINUING = Regime.CONTINUING_EDUCATION

_SECOND_YEAR = Class(
    "A",
    1,
    (
        Trainee("Lefèvre", "Camille", "tilleuls", level="13.25", about="2ᵉ année"),
        Trainee(
            "Abgrall",
            "Nolwenn",
            "relais",
            marks={"M131-S": "8", "M132-S": "9,5", "M133-D": "10"},
        ),
        Trainee("Benchaâbane", "Karim", "atelier", Pace.AHEAD, level="16.5"),
        Trainee(
            "Da Costa",
            "Miguel João",
            "passerelle",
            level="11.5",
            marks={"M121-ET": "6", "M122-ET": "7,5", "M123-EC": "9"},
            resits={"M121-ET": "11", "M122-ET": "12,5", "M123-EC": "10,5"},
            about="2ᵉ année, 1ʳᵉ année validée en seconde session",
        ),
        Trainee(
            "Faure",
            "Marie-Christine",
            "rives",
            Pace.LATE,
            usage="Faure-Lambert",
            short_hours=21,
            by_board=1,
        ),
        Trainee(
            "Kowalska",
            "Zofia",
            "savoirs",
            regime=_CONTINUING,
            level="13.75",
            marks={"M121-ET": "ABI"},
            resits={"M121-ET": "12"},
        ),
        Trainee(
            "Nguyễn",
            "Thị Mai",
            "cap",
            regime=_CONTINUING,
            chosen="Mai",
            level="14.5",
            away=(14, 20),
        ),
        Trainee("Œuvrard", "Sylvain", "tilleuls", Pace.AHEAD, marks={"M112-CC": "ABJ"}),
        Trainee(
            "Pereira",
            "Inês",
            "voix",
            regime=_CONTINUING,
            level="11.5",
            marks={"P151-TU": "7", "P152-D": "8,5"},
            repeats=1,
        ),
        Trainee("Şahin", "Emre", "relais", suspended=True, level="12"),
    ),
)

_FIRST_YEAR = Class(
    "B",
    0,
    (
        Trainee("Amrani", "Yasmine", "relais", level="14", about="1ʳᵉ année"),
        Trainee("Bertrand", "Louis", "tilleuls", away=(5, 7)),
        Trainee("Çelik", "Deniz", "atelier", level="15"),
        Trainee("Diarra", "Fatoumata", "passerelle", Pace.LATE, marks={"M111-CC": "ABI"}),
        Trainee("Évrard", "Paul", "savoirs", Pace.AHEAD, chosen="Paule", level="16"),
        Trainee("Guéguen", "Tiphaine", "rives", regime=_STUDENT, level="11.5"),
        Trainee("Hoarau", "Jean-Noël", "cap", Pace.SILENT, regime=_CONTINUING, level="10.5"),
        Trainee("Ibrahimović", "Amra", "voix", regime=_STUDENT, level="13.5"),
        Trainee("Jourdain", "Agnès", "tilleuls", usage="Jourdain-Roche", exempt="UE1.4"),
        Trainee("Łukasik", "Tomasz", "relais", Pace.LATE, level="11"),
        Trainee("Mercier", "Alix", None, regime=_CONTINUING, enrolled_elsewhere=True),
        Trainee(
            "N’Diaye",
            "Ousmane",
            None,
            regime=_CONTINUING,
            level="13",
            about="1ʳᵉ année, places de stage à choisir",
        ),
    ),
)

_FINISHED = Class(
    "C",
    2,
    (
        Trainee(
            "Şahin-Nguyễn",
            "Łukasz",
            "tilleuls",
            then="relais",
            level="16.75",
            about="diplômé, avec ses documents",
        ),
        Trainee("Brochard", "Aurélie", "relais", then="rives", level="14.75"),
        Trainee(
            "Đặng",
            "Minh Đức",
            "cap",
            regime=_CONTINUING,
            chosen="Minh Đức",
            level="14.5",
            away=(14, 20),
        ),
        Trainee(
            "El Ouazzani",
            "Ikram",
            "passerelle",
            level="11.25",
            marks={"M112-CC": "5", "M112-O": "6,5", "M113-D": "7", "M113-O": "8"},
            resits={"M112-CC": "10,5", "M112-O": "11", "M113-D": "12"},
        ),
        Trainee("Kerguélen", "Maëlle", "atelier", new_family="Le Goaziou", level="13.25"),
        Trainee(
            "Marchetti",
            "Joëlle",
            "savoirs",
            then="voix",
            regime=_CONTINUING,
            level="12.75",
            marks={"M141-D": "8,5", "M142-CC": "9,5"},
        ),
        Trainee(
            "Święcki",
            "Raphaël",
            "rives",
            then="atelier",
            level="12.25",
            marks={"M242-ME": "9", "M243-SO": "10,5"},
            resits={"M242-ME": "9,25"},
            by_board=2,
        ),
        Trainee(
            "Thévenin",
            "Zoé",
            "voix",
            level="12",
            marks={"M242-ME": "7,5", "M243-SO": "9"},
            repeats=2,
            slip=True,
        ),
        Trainee("Ünal", "Chloé", "tilleuls", level="12", left_in=16),
        Trainee(
            "Vasseur",
            "Awa",
            "passerelle",
            level="13.5",
            marks={"M243-SO": "ABJ"},
            resits={"M243-SO": "14"},
            late=True,
        ),
        Trainee(
            "Weiss",
            "Élodie",
            "cap",
            regime=_CONTINUING,
            level="12.75",
            marks={"M243-SO": "ABJ"},
            resits={"M243-SO": "12,5"},
            late=True,
            admitted_late=True,
        ),
    ),
)

CLASSES = (_SECOND_YEAR, _FIRST_YEAR, _FINISHED)
