"""Competencies of the demonstration, as trainees, hosts and the university see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from msp_du.demonstration.logs import pick
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.demonstration.story import Pace
from msp_du.domain.competencies import SCALE, Competency
from msp_du.domain.vocabulary import Level, RaterRole
from msp_du.models import Account
from msp_du.services import competencies, frameworks
from msp_du.services.competencies import Given

STARTS: Final = {RaterRole.SELF: 8, RaterRole.HOST: 9, RaterRole.TUTOR: 10}
"""Week of the first ratings of a year; a year that is over has others at its end."""
ENDS: Final = {RaterRole.SELF: 38, RaterRole.HOST: 39, RaterRole.TUTOR: 40}
SEEN_EARLY: Final = {RaterRole.SELF: 4, RaterRole.HOST: 2, RaterRole.TUTOR: 3}
"""Of six items, how many somebody rates at the start of a year."""
OPINIONS: Final = {RaterRole.SELF: (-1, 0, 0, 1), RaterRole.HOST: (0, 0, 1), RaterRole.TUTOR: (0,)}
"""How far from the university's view each kind of rater may lie, in levels."""
NOT_OFFERED: Final = {"cap": ("B5", "La structure n’organise pas de groupes.")}
"""The item that a host cannot offer, and why."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Somebody looks at somebody, at the start or the end of a year."""

    file: File
    ago: int
    role: RaterRole
    is_end: bool

    @property
    def week(self) -> int:
        return (ENDS if self.is_end else STARTS)[self.role]

    def level(self, item: Competency) -> Level:
        """Return a level; at the end of a year core items are where that year asks for them."""
        number = self.file.runs[self.ago].number
        reached = number + pick((0, 0, 1), self.file.key, item.code, number)
        if self.is_end:
            reached += bool(item.is_core or pick((0, 1), self.file.key, item.code))
        opinion = pick(OPINIONS[self.role], self.file.key, item.code, self.role, number)
        return SCALE[max(1, min(reached + opinion, len(SCALE))) - 1]

    def given(self, item: Competency) -> Given:
        """Return the level, and for an item that the host cannot offer the reason."""
        if self.role is RaterRole.SELF:
            return self.level(item), None
        code, reason = NOT_OFFERED.get(self.file.trainee.host or "", ("", ""))
        if item.code == code:
            return Level.NOT_APPLICABLE, reason
        is_unseen = self.role is RaterRole.HOST and not item.is_core
        if is_unseen and pick((True, False, False), self.file.key, item.code, "unseen"):
            return Level.NOT_OBSERVED, None
        return self.level(item), None

    def sees(self, item: Competency) -> bool:
        """Tell whether the item is rated this time."""
        return self.is_end or pick(range(6), self.file.key, item.code) < SEEN_EARLY[self.role]


def rate_year(work: Setting, files: Collection[File], ago: int) -> None:
    """Append the ratings of a year: of its start if it is on, of its end if it is over."""
    framework = frameworks.shipped(work.session, work.institution.id, actor=None)
    items = frameworks.content_of(framework).competencies
    for file in files:
        if file.has_left:
            continue
        for role, rater in _raters(work, file, ago).items():
            look = _Look(file, ago, role, is_end=ago > 0)
            given = {item.code: look.given(item) for item in items if look.sees(item)}
            competencies.rate(
                work.session,
                file.enrolment,
                role,
                given,
                actor=rater,
                now=at(work.calendar[ago].week(look.week), 18),
            )


def _raters(work: Setting, file: File, ago: int) -> Mapping[RaterRole, Account]:
    """Return who rates; whoever is late or silent has not been rated yet in the year that is on."""
    if ago == 0 and file.trainee.pace in {Pace.LATE, Pace.SILENT}:
        return {}
    raters = {RaterRole.SELF: file.account}
    placement = file.placements.get(ago)
    if placement is not None and placement.academic_tutor is not None:
        raters[RaterRole.TUTOR] = placement.academic_tutor
    if placement is not None and placement.contact.account_id is not None:
        raters[RaterRole.HOST] = work.session.get_one(Account, placement.contact.account_id)
    return raters
