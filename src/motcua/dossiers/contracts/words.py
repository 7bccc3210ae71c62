"""The words of a case: how it came, where it stands, what its clock does, which papers it produces."""

from enum import StrEnum


class Channel(StrEnum):
    """How the dossier came in (national code beside it: 1 in person, 2 online, 3 post)."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    POSTAL = "postal"


class State(StrEnum):
    """States of the standard one-stop flow. `flow.national_status` gives the national code 1..10."""

    AWAITING_EARLIER = "awaiting_earlier"  # of a journey: handed over when earlier dossiers of it are done
    SUBMITTED = "submitted"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_PROCESS = "in_process"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"  # result issued, not yet handed over
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # by an official, or because the earlier dossier of its journey came to nothing


class StepKind(StrEnum):
    """What a procedure may ask for between acceptance and its result."""

    INSPECTION = "inspection"  # somebody goes and looks
    DRAW = "draw"  # lots are drawn among all applications of a round
    OPINION = "opinion"  # another agency says what it thinks
    TASK = "task"  # another agency does a part of the work
    MEETING = "meeting"  # the parties, or a council, meet


class StepState(StrEnum):
    """Where a step of a dossier stands."""

    WAITING = "waiting"  # for the steps that come before it
    OPEN = "open"
    PAUSED = "paused"  # its own clock stands still: the applicant was asked, or the agency gave a reason
    DONE = "done"
    CANCELLED = "cancelled"  # the dossier ended before it was done


class ClockKind(StrEnum):
    """Kinds of clock segments; RUNNING, EXTENDED and RESTARTED use up the time limit."""

    CHECKING = "checking"
    RUNNING = "running"
    EXTENDED = "extended"  # runs on under a limit that was prolonged
    RESTARTED = "restarted"  # runs, and the limit begins anew
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_PAYMENT = "waiting_payment"
    WAITING_AGENCY = "waiting_agency"  # for another agency: one that is asked, or that has the dossier before this one
    STOPPED = "stopped"
    PAUSED = "paused"  # of a step: the agency that does it gave a reason, with its article


class AlarmKind(StrEnum):
    """What a dossier's clock does by itself when the moment comes."""

    NEAR_DUE = "near_due"  # whoever works on it is told
    NEAR_DUE_HEAD = "near_due_head"  # then the head
    DUE = "due"  # it is late now, or silence decides
    UNANSWERED = "unanswered"  # the applicant did not answer a request for more in time


class DocumentKind(StrEnum):
    """Official papers that the case produces; the first five are forms 01-05 of the one-stop circular."""

    RECEIPT = "receipt"  # 01
    SUPPLEMENT_REQUEST = "supplement_request"  # 02
    REFUSAL = "refusal"  # 03
    EXTENSION = "extension"  # 04
    STOP = "stop"  # 05
    RESULT = "result"
