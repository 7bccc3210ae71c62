"""How these pages say fees, limits, articles and moments."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Paper, ProcedureVersion
from motcua.dossiers.contracts import ExpectedTime
from motcua.dossiers.web.desk.reckoning import limit_words as amount_words
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import LocalText, pick
from motcua.kernel.money import say_money


def language() -> str:
    return get_language() or "vi"


def say(text: LocalText | str | None) -> str:
    """A text of a package or of the organisation in the reader's language."""
    return pick(text, language())


def moment_words(moment: datetime | None, agency_id: UUID) -> str:
    """A moment on the agency's clock: "16:30, thứ Ba, 24/11/2026"; "" for None."""
    return say_moment(moment, agencies.calendar_of(agency_id).zone, language()) if moment else ""


def limit_words(version: ProcedureVersion, day: date, channel: str) -> dict[str, str]:
    """`words` is the plain limit, "" when the source gives no number; `note` and `legal` are what the source adds."""
    limit = version.time_limit_on(day, channel)
    if limit is None:
        return {"words": "", "note": "", "legal": ""}
    words = amount_words(limit) if limit.amount is not None and limit.unit is not None else ""
    return {"words": words, "note": say(limit.note), "legal": articles(limit.legal, version)}


def fee_words(version: ProcedureVersion, answers: Mapping[str, Any], channel: str, day: date) -> dict[str, Any]:
    """The reckoning line by line, its total, and what the source says about fees. `total` is None for nothing to pay."""
    total = sum(line.total for line in catalogue.reckon_fees(version, answers, channel, day))
    lines = fee_lines(version, answers, channel, day)
    notes = [note] if (note := say(version.fee_note)) else []
    return {"lines": lines, "total": say_money(total, language()) if lines else None, "notes": notes}


def fee_lines(version: ProcedureVersion, answers: Mapping[str, Any], channel: str, day: date) -> list[dict[str, Any]]:
    return [
        {
            "name": say(line.fee.name),
            "note": say(line.fee.note),
            "legal": articles(line.fee.legal, version),
            "each": say_money(line.fee.amount, language()) if line.quantity != 1 else "",
            "quantity": line.quantity,
            "total": say_money(line.total, language()),
        }
        for line in catalogue.reckon_fees(version, answers, channel, day)
    ]


def paper_words(paper: Paper, version: ProcedureVersion) -> dict[str, Any]:
    return {
        "id": paper.id,
        "name": say(paper.name),
        "hint": say(paper.hint),
        "legal": articles(paper.legal, version),
        "required": paper.required,
        "originals": paper.originals,
        "copies": paper.copies,
    }


def articles(ids: Iterable[str], version: ProcedureVersion) -> str:
    """Each reference that the version knows, as in "Điều 9, 123/2015/NĐ-CP"."""
    known = {ref.id: ref for ref in version.legal_basis}
    found = [known[ref] for ref in ids if ref in known]
    return "; ".join(f"{ref.article}, {ref.number}" if ref.article else ref.number for ref in found)


def expected_words(found: ExpectedTime | None) -> str:
    """How long it has really taken lately, in a sentence or two; "" when too few dossiers tell."""
    if found is None:
        return ""
    where = say(agencies.get_agency(found.agency_id).name) if found.agency_id else ""
    said = {"window": found.window, "half": _days(found.median), "most": _days(found.nine_of_ten), "agency": where}
    if found.median == found.nine_of_ten:
        words = _("Trong %(window)s ngày qua, cứ 10 hồ sơ thì 9 hồ sơ xong %(most)s.")
    else:
        words = _("Trong %(window)s ngày qua, một nửa số hồ sơ xong %(half)s; cứ 10 hồ sơ thì 9 hồ sơ xong %(most)s.")
    return f"{where}: {words % said}" if where else words % said


def _days(number: int) -> str:
    if number == 0:
        return _("trong ngày tiếp nhận")
    return ngettext("trong %(n)s ngày làm việc", "trong %(n)s ngày làm việc", number) % {"n": number}
