"""Hostile inputs to the pages that anybody opens: sign-in, search, tracking; and to the host itself."""

from tests.hostile.rows import Row, Send
from tests.hostile.wire import FORM, MULTIPART, call, escaped, form, upload


def get(path: str, **more) -> Send:
    return lambda _stage, browser: call(browser, "GET", path, **more)


def sign_in(**fields) -> Send:
    return lambda _stage, browser: call(browser, "POST", "/sign-in", form(**fields), content_type=FORM)


def right(**fields) -> Send:
    return sign_in(login="minh", secret="mot-mat-khau-dai", **fields)


XSS = "<script>alert(1)</script>"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;"
SQL = "' OR 1=1; DROP TABLE dossiers_dossier; --"
NO_CODE, NO_PAGE, BAD = "no such code", "page 404", "page 400"

# A row a line: the table is read across.
# fmt: off
ENTERING = [
    Row("signing in by SQL", "nobody", sign_in(login=SQL, secret="x"), 401, "identity.sign_in_failed"),
    Row("signing in with a script", "nobody", sign_in(login=XSS, secret=XSS), 401, "identity.sign_in_failed", shown=SAFE),
    Row("signing in with a NUL", "nobody", sign_in(login="lan\x00", secret="x"), 401, "identity.sign_in_failed"),
    Row("a password with a NUL", "nobody", sign_in(login="lan", secret="a\x00b"), 401, "identity.sign_in_failed"),
    Row("signing in with 3 MB", "nobody", sign_in(login="a" * 3_000_000, secret="x"), 401, "identity.sign_in_failed"),
    Row("a password of 3 MB", "nobody", sign_in(login="minh", secret="x" * 3_000_000), 401, "identity.sign_in_failed"),
    Row("signing in backwards", "nobody", sign_in(login="\u202enal", secret="x"), 401, "identity.sign_in_failed"),
    Row("signing in with a lone surrogate", "nobody", sign_in(login="lan\ud800", secret="x"), 401, "identity.sign_in_failed"),
    Row("signing in to a closed account", "nobody", sign_in(login="cu", secret="mot-mat-khau-dai"), 401, "identity.sign_in_failed"),
    Row("signing in to nothing", "nobody", sign_in(), 422, "name and password"),
    Row("signing in with lists", "nobody", sign_in(login=["a", "b"], secret=["c", "d"]), 401, "identity.sign_in_failed"),
    Row("signing in without a CSRF token", "nobody", lambda _s, b: call(b, "POST", "/sign-in", b"login=lan&secret=x", content_type=FORM, csrf=False), 403, "page csrf"),
    Row("signing in with another's CSRF token", "nobody", lambda _s, b: call(b, "POST", "/sign-in", b"login=lan&secret=x&csrfmiddlewaretoken=" + b"z" * 32, content_type=FORM), 403, "page csrf"),
    Row("signing in from another site", "nobody", lambda _s, b: call(b, "POST", "/sign-in", form(login="lan", secret="x"), content_type=FORM, headers={"Origin": "https://evil.example"}), 403, "page csrf"),
    Row("signing in with 2,000 boxes", "nobody", sign_in(**{f"x{n}": "1" for n in range(2000)}), 400, BAD),
    Row("signing in with 5 MB", "nobody", sign_in(login="a" * 5_000_000), 400, BAD),
    Row("a form cut off in the middle", "nobody", lambda _s, b: call(b, "POST", "/sign-in", upload("x", "a", b"y")[:60], content_type=MULTIPART), 403, "page csrf"),
    Row("DELETE on the sign-in page", "nobody", lambda _s, b: call(b, "DELETE", "/sign-in", headers={"X-CSRFToken": "k" * 32}), 405, "page 405"),
    Row("a forged answer of an eID that nobody named", "nobody", get("/sign-in/eid/none/answer?state=x&code=y"), 404, NO_PAGE),
    Row("playing a person of the demo that is none", "nobody", lambda _s, b: call(b, "POST", "/sign-in/demo", form(account="1"), content_type=FORM), 404, NO_PAGE),
    *(
        Row(f"sign-in that leads to {where[:24]!r}", "nobody", right(next=where), 302, "sign in", to="{/en}/my")
        for where in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "///evil.example", "/\t/evil.example", "http:/\\/evil.example")
    ),
    Row("sign-in that leads into another header", "nobody", right(next="/my\r\nSet-Cookie: a=b"), 302, "sign in", to="/my%0D%0ASet-Cookie"),
]

FINDING = [
    Row("tracking a script", "nobody", get("/track?code=" + escaped(XSS)), 404, NO_CODE, shown=SAFE.upper().replace("LT;", "lt;").replace("GT;", "gt;")),
    Row("tracking SQL on the page", "nobody", get("/track?code=" + escaped(SQL)), 404, NO_CODE),
    Row("tracking a NUL on the page", "nobody", get("/track?code=H57%00"), 404, NO_CODE),
    Row("tracking a lone surrogate on the page", "nobody", get("/track?code=%ed%a0%80"), 404, NO_CODE),
    Row("tracking a text turned round", "nobody", get("/track?code=" + escaped("\u202e1000")), 404, NO_CODE),
    Row("tracking 9,000 letters on the page", "nobody", get("/track?code=" + "a" * 9000), 404, NO_CODE),
    Row("tracking several codes at once", "nobody", get("/track?code=a&code=b&code[]=c"), 404, NO_CODE),
    Row("a slip's code that leads elsewhere", "nobody", get("/t/" + escaped("x&code=evil#y")), 302, "sign in", to="{/en}/track?code=x%26code%3Devil%23y"),
    Row("a slip's code with a line end", "nobody", get("/t/a%0d%0aSet-Cookie:%20a=b"), 302, "sign in", to="{/en}/track"),
    Row("searching for a script", "nobody", get("/procedures?q=" + escaped(XSS)), 200, "found nothing", shown=SAFE),
    Row("searching by SQL", "nobody", get("/procedures?q=" + escaped(SQL)), 200, "harmless"),
    Row("searching for a NUL", "nobody", get("/procedures?q=%00%00"), 200, "harmless"),
    Row("searching for signs of the search itself", "nobody", get("/procedures?q=" + escaped("!!! & | :* <-> ( '")), 200, "harmless"),
    Row("searching for 9,000 letters", "nobody", get("/procedures?q=" + "a" * 9000), 200, "harmless"),
    Row("searching for zero-width signs", "nobody", get("/procedures?q=" + escaped("\u200b\u200d")), 200, "harmless"),
    Row("searching for bytes that are no UTF-8", "nobody", get("/procedures?q=%ff%fe"), 200, "harmless"),
    Row("searching for a template", "nobody", get("/procedures?q=" + escaped("{{ request }}{% debug %}")), 200, "harmless", shown="{{ request }}"),
    Row("suggestions for a script", "nobody", get("/procedures/live?q=" + escaped(XSS)), 200, "harmless"),
    Row("a life event that is none", "nobody", get("/procedures?event=" + escaped(XSS + "\x00")), 200, "harmless"),
    Row("a procedure's page of a NUL", "nobody", get("/procedures/%00"), 404, NO_PAGE),
    Row("a procedure's page of SQL", "nobody", get("/procedures/" + escaped(SQL)), 404, NO_PAGE),
    Row("a page that climbs", "nobody", get("/procedures/..%2f..%2f..%2fetc%2fpasswd"), 404, NO_PAGE),
    Row("a static file that climbs", "nobody", get("/static/..%2f..%2fsecrets.json"), 404, "harmless"),
    Row("communes of a NUL", "nobody", get("/forms/communes?province=%00"), 200, "harmless"),
    Row("a foreign Host on a page", "nobody", get("/", headers={"Host": "evil.example"}), 400, BAD),
    Row("a Host with a port of letters", "nobody", get("/", headers={"Host": "testserver:<script>"}), 400, BAD),
    Row("a forwarded Host", "nobody", get("/sign-in", headers={"X-Forwarded-Host": "evil.example"}), 200, "harmless"),
    Row("a language that is a path", "nobody", get("/track?code=x", headers={"Accept-Language": "../../etc;q=9," + "a" * 5000}), 404, NO_CODE),
    Row("a cookie of garbage", "nobody", get("/my", headers={"Cookie": 'motcua-session="\\x00;;;===' + "a" * 3000}), 302, "sign in", to="{/en}/sign-in"),
    Row("one's dossiers without a session", "nobody", get("/my"), 302, "sign in", to="{/en}/sign-in"),
    Row("one's dossiers with a session that is over", "signed out", get("/my"), 302, "sign in", to="{/en}/sign-in"),
    Row("one's dossiers with a closed account", "closed", get("/my"), 302, "sign in", to="{/en}/sign-in"),
    Row("TRACE", "nobody", lambda _s, b: call(b, "TRACE", "/"), 405, "page 405"),
]

ROWS = ENTERING + FINDING
