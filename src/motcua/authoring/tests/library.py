"""A sound package with a bit of everything, to break in tests."""

from pathlib import Path

PROCEDURE = """\
code: "9.000002"
name: {vi: Cấp thẻ thư viện, en: Get a library card}
summary: {vi: Bạn nhận thẻ mượn sách., en: You get a card to borrow books.}
everyday_names: {vi: [làm thẻ thư viện, mượn sách], en: [library card]}
field: {vi: Văn hóa, en: Culture}
tiers: [commune]
subjects: [citizen]
agency: {vi: Ủy ban nhân dân cấp xã, en: Commune People's Committee}
channels: [online, in_person]
effective: {from: 2025-07-01}
source: {url: "https://example.test/library", checked_on: 2026-11-22}
legal_basis:
  - {id: rule-1, number: 1/2025/QĐ-TV, title: {vi: Quy chế thư viện, en: Library rules}}
time_limits:
  - {amount: 2, unit: working_day, note: {vi: Hai ngày, en: Two days}, legal: [rule-1], from: 2025-07-01, to: 2026-12-31}
  - {amount: 1, unit: working_day, note: {vi: Một ngày, en: One day}, legal: [rule-1], from: 2027-01-01}
papers:
  - {id: photo, name: {vi: Ảnh chân dung, en: Portrait}, legal: [rule-1]}
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
        title: {vi: Bạn là ai?, en: Who are you?}
        fields:
          - {id: reader_name, type: name, label: {vi: "Họ, tên", en: Name}, prefill: applicant.full_name}
          - {id: birth_date, type: date, label: {vi: Ngày sinh, en: Date of birth}, max: today}
          - {id: is_pupil, type: yes_no, label: {vi: Đang đi học, en: At school}}
      - id: school
        title: {vi: Bạn học ở đâu?, en: Where do you go to school?}
        show_if: "is_pupil == true"
        fields:
          - {id: school_name, type: text, label: {vi: Trường, en: School}}
  - id: cards
    title: {vi: Thẻ, en: The card}
    pages:
      - id: cards
        title: {vi: Bạn cần thẻ nào?, en: Which card do you need?}
        fields:
          - {id: cards, type: number, label: {vi: Số thẻ, en: Cards}, min: 1, max: 5}
          - id: kind
            type: choice
            label: {vi: Loại thẻ, en: Kind of card}
            options:
              - {value: home, label: {vi: Mang về, en: To take home}}
              - {value: room, label: {vi: Tại chỗ, en: In the room}}
          - {id: street, type: text, label: {vi: Địa chỉ, en: Address}, show_if: "kind == 'home'"}
        checks:
          - field: cards
            rule: "cards <= 2 || kind == 'home'"
            message: {vi: Thẻ tại chỗ chỉ có hai., en: Two cards at most for the room.}
"""
FEES = """\
fees:
  - {id: card_old, name: {vi: Tiền thẻ, en: Card fee}, amount: 5000, per: cards, when: "is_pupil != true", legal: [rule-1], from: 2025-01-01, to: 2026-06-30}
  - {id: card_new, name: {vi: Tiền thẻ, en: Card fee}, amount: 6000, per: cards, when: "is_pupil != true", legal: [rule-1], from: 2026-07-01}
  - {id: post, name: {vi: Gửi thẻ, en: Posting}, amount: 20000, channels: [online], legal: [rule-1], from: 2025-01-01}
"""
FLOW = """\
extends: one-stop
supplement: {times: 1, days: 10}
result:
  fields:
    - {id: card_number, type: text, label: {vi: Số thẻ, en: Number}}
"""
RESULT = """\
#import "/shell.typ": *
#row("Bạn đọc", answer("reader_name"), bold: true)
#row("Số thẻ", filled("card_number"))
"""
SCENARIO = """\
name: {vi: Người lớn xin một thẻ, en: An adult asks for one card}
today: 2026-03-02T09:00:00+07:00
channel: online
applicant: {full_name: Lê Thị Minh Châu, personal_id: "048190000126", birth_date: 1990-05-01, sex: female}
answers:
  reader_name: Lê Thị Minh Châu
  birth_date: "1990-05-01"
  is_pupil: false
  cards: 1
  kind: home
  street: 12 Lê Lợi
papers: [photo]
expect:
  valid: true
  asked: [street]
  not_asked: [school_name]
  papers: [photo]
  fees: 25000
acts:
  - {do: accept, at: 2026-03-02T10:00:00+07:00}
  - {do: resolve, after: 1 working_day, proposal: {card_number: "7/2026"}}
  - {skip: 1 hour}
  - {do: approve, after: 30 minutes}
then:
  state: approved
  status: 9
  due: 2026-03-04T10:00:00+07:00
  documents: [receipt, result]
"""
FILES = {
    "procedure.yaml": PROCEDURE,
    "form.yaml": FORM,
    "fees.yaml": FEES,
    "flow.yaml": FLOW,
    "documents/result.typ": RESULT,
    "scenarios/adult.yaml": SCENARIO,
}


def library(changed: dict[str, str] | None = None) -> dict[str, bytes]:
    """The package's files, some of them replaced; "" leaves one out."""
    return {name: text.encode() for name, text in (FILES | (changed or {})).items() if text}


def write_library(root: Path, changed: dict[str, str] | None = None) -> Path:
    folder = root / "9.000002-library-card"
    for name, data in library(changed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
