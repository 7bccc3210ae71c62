"""The receipt as a PDF."""

from pathlib import Path

from django.utils import timezone

from motcua.agencies import api as agencies
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money
from motcua.payments.contracts import ReceiptView
from motcua.platform.printing.api import print_pdf, qr_svg

TEMPLATE = Path(__file__).parent / "receipt.typ"
MEANS = {
    "vietqr": "chuyển khoản VietQR",
    "cash": "tại quầy",
    "card": "thẻ, tại quầy",
    "platform": "nền tảng thanh toán",
}


def print_receipt(receipt: ReceiptView, url: str, language: str = "vi") -> bytes:
    """`url`: where the code leads."""
    owed, zone = receipt.owed, timezone.get_default_timezone()
    said = {
        "english": language.startswith("en"),
        "agency": pick(agencies.get_agency(owed.agency_id).name, "vi"),
        "series": receipt.series,
        "number": f"{receipt.number:07d}",
        "bill_code": owed.bill_code,
        "code": owed.reference.code,
        "title": pick(owed.reference.title, "vi"),
        "lines": [
            {
                "name": pick(one.name, "vi"),
                "total": say_money(one.total),
                "legal": "; ".join(pick(legal, "vi") for legal in one.legal),
            }
            for one in owed.lines
        ],
        "total": say_money(owed.amount),
        "settled": say_moment(owed.settled_at or receipt.issued_at, zone, "vi"),
        "means": MEANS.get(owed.means, owed.means),
    }
    return print_pdf(TEMPLATE, said, {"qr.svg": qr_svg(url, quiet_zone=0)}, created_at=receipt.issued_at)
