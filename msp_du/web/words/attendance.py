"""Words of the closed lists about classes, attendance and study arrangements."""

from enum import StrEnum

from msp_du.domain import arrangements, attendance, class_sessions
from msp_du.web.i18n import lazy

WORDS: dict[type[StrEnum], dict[str, str]] = {
    attendance.HalfDay: {
        attendance.HalfDay.MORNING: lazy("Matin"),
        attendance.HalfDay.AFTERNOON: lazy("Après-midi"),
    },
    attendance.AttendanceState: {
        attendance.AttendanceState.PRESENT: lazy("Présence"),
        attendance.AttendanceState.LATE: lazy("Retard"),
        attendance.AttendanceState.EXCUSED: lazy("Absence excusée"),
        attendance.AttendanceState.UNEXCUSED: lazy("Absence"),
    },
    attendance.LateCountsAs: {
        attendance.LateCountsAs.PRESENT: lazy("compte comme une présence"),
        attendance.LateCountsAs.ABSENT: lazy("compte comme une absence"),
    },
    attendance.ExcusedCountsAs: {
        attendance.ExcusedCountsAs.NEUTRAL: lazy("ne compte pas"),
        attendance.ExcusedCountsAs.ABSENT: lazy("compte comme une absence"),
    },
    attendance.AttendancePaperKind: {
        attendance.AttendancePaperKind.SHEET: lazy("Feuille de présence"),
        attendance.AttendancePaperKind.WEEK_SHEET: lazy("Feuille de présence de la semaine"),
        attendance.AttendancePaperKind.CERTIFICATE: lazy("Attestation d’assiduité"),
    },
    class_sessions.PlannedAs: {
        class_sessions.PlannedAs.NEW: lazy("À créer"),
        class_sessions.PlannedAs.KEPT: lazy("Déjà prévue, gardée"),
        class_sessions.PlannedAs.TAKEN: lazy("Non créée : la promotion a déjà cours"),
        class_sessions.PlannedAs.OUTSIDE: lazy("Non créée : hors de l’année universitaire"),
    },
    arrangements.ArrangementKind: {
        arrangements.ArrangementKind.EXTRA_TIME_THIRD: lazy("Tiers-temps"),
        arrangements.ArrangementKind.EXTRA_TIME: lazy("Temps majoré"),
        arrangements.ArrangementKind.ATTENDANCE_EXEMPTION: lazy("Dispense d’assiduité"),
        arrangements.ArrangementKind.REMOTE_SITTING: lazy("Épreuve à distance"),
        arrangements.ArrangementKind.OTHER_EQUIPMENT: lazy("Autre matériel"),
    },
    arrangements.Audience: {
        arrangements.Audience.INSTRUCTORS: lazy("Les personnes qui animent les séances"),
        arrangements.Audience.EXAMINERS: lazy("Les personnes qui font passer les épreuves"),
        arrangements.Audience.BOARD: lazy("Le jury"),
    },
}
