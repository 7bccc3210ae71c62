"""The pages of the simulated bank's app, in two languages. Small, plain, and clearly no real bank."""

from html import escape

from motcua.kernel.money import say_money
from motcua.payments.domain.vietqr import Transfer

CSS = """
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: #10243a; background: #e9eff5; }
main { max-width: 26rem; margin: 0 auto; padding: 1rem; }
header { background: #0b3d66; color: #fff; padding: .75rem 1rem; font-weight: 600; }
section { background: #fff; border-radius: .75rem; padding: 1.25rem; margin-top: 1rem; }
h1 { font-size: 1.375rem; margin: 0 0 .75rem; }
dl { margin: 0; } dt { color: #44586c; margin-top: .5rem; } dd { margin: 0; overflow-wrap: anywhere; font-weight: 600; }
.sum { font-size: 2rem; margin: .25rem 0 .75rem; font-weight: 700; }
button { width: 100%; padding: .875rem; border: 0; border-radius: .5rem; background: #0b3d66; color: #fff;
  font: inherit; font-weight: 600; margin-top: 1rem; cursor: pointer; }
button:focus-visible, a:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; }
label { display: block; padding: .5rem 0; min-height: 1.5rem; } summary { cursor: pointer; padding: .5rem 0; }
p { margin: .5rem 0; }
"""

WORDS = {
    "vi": {
        "bank": "Ngân hàng Giả Định", "pay": "Chuyển tiền", "to": "Đến tài khoản", "message": "Nội dung",
        "confirm": "Xác nhận chuyển", "done": "Đã chuyển tiền", "unreal": "Ngân hàng này không có thật; không đồng nào rời ví bạn.",
        "close": "Bạn có thể đóng trang này và quay lại Một Cửa.", "bad": "Mã này không phải mã VietQR chuyển tiền.",
        "trouble": "Thử chuyện xấu", "number": "Số giao dịch",
    },
    "en": {
        "bank": "Make-believe Bank", "pay": "Transfer", "to": "To account", "message": "Message",
        "confirm": "Confirm transfer", "done": "Money sent", "unreal": "This bank is not real; no money leaves your pocket.",
        "close": "You may close this page and go back to Một Cửa.", "bad": "This is no VietQR code of a transfer.",
        "trouble": "Try bad things", "number": "Transaction",
    },
}  # fmt: skip
TROUBLES = {
    "slow": {"vi": "báo chậm 10 giây", "en": "tell 10 seconds late"},
    "twice": {"vi": "báo hai lần", "en": "tell twice"},
    "lying": {"vi": "báo lại với số tiền khác", "en": "tell again with another amount"},
    "forged": {"vi": "báo với chữ ký giả", "en": "tell with a forged signature"},
    "lost": {"vi": "không báo gì", "en": "tell nothing"},
    "double": {"vi": "chuyển hai lần", "en": "pay twice"},
    "less": {"vi": "chuyển thiếu 1.000 đồng", "en": "pay 1,000 VND too little"},
}


def app(transfer: Transfer, code: str, language: str) -> str:
    """The page that asks whether to pay."""
    say = WORDS[language]
    troubles = "".join(
        f'<label><input type="checkbox" name="{name}"> {escape(told[language])}</label>'
        for name, told in TROUBLES.items()
    )
    return _page(
        say["pay"],
        language,
        f'<p class="sum">{escape(say_money(transfer.amount, language))}</p>{_facts(transfer, say)}'
        f'<form method="post" action="/app"><input type="hidden" name="code" value="{escape(code)}">'
        f'<input type="hidden" name="language" value="{language}"><button>{say["confirm"]}</button>'
        f"<details><summary>{say['trouble']}</summary>{troubles}</details></form>",
    )


def sent(transfer: Transfer, number: str, language: str) -> str:
    say = WORDS[language]
    return _page(
        say["done"],
        language,
        f'<p class="sum">{escape(say_money(transfer.amount, language))}</p>{_facts(transfer, say)}'
        f"<dl><dt>{say['number']}</dt><dd>{escape(number)}</dd></dl><p>{say['close']}</p>",
    )


def bad(language: str) -> str:
    say = WORDS[language]
    return _page(say["bad"], language, "")


def _facts(transfer: Transfer, say: dict[str, str]) -> str:
    return (
        f"<dl><dt>{say['to']}</dt><dd>{escape(transfer.account)} ({escape(transfer.bin)})</dd>"
        f"<dt>{say['message']}</dt><dd>{escape(transfer.purpose or transfer.bill)}</dd></dl>"
    )


def _page(title: str, language: str, body: str) -> str:
    say = WORDS[language]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – {say["bank"]}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/app.css">'
        f"</head><body><header>{say['bank']}</header><main><section><h1>{title}</h1>{body}</section>"
        f"<p>{say['unreal']}</p></main></body></html>"
    )
