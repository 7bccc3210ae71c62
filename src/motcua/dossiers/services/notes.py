"""What somebody writes with an act: a reason that must be there, a note that may be."""

from motcua.dossiers.errors import ReasonMissingError, SubmissionInvalidError
from motcua.dossiers.services.proposals import too_long
from motcua.kernel.texts import clean_lines

LONGEST_NOTE = 2000


def required(reason: str) -> str:
    """Raises ReasonMissingError, SubmissionInvalidError."""
    if len(reason.strip()) < 3:
        raise ReasonMissingError(fields={"reason": ReasonMissingError.message})
    return tidy("reason", reason)


def tidy(box: str, text: str) -> str:
    """`text` as it is kept: cleaned, never cut short behind somebody's back. Raises SubmissionInvalidError."""
    tidied = clean_lines(text)
    if len(tidied) > LONGEST_NOTE:
        raise SubmissionInvalidError(fields={box: too_long(LONGEST_NOTE)})
    return tidied
