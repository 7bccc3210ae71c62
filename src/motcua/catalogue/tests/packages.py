"""A small package to break in tests, written to a folder of the test."""

from pathlib import Path

PROCEDURE = """\
code: "9.000001"
name: {vi: Cấp thẻ thư viện, en: Get a library card}
summary: {vi: Bạn nhận thẻ mượn sách., en: You get a card to borrow books.}
everyday_names: {vi: [làm thẻ thư viện, mượn sách], en: [library card]}
field: {vi: Văn hóa, en: Culture}
tiers: [commune]
subjects: [citizen]
agency: {vi: Ủy ban nhân dân cấp xã, en: Commune People's Committee}
channels: [online, in_person]
life_events: [school]
effective: {from: 2025-07-01}
source: {checked_on: 2026-11-22}
legal_basis:
  - {id: rule-1, number: 1/2025/QĐ-TV, title: {vi: Quy chế thư viện, en: Library rules}}
time_limits:
  - {amount: 2, unit: working_day, note: {vi: Hai ngày, en: Two days}, legal: [rule-1]}
papers:
  - {id: photo, name: {vi: Ảnh chân dung, en: Portrait}}
  - {id: school_letter, name: {vi: Giấy của trường, en: Letter of the school}, when: "is_pupil == true", legal: [rule-1]}
results:
  - {id: card, name: {vi: Thẻ thư viện, en: Library card}}
"""
FORM = """\
sections:
  - id: reader
    title: {vi: Bạn đọc, en: The reader}
    pages:
      - id: who
        title: {vi: Bạn có đang đi học không?, en: Are you at school?}
        fields:
          - {id: is_pupil, type: yes_no, label: {vi: Đang đi học, en: At school}}
          - {id: cards, type: number, label: {vi: Số thẻ, en: Cards}, min: 1, max: 5}
          - id: kind
            type: choice
            label: {vi: Loại thẻ, en: Kind of card}
            options: [{value: home, label: {vi: Mang về, en: To take home}}, {value: room, label: {vi: Tại chỗ, en: In the room}}]
"""
FEES = """\
fees:
  - {id: card_old, name: {vi: Tiền thẻ, en: Card fee}, amount: 5000, per: cards, when: "is_pupil != true", legal: [rule-1], from: 2025-01-01, to: 2026-06-30}
  - {id: card_new, name: {vi: Tiền thẻ, en: Card fee}, amount: 6000, per: cards, when: "is_pupil != true", legal: [rule-1], from: 2026-07-01}
  - {id: post, name: {vi: Gửi thẻ, en: Posting}, amount: 20000, channels: [online], legal: [rule-1], from: 2025-01-01}
note: {vi: Thư viện có thể giảm., en: The library may ask for less.}
"""
FLOW = "extends: one-stop\n"
SCENARIO = """\
name: {vi: Người lớn xin một thẻ, en: An adult asks for one card}
today: 2026-03-02T09:00:00+07:00
channel: online
answers: {is_pupil: false, cards: 1, kind: home}
expect: {valid: true, fees: 25000}
"""


def write_package(root: Path, **files: str) -> Path:
    """Write the sample package, with `procedure=`, `form=`, `fees=` or `flow=` replaced; "" leaves a file out."""
    folder = root / "9.000001-library-card"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "scenarios" / "adult.yaml").write_text(files.pop("scenario", SCENARIO))
    for name, text in ({"procedure": PROCEDURE, "form": FORM, "fees": FEES, "flow": FLOW} | files).items():
        if text:
            (folder / f"{name}.yaml").write_text(text)
    return folder
