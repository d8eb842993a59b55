"""The demonstration's calendar, so that today is always some twelve weeks into the year."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS_SINCE_START = 11
TEACHING_WEEKS = 6
WEEKS_BETWEEN_CLASSES = 5
SITTING_WEEKS = {1: 42, 2: 49, 3: 60}


@dataclass(frozen=True, slots=True)
class DemoYear:
    """A university year of the demonstration, both bounds included."""

    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        return f"{self.starts_on.year}-{self.starts_on.year + 1}"

    def week(self, number: int) -> date:
        """Return the day on which a week of the year begins, the first being week 0."""
        return self.starts_on + timedelta(weeks=number)

    def sitting(self, number: int) -> date:
        """Return the day on which the board sits: for a session, or late for what was put off."""
        return monday_of(self.week(SITTING_WEEKS[number])) + timedelta(days=3)

    @property
    def teaching_mondays(self) -> list[date]:
        """Six weeks of classes, one about every month."""
        first = monday_of(self.starts_on) + timedelta(weeks=2)
        return [first + timedelta(weeks=WEEKS_BETWEEN_CLASSES * n) for n in range(TEACHING_WEEKS)]

    @property
    def deadlines(self) -> list[tuple[str, date]]:
        return [
            ("Carnet d’heures à jour, premier semestre", self.starts_on + timedelta(weeks=20)),
            ("Carnet d’heures à jour, second semestre", self.starts_on + timedelta(weeks=38)),
            ("Dossiers et écrits à rendre", self.starts_on + timedelta(weeks=39)),
            ("Jury", self.sitting(1)),
        ]


def demo_year(today: date, years_ago: int) -> DemoYear:
    """Return the year that is on now (0) or one before it (1, 2)."""
    near = today - timedelta(weeks=WEEKS_SINCE_START)
    starts_on = date(near.year - years_ago, near.month, 1)
    return DemoYear(starts_on, date(starts_on.year + 1, starts_on.month, 1) - timedelta(days=1))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
