"""What the dossiers room tells others: the case, its clock, its acts, its documents."""

from motcua.dossiers.contracts.batches import BatchRowView, BatchView, Chosen, Foreseen
from motcua.dossiers.contracts.books import (
    BookFilter,
    BookPage,
    BookPrintView,
    BookRow,
    ControlSlip,
    Hand,
    Handover,
    NumberRow,
    Outcome,
    PaperCheck,
)
from motcua.dossiers.contracts.case import ActDone, DossierSummary, DossierView, Tracking
from motcua.dossiers.contracts.desk import CAP, QueueFilter, QueuePage
from motcua.dossiers.contracts.draws import DrawView, Lot, WaitingDraw
from motcua.dossiers.contracts.feed import ChangeView, FeedFilter, FeedPage
from motcua.dossiers.contracts.figures import BoardFigures, FigureRow, PublicFigures, PublicRate
from motcua.dossiers.contracts.journeys import JourneySummary, JourneyTracking, JourneyView
from motcua.dossiers.contracts.moves import Fit, Mismatch, MoveOutcome, MovePlan
from motcua.dossiers.contracts.parts import (
    ActView,
    AppointmentView,
    ClockSegment,
    CoSigned,
    CoSigner,
    DocumentView,
    DossierPaper,
    OpinionView,
    ProgressView,
    StepView,
    SupplementRequest,
)
from motcua.dossiers.contracts.words import Channel, ClockKind, DocumentKind, State, StepKind, StepState
from motcua.kernel.working_time import DayLine, Reckoning

__all__ = [
    "CAP",
    "ActDone",
    "ActView",
    "AppointmentView",
    "BatchRowView",
    "BatchView",
    "BoardFigures",
    "BookFilter",
    "BookPage",
    "BookPrintView",
    "BookRow",
    "ChangeView",
    "Channel",
    "Chosen",
    "ClockKind",
    "ClockSegment",
    "CoSigned",
    "CoSigner",
    "ControlSlip",
    "DayLine",
    "DocumentKind",
    "DocumentView",
    "DossierPaper",
    "DossierSummary",
    "DossierView",
    "DrawView",
    "FeedFilter",
    "FeedPage",
    "FigureRow",
    "Fit",
    "Foreseen",
    "Hand",
    "Handover",
    "JourneySummary",
    "JourneyTracking",
    "JourneyView",
    "Lot",
    "Mismatch",
    "MoveOutcome",
    "MovePlan",
    "NumberRow",
    "OpinionView",
    "Outcome",
    "PaperCheck",
    "ProgressView",
    "PublicFigures",
    "PublicRate",
    "QueueFilter",
    "QueuePage",
    "Reckoning",
    "State",
    "StepKind",
    "StepState",
    "StepView",
    "SupplementRequest",
    "Tracking",
    "WaitingDraw",
]
