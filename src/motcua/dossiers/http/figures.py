"""GET /api/v1/figures: on-time figures of each agency, for anybody."""

from datetime import date, datetime
from typing import Any

import falcon
import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Tier
from motcua.dossiers.contracts import PublicFigures
from motcua.dossiers.counting.board import figures_as_of, months_back, public_figures
from motcua.dossiers.errors import FiguresQuestionInvalidError

_encode = msgspec.json.Encoder().encode
MONTHS = 3
MOST_MONTHS = 60
FRESH_SECONDS = 300


class AgencyFigures(msgspec.Struct):
    """`decided`: dossiers with a due date that were decided, `on_time` and `late` of them; `overdue`: promised for a day
    before today and not decided. null: less than `least` in a month, or it would tell such a number; then `at_least` or
    `at_most` says what may be said of the percentage. `months_left_out`: months with fewer decisions than `least`; they are
    in none of these numbers."""

    agency: str
    name: dict[str, str]
    tier: str
    decided: int | None
    on_time: int | None
    late: int | None
    percent: int | None
    at_least: int | None
    at_most: int | None
    months_left_out: int
    overdue: int | None

    @classmethod
    def of(cls, one: PublicFigures) -> "AgencyFigures":
        agency, rate = agencies.get_agency(one.agency_id), one.rate
        return cls(
            agency.code,
            dict(agency.name),
            str(agency.tier),
            rate.decided,
            rate.on_time,
            rate.late,
            rate.percent,
            rate.at_least,
            rate.at_most,
            rate.left_out,
            one.overdue,
        )


class Figures(msgspec.Struct):
    """Of decisions from the day `since` on. `least`: smaller numbers are left out; `as_of`: null before anything was
    counted."""

    since: date
    least: int
    as_of: datetime | None
    agencies: list[AgencyFigures]


class Published:
    """GET /api/v1/figures"""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        months, tier = request.get_param("months") or str(MONTHS), request.get_param("tier") or ""
        if not (months.isascii() and months.isdigit() and 1 <= int(months[:3]) <= MOST_MONTHS and len(months) < 3):
            raise FiguresQuestionInvalidError(name="months")
        if tier and tier not in set(Tier):
            raise FiguresQuestionInvalidError(name="tier")
        today = agencies.today()
        since = months_back(today, int(months) - 1)
        told = [AgencyFigures.of(one) for one in public_figures(since=since, until=today, tier=tier or None)]
        response.data = _encode(Figures(since, settings.MOTCUA_FIGURES_LEAST, figures_as_of(), told))
        response.set_header("Cache-Control", f"public, max-age={FRESH_SECONDS}")


def describe_figures(figures: dict[str, Any], refusals: dict[str, Any]) -> dict[str, Any]:
    """The operation, with the schema of its answer and the refusals that it shares with others."""
    example = {
        "since": "2026-01-01",
        "least": 5,
        "as_of": "2026-03-02T02:00:00Z",
        "agencies": [
            {
                "agency": "H57.17",
                "name": {"vi": "Ủy ban nhân dân phường Phú Xuân", "en": "Phú Xuân Ward People's Committee"},
                "tier": "commune",
                "decided": 412,
                "on_time": None,
                "late": None,
                "percent": None,
                "at_least": 99,
                "at_most": None,
                "months_left_out": 0,
                "overdue": 0,
            }
        ],
    }
    return {
        "operationId": "list_figures",
        "tags": ["dossiers"],
        "summary": _("Tỷ lệ đúng hẹn của từng cơ quan"),
        "description": _(
            "Số hồ sơ có quyết định đúng hẹn và muộn ở mỗi cơ quan, đếm thẳng từ từng việc đã làm. Số quá nhỏ không nêu, "
            "để không ai bị nhận ra."
        ),
        "security": [],
        "parameters": [
            {
                "name": "months",
                "in": "query",
                "description": _("Bao nhiêu tháng gần nhất, kể cả tháng này."),
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS, "default": MONTHS},
            },
            {
                "name": "tier",
                "in": "query",
                "description": _("Chỉ một cấp giải quyết."),
                "schema": {"enum": [each.value for each in Tier]},
            },
        ],
        "responses": {
            "200": {
                "description": _("Mỗi cơ quan một dòng."),
                "content": {"application/json": {"schema": figures, "example": example}},
            },
            **refusals,
        },
    }
