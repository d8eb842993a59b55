"""Every refusal there is, as one exception with a closed list of codes."""

from enum import StrEnum


class Rule(StrEnum):
    """A rule of the diploma, of placements or of access that an act can break.

    Each has one French sentence in ``web/labels.py``; a test holds that list complete.
    """

    # Accounts and access
    ACCOUNT_ADDRESS_TAKEN = "account-address-taken"
    ACCOUNT_DISABLED = "account-disabled"
    ACCOUNT_ELSEWHERE = "account-elsewhere"
    ACCOUNT_IN_USE = "account-in-use"
    ACCOUNT_OWN = "account-own"
    LINK_NOT_VALID = "link-not-valid"
    PASSWORD_COMMON = "password-common"  # noqa: S105
    PASSWORD_TOO_LONG = "password-too-long"  # noqa: S105
    PASSWORD_TOO_SHORT = "password-too-short"  # noqa: S105
    PASSWORD_WRONG = "password-wrong"  # noqa: S105
    # Everywhere
    NOT_AUTHORISED = "not-authorised"
    STALE_VERSION = "stale-version"
    # Institution
    ADDRESS_NOT_VALID = "address-not-valid"
    CALENDAR_BOUNDS = "calendar-bounds"
    CALENDAR_LABEL_TAKEN = "calendar-label-taken"
    CALENDAR_OVERLAP = "calendar-overlap"
    COLOUR_CONTRAST = "colour-contrast"
    COLOUR_NOT_VALID = "colour-not-valid"
    IMAGE_NOT_READABLE = "image-not-readable"
    IMAGE_TOO_LARGE = "image-too-large"
    INSTITUTION_CODE_TAKEN = "institution-code-taken"
    LIMITS_ORDER = "limits-order"
    NAME_NOT_NEUTRAL = "name-not-neutral"
    # Curriculum and cohort
    COHORT_CODE_TAKEN = "cohort-code-taken"
    CURRICULUM_FROZEN = "curriculum-frozen"
    CURRICULUM_VERSION_EXISTS = "curriculum-version-exists"
    ENROLMENT_DATE = "enrolment-date"
    ENROLMENT_EXISTS = "enrolment-exists"
    ENROLMENT_STATE = "enrolment-state"
    IMPORT_CHANGED = "import-changed"
    IMPORT_EXPIRED = "import-expired"
    IMPORT_FAULTY = "import-faulty"
    IMPORT_TOO_LARGE = "import-too-large"
    INE_TAKEN = "ine-taken"
    STUDENT_NUMBER_TAKEN = "student-number-taken"
    # Placements
    CONTACT_NOT_OF_HOST = "contact-not-of-host"
    CONTACT_WITHOUT_ADDRESS = "contact-without-address"
    HOST_CANNOT_SIGN = "host-cannot-sign"
    MODULE_NOT_OF_YEAR = "module-not-of-year"
    ORGANISATION_NAME_TAKEN = "organisation-name-taken"
    PERIOD_BOUNDS = "period-bounds"
    PERIOD_MISSING = "period-missing"
    PERIOD_OVERLAP = "period-overlap"
    PERIODS_LEAVE_HOURS_OUT = "periods-leave-hours-out"
    TUTOR_NOT_OF_INSTITUTION = "tutor-not-of-institution"
    # Hours
    HOURS_BREAK_NEGATIVE = "hours-break-negative"
    HOURS_BREAK_TOO_LONG = "hours-break-too-long"
    HOURS_CLIENT_ID_REUSED = "hours-client-id-reused"
    HOURS_IN_FUTURE = "hours-in-future"
    HOURS_NO_SUCH_TIME = "hours-no-such-time"
    HOURS_NOT_ENROLLED = "hours-not-enrolled"
    HOURS_OUTSIDE_PERIODS = "hours-outside-periods"
    HOURS_OVER_DAILY_LIMIT = "hours-over-daily-limit"
    HOURS_OVER_WEEKLY_LIMIT = "hours-over-weekly-limit"
    HOURS_OVERLAP = "hours-overlap"
    HOURS_REMOVED = "hours-removed"
    HOURS_STATE = "hours-state"
    HOURS_TOO_SHORT = "hours-too-short"
    HOURS_WARNING_UNCONFIRMED = "hours-warning-unconfirmed"
    SIGNATURE_CHANGED = "signature-changed"
    TEXT_MAY_IDENTIFY = "text-may-identify"
    # Competencies
    FRAMEWORK_EXISTS = "framework-exists"
    FRAMEWORK_MISSING = "framework-missing"
    RATING_REASON_MISSING = "rating-reason-missing"
    # Marks
    MARK_ABOVE_20 = "mark-above-20"
    MARK_NOT_VALID = "mark-not-valid"
    MARKS_DECIDED = "marks-decided"
    MARKS_NOT_OF_SHEET = "marks-not-of-sheet"
    MARKS_OWN = "marks-own"
    RESIT_NOT_OPEN = "resit-not-open"
    # Examination board
    DECISION_EXISTS = "decision-exists"
    DECISION_NOT_OPEN = "decision-not-open"
    DECISION_STALE = "decision-stale"
    # Sittings of the board
    CORRECTION_EMPTY = "correction-empty"
    DEROGATION_REASON_MISSING = "derogation-reason-missing"
    MINUTES_NOT_READY = "minutes-not-ready"
    MINUTES_SIGNED = "minutes-signed"
    MINUTES_UNSIGNED = "minutes-unsigned"
    POINTS_GIVEN = "points-given"
    POINTS_NOT_VALID = "points-not-valid"
    PUBLICATION_ORDER = "publication-order"
    PUBLICATION_PAST = "publication-past"
    SCAN_NOT_READABLE = "scan-not-readable"
    SCAN_TOO_LARGE = "scan-too-large"
    SEAT_DEPUTY = "seat-deputy"
    SEAT_PRESIDENT_TAKEN = "seat-president-taken"
    SEAT_TAKEN = "seat-taken"
    SITTING_BEFORE_YEAR = "sitting-before-year"
    SITTING_EMPTY = "sitting-empty"
    SITTING_IN_FUTURE = "sitting-in-future"
    SITTING_MOVED = "sitting-moved"
    SITTING_NOBODY_PRESIDES = "sitting-nobody-presides"
    SITTING_NOT_SEATED = "sitting-not-seated"
    SITTING_OPEN_ELSEWHERE = "sitting-open-elsewhere"
    SITTING_RECUSED = "sitting-recused"
    SITTING_REFERENCE_TAKEN = "sitting-reference-taken"
    SITTING_REFERENCE_WRONG = "sitting-reference-wrong"
    SITTING_STATE = "sitting-state"
    # Documents
    DOCUMENT_EXISTS = "document-exists"
    DOCUMENT_NOT_ENTITLED = "document-not-entitled"
    DOCUMENT_NUMBER_WRONG = "document-number-wrong"
    DOCUMENT_SIGN_MISSING = "document-sign-missing"
    DOCUMENT_STATE = "document-state"
    DOCUMENT_UNSIGNED = "document-unsigned"


class RuleViolation(Exception):  # noqa: N818 - a refusal is not an error of the program
    """An act that a rule refuses.

    ``field`` names the form field it belongs under; ``details`` fill the named
    placeholders of the rule's sentence.
    """

    def __init__(self, rule: Rule, *, field: str | None = None, **details: object) -> None:
        super().__init__(rule.value)
        self.rule = rule
        self.field = field
        self.details = details
