"""The tables. Importing this package loads every one, as migrations and ``Base.metadata`` need."""

from msp_du.models.accounts import Account, AccountSession, Attempt, LinkToken, RoleGrant
from msp_du.models.agreements import (
    Agreement,
    AgreementSigner,
    AgreementTemplate,
    PlacementEnding,
    PlacementHandover,
    PlacementSuspension,
)
from msp_du.models.allocation import (
    Allocation,
    AllocationRow,
    PlacementCampaign,
    PlacementExclusion,
    PlacementOffer,
    PlacementWish,
    WishList,
)
from msp_du.models.attendance import (
    AttendancePaper,
    CalendarFeed,
    StudyArrangement,
)
from msp_du.models.audit import AuditDetail, AuditEvent, AuditHead, ReadLog
from msp_du.models.base import Base
from msp_du.models.board_papers import BoardPaper, MinutesSignature
from msp_du.models.boards import BoardDecision
from msp_du.models.class_sessions import AttendanceRecord, ClassSession
from msp_du.models.cohorts import Cohort, Enrolment, EnrolmentInterruption, EnrolmentYear
from msp_du.models.competencies import (
    CohortFramework,
    Competency,
    CompetencyFramework,
    CompetencyRating,
    ModuleCompetency,
)
from msp_du.models.curricula import Assessment, CurriculumVersion, Module, Unit
from msp_du.models.desk import (
    ContactDeputy,
    ContactFlag,
    DeskLink,
    DeskReceipt,
    DeskSession,
    DeskSetting,
    DeskSlip,
    DeskToken,
    SupervisorHandover,
)
from msp_du.models.documents import Document
from msp_du.models.files import StoredFile
from msp_du.models.host_proposals import HostProposal, HostProposalChange
from msp_du.models.host_register import HostLink, HostReadiness, HostService
from msp_du.models.hours import HoursEntry, HoursSignature, RemovedEntry
from msp_du.models.hours_competencies import HoursEntryCompetency
from msp_du.models.hours_ledger import HoursOpening, PlacementTotal, Timesheet
from msp_du.models.institutions import (
    AcademicYear,
    Deadline,
    Institution,
    Signatory,
    TeachingWeek,
)
from msp_du.models.jobs import Job
from msp_du.models.learning import LearningContext
from msp_du.models.marking import (
    AnonymousNumber,
    AssessmentSitting,
    MarkImport,
    MarkMessage,
    MarksSheet,
)
from msp_du.models.marks import Mark, MarkChange
from msp_du.models.moves import ClassListImport, Credit, EnrolmentTransfer, PersonMerge
from msp_du.models.organisations import Contact, Organisation
from msp_du.models.people import Person
from msp_du.models.placement_law import (
    AllowanceRate,
    IncidentNotice,
    PlacementCertificate,
    PlacementOverride,
    PlacementSettings,
    PlacementTerms,
)
from msp_du.models.placements import Placement, PlacementDocument, PlacementPeriod
from msp_du.models.reminders import Reminder, ReminderLine, ReminderSettings
from msp_du.models.sittings import (
    BoardPoints,
    BoardRecusal,
    BoardSeat,
    BoardSitting,
    SittingDecision,
)

__all__ = [
    "AcademicYear",
    "Account",
    "AccountSession",
    "Agreement",
    "AgreementSigner",
    "AgreementTemplate",
    "Allocation",
    "AllocationRow",
    "AllowanceRate",
    "AnonymousNumber",
    "Assessment",
    "AssessmentSitting",
    "Attempt",
    "AttendancePaper",
    "AttendanceRecord",
    "AuditDetail",
    "AuditEvent",
    "AuditHead",
    "Base",
    "BoardDecision",
    "BoardPaper",
    "BoardPoints",
    "BoardRecusal",
    "BoardSeat",
    "BoardSitting",
    "CalendarFeed",
    "ClassListImport",
    "ClassSession",
    "Cohort",
    "CohortFramework",
    "Competency",
    "CompetencyFramework",
    "CompetencyRating",
    "Contact",
    "ContactDeputy",
    "ContactFlag",
    "Credit",
    "CurriculumVersion",
    "Deadline",
    "DeskLink",
    "DeskReceipt",
    "DeskSession",
    "DeskSetting",
    "DeskSlip",
    "DeskToken",
    "Document",
    "Enrolment",
    "EnrolmentInterruption",
    "EnrolmentTransfer",
    "EnrolmentYear",
    "HostLink",
    "HostProposal",
    "HostProposalChange",
    "HostReadiness",
    "HostService",
    "HoursEntry",
    "HoursEntryCompetency",
    "HoursOpening",
    "HoursSignature",
    "IncidentNotice",
    "Institution",
    "Job",
    "LearningContext",
    "LinkToken",
    "Mark",
    "MarkChange",
    "MarkImport",
    "MarkMessage",
    "MarksSheet",
    "MinutesSignature",
    "Module",
    "ModuleCompetency",
    "Organisation",
    "Person",
    "PersonMerge",
    "Placement",
    "PlacementCampaign",
    "PlacementCertificate",
    "PlacementDocument",
    "PlacementEnding",
    "PlacementExclusion",
    "PlacementHandover",
    "PlacementOffer",
    "PlacementOverride",
    "PlacementPeriod",
    "PlacementSettings",
    "PlacementSuspension",
    "PlacementTerms",
    "PlacementTotal",
    "PlacementWish",
    "ReadLog",
    "Reminder",
    "ReminderLine",
    "ReminderSettings",
    "RemovedEntry",
    "RoleGrant",
    "Signatory",
    "SittingDecision",
    "StoredFile",
    "StudyArrangement",
    "SupervisorHandover",
    "TeachingWeek",
    "Timesheet",
    "Unit",
    "WishList",
]
