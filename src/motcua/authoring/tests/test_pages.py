"""The back office in a browser without scripts: every page opens, saves what was typed and loses nothing."""

import re
from datetime import date

import pytest

from motcua.agencies import api as agencies
from motcua.authoring import api
from motcua.authoring.judging import judge
from motcua.authoring.tests.browsers import form_of, signed_in
from motcua.authoring.tests.people import BIRTH
from motcua.catalogue import api as catalogue
from motcua.kernel.actors import SYSTEM

CODE = "1.001193"
PAGES = (
    "", "compare", "sheets/texts", "sheets/fee-note", "lists/laws/", "lists/limits/", "lists/papers/", "lists/results/",
    "lists/requirements/", "lists/fees/", "lists/sections/", "lists/laws/items/law-60-2014", "lists/limits/items/0",
    "lists/papers/items/birth_notice", "lists/fees/items/late_fine", "lists/sections/items/child", "lists/pages:child/items/child_name",
    "lists/fields:child_name/items/child_name", "lists/fields:relation/items/requester_relation", "lists/checks:parents/items/0",
    "files/procedure.yaml", "files/form.yaml", "files/scenarios/married-parents.yaml", "files/documents/result.typ", "preview/",
    "preview/phone", "preview/check", "preview/questions/relation",
)  # fmt: skip


@pytest.fixture
def edit(office):
    return api.start_edit(actor=office.khe, procedure_code=CODE)


def url(edit, rest=""):
    return f"/authoring/edits/{edit.id}/{rest}"


def existing(rest, edit):
    """Ids that a package of the repository really has, so that this test survives its being reworded."""
    form = catalogue.spans.read(edit.files["form.yaml"].decode())
    section = form["sections"][0]
    page = section["pages"][0]
    fees = catalogue.spans.read(edit.files["fees.yaml"].decode())["fees"]
    laws = catalogue.spans.read(edit.files["procedure.yaml"].decode())["legal_basis"]
    for old, new in (
        ("fields:child_name/items/child_name", f"fields:{page['id']}/items/{page['fields'][0]['id']}"),
        ("pages:child/items/child_name", f"pages:{section['id']}/items/{page['id']}"),
        ("sections/items/child", f"sections/items/{section['id']}"),
        ("items/law-60-2014", f"items/{laws[0]['id']}"),
        ("lists/fees/items/late_fine", f"lists/fees/items/{fees[0]['id']}" if fees else "lists/fees/"),
    ):
        rest = rest.replace(old, new)
    return rest


@pytest.mark.parametrize("rest", PAGES)
def test_every_page_opens_with_one_heading_for_author_and_reviewer_in_both_languages(office, edit, rest):
    for actor in (office.khe, office.anh):
        for prefix in ("", "/en"):
            page = signed_in(actor).get(prefix + url(edit, existing(rest, edit)))
            assert page.status_code == 200, page
            assert len(re.findall(r"<h1[\s>]", page.text)) == 1
            assert "Còn thiếu" not in page.text


@pytest.mark.parametrize("rest", [page for page in PAGES if "items/" in page or "sheets/" in page])
def test_saving_what_is_shown_changes_no_byte(office, edit, rest):
    browser, where = signed_in(office.khe), url(edit, existing(rest, edit))
    page = browser.get(where)
    answer = browser.post(where, form_of(page, where))
    assert answer.status_code == 302, answer.text
    assert api.get_edit(actor=office.khe, edit_id=edit.id).files == edit.files


@pytest.mark.parametrize(
    "name", ["procedure.yaml", "form.yaml", "documents/result.typ", "scenarios/married-parents.yaml"]
)
def test_saving_a_file_as_it_is_changes_no_byte(office, edit, name):
    browser, where = signed_in(office.khe), url(edit, f"files/{name}")
    sent = form_of(browser.get(where), where)
    sent["text"] = [sent["text"][0].replace("\n", "\r\n")]  # as browsers do
    assert browser.post(where, sent).status_code == 302
    assert api.get_edit(actor=office.khe, edit_id=edit.id).files == edit.files


def test_a_text_is_changed_beside_its_translation(office, edit):
    browser, where = signed_in(office.khe), url(edit, "sheets/texts")
    sent = form_of(browser.get(where), where) | {"name-vi": "Khai sinh cho con"}
    assert browser.post(where, sent).status_code == 302
    page = browser.get(where)
    assert 'value="Khai sinh cho con"' in page.text and "Đã lưu" in page.text
    files = api.get_edit(actor=office.khe, edit_id=edit.id).files
    assert files["procedure.yaml"].decode() == (BIRTH / "procedure.yaml").read_text().replace(
        'vi: "Đăng ký khai sinh"', 'vi: "Khai sinh cho con"', 1
    )


def test_an_empty_name_is_kept_and_told_beside_its_box_in_plain_words(office, edit):
    browser, where = signed_in(office.khe), url(edit, "sheets/texts")
    browser.post(where, form_of(browser.get(where), where) | {"name-en": "", "estimated_minutes": "vài phút"})
    page = browser.get(where)
    assert "Chỗ này còn trống." in page.text
    assert "không phải là số nguyên." in page.text
    assert 'value="vài phút"' in page.text
    assert f'href="{where}#f-name"' in browser.get(url(edit)).text
    english = browser.get(f"/en{where}").text
    assert "This is still empty." in english


def test_what_was_typed_stays_when_another_tab_was_first(office, edit):
    browser, where = signed_in(office.khe), url(edit, "sheets/texts")
    stale = form_of(browser.get(where), where)
    browser.post(where, stale | {"name-vi": "Ở thẻ kia"})
    page = browser.post(where, stale | {"summary-vi": "Câu ở thẻ này"})
    assert page.status_code == 409
    assert "Câu ở thẻ này" in page.text
    again = form_of(page, where)
    assert browser.post(where, again).status_code == 302
    assert "Câu ở thẻ này" in browser.get(where).text


def test_characters_that_no_text_holds_are_refused_and_the_rest_stays_typed(office, edit):
    browser, where = signed_in(office.khe), url(edit, "sheets/texts")
    page = browser.post(
        where, form_of(browser.get(where), where) | {"name-vi": "Khai\u202e sinh", "summary-en": "Typed here"}
    )
    assert page.status_code == 422
    assert "Typed here" in page.text and "Khai sinh" in page.text


def test_items_are_added_moved_copied_and_taken_out_with_buttons(office, edit):
    browser, where = signed_in(office.khe), url(edit, "lists/papers/")

    def papers():
        said = catalogue.spans.read(api.get_edit(actor=office.khe, edit_id=edit.id).files["procedure.yaml"].decode())
        return [paper["id"] for paper in said["papers"]]

    def press(what, **more):
        revision = api.get_edit(actor=office.khe, edit_id=edit.id).revision
        return browser.post(f"{where}do", {"do": what, "revision": revision, **more})

    before = papers()
    assert press("down 0").url.endswith("#item-1")
    assert papers()[:2] == [before[1], before[0]]
    press("place 1 0")
    assert papers() == before
    assert api.get_edit(actor=office.khe, edit_id=edit.id).files == edit.files, "there and back: not a byte is changed"
    press("add", title="Giấy cam kết")
    assert papers() == [*before, "giay_cam_ket"]
    press("copy 0")
    assert papers()[1] == f"{before[0]}_2"
    press("remove 1")
    press(f"remove {len(before)}")
    assert papers() == before
    assert press("explode 0").status_code == press("up 999").status_code == 404
    assert browser.post(f"{where}do", {"do": "up 1", "revision": 1}).status_code == 409


def test_a_new_amount_closes_the_old_one_the_day_before(office):
    catalogue.publish_package(
        actor=SYSTEM,
        folder=BIRTH.parent / "3.000333-criminal-record",
    )
    agencies.register_agency(
        actor=SYSTEM, code="H57.90", name={"vi": "Công an", "en": "Police"}, tier="province", branch="police",
        parent_id=office.khe.agency_id,
    )  # fmt: skip
    edit = api.start_edit(actor=office.khe, procedure_code="3.000333")
    browser, where = signed_in(office.khe), url(edit, "lists/fees/standard/new-amount")
    page = browser.get(where)
    sent = form_of(page, where) | {"amount": "250.000", "from": "1/7/2026"}
    early = browser.post(where, sent | {"from": "1/1/2016"})
    assert early.status_code == 422 and "250" in early.text
    assert browser.post(where, sent).status_code == 302
    text = api.get_edit(actor=office.khe, edit_id=edit.id).files["fees.yaml"].decode()
    fees = catalogue.spans.read(text)["fees"]
    assert [(fee["id"], fee["amount"], fee["from"], fee.get("to")) for fee in fees][:2] == [
        ("standard", 200000, "2017-01-01", "2026-06-30"), ("standard_2026", 250000, "2026-07-01", None)
    ]  # fmt: skip
    table = browser.get(url(edit, "lists/fees/")).text
    assert "250.000 đồng" in table and "30/06/2026" in table


def test_a_question_is_added_asked_under_a_condition_and_given_options(office, edit):
    browser, page = signed_in(office.khe), "lists/fields:relation/"
    answer = browser.post(url(edit, f"{page}do"), {"do": "add", "title": "Cần bản sao?", "revision": edit.revision})
    where = answer.url
    assert where.endswith("items/can_ban_sao")
    sent = form_of(browser.get(where), where)
    sent |= {
        "label-en": "Copies?",
        "type": "choice",
        "show_if-how": "built",
        "show_if-0-answer": "requester_relation=mother",
    }
    where = browser.post(where, sent).url
    assert "Thêm ít nhất hai lựa chọn" in browser.get(where).text
    for label in ("Có cần", "Không cần"):
        sent = form_of(browser.get(where), where)
        number = sum(1 for name in sent if re.fullmatch(r"options\.\d+\.label-vi", name)) - 1
        browser.post(
            where, sent | {f"options.{number}.label-vi": label, f"options.{number}.label-en": label, "add_option": "1"}
        )
    sent = form_of(browser.get(where), where)
    browser.post(where, sent | {"do": "option-down 0"})
    edit = api.get_edit(actor=office.khe, edit_id=edit.id)
    question = catalogue.spans.read(edit.files["form.yaml"].decode())["sections"][0]["pages"][1]["fields"][-1]
    assert question["show_if"] == "requester_relation == 'mother'"
    assert [option["value"] for option in question["options"]] == ["khong_can", "co_can"]
    assert judge(edit.files).problems == ()


def test_ids_that_were_published_cannot_be_changed_and_new_ones_can(office, edit):
    browser = signed_in(office.khe)
    old = url(edit, "lists/papers/items/birth_notice")
    sent = form_of(browser.get(old), old)
    assert "id" not in sent
    browser.post(old, sent | {"id": "other"})
    assert b"id: birth_notice" in api.get_edit(actor=office.khe, edit_id=edit.id).files["procedure.yaml"]


def test_the_way_of_applying_is_read_and_picked_in_words_too(office, edit):
    browser = signed_in(office.khe)
    fees = url(edit, "lists/fees/")
    model = catalogue.spans.read(edit.files["fees.yaml"].decode())
    model["fees"][0]["when"] = "channel == 'online'"
    edit = api.change_file(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, name="fees.yaml", wanted=model, what="Phí"
    )
    assert "Cách nộp là “Trên mạng”" in browser.get(fees).text
    where = url(edit, f"lists/fees/items/{model['fees'][0]['id']}")
    sent = form_of(browser.get(where), where)
    assert "channel=online" in [value for values in sent.values() for value in values]
    browser.post(where, sent)
    assert api.get_edit(actor=office.khe, edit_id=edit.id).files == edit.files


def test_a_condition_is_judged_while_it_is_typed(office, edit):
    browser = signed_in(office.khe)

    def said(expression):
        return browser.post(
            "/authoring/conditions/check", {"edit": str(edit.id), "name": "show_if", "show_if": expression}
        ).text

    assert "Điều kiện dùng được" in said("size(requester_name) > 3") or "role" not in said("size(requester_name) > 3")
    assert "là “Mẹ”" in said("requester_relation == 'mother'")
    assert "requester_relatio" in said("requester_relatio == 'mother'") and "govuk-error-message" in said(
        "requester_relatio == 1"
    )
    assert "govuk-error-message" in said("(((")


def test_the_raw_tab_tells_the_line_and_keeps_what_was_typed(office, edit):
    browser, where = signed_in(office.khe), url(edit, "files/fees.yaml")
    sent = form_of(browser.get(where), where) | {"text": "fees:\n  - id: a\n    amount: [\n"}
    assert browser.post(where, sent).status_code == 302
    page = browser.get(where)
    assert "amount: [" in page.text and "Dòng" in page.text
    assert "viết sai YAML" in browser.get(url(edit, "lists/fees/")).text
    assert browser.get(url(edit, "preview/")).status_code == 200


def test_the_way_from_writing_to_publishing_through_the_pages(office, edit):
    khe, anh = signed_in(office.khe), signed_in(office.anh)
    where = url(edit, "sheets/texts")
    khe.post(where, form_of(khe.get(where), where) | {"name-vi": "Khai sinh cho con"})
    khe.post(
        url(edit, "describe"),
        form_of(khe.get(url(edit)), "describe") | {"effective_from": "09/03/2026", "law_note": "Gọi dễ hiểu"},
    )
    assert "Khai sinh cho con" in khe.get(url(edit, "compare")).text
    assert khe.post(url(edit, "acts/submit"), form_of(khe.get(url(edit, "compare")), "submit")).status_code == 302
    assert 'acts/publish"' not in khe.get(url(edit, "compare")).text
    revision = api.get_edit(actor=office.khe, edit_id=edit.id).revision
    assert (
        khe.post(url(edit, "acts/publish"), {"revision": revision, "effective_from": "09/03/2026"}).status_code == 403
    )
    assert "Chờ bạn duyệt" in anh.get("/authoring/").text
    back = anh.post(url(edit, "acts/send_back"), {"revision": revision, "remark": ""})
    assert back.status_code == 422 and "Hãy viết điều cần sửa" in back.text
    early = anh.post(url(edit, "acts/publish"), {"revision": revision, "effective_from": "01/01/2026"})
    assert early.status_code == 422 and 'value="01/01/2026"' in early.text
    done = anh.post(url(edit, "acts/publish"), form_of(anh.get(url(edit, "compare")), "publish"))
    assert done.status_code == 302
    assert catalogue.get_procedure(CODE, on=date(2026, 3, 9)).name["vi"] == "Khai sinh cho con"


def test_strangers_are_kept_out(office, edit):
    for rest in ("", "sheets/texts", "files/form.yaml", "preview/"):
        assert signed_in(office.bong).get(url(edit, rest)).status_code == 403
        assert signed_in(office.far).get(url(edit, rest)).status_code == 404
    assert (
        signed_in(office.anh)
        .post(url(edit, "sheets/texts"), {"revision": 1, "name-vi": "x", "name-en": "y"})
        .status_code
        == 403
    )
    assert signed_in(office.khe).get(url(edit, "files/../../etc/passwd")).status_code in {400, 404}
    assert signed_in(office.khe).get(url(edit, "lists/nothing/")).status_code == 404


def test_a_preview_keeps_answers_for_the_official_alone_and_forgets_them_when_asked(office, edit):
    khe = signed_in(office.khe)
    where = url(edit, "preview/questions/relation")
    assert khe.post(where, {"requester_relation": "mother"}).status_code in {302, 422}
    assert "Mẹ" in khe.get(url(edit, "preview/check")).text
    assert "Mẹ" not in signed_in(office.anh).get(url(edit, "preview/check")).text
    khe.post(url(edit, "preview/"))
    assert "Mẹ" not in khe.get(url(edit, "preview/check")).text


def test_edits_are_begun_from_the_search(office):
    khe = signed_in(office.khe)
    assert "Đăng ký khai sinh" in khe.get("/authoring/new", {"q": "khai sinh"}).text
    begun = khe.post("/authoring/new", {"procedure_code": CODE})
    assert begun.status_code == 302
    new = khe.post("/authoring/new", {"how": "new", "procedure_code": CODE, "name-vi": "x", "name-en": "y"})
    assert new.status_code == 422 and "Mã thủ tục phải là mã mới" in new.text
    new = khe.post("/authoring/new", {"how": "new", "procedure_code": "9.000123", "name-vi": "Thẻ", "name-en": "Card"})
    page = khe.get(new.url)
    assert page.status_code == 200 and "Thêm căn cứ pháp lý" in page.text


def test_what_is_other_agencies_too_is_shown_without_a_button_and_refused_with_who_may(office):
    low = signed_in(office.low)
    page = low.get("/authoring/new", {"q": "khai sinh"}).text
    assert "chỉ Trung tâm A hoặc người quản trị hệ thống mới sửa được" in page
    assert f'value="{CODE}"' not in page
    refused = low.post("/authoring/new", {"procedure_code": CODE})
    assert refused.status_code == 403 and "Chỉ Trung tâm A hoặc người quản trị hệ thống mới sửa" in refused.text


def test_whoever_was_overtaken_sees_both_changes_and_carries_the_own_over(office, edit):
    khe = signed_in(office.khe)
    where = url(edit, "sheets/texts")
    khe.post(where, form_of(khe.get(where), where) | {"name-vi": "Của tôi"})
    assert "meanwhile" not in khe.get(url(edit, "compare")).text
    other = BIRTH.parent / BIRTH.name
    files = {
        name: content.replace('vi: "Đăng ký khai sinh"'.encode(), 'vi: "Của họ"'.encode())
        for name, content in catalogue.read_files(other).items()
    }
    files["procedure.yaml"] = files["procedure.yaml"].replace(
        b"effective: {from: 2025-07-01}", b"effective: {from: 2026-03-01}"
    )
    catalogue.publish_files(actor=SYSTEM, files=files, folder=BIRTH.name)
    assert "một bản khác của thủ tục này" in khe.get(where).text
    page = khe.get(url(edit, "compare"))
    assert "Giữ của họ" in page.text and "Của họ" in page.text and "Của tôi" in page.text
    sent = form_of(page, "carry_over")
    assert sent["keep:procedure.yaml:name/vi"] == ["theirs"]
    assert khe.post(url(edit, "acts/carry_over"), sent).status_code == 302
    assert 'value="Của họ"' in khe.get(where).text
