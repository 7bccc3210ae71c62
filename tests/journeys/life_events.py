"""How families and owners answer the guided paths that file several dossiers, page by page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys import applying
from tests.journeys.applying import FORWARD, forward, photo, place

OPENS = datetime.now(UTC).date() + timedelta(days=30)
LIVING_AT = {"province": "46", "commune": "19774", "detail": "12 đường Thị"}
BABY = applying.ANSWERS | {
    "wanted": {"wanted": ["residence", "insurance"]},
    "new_address": {},
    "household": {"family_relation": "child_to_parent", "relation_to_head": "child"},
    "host": {"host_name": "Lê Văn Bình", "host_personal_id": "046095000017", "consent_how": "online"},
    "first_care": {"first_care": "Trạm y tế phường Kim Long"},
}
DEATH: dict[str, dict[str, Any]] = {
    "wanted": {"wanted": ["residence", "funeral"]},
    "requester": {},
    "contact": {},
    "relation": {"requester_relation": "child"},
    "deceased": {"deceased_name": "Trần Văn Thị", "deceased_sex": "male", "deceased_birth_date": ("", "", 1938)},
    "last_address": {"deceased_address": LIVING_AT},
    "death": {
        "death_date": (20, 11, 2026),
        "death_place": "Tại nhà, 12 đường Thị",
        "death_cause": "tuổi già",
    },
    "death_paper": {"death_paper": "notice"},
    "group": {"group": "allowance"},
    "organiser": {"organiser": "Trần Thị Tấm", "payment": "cash"},
    "copies": {"extra_copies": "2"},
    "delivery": {"delivery": "online"},
}
SHOP: dict[str, dict[str, Any]] = {
    "applicant": {},
    "contact": {},
    "one_business": {"has_other_business": "no"},
    "business_name": {"business_name": "Bún bò Dưa Hấu"},
    "main_line": {"main_line": "food_and_drink"},
    "lines": {"lines": "Bán bún bò, nước giải khát tại quán"},
    "premises": {"premises_address": LIVING_AT | {"detail": "3 ngõ Dưa Hấu"}},
    "capital": {"capital": "80.000.000"},
    "workers": {"workers": "3"},
    "start_date": {"start_date": (OPENS.day, OPENS.month, OPENS.year)},
    "wants_food": {"wants_food": "yes"},
    "exempt": {"exempt_kind": "none"},
    "kitchen_kind": {"kind": "eatery", "meals": "40"},
    "kitchen": {"kitchen_area": "18", "water": "mains", "kitchen_notes": "Sơ chế một bên, nấu ở giữa."},
    "cooks": {"cooks": "3", "trained": "3"},
    "receive": {"delivery": "online"},
}
Look = Callable[[Any], None]


def start(page: Any) -> None:
    page.get_by_role("button", name=re.compile("^(Bắt đầu|Start)")).click()


def answer_here(page: Any, answers: dict[str, dict[str, Any]]) -> None:
    """Answer the question that is open and go on."""
    applying.answer(page, answers)
    forward(page)


def answer_all(
    page: Any, answers: dict[str, dict[str, Any]], look: Look = lambda _page: None, *, scripts: bool = True
) -> list[str]:
    """From the question that is open up to the check page, papers included; the places that were passed."""
    passed = []
    while (here := place(page)) != "check":
        passed.append(here)
        look(page)
        if page.locator("#files").count():
            page.set_input_files("#files", photo(f"{here}.jpg"))
            if scripts:
                page.get_by_role("button", name=re.compile("^(Gửi tệp đã chọn|Send the chosen)")).click()
                look(page)
        else:
            applying.answer(page, answers, scripts=scripts)
        forward(page)
        assert place(page) != here, page.locator("main").inner_text()
    return passed


def submit(page: Any) -> str:
    """Declare and press; the code of what was filed together."""
    page.check("#declared")
    page.click(FORWARD)
    page.wait_for_url(re.compile("/journeys/.+done=1$"))
    return re.search(r"/journeys/([^?]+)", page.url)[1]
