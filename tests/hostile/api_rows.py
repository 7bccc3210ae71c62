"""Hostile inputs to the JSON API."""

import json
from typing import Any
from uuid import uuid4

from tests.hostile import papers
from tests.hostile.rows import Row, Send
from tests.hostile.stage import body_of
from tests.hostile.wire import BOUNDARY, MULTIPART, call, escaped, upload

JSON = "application/json"
GARBLED = "Hồ sơ"


def submit(
    change: Any = None,
    *,
    raw: bytes | None = None,
    kind: str = JSON,
    key: str | None = "",
    with_file: bool = True,
    headers: Any = None,
    **more: Any,
) -> Send:
    """A right submission of Lan's with one thing changed: `change(body)`, or the bytes themselves."""

    def send(stage, browser):
        body = body_of(stage.world, stage.file_of_lan if with_file else "")
        if change:
            body = change(body, stage) or body
        sent = raw if raw is not None else json.dumps(body).encode()
        named = {} if key is None else {"Idempotency-Key": key or str(uuid4())}
        return call(
            browser, "POST", "/api/v1/dossiers", sent, content_type=kind, headers=named | (headers or {}), **more
        )

    return send


def answering(**answers: Any) -> Send:
    return submit(lambda body, _stage: body["answers"].update(answers))


def put(**top: Any) -> Send:
    return submit(lambda body, _stage: body.update(top))


def raw_answer(text: str) -> Send:
    """`text` in place of a name, written into the JSON as it stands."""
    return submit(
        raw=b'{"procedure":"1.001193","agency":"H57.17","answers":{"child_name":' + text.encode("latin-1") + b"}}"
    )


def papers_of(choose: Any) -> Send:
    return submit(lambda body, stage: body.update(papers={"birth_notice": choose(stage)}))


def get(path: Any, method: str = "GET", **more: Any) -> Send:
    return lambda stage, browser: call(browser, method, path(stage) if callable(path) else path, **more)


def file(
    content: bytes, *, kind: str = "application/pdf", key: str | None = "", name: str = "giay.pdf", **more: Any
) -> Send:
    def send(_stage, browser):
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        headers |= {} if key is None else {"Idempotency-Key": key or str(uuid4())}
        return call(browser, "POST", "/api/v1/files", content, content_type=kind, headers=headers, **more)

    return send


def named(disposition: str) -> Send:
    return lambda _stage, browser: call(
        browser, "POST", "/api/v1/files", papers.pdf(), content_type="application/pdf",
        headers={"Idempotency-Key": str(uuid4()), "Content-Disposition": disposition},
    )  # fmt: skip


def multipart(body: bytes, kind: str = MULTIPART, **more: Any) -> Send:
    def send(_stage, browser):
        return call(
            browser, "POST", "/api/v1/files", body, content_type=kind, headers={"Idempotency-Key": str(uuid4())}, **more
        )

    return send


def in_place_of(field: str, value: Any) -> Row:
    return Row(f"answer {field} is {str(value)[:24]!r}", "lan", answering(**{field: value}), 422, INVALID, place=field)


UNREADABLE, INVALID, TOKEN = "dossiers.body_unreadable", "dossiers.submission_invalid", "identity.token_invalid"
DEEP = b'{"procedure":"1.001193","answers":{"child_name":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"

# A row a line: the table is read across.
# fmt: off
SUBMITTING = [
    Row("an empty body", "lan", submit(raw=b""), 400, UNREADABLE),
    Row("no JSON", "lan", submit(raw=b"procedure=1.001193"), 400, UNREADABLE),
    Row("JSON cut off", "lan", submit(raw=b'{"procedure":"1.001193","answers":{"child'), 400, UNREADABLE),
    Row("an array instead of an object", "lan", submit(raw=b"[]"), 400, UNREADABLE),
    Row("a text instead of an object", "lan", submit(raw=b'"1.001193"'), 400, UNREADABLE),
    Row("answers that are an array", "lan", put(answers=[1, 2]), 400, UNREADABLE),
    Row("answers that are null", "lan", put(answers=None), 400, UNREADABLE),
    Row("papers that are an array", "lan", put(papers=["x"]), 400, UNREADABLE),
    Row("a procedure that is a number", "lan", put(procedure=1.001193), 400, UNREADABLE),
    Row("a field that nobody knows", "lan", put(status="approved"), 400, UNREADABLE),
    Row("an applicant smuggled in", "lan", put(applicant_id=str(uuid4())), 400, UNREADABLE),
    Row("a member that stands twice", "lan", submit(raw=b'{"procedure":"1.001193","answers":{"a":1,"a":2}}'), 400, UNREADABLE),
    Row("NaN", "lan", raw_answer("NaN"), 400, UNREADABLE),
    Row("Infinity", "lan", raw_answer("-Infinity"), 400, UNREADABLE),
    Row("a number beyond all bounds", "lan", raw_answer("1e999"), 400, UNREADABLE),
    Row("a number of 5,000 digits", "lan", raw_answer("9" * 5000), 400, UNREADABLE),
    Row("a number of 400 digits", "lan", raw_answer("9" * 400), 422, INVALID, place="child_name"),
    Row("a lone surrogate", "lan", raw_answer(r'"\ud800"'), 400, UNREADABLE),
    Row("surrogates the wrong way round", "lan", raw_answer(r'"\udc00\ud800"'), 400, UNREADABLE),
    Row("bytes that are no UTF-8", "lan", raw_answer('"\xff\xfe"'), 400, UNREADABLE),
    Row("UTF-16", "lan", submit(raw=json.dumps({"procedure": "1.001193"}).encode("utf-16")), 400, UNREADABLE),
    Row("100,000 nested arrays", "lan", submit(raw=DEEP), 400, UNREADABLE),
    Row("a NUL in a name", "lan", raw_answer(r'"Nguy\u0000en"'), 422, INVALID, place="child_name"),
    Row("a control character in a name", "lan", raw_answer(r'"Nguy\u001ben An"'), 422, INVALID, place="child_name"),
    Row("a name written backwards", "lan", answering(child_name="Nguyễn \u202eNA"), 422, INVALID, place="child_name"),
    Row("a name made of zero-width signs", "lan", answering(child_name="\u200b\u200d\ufeff"), 422, INVALID, place="child_name"),
    Row("a formula as a name", "lan", answering(child_name='=HYPERLINK("http://evil.example")'), 422, INVALID, place="child_name"),
    Row("a script as a name", "lan", answering(child_name="<script>alert(1)</script>"), 422, INVALID, place="child_name"),
    Row("a name of 200,000 letters", "lan", answering(child_name="a" * 200_000), 422, INVALID, place="child_name"),
    in_place_of("child_name", {"$ne": None}),
    in_place_of("child_name", ["Nguyễn An"]),
    in_place_of("child_name", True),
    in_place_of("birth_date", "2026-02-30"),
    in_place_of("birth_date", {"day": -1, "month": 1, "year": 2026}),
    in_place_of("birth_date", 20260302),
    in_place_of("child_sex", "'; DROP TABLE dossiers_dossier; --"),
    in_place_of("requester_address", {"province": "46", "commune": "19804", "detail": "1", "owner": "x"}),
    in_place_of("requester_personal_id", "٠٤٦١٩٠٠٠٠٠١٧"),
    in_place_of("requester_name", "Trần Thị Giả"),  # the register says otherwise
    in_place_of("requester_birth_date", "1980-01-01"),
    in_place_of("is_admin", True),
    Row("a thousand unknown answers", "lan", answering(**{f"x{n}": n for n in range(1000)}), 422, INVALID),
    Row("no paper at all", "lan", submit(with_file=False), 422, INVALID, place="papers.birth_notice"),
    Row("somebody else's paper", "lan", papers_of(lambda s: [s.file_of_minh]), 422, INVALID, place="papers.birth_notice"),
    Row("a paper that never was", "lan", papers_of(lambda _s: [str(uuid4())]), 422, INVALID, place="papers.birth_notice"),
    Row("a paper of another dossier", "lan", papers_of(lambda s: [str(s.new.papers[0].file_id)]), 422, INVALID, place="papers.birth_notice"),
    Row("one paper twice", "lan", papers_of(lambda s: [s.file_of_lan] * 2), 422, INVALID, place="papers"),
    Row("5,000 papers", "lan", papers_of(lambda _s: [str(uuid4()) for _ in range(5000)]), 422, INVALID, place="papers"),
    Row("a paper id that is none", "lan", papers_of(lambda _s: ["../../etc/passwd"]), 400, UNREADABLE),
    Row("a paper that is not asked", "lan", submit(lambda b, s: b["papers"].update({"x": [s.file_of_lan]})), 422, INVALID, place="papers.x"),
    Row("a procedure that never was", "lan", put(procedure="9.999999"), 404, "catalogue.procedure_not_found"),
    Row("a NUL as the procedure", "lan", put(procedure="\x00"), 404, "catalogue.procedure_not_found"),
    Row("a procedure of 900,000 letters", "lan", put(procedure="1" * 900_000), 404, "catalogue.procedure_not_found"),
    Row("an agency that never was", "lan", put(agency="H99"), 404, "agencies.agency_not_found"),
    Row("a NUL as the agency", "lan", put(agency="H57\x00"), 404, "agencies.agency_not_found"),
    Row("more than a megabyte", "lan", submit(raw=b'{"procedure":"' + b"x" * 1_100_000 + b'"}'), 413, "dossiers.body_too_large"),
    Row("twenty megabytes", "lan", submit(raw=b" " * 20_000_000), 413, "dossiers.body_too_large"),
    Row("a body said to be short", "lan", submit(length=10), 400, UNREADABLE),
    Row("a body said to be long", "lan", submit(raw=b'{"procedure"', length=900_000), 400, UNREADABLE),
    Row("a body of no said length", "lan", submit(length="absent"), 400, UNREADABLE),
    Row("a length that is no number", "lan", submit(length="many"), 400, "web.unreadable_request"),
    Row("a length below zero", "lan", submit(length=-5), 400, "web.unreadable_request"),
    Row("a form instead of JSON", "lan", submit(kind="application/x-www-form-urlencoded"), 415, "dossiers.wrong_content_type"),
    Row("XML", "lan", submit(kind="application/xml", raw=b"<a/>"), 415, "dossiers.wrong_content_type"),
    Row("no content type", "lan", submit(kind=""), 415, "dossiers.wrong_content_type"),
    Row("no key", "lan", submit(key=None), 400, "dossiers.key_missing"),
    Row("a key of 300 letters", "lan", submit(key="k" * 300), 400, "dossiers.key_missing"),
    Row("a key in Vietnamese", "lan", submit(key="khóa"), 400, "dossiers.key_missing"),
    Row("a key with a line end", "lan", submit(key="a\r\nX-Evil: 1"), 400, "dossiers.key_missing"),
    Row("a used key with another body", "lan", submit(key="given-0"), 409, "dossiers.key_reused"),
    Row("no token", "nobody", submit(), 401, TOKEN),
    Row("a forged token", "nobody", submit(headers={"Authorization": "Bearer mc_" + "A" * 43}), 401, TOKEN),
    Row("a token of the wrong scheme", "nobody", submit(headers={"Authorization": "Basic bGFuOmxhbg=="}), 401, TOKEN),
    Row("a token of NULs", "nobody", submit(headers={"Authorization": "Bearer mc_\x00\x00"}), 401, TOKEN),
    Row("a cookie in place of a token", "lan", submit(headers={"Authorization": ""}), 401, TOKEN),
    Row("a token that ran out", "run out", submit(), 401, TOKEN),
    Row("the token of a closed account", "closed", submit(), 401, TOKEN),
    Row("an official's token", "receiver", submit(), 403, "kernel.not_allowed"),
]

READING = [
    Row("tracking a code that never was", "nobody", get("/api/v1/dossiers/H57.17-260302-9999"), 404, "dossiers.not_found"),
    Row("tracking by SQL", "nobody", get("/api/v1/dossiers/" + escaped("' OR 1=1 --")), 404, "dossiers.not_found"),
    Row("tracking by wildcard", "nobody", get("/api/v1/dossiers/%25"), 404, "dossiers.not_found"),
    Row("tracking a NUL", "nobody", get("/api/v1/dossiers/%00"), 404, "dossiers.not_found"),
    Row("tracking bytes that are no UTF-8", "nobody", get("/api/v1/dossiers/%ff%fe"), 404, "dossiers.not_found"),
    Row("tracking a lone surrogate", "nobody", get("/api/v1/dossiers/%ed%a0%80"), 404, "dossiers.not_found"),
    Row("tracking 8,000 letters", "nobody", get("/api/v1/dossiers/" + "a" * 8000), 404, "dossiers.not_found"),
    Row("a path below a dossier", "nobody", get(lambda s: f"/api/v1/dossiers/{s.new.code}/answers"), 404, "web.no_such_address"),
    Row("climbing out of the path", "nobody", get("/api/v1/dossiers/..%2f..%2fetc%2fpasswd"), 404, "web.no_such_address"),
    Row("DELETE on a dossier", "lan", get(lambda s: f"/api/v1/dossiers/{s.new.code}", "DELETE"), 405, "web.method_not_allowed"),
    Row("PUT on a dossier", "lan", get(lambda s: f"/api/v1/dossiers/{s.new.code}", "PUT"), 405, "web.method_not_allowed"),
    Row("a method that nobody knows", "lan", get("/api/v1/dossiers", "BREW"), 400, "web.unreadable_request"),
    Row("GET with a method in disguise", "lan", get("/api/v1/dossiers", headers={"X-HTTP-Method-Override": "POST"}), 405, "web.method_not_allowed"),
    Row("listing everybody's dossiers", "lan", get("/api/v1/dossiers"), 405, "web.method_not_allowed"),
    Row("another version of the API", "lan", get("/api/v2/dossiers"), 404, "web.no_such_address"),
    Row("a form of no procedure", "nobody", get("/api/v1/procedures/0.0/form"), 404, "catalogue.procedure_not_found"),
    Row("a form of a NUL", "nobody", get("/api/v1/procedures/%00/form"), 404, "catalogue.procedure_not_found"),
    Row("a form in no language", "nobody", get("/api/v1/procedures/1.001193/form?language=xx%00"), 422, "catalogue.bad_request", place="language"),
    Row("a form that is posted to", "nobody", get("/api/v1/procedures/1.001193/form", "POST"), 405, "web.method_not_allowed"),
    Row("zero results wanted", "nobody", get("/api/v1/procedures?q=khai&limit=0"), 422, "catalogue.bad_request", place="limit"),
    Row("fewer than no results wanted", "nobody", get("/api/v1/procedures?q=khai&limit=-1"), 422, "catalogue.bad_request", place="limit"),
    Row("10^30 results wanted", "nobody", get(f"/api/v1/procedures?q=khai&limit=1{'0' * 30}"), 422, "catalogue.bad_request", place="limit"),
    Row("a search of 9,000 letters", "nobody", get("/api/v1/procedures?q=" + "a" * 9000), 422, "catalogue.bad_request", place="q"),
    Row("a procedure by SQL", "nobody", get("/api/v1/procedures/" + escaped("1' UNION SELECT 1")), 404, "catalogue.procedure_not_found"),
    Row("a foreign Host", "nobody", get("/api/v1/procedures", headers={"Host": "evil.example"}), 400, "web.unreadable_request"),
]

SENDING_FILES = [
    Row("a file of nothing", "lan", file(b""), 422, "files.empty"),
    Row("a program called PDF", "lan", file(papers.EXE), 415, "files.kind_not_accepted"),
    Row("a web page called PDF", "lan", file(papers.HTML), 415, "files.kind_not_accepted"),
    Row("a drawing that carries a script", "lan", file(papers.SVG, kind="image/png"), 415, "files.kind_not_accepted"),
    Row("a zip bomb", "lan", file(papers.zip_bomb()), 415, "files.kind_not_accepted"),
    Row("a polyglot", "lan", file(papers.POLYGLOT, kind="image/png"), 415, "files.kind_not_accepted"),
    Row("a PDF of wrong bytes", "lan", file(papers.CUT_PDF), 422, "files.broken"),
    Row("a photo of wrong bytes", "lan", file(papers.CUT_JPG, kind="image/jpeg"), 422, "files.broken"),
    Row("an image bomb", "lan", file(papers.image_bomb(), kind="image/png"), 422, "files.broken"),
    Row("a PDF of 451 pages", "lan", file(papers.page_bomb()), 422, "files.broken"),
    Row("a PDF with a script", "lan", file(papers.scripted()), 422, "files.active_content"),
    Row("a PDF with a script on a page", "lan", file(papers.scripted_on_a_page()), 422, "files.active_content"),
    Row("a PDF with a script behind a link", "lan", file(papers.scripted_link()), 422, "files.active_content"),
    Row("a PDF with a program inside", "lan", file(papers.with_attachment()), 422, "files.active_content"),
    Row("a PDF with a password", "lan", file(papers.locked()), 422, "files.locked"),
    Row("twenty-one megabytes", "lan", file(papers.pdf() + b"\0" * (21 * 2**20)), 413, "files.too_large"),
    Row("a file said to be of 10 GB", "lan", file(b"%PDF-", length=10**10), 413, "files.too_large"),
    Row("a file of no said length", "lan", file(papers.pdf(), length="absent"), 422, "files.empty"),
    Row("a file name turned round", "lan", named("attachment; filename*=UTF-8''giay%E2%80%AEfdp.exe"), 422, "kernel.unreadable_text"),
    Row("a file name with a NUL", "lan", named("attachment; filename*=UTF-8''a%00.pdf"), 422, "kernel.unreadable_text"),
    Row("a file without a key", "lan", file(papers.pdf(), key=None), 400, "files.key_missing"),
    Row("a used key with another file", "lan", file(papers.photo("red"), key="waiting"), 409, "files.key_reused"),
    Row("a form without a file", "lan", multipart(f"--{BOUNDARY}--\r\n".encode()), 400, "files.one_file"),
    Row("a form of no boundary", "lan", multipart(b"x", kind="multipart/form-data"), 400, "web.unreadable_request"),
    Row("a form cut off", "lan", multipart(upload("file", "a.pdf", papers.CUT_PDF)[:300]), 400, "files.one_file"),
    Row("a file without a token", "nobody", file(papers.pdf()), 401, TOKEN),
    Row("a file with a cookie only", "lan", lambda s, b: call(b, "POST", "/api/v1/files", papers.pdf(), content_type="application/pdf", headers={"Authorization": "", "Idempotency-Key": "c"}), 401, TOKEN),
    Row("a file by the token of a closed account", "closed", file(papers.pdf()), 401, TOKEN),
    Row("GET where files are sent", "lan", get("/api/v1/files"), 405, "web.method_not_allowed"),
    Row("reading a file by its id", "minh", get(lambda s: f"/api/v1/files/{s.file_of_lan}"), 404, "web.no_such_address"),
]

ROWS = SUBMITTING + READING + SENDING_FILES
