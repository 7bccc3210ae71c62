"""Hostile inputs to drafts, dossiers and the desk: forged, overtaken, out of turn, somebody else's."""

from typing import Any
from uuid import uuid4

from motcua.forms import api as forms
from tests.hostile import papers
from tests.hostile.page_rows import NO_PAGE, SAFE, XSS
from tests.hostile.rows import Row, Send
from tests.hostile.wire import FORM, MULTIPART, call, form, upload

DRAFT, DOSSIER, OUT = "forms.draft_not_found", "dossiers.not_found", "kernel.not_allowed"
KEPT = frozenset({"drafts", "acts"})  # what was typed is kept, readable or not, and that is written down
AGAIN = "signed out"


def get(path: Any, method: str = "GET") -> Send:
    return lambda stage, browser: call(browser, method, path(stage) if callable(path) else path)


def post(path: Any, **fields: Any) -> Send:
    """Values may be functions of the stage."""

    def send(stage, browser):
        said = {key: value(stage) if callable(value) else value for key, value in fields.items()}
        return call(browser, "POST", path(stage) if callable(path) else path, form(**said), content_type=FORM)

    return send


def answering(page: str, **fields: Any) -> Send:
    """A page of Lan's draft, answered on top of its last revision."""

    def send(stage, browser):
        draft = forms.get_draft(actor=stage.world.lan, draft_id=stage.draft.id)
        sent = form(revision=draft.revision, seen="x", **fields)
        return call(browser, "POST", f"/drafts/{draft.id}/{page}", sent, content_type=FORM)

    return send


def sending(name: str, content: bytes, **fields: Any) -> Send:
    """A paper for Lan's draft."""
    return lambda stage, browser: call(
        browser,
        "POST",
        f"/drafts/{stage.draft.id}/papers/birth_notice",
        upload("files", name, content, **fields),
        content_type=MULTIPART,
    )


def supplement(**fields: Any) -> Send:
    return lambda stage, browser: call(
        browser,
        "POST",
        f"/dossiers/{stage.asked.code}/supplement",
        form(version=stage.asked.version, **fields),
        content_type=FORM,
    )


def act(which: str, action: str, *, version: Any = None, dossier_id: Any = None, **fields: Any) -> Send:
    """An act on the desk; `which` names a dossier of the stage."""

    def send(stage, browser):
        view = getattr(stage, which)
        said = {
            "dossier_id": dossier_id(stage) if dossier_id else view.id,
            "expected_version": view.version if version is None else version,
        }
        return call(browser, "POST", f"/desk/{view.code}/acts/{action}", form(**said, **fields), content_type=FORM)

    return send


def draft(path: str = "", whose: str = "draft"):
    return lambda stage: f"/drafts/{getattr(stage, whose).id}{path}"


def dossier(path: str = "", which: str = "new"):
    return lambda stage: f"/dossiers/{getattr(stage, which).code}{path}"


def desk(path: str = "", which: str = "new"):
    return lambda stage: f"/desk/{getattr(stage, which).code}{path}"


# A row a line: the table is read across.
# fmt: off
WRITING = [
    Row("a draft that never was", "lan", get(f"/drafts/{uuid4()}"), 404, DRAFT),
    Row("a draft id that is none", "lan", get("/drafts/1%20OR%201=1"), 404, NO_PAGE),
    Row("reading another's draft", "minh", get(draft("/child_name")), 404, DRAFT),
    Row("writing into another's draft", "minh", answering("child_name", child_name="Kẻ Gian"), 404, DRAFT),
    Row("deleting another's draft", "minh", post(draft("/delete")), 404, DRAFT),
    Row("submitting another's draft", "minh", post(draft("/check"), declared="yes"), 404, DRAFT),
    Row("a paper into another's draft", "minh", sending("a.pdf", papers.pdf()), 404, DRAFT),
    Row("reading a file of another's draft", "minh", get(lambda s: f"/drafts/{s.draft.id}/files/{s.file_of_lan}"), 404, DRAFT),
    Row("a file by its id through one's own draft", "minh", get(lambda s: f"/drafts/{s.draft_of_minh.id}/files/{s.file_of_lan}"), 404, "forms.paper_not_found"),
    Row("an official in a citizen's draft", "receiver", get(draft("/child_name")), 404, DRAFT),
    Row("a page that the form has not", "lan", answering("nowhere", x="1"), 404, "forms.page_not_found"),
    Row("a paper that the procedure has not", "lan", get(draft("/papers/passwd")), 404, "forms.paper_not_found"),
    Row("a script in a name", "lan", answering("child_name", child_name=XSS), 422, "strange letters", shown=SAFE, moves=KEPT),
    Row("a quote that ends an attribute", "lan", answering("child_name", child_name='"><img src=x onerror=alert(1)>'), 422, "strange letters", shown="&lt;img src=x onerror", moves=KEPT),
    Row("a formula in a name", "lan", answering("child_name", child_name="=1+1"), 422, "strange letters", moves=KEPT),
    Row("a NUL in a box", "lan", answering("child_name", child_name="Nguyễn\x00An"), 422, "strange characters", moves=KEPT),
    Row("a box turned round", "lan", answering("child_name", child_name="Nguyễn \u202eNA"), 422, "strange characters", moves=KEPT),
    Row("a lone surrogate in a box", "lan", answering("child_name", child_name="Nguyễn \ud800An"), 422, "strange characters", moves=KEPT),
    Row("100,000 letters in a box", "lan", answering("child_name", child_name="a" * 100_000), 422, "too long", moves=KEPT),
    Row("five megabytes in a box", "lan", answering("child_name", child_name="a" * 5_000_000), 400, "page 400"),
    Row("a day that is none", "lan", answering("child_birth", **{"birth_date-day": "31", "birth_date-month": "2", "birth_date-year": "2026"}), 422, "no such day", moves=KEPT),
    Row("a day in superscript", "lan", answering("child_birth", **{"birth_date-day": "²", "birth_date-month": "2", "birth_date-year": "2026"}), 422, "not a date", moves=KEPT),
    Row("a choice that is not offered", "lan", answering("child_birth", child_sex="root"), 422, "choose", moves=KEPT),
    Row("a revision of the future", "lan", lambda s, b: call(b, "POST", f"/drafts/{s.draft.id}/child_name", form(revision="999", seen="x", child_name="An Nhiên"), content_type=FORM), 409, "forms.draft_changed"),
    Row("a revision in superscript", "lan", lambda s, b: call(b, "POST", f"/drafts/{s.draft.id}/child_name", form(revision="²", seen="x", child_name="An Nhiên"), content_type=FORM), 409, "forms.draft_changed"),
    Row("a page posted without a CSRF token", "lan", lambda s, b: call(b, "POST", f"/drafts/{s.draft.id}/child_name", b"child_name=An", content_type=FORM, csrf=False), 403, "page csrf"),
    Row("submitting an unfinished draft", "lan", post(draft("/check"), declared="yes"), 422, "open questions"),
    Row("beginning what no procedure is", "lan", post("/apply/0.0", agency="1"), 404, NO_PAGE),
    Row("beginning at an agency that is none", "lan", post("/apply/1.001193", agency="'; --"), 422, "choose a place"),
    Row("beginning at an agency that never was", "lan", post("/apply/1.001193", agency=str(uuid4())), 422, "choose a place"),
    Row("answering after the session ended", AGAIN, answering("child_name", child_name="An Nhiên"), 302, "sign in", to="{/en}/session-expired"),
    Row("an official begins as a citizen", "receiver", post("/apply/1.001193", agency="x"), 403, "page 403"),
]

ATTACHING = [
    Row("a program as a paper", "lan", sending("giấy.pdf", papers.EXE), 422, "files.kind_not_accepted"),
    Row("a zip bomb as a paper", "lan", sending("giấy.pdf", papers.zip_bomb()), 422, "files.kind_not_accepted"),
    Row("an image bomb as a paper", "lan", sending("giấy.png", papers.image_bomb()), 422, "files.broken"),
    Row("a scripted PDF as a paper", "lan", sending("giấy.pdf", papers.scripted_link()), 422, "files.active_content"),
    Row("a locked PDF as a paper", "lan", sending("giấy.pdf", papers.locked()), 422, "files.locked"),
    Row("a broken PDF as a paper", "lan", sending("giấy.pdf", papers.CUT_PDF), 422, "files.broken"),
    Row("a paper of nothing", "lan", sending("giấy.pdf", b""), 422, "files.empty"),
    Row("a paper whose name is a script", "lan", sending("<img src=x onerror=alert(1)>.pdf", papers.EXE), 422, "files.kind_not_accepted", shown="&lt;img src=x"),
    Row("a paper whose name climbs", "lan", sending("../../../etc/passwd", papers.EXE), 422, "files.kind_not_accepted"),
    Row("a paper of a name of 300 letters", "lan", sending("a" * 300 + ".pdf", papers.EXE), 422, "files.kind_not_accepted"),
    Row("removing a paper that is not there", "lan", post(draft("/papers/birth_notice"), remove=str(uuid4())), 302, "sign in", to="{/en}/drafts/"),
    Row("removing another's file", "lan", post(draft("/papers/birth_notice"), remove=lambda s: s.file_of_minh), 302, "sign in", to="{/en}/drafts/"),
]

OWNING = [
    Row("reading another's dossier", "minh", get(dossier()), 404, DOSSIER),
    Row("reading a paper of another's dossier", "minh", get(lambda s: f"/dossiers/{s.new.code}/papers/{s.new.papers[0].file_id}"), 404, DOSSIER),
    Row("reading a document of another's dossier", "minh", get(dossier("/documents/receipt", "running")), 404, DOSSIER),
    Row("withdrawing another's dossier", "minh", post(dossier("/withdraw"), version=1, reason="x"), 404, DOSSIER),
    Row("supplementing another's dossier", "minh", supplement(child_name="Kẻ Gian"), 404, DOSSIER),
    Row("a document that is none", "lan", get(dossier("/documents/secret")), 404, NO_PAGE),
    Row("a document that is not made yet", "lan", get(dossier("/documents/result")), 404, "dossiers.document_not_found"),
    Row("another's file through one's own dossier", "lan", get(lambda s: f"/dossiers/{s.new.code}/papers/{s.file_of_minh}"), 404, "dossiers.document_not_found"),
    Row("a dossier of a NUL", "lan", get("/dossiers/%00"), 404, DOSSIER),
    Row("withdrawing in superscript", "lan", post(dossier("/withdraw"), version="²", reason="x"), 409, "dossiers.changed_meanwhile"),
    Row("withdrawing an older version", "lan", post(dossier("/withdraw"), version="0", reason="x"), 409, "dossiers.changed_meanwhile"),
    Row("a supplement without the paper", "lan", supplement(child_name="Nguyễn An Nhiên"), 422, "still missing"),
    Row("a supplement with a script", "lan", supplement(child_name=XSS), 422, "strange letters or missing", shown=SAFE),
    Row("a supplement with a forged list of files", "lan", supplement(child_name="Nguyễn An", kept="eyJhIjpbXX0:1abc:forged"), 422, "still missing"),
    Row("a supplement of an older version", "lan", lambda s, b: call(b, "POST", f"/dossiers/{s.asked.code}/supplement", form(version="0", child_name="Nguyễn An"), content_type=FORM), 409, "dossiers.changed_meanwhile"),
    Row("an official on a citizen's page", "receiver", get(dossier()), 403, "page 403"),
]

DESK = [
    Row("the desk without a session", "nobody", get("/desk/"), 302, "sign in", to="{/en}/sign-in"),
    Row("a citizen at the desk", "minh", get("/desk/"), 403, "page 403"),
    Row("a citizen at a dossier on the desk", "minh", get(desk()), 403, "page 403"),
    Row("a citizen who accepts", "minh", act("new", "accept"), 403, "page 403"),
    Row("the applicant approves", "lan", act("running", "approve"), 403, "page 403"),
    Row("a citizen at the counter", "minh", get("/desk/file/"), 403, "page 403"),
    Row("a specialist at the counter", "specialist", get("/desk/file/"), 403, "page 403"),
    Row("another agency's dossier", "stranger", get(desk()), 404, DOSSIER),
    Row("accepting another agency's dossier", "stranger", act("new", "accept"), 404, DOSSIER),
    Row("a paper of another agency's dossier", "stranger", get(lambda s: f"/desk/{s.new.code}/papers/{s.new.papers[0].file_id}"), 404, DOSSIER),
    Row("a document of another agency's dossier", "stranger", get(desk("/documents/receipt", "running")), 404, DOSSIER),
    Row("a dossier on the desk of a NUL", "receiver", get("/desk/%00"), 404, DOSSIER),
    Row("an act that nobody knows", "receiver", act("new", "destroy"), 404, NO_PAGE),
    Row("a correction of nothing that was issued", "receiver", lambda s, b: call(b, "POST", f"/desk/{s.new.code}/correction", form(field="child_name", child_name="x", step="send"), content_type=FORM), 302, "harmless"),
    Row("asking for a correction of nothing that was issued", "lan", lambda s, b: call(b, "POST", f"/dossiers/{s.new.code}/correction", form(reason="x", version=1), content_type=FORM), 409, "dossiers.out_of_turn"),
    Row("asking for a correction of another's dossier", "minh", get(dossier("/correction")), 404, DOSSIER),
    Row("a correction by a citizen", "minh", get(desk("/correction")), 403, "page 403"),
    Row("a correction of another agency's dossier", "stranger", get(desk("/correction")), 404, DOSSIER),
    Row("the applicant's act on the desk", "receiver", act("new", "withdraw"), 404, NO_PAGE),
    Row("approving out of turn", "head", act("new", "approve"), 409, "dossiers.out_of_turn"),
    Row("returning before it is decided", "receiver", act("running", "return"), 409, "dossiers.out_of_turn"),
    Row("accepting in another's role", "specialist", act("new", "accept"), 403, "dossiers.act_not_allowed"),
    Row("resolving in another's role", "receiver", act("running", "resolve", certificate_number="1/2026"), 403, "dossiers.act_not_allowed"),
    Row("accepting an older version", "receiver", act("new", "accept", version=0), 409, "dossiers.changed_meanwhile"),
    Row("accepting a version of 40 digits", "receiver", act("new", "accept", version="9" * 40), 409, "dossiers.changed_meanwhile"),
    Row("accepting a version that is no number", "receiver", act("new", "accept", version="one"), 422, "page old form"),
    Row("accepting a version of 5,000 digits", "receiver", act("new", "accept", version="9" * 5000), 422, "page old form"),
    Row("accepting a dossier id that is none", "receiver", act("new", "accept", dossier_id=lambda _s: "x' OR 1=1"), 422, "page old form"),
    Row("accepting a dossier that never was", "receiver", act("new", "accept", dossier_id=lambda _s: uuid4()), 404, DOSSIER),
    Row("refusing without a reason", "receiver", act("new", "refuse", reason="  "), 422, "dossiers.reason_missing"),
    Row("refusing with a NUL", "receiver", act("new", "refuse", reason="thiếu\x00giấy"), 422, "kernel.unreadable_text"),
    Row("refusing with a text turned round", "receiver", act("new", "refuse", reason="thiếu \u202e giấy"), 422, "kernel.unreadable_text"),
    Row("asking for what the form has not", "receiver", act("new", "request_supplement", reason="xem lại", fields=["root"]), 422, "no such question"),
    Row("asking for a paper that is none", "receiver", act("new", "request_supplement", reason="xem lại", papers=["../x"]), 422, "no such paper"),
    Row("asking for nothing", "receiver", act("new", "request_supplement", reason=XSS), 422, "mark something", shown=SAFE),
    Row("a result of wrong fields", "specialist", act("running", "resolve", evil=XSS), 422, "result field"),
    Row("an act without a CSRF token", "receiver", lambda s, b: call(b, "POST", f"/desk/{s.new.code}/acts/accept", b"dossier_id=1", content_type=FORM, csrf=False), 403, "page csrf"),
    Row("a queue's search by SQL", "receiver", get("/desk/?q=%27%20OR%201%3D1%20--"), 200, "harmless"),
    Row("a queue's search of a NUL", "receiver", get("/desk/?q=%00"), 422, "kernel.unreadable_text"),
    Row("a queue's search of a script", "receiver", get("/desk/?q=%3Cscript%3Ealert(1)%3C/script%3E"), 200, "harmless"),
    Row("a queue of no state", "receiver", get("/desk/?state=%00approved"), 200, "harmless"),
    Row("a queue's cursor of garbage", "receiver", get("/desk/?cursor=%00%ff"), 200, "harmless"),
    Row("a queue's cursor of a number", "receiver", get("/desk/?cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsIDVd"), 200, "harmless"),
    Row("a queue's cursor without a zone", "receiver", get("/desk/?cursor=WyIwMDAxLTAxLTAxIiwgIjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCJd"), 200, "harmless"),
]

ROWS = WRITING + ATTACHING + OWNING + DESK
