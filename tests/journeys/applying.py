"""How a mother answers the birth registration, page by page, with scripts and without."""

from io import BytesIO
from typing import Any

from PIL import Image

MOTHER = "Trần Thị Tấm"
CODE = r"[A-Z]\d{2}(\.\d{1,3}){0,3}-\d{6}-\d{4,}"  # agency, day, number: the national form of a dossier's code
FORWARD = "main form .govuk-button-group button >> nth=0"
ANSWERS: dict[str, dict[str, Any]] = {
    "requester": {},
    "relation": {"requester_relation": "mother"},
    "contact": {},
    "parents": {"parents": "both", "parents_married": "yes"},
    "marriage": {"marriage_place": "Ủy ban nhân dân phường Kim Long", "marriage_date": (2, 5, 2020)},
    "father": {
        "father_name": "Lê Văn Bình",
        "father_birth_date": (2, 1, 1995),
        "father_has_id": "yes",
        "father_personal_id": "046095000017",
    },
    "child_name": {"child_name": "Lê An Nhiên"},
    "child_birth": {"birth_date": (1, 11, 2026), "child_sex": "girl"},
    "birth_place": {
        "birth_place_kind": "facility",
        "facility_name": "Bệnh viện Trung ương Huế",
        "birth_place_address": {"province": "46", "commune": "19774", "detail": "16 Lê Lợi"},
    },
    "child_origin": {"child_home_place": "phường Kim Long, thành phố Huế"},
    "birth_paper": {"birth_paper": "notice"},
    "surrogacy": {"is_surrogacy": "no"},
    "extra_copies": {"extra_copies": "2"},
    "delivery": {"delivery": "online"},
}


def place(page: Any) -> str:
    """The last word of the address: the question one is at, a paper, "check"."""
    return str(page.url).split("?")[0].split("#")[0].rsplit("/", 1)[-1]


def answer(page: Any, answers: dict[str, dict[str, Any]] = ANSWERS, *, scripts: bool = True) -> None:
    """Fill in the page that is open; what is known already stays."""
    page.wait_for_load_state()  # the address is new before the questions are all there
    for field, value in answers[place(page)].items():
        if isinstance(value, list):
            for each in value:
                page.check(f"input[name={field}][value={each}]")
        elif isinstance(value, tuple):
            for part, number in zip(("day", "month", "year"), value, strict=True):
                page.fill(f"#{field}-{part}", str(number))
        elif isinstance(value, dict):
            fill_address(page, field, value, scripts=scripts)
        elif page.locator(f"input[type=radio][name={field}]").count():
            page.check(f"input[name={field}][value={value}]")
        else:
            page.fill(f"#{field}", value)


def fill_address(page: Any, field: str, value: dict[str, str], *, scripts: bool) -> None:
    page.select_option(f"#{field}-province", value["province"])
    if not scripts:
        page.locator("button[name=choose-province]").click()
    page.wait_for_selector(f"#{field}-commune option[value='{value['commune']}']", state="attached")
    page.select_option(f"#{field}-commune", value["commune"])
    page.fill(f"#{field}-detail", value["detail"])


def forward(page: Any) -> None:
    with page.expect_navigation():
        page.click(FORWARD)


def photo(name: str = "giay-chung-sinh.jpg") -> dict[str, Any]:
    made = BytesIO()
    Image.new("RGB", (600, 400), (214, 206, 190)).save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}
