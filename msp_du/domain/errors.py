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
    CURRICULUM_PART_IN_USE = "curriculum-part-in-use"
    CURRICULUM_VERSION_EXISTS = "curriculum-version-exists"
    ENROLMENT_DATE = "enrolment-date"
    ENROLMENT_EXISTS = "enrolment-exists"
    ENROLMENT_STATE = "enrolment-state"
    IMPORT_CHANGED = "import-changed"
    IMPORT_EXPIRED = "import-expired"
    IMPORT_FAULTY = "import-faulty"
    IMPORT_OTHER_SHEET = "import-other-sheet"
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
    PLACEMENT_DOCUMENT_DECIDED = "placement-document-decided"
    PLACEMENT_DOCUMENT_EXISTS = "placement-document-exists"
    PLACEMENT_DOCUMENT_IN_FUTURE = "placement-document-in-future"
    PLACEMENT_DOCUMENT_MISSING = "placement-document-missing"
    PLACEMENT_DOCUMENT_NOT_DUE = "placement-document-not-due"
    PLACEMENT_DOCUMENT_TOO_EARLY = "placement-document-too-early"
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
    HOURS_OVERLAP_CLASS = "hours-overlap-class"
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
    COMMENT_WITHOUT_MARK = "comment-without-mark"
    MARK_ABOVE_20 = "mark-above-20"
    MARK_EXEMPTION_ELSEWHERE = "mark-exemption-elsewhere"
    MARK_NOT_SHOWN = "mark-not-shown"
    MARK_NOT_VALID = "mark-not-valid"
    MARK_OTHER_EXAMINER = "mark-other-examiner"
    MARK_REASON_MISSING = "mark-reason-missing"
    MARK_THIRD_NOT_ASKED = "mark-third-not-asked"
    MARKS_DECIDED = "marks-decided"
    MARKS_NOT_OF_SHEET = "marks-not-of-sheet"
    MARKS_OWN = "marks-own"
    NUMBER_MISSING = "number-missing"
    RESIT_NOT_OPEN = "resit-not-open"
    # Attendance
    ARRANGEMENT_DATES = "arrangement-dates"
    ARRANGEMENT_PERCENT = "arrangement-percent"
    ATTENDANCE_INCOMPLETE = "attendance-incomplete"
    ATTENDANCE_NOT_OF_SESSION = "attendance-not-of-session"
    ATTENDANCE_OWN = "attendance-own"
    ATTENDANCE_PERIOD = "attendance-period"
    ATTENDANCE_WEEK = "attendance-week"
    CLASS_CLOSED = "class-closed"
    CLASS_CODE_NOT_NOW = "class-code-not-now"
    CLASS_CODE_TRIES = "class-code-tries"
    CLASS_CODE_WRONG = "class-code-wrong"
    CLASS_DECIDED = "class-decided"
    CLASS_EXISTS = "class-exists"
    CLASS_HALF_DAY_TAKEN = "class-half-day-taken"
    CLASS_HAS_RECORDS = "class-has-records"
    CLASS_INSTRUCTOR = "class-instructor"
    CLASS_MODULE = "class-module"
    CLASS_NOT_BEGUN = "class-not-begun"
    CLASS_NOT_CLOSED = "class-not-closed"
    CLASS_OUT_OF_YEAR = "class-out-of-year"
    CLASS_TIMES = "class-times"
    # Credits, moves and what is taken back
    CONFIRMATION_WRONG = "confirmation-wrong"
    CREDIT_AVERAGE_MISSING = "credit-average-missing"
    CREDIT_AVERAGE_NOT_ASKED = "credit-average-not-asked"
    CREDIT_DECIDED = "credit-decided"
    CREDIT_EXISTS = "credit-exists"
    CREDIT_IN_FUTURE = "credit-in-future"
    CREDIT_KEPT = "credit-kept"
    CREDIT_UNIT_ONLY = "credit-unit-only"
    IMPORT_IN_USE = "import-in-use"
    MARKS_CREDITED = "marks-credited"
    MERGE_CHANGED = "merge-changed"
    MERGE_DONE = "merge-done"
    MERGE_NOBODY = "merge-nobody"
    MERGE_SAME_COHORT = "merge-same-cohort"
    MERGE_TWO_ACCOUNTS = "merge-two-accounts"
    PREVIEW_STALE = "preview-stale"
    PROGRESSION_NOBODY = "progression-nobody"
    PROGRESSION_UNIT_MISSING = "progression-unit-missing"
    PROGRESSION_YEAR_ORDER = "progression-year-order"
    TRANSFER_CHANGED = "transfer-changed"
    VERSION_HAS_MARKS = "version-has-marks"
    VERSION_NOT_MAPPED = "version-not-mapped"
    SHEET_ANONYMOUS = "sheet-anonymous"
    SHEET_EMPTY = "sheet-empty"
    SHEET_HAS_MARKS = "sheet-has-marks"
    SHEET_NOT_FINISHED = "sheet-not-finished"
    SHEET_PUBLISHED = "sheet-published"
    SITTING_BOUNDS = "sitting-bounds"
    UNDO_CHANGED = "undo-changed"
    UNDO_DECIDED = "undo-decided"
    UNDO_DONE = "undo-done"
    UNDO_PUBLISHED = "undo-published"
    # Examination board
    DECISION_BEFORE_YEAR = "decision-before-year"
    DECISION_EXISTS = "decision-exists"
    DECISION_IN_FUTURE = "decision-in-future"
    DECISION_NOT_OPEN = "decision-not-open"
    DECISION_REFERENCE_MISSING = "decision-reference-missing"
    DECISION_STALE = "decision-stale"
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
