"""Closed lists of words, stored by value; the French and English words are in ``web/labels.py``."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do, as granted per institution (and cohort or module)."""

    TRAINEE = "trainee"
    TUTOR = "tutor"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    REGISTRAR = "registrar"
    BOARD_MEMBER = "board_member"
    ADMINISTRATOR = "administrator"


class AccountState(StrEnum):
    """Whether an account waits for its owner, is in use, or is closed."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Language(StrEnum):
    """Languages of screens and mails."""

    FRENCH = "fr"
    ENGLISH = "en"


class Regime(StrEnum):
    """Legal tie of a placement, which decides its limits and papers (domain §3.1)."""

    STUDENT_INTERNSHIP = "student_internship"
    CONTINUING_EDUCATION = "continuing_education"
    EMPLOYMENT = "employment"
    EXTERNAL_ASSIGNMENT = "external_assignment"


class EnrolmentState(StrEnum):
    """Life of an enrolment; a state has dates and never a reason."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


class OrganisationKind(StrEnum):
    """Kinds of structures that host, employ or support (domain §7)."""

    MUTUAL_AID_GROUP = "mutual_aid_group"
    CLUBHOUSE = "clubhouse"
    TWELVE_STEP_GROUP = "twelve_step_group"
    USER_ASSOCIATION = "user_association"
    CARERS_TALK_GROUP = "carers_talk_group"
    RECOVERY_COLLEGE = "recovery_college"
    HOSPITAL_SERVICE = "hospital_service"
    MEDICO_SOCIAL = "medico_social"
    SUPPORTED_EMPLOYMENT = "supported_employment"
    OTHER = "other"


class LegalForm(StrEnum):
    """Legal form of an organisation."""

    ASSOCIATION_1901 = "association_1901"
    PUBLIC_HOSPITAL = "public_hospital"
    PRIVATE_NONPROFIT = "private_nonprofit"
    PUBLIC_OTHER = "public_other"


class ContactCapacity(StrEnum):
    """In which capacity a contact of an organisation acts."""

    HOST_SUPERVISOR = "host_supervisor"
    SIGNATORY = "signatory"
    LINE_MANAGER = "line_manager"
    HUMAN_RESOURCES = "human_resources"


class HoursState(StrEnum):
    """Where an hours entry stands (domain §3.3)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class HoursKind(StrEnum):
    """What the hours were mostly spent on (domain §3.4)."""

    DIRECT_SUPPORT = "direct_support"
    GROUP = "group"
    MEETING = "meeting"
    MEDIATION = "mediation"
    OUTREACH = "outreach"
    HOST_TRAINING = "host_training"
    SUPERVISION = "supervision"
    ADMINISTRATION = "administration"
    TRAVEL = "travel"
    RECEPTION = "reception"
    KITCHEN = "kitchen"
    WORKSHOP = "workshop"
    OUTING = "outing"
    EMPLOYMENT_SUPPORT = "employment_support"
    HOUSING_SUPPORT = "housing_support"
    HOME_VISIT = "home_visit"
    LIAISON = "liaison"
    REPRESENTATION = "representation"
    HELPLINE = "helpline"
    COURSE = "course"
    OBSERVATION = "observation"


class Presence(StrEnum):
    """Whether the day was worked; an absence never has a reason."""

    PRESENT = "present"
    AUTHORISED_LEAVE = "authorised_leave"


class SignatureVia(StrEnum):
    """How a contact's approval reached us."""

    ACCOUNT = "account"
    PERSONAL_LINK = "personal_link"
    ON_BEHALF = "on_behalf"


class LinkPurpose(StrEnum):
    """What a one-time link lets its bearer do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    ADDRESS_CHANGE = "address_change"


class AttemptKind(StrEnum):
    """What a counted failure was about."""

    SIGN_IN = "sign_in"
    PASSWORD_REQUEST = "password_request"  # noqa: S105
    VERIFICATION = "verification"
    CLASS_CODE = "class_code"
    DESK_LINK = "desk_link"
    DESK_SLIP = "desk_slip"


class JobKind(StrEnum):
    """What the worker can do; the payload holds ids only."""

    MAIL_INVITATION = "mail.invitation"
    MAIL_PASSWORD_RESET = "mail.password_reset"  # noqa: S105
    MAIL_ADDRESS_CHANGE = "mail.address_change"
    MAIL_ADDRESS_CHANGED = "mail.address_changed"
    MAIL_PASSWORD_CHANGED = "mail.password_changed"  # noqa: S105
    MAIL_FAILED_SIGN_INS = "mail.failed_sign_ins"
    MAIL_HOURS_TO_APPROVE = "mail.hours_to_approve"
    MAIL_HOURS_RETURNED = "mail.hours_returned"
    MAIL_MARK_CHANGED = "mail.mark_changed"
    MAIL_MARK_QUESTION = "mail.mark_question"
    MAIL_MARK_ANSWER = "mail.mark_answer"
    MAIL_CODE_TRIED = "mail.code_tried"
    MAIL_CURRICULUM_CORRECTED = "mail.curriculum_corrected"
    DOCUMENT_RENDER = "document.render"
    ATTENDANCE_PAPER = "attendance.paper"
    BOARD_PAPER_RENDER = "board_paper.render"
    AGREEMENT_RENDER = "agreement.render"
    MAIL_REMINDERS = "mail.reminders"
    SMS_REMINDERS = "sms.reminders"
    REMINDERS_PLAN = "reminders.plan"
    MESSAGES_PURGE = "messages.purge"
    MAIL_DESK_LINK = "mail.desk_link"
    MAIL_DESK_HOURS = "mail.desk_hours"
    MAIL_DESK_COPY = "mail.desk_copy"
    MAIL_DESK_CODE = "mail.desk_code"
    MAIL_DESK_WRONG_PERSON = "mail.desk_wrong_person"
    HOST_HANDOVER = "host.handover"
    PLACEMENT_CERTIFICATE = "placement_certificate.render"
    HOURS_TIMESHEET = "hours.timesheet"


class JobState(StrEnum):
    """Where a job stands; ``failed`` will not be tried again by itself."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class FileState(StrEnum):
    """Whether stored bytes may be served."""

    READY = "ready"
    WITHDRAWN = "withdrawn"


class MarkCode(StrEnum):
    """What stands where there is no mark on 20 (exam-rules §2)."""

    UNEXCUSED_ABSENCE = "ABI"
    EXCUSED_ABSENCE = "ABJ"
    PASS = "pass"  # noqa: S105
    FAIL = "fail"


class ResultCode(StrEnum):
    """What became of a unit or a year (exam-rules §3.8, §3.9)."""

    PASSED = "ADM"
    PASSED_BY_BOARD = "ADJ"
    COMPENSATED = "CMP"
    FAILED = "AJ"
    DEFAULTED = "DEF"
    EXEMPT = "DIS"
    PENDING = "ATT"


class GateState(StrEnum):
    """Where a trainee stands with what a year asks for beside its marks."""

    MET = "met"
    PENDING = "pending"
    FAILED = "failed"


class RaterRole(StrEnum):
    """Who rates a competency; the three stand side by side and are never averaged."""

    SELF = "self"
    HOST = "host"
    TUTOR = "tutor"


class Level(StrEnum):
    """How well somebody does what a competency describes (domain §2.2)."""

    NOVICE = "novice"
    BEGINNER = "beginner"
    COMPETENT = "competent"
    AUTONOMOUS = "autonomous"
    NOT_OBSERVED = "not_observed"
    NOT_APPLICABLE = "not_applicable"


class DocumentKind(StrEnum):
    """What the registrar's office issues."""

    TRANSCRIPT = "transcript"
    CERTIFICATE = "certificate"


class DocumentState(StrEnum):
    """Whether a document holds; ``pending`` until its bytes are made."""

    PENDING = "pending"
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class RevocationReason(StrEnum):
    """Why a document no longer holds; kept inside, never shown to who verifies."""

    CLERICAL_ERROR = "clerical_error"
    DECISION_CHANGED = "decision_changed"
    ISSUED_BY_MISTAKE = "issued_by_mistake"
