"""The difference between two versions: nothing is missed, and it is said as people say it."""

import copy
from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue.contracts import Change, DifferenceKind, Severity
from motcua.catalogue.domain.differences import differences
from motcua.catalogue.domain.versions import seal, version_of
from motcua.catalogue.packages.loader import load_package, read_package

from .packages import FEES, FORM, PROCEDURE, write_package

ROOT = Path(__file__).resolve().parents[4]
BABY, MARRIAGE = ROOT / "procedures/2.000986-new-baby", ROOT / "procedures/1.000894-marriage"
PACKAGES = [
    *(ROOT / "procedures" / name for name in ("1.001193-birth-registration", "2.000815-certified-copies")),
    BABY,
    MARRIAGE,
]


def told(tmp_path, **files):
    """What differs between the sample package and the same with some files replaced."""
    old = load_package(write_package(tmp_path / "old"))
    return differences(old, load_package(write_package(tmp_path / "new", **files)))


def vietnamese(found):
    return [difference.said["vi"] for difference in found]


def test_a_version_does_not_differ_from_itself(tmp_path):
    assert told(tmp_path) == ()


def test_an_amount_that_changes_on_a_day_is_one_difference(tmp_path):
    new = FEES.replace("note:", "  - {id: post_2027, name: {vi: Gửi thẻ, en: Posting}, amount: 7000, channels: [online],"
                       " legal: [rule-1], from: 2027-01-01}\nnote:")  # fmt: skip
    new = new.replace("channels: [online], legal: [rule-1], from: 2025-01-01}", "channels: [online], legal: [rule-1],"
                      " from: 2025-01-01, to: 2026-12-31}")  # fmt: skip
    found = told(tmp_path, fees=new)
    assert [one.said for one in found] == [
        {
            "vi": "Gửi thẻ: 20.000 đồng → 7.000 đồng từ 1/1/2027",
            "en": "Posting: 20,000 VND → 7,000 VND from 1 January 2027",
        }
    ]
    assert (found[0].kind, found[0].severity, found[0].id) == (DifferenceKind.FEE, Severity.NEW_DOSSIERS, "post_2027")


def test_a_time_limit_that_changes_on_a_day_is_one_difference(tmp_path):
    new = PROCEDURE.replace(
        "legal: [rule-1]}\npapers",
        "legal: [rule-1], to: 2026-12-31}\n  - {amount: 1, unit: working_day, note: {vi: Một ngày, en: One day}, "
        "legal: [rule-1], from: 2027-01-01}\npapers",
    )
    assert "Thời hạn: 2 ngày làm việc → 1 ngày làm việc từ 1/1/2027" in vietnamese(told(tmp_path, procedure=new))


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "kind", "severity"),
    [
        ("procedure", "Cấp thẻ thư viện", "Làm thẻ thư viện", "Thủ tục: tên “Cấp thẻ thư viện” → “Làm thẻ thư viện”",
         "text", "harmless"),
        ("procedure", "channels: [online, in_person]", "channels: [online]", "Thủ tục: cách nộp online, in_person → online",
         "setting", "new_dossiers"),
        ("procedure", "from: 2025-07-01", "from: 2026-07-01", "Thủ tục: hiệu lực từ 1/7/2026", "setting", "new_dossiers"),
        ("procedure", "1/2025/QĐ-TV", "2/2026/QĐ-TV", "Căn cứ “Quy chế thư viện”: số hiệu “1/2025/QĐ-TV” → “2/2026/QĐ-TV”",
         "legal", "harmless"),
        ("procedure", "{id: photo, name: {vi: Ảnh chân dung, en: Portrait}}", "{id: photo, name: {vi: Ảnh chân dung, en: Portrait}, required: false}",
         "Giấy tờ “Ảnh chân dung”: bắt buộc có → không", "paper", "new_dossiers"),
        ("procedure", "  - {id: photo, name: {vi: Ảnh chân dung, en: Portrait}}\n", "", "Giấy tờ “Ảnh chân dung”: bỏ",
         "paper", "running_drafts"),
        ("procedure", '"is_pupil == true"', '"is_pupil != false"',
         "Giấy tờ “Giấy của trường”: điều kiện “is_pupil == true” → “is_pupil != false”", "condition", "new_dossiers"),
        ("form", "min: 1, max: 5", "min: 1, max: 3", "Câu hỏi “Số thẻ”: mức cao nhất 5 → 3", "question", "running_drafts"),
        ("form", "{vi: Số thẻ, en: Cards}", "{vi: Số lượng thẻ, en: Cards}",
         "Câu hỏi “Số lượng thẻ”: nhãn “Số thẻ” → “Số lượng thẻ”", "text", "harmless"),
        ("form", "en: At school}}", "en: At school}, sensitive: true}",
         "Câu hỏi “Đang đi học”: che khi hiển thị (trống) → có", "question", "new_dossiers"),
        ("form", "{value: room, label: {vi: Tại chỗ, en: In the room}}", "{value: car, label: {vi: Trên xe, en: On the bus}}",
         "Câu hỏi “Loại thẻ”, lựa chọn “Tại chỗ”: bỏ", "option", "running_drafts"),
        ("fees", "amount: 6000", "amount: 8000", "Tiền thẻ: 6.000 đồng → 8.000 đồng từ 1/7/2026", "fee", "new_dossiers"),
        ("fees", "to: 2026-06-30", "to: 2026-05-31", "Tiền thẻ: 5.000 đồng từ 1/1/2025 đến hết 31/5/2026", "fee", "new_dossiers"),
        ("flow", "", "supplement: {times: 2, days: 10}\n", "Cách xử lý: số ngày để bổ sung (trống) → 10", "flow", "new_dossiers"),
    ],
)  # fmt: skip
def test_a_difference_is_typed_and_said(tmp_path, file, old, new, said, kind, severity):
    sample = {"procedure": PROCEDURE, "form": FORM, "fees": FEES, "flow": "extends: one-stop\n"}[file]
    assert old in sample
    changed = sample.replace(old, new, 1) if old else sample + new
    found = {one.said["vi"]: one for one in told(tmp_path, **{file: changed})}
    assert said in found, list(found)
    assert (found[said].kind, found[said].severity) == (kind, severity)


def test_a_question_that_moves_to_another_place_is_moved_and_nothing_else(tmp_path):
    lines = FORM.splitlines(keepends=True)
    pupil, cards = (
        lines.index(next(x for x in lines if "is_pupil" in x)),
        lines.index(next(x for x in lines if "id: cards" in x)),
    )
    lines[pupil], lines[cards] = lines[cards], lines[pupil]
    found = told(tmp_path, form="".join(lines))
    assert [(one.kind, one.change, one.severity) for one in found] == [("question", Change.MOVED, "harmless")]


def test_a_required_new_question_would_break_a_running_draft_and_a_conditional_one_would_not(tmp_path):
    field = "          - {id: age, type: number, label: {vi: Tuổi, en: Age}}\n"
    asked, shown = FORM + field, FORM + field.replace("}}", '}, show_if: "is_pupil == true"}')
    assert [one.severity for one in told(tmp_path / "a", form=asked)] == [Severity.RUNNING_DRAFTS]
    assert [one.severity for one in told(tmp_path / "b", form=shown)] == [Severity.NEW_DOSSIERS]


def test_another_type_of_a_question_would_break_a_running_draft(tmp_path):
    old = load_package(write_package(tmp_path / "old"))
    content = copy.deepcopy(read_package(write_package(tmp_path / "new")))
    content["form"]["sections"][0]["pages"][0]["fields"][1]["type"] = "money"
    (found,) = differences(old, version_of(content, seal(content).hash))
    assert (found.said["vi"], found.severity) == ("Câu hỏi “Số thẻ”: kiểu “number” → “money”", Severity.RUNNING_DRAFTS)


def test_a_declared_rename_is_one_question_under_another_id(tmp_path):
    old = load_package(write_package(tmp_path / "old"))
    content = copy.deepcopy(read_package(write_package(tmp_path / "new")))
    content["form"]["sections"][0]["pages"][0]["fields"][1]["id"] = "card_count"
    content["form"]["renames"] = [{"from": "cards", "to": "card_count"}]
    found = differences(old, version_of(content, seal(content).hash))
    assert [one.said["en"] for one in found] == ["Question “Cards”: id “cards” → “card_count”"]


def edited(folder, edit):
    """What differs between a package and the same after `edit` of its content."""
    content = read_package(folder)
    before = version_of(content, "")
    changed = copy.deepcopy(content)
    edit(changed)
    return [(one.kind, one.severity, one.said["vi"]) for one in differences(before, version_of(changed, ""))]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda dossiers: dossiers.pop(), [("new_dossiers", "Hồ sơ của hành trình “insurance”: bỏ")]),
        (lambda dossiers: dossiers[1].pop("after"),
         [("new_dossiers", "Hồ sơ của hành trình “residence”: đi sau hồ sơ birth → (trống)")]),
        (lambda dossiers: dossiers[1].update(place="requester_address"),
         [("new_dossiers", "Hồ sơ của hành trình “residence”: nơi quyết định cơ quan “new_address” → “requester_address”")]),
        (lambda dossiers: dossiers[1]["answers"].update(child_relation="requester_relation"),
         [("new_dossiers", ("Hồ sơ của hành trình “residence”, câu trả lời cho “child_relation”: lấy từ “value: parent”"
           " → “requester_relation”"))]),
        (lambda dossiers: dossiers[2]["answers"].pop("child_personal_id"),
         [("new_dossiers", "Hồ sơ của hành trình “insurance”, câu trả lời cho “child_personal_id”: bỏ")]),
        (lambda dossiers: dossiers[0]["papers"].pop("birth_notice"),
         [("new_dossiers", "Hồ sơ của hành trình “birth”, giấy tờ “birth_notice”: bỏ")]),
    ],
)  # fmt: skip
def test_what_a_journey_files_otherwise_is_told(edit, told):
    found = edited(BABY, lambda content: edit(content["journey"]["dossiers"]))
    assert found == [("journey", *one) for one in told]


def test_another_name_of_a_dossier_of_a_journey_is_a_text():
    (found,) = edited(BABY, lambda content: content["journey"]["dossiers"][2].update(name={"vi": "Thẻ", "en": "Card"}))
    assert found[:2] == ("text", "harmless")


def test_another_condition_of_a_dossier_of_a_journey_is_a_condition():
    (found,) = edited(BABY, lambda content: content["journey"]["dossiers"][2].update(when="is_surrogacy == false"))
    assert found[:2] == ("condition", "new_dossiers")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda form: form["parties"][0].update(binds="requester_personal_id"),
         [("party", "new_dossiers", ("Người cùng đứng đơn “người sẽ cưới”: câu hỏi số định danh “partner_personal_id” →"
           " “requester_personal_id”"))]),
        (lambda form: form["parties"][0].update(name={"vi": "vợ, chồng", "en": "spouse"}),
         [("text", "harmless", "Người cùng đứng đơn “vợ, chồng”: tên “người sẽ cưới” → “vợ, chồng”")]),
        (lambda form: form.pop("parties"), [("party", "new_dossiers", "Người cùng đứng đơn “người sẽ cưới”: bỏ")]),
        (lambda form: form["parties"].append({"id": "witness", "name": {"vi": "nhân chứng", "en": "w"}, "binds": "x"}),
         [("party", "running_drafts", "Người cùng đứng đơn “nhân chứng”: thêm")]),
        (lambda form: form["sections"][2].pop("party"),
         [("question", "new_dossiers", "Phần “Phần của người ấy”: ai trả lời “partner” → (trống)")]),
    ],
)  # fmt: skip
def test_who_has_to_agree_otherwise_is_told(edit, told):
    assert edited(MARRIAGE, lambda content: edit(content["form"])) == told


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_no_change_of_any_value_of_a_package_goes_untold(folder):
    content = read_package(folder)
    before = version_of(content, "")
    missed = []
    for path in paths(content):
        changed = copy.deepcopy(content)
        try:
            change(changed, path)
            after = version_of(changed, "")
            found = differences(before, after)
        except (ValueError, KeyError, TypeError):
            continue  # what is left is no package any more
        if after != before and not found:
            missed.append(path)
    assert missed == []


def paths(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))
    if path and path[0] != "origin" and path[-1] not in {"extends", "value", "id", "renames"} and len(path) > 1:
        yield path


def change(content, path):
    """Another text, number or answer at `path`; what is no plain value goes away."""
    *way, last = path
    holder = content
    for step in way:
        holder = holder[step]
    value = holder[last]
    if isinstance(value, bool):
        holder[last] = not value
    elif isinstance(value, int):
        holder[last] = value + 1
    elif isinstance(value, str):
        holder[last] = (
            date.fromisoformat(value).replace(year=2031).isoformat()
            if value[:4].isdigit() and value[4:5] == "-"
            else f"{value}x"
        )
    else:
        del holder[last]
