"""The picture of the code, and the text in it."""

import base64
from urllib.parse import urlencode

from django.conf import settings

from motcua.payments.contracts import ObligationView
from motcua.payments.contrib.simulated import address
from motcua.payments.domain import vietqr
from motcua.platform.printing.api import qr_svg


def pay_text(owed: ObligationView) -> str:
    """The VietQR text that asks for what is still missing; "" where nothing can be sent to a bank."""
    account = owed.account
    if account is None or not owed.missing:
        return ""
    code = owed.bill_code
    return vietqr.write(vietqr.Transfer(account.bin, account.number, owed.missing, code, code))


def pay_code(owed: ObligationView) -> str:
    """The picture of the code as a data address; "" where there is none."""
    text = pay_text(owed)
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(text)).decode()}" if text else ""


def demo_app(owed: ObligationView) -> str:
    """The page of the simulated bank's app with this code in it; "" outside of the demo."""
    text, there = pay_text(owed), address() if settings.DEMO else ""
    return f"{there}/app?{urlencode({'code': text})}" if text and there else ""
