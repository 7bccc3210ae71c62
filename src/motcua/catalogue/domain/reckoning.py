"""What one applicant has to hand in and to pay, on one day, by one channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from motcua.catalogue.contracts import (
    Fee,
    FeeLine,
    JourneyPart,
    Paper,
    ProcedureVersion,
    ResultDocument,
    in_force,
)
from motcua.catalogue.domain.expressions import condition, is_ruled_out
from motcua.catalogue.errors import EvaluationError

Answers = Mapping[str, Any]


def asked_papers(version: ProcedureVersion, answers: Answers, channel: str, on: date) -> tuple[Paper, ...]:
    """The papers that these answers call for, in the package's order. Raises EvaluationError."""
    known = _known(answers, channel, on)
    return tuple(paper for paper in version.papers if condition(paper.when)(known))


def expected_results(version: ProcedureVersion, answers: Answers, channel: str, on: date) -> tuple[ResultDocument, ...]:
    """The results that these answers ask for, in the package's order. Raises EvaluationError."""
    known = _known(answers, channel, on)
    return tuple(result for result in version.results if condition(result.when)(known))


def reckon_fees(version: ProcedureVersion, answers: Answers, channel: str, on: date) -> tuple[FeeLine, ...]:
    """The fees that are due, in đồng; none when nothing is due. Raises EvaluationError."""
    known = _known(answers, channel, on)
    return tuple(_line(fee, known) for fee in version.fees if _is_due(fee, known, channel, on))


def as_filed(part: JourneyPart, version: ProcedureVersion) -> ProcedureVersion:
    """The version with those fees only that a journey can come to, whatever is answered; without any, without the note.

    For showing what a guided path costs, before and while it is filled in: its name is no hash of this.
    """
    fixed = {field: source.value for field, source in part.answers.items() if source.value is not None}
    fees = tuple(fee for fee in version.fees if not is_ruled_out(fee.when, fixed))
    return replace(version, fees=fees, fee_note=version.fee_note if fees or not version.fees else {})


def _known(answers: Answers, channel: str, on: date) -> dict[str, Any]:
    return {**answers, "channel": channel, "today": on.isoformat()}


def _is_due(fee: Fee, known: Answers, channel: str, on: date) -> bool:
    held = in_force(fee.valid_from, fee.valid_to, on) and (not fee.channels or channel in fee.channels)
    return held and condition(fee.when)(known)


def _line(fee: Fee, known: Answers) -> FeeLine:
    quantity = 1 if fee.per == "submission" else known.get(fee.per)
    if type(quantity) is not int or quantity < 0:
        raise EvaluationError(
            f"The fee {fee.id!r} is multiplied by {fee.per!r}, which was not answered with a whole number; "
            "give the fee a `when` that holds only when it was asked.",
            field=fee.per,
        )
    return FeeLine(fee, quantity, fee.amount * quantity)
