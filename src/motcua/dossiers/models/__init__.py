"""The case and what hangs on it. Rows of a dossier are seen by its applicant, by the two agencies that hold it, and by
those that are asked for an opinion on it."""

from motcua.dossiers.models.archive import Archived, Destruction, DestructionRow
from motcua.dossiers.models.books import BookPrint
from motcua.dossiers.models.changes import Change
from motcua.dossiers.models.desk import Batch, BatchRow, SavedFilter
from motcua.dossiers.models.dossier import OPEN_STATES, Dossier, DossierParty, Journey
from motcua.dossiers.models.feed import FeedCursor
from motcua.dossiers.models.figures import Figure
from motcua.dossiers.models.moves import MovedDossier, VersionMove
from motcua.dossiers.models.numbers import Counter, NumberFormat, SubmissionKey
from motcua.dossiers.models.papers import Document, DossierPaper
from motcua.dossiers.models.shares import Share
from motcua.dossiers.models.steps import DossierStep, Draw, Seat
from motcua.dossiers.models.syncing import SyncBatch, SyncedDossier, SyncedProgress
from motcua.dossiers.models.times import ProcessingTime
from motcua.dossiers.models.webhooks import DeadLetter, Webhook, WebhookSecret

__all__ = [
    "OPEN_STATES",
    "Archived",
    "Batch",
    "BatchRow",
    "BookPrint",
    "Change",
    "Counter",
    "DeadLetter",
    "Destruction",
    "DestructionRow",
    "Document",
    "Dossier",
    "DossierPaper",
    "DossierParty",
    "DossierStep",
    "Draw",
    "FeedCursor",
    "Figure",
    "Journey",
    "MovedDossier",
    "NumberFormat",
    "ProcessingTime",
    "SavedFilter",
    "Seat",
    "Share",
    "SubmissionKey",
    "SyncBatch",
    "SyncedDossier",
    "SyncedProgress",
    "VersionMove",
    "Webhook",
    "WebhookSecret",
]
