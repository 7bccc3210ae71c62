"""The code on the screen, against the published vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.payments.domain import bill_codes, vietqr
from motcua.payments.domain.vietqr import BadCodeError, Transfer

# Published by the library vietnam-qr-pay (MIT).
STATIC = "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
DYNAMIC = "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien630453E6"


def test_the_published_codes_are_written_sign_for_sign():
    assert vietqr.write(Transfer("970416", "257678859")) == STATIC
    assert vietqr.write(Transfer("970416", "257678859", 10000, purpose="Chuyen tien")) == DYNAMIC


def test_the_published_codes_are_read():
    assert vietqr.read(DYNAMIC) == Transfer("970416", "257678859", 10000, "", "Chuyen tien")


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9]{6,19}", fullmatch=True),
    st.integers(1, 10**12),
)
def test_what_is_written_is_read_again(bank, account, amount):
    asked = Transfer(bank, account, amount, "MC1", "MC1 le phi")
    assert vietqr.read(vietqr.write(asked)) == asked


@given(st.integers(0, len(DYNAMIC) - 1), st.characters(min_codepoint=32, max_codepoint=126))
def test_a_changed_sign_is_noticed(place, sign):
    changed = DYNAMIC[:place] + sign + DYNAMIC[place + 1 :]
    if changed != DYNAMIC:
        with pytest.raises(BadCodeError):
            vietqr.read(changed)


@given(st.text(max_size=600))
def test_nonsense_is_refused_and_nothing_else_happens(text):
    with pytest.raises(BadCodeError):
        vietqr.read(text)
    with pytest.raises(BadCodeError):
        vietqr.read(text + "6304" + vietqr.checksum(text.encode("ascii", "replace").decode() + "6304"))


def test_a_text_with_marks_does_not_get_into_a_code():
    with pytest.raises(ValueError, match="ASCII"):
        vietqr.write(Transfer("970416", "1", 5, purpose="Lệ phí"))


@given(st.text(bill_codes.SIGNS, min_size=11, max_size=11), st.integers(2, 13), st.integers(1, 31))
def test_one_wrong_sign_makes_no_code_of_it(drawn, place, step):
    code = bill_codes.PREFIX + drawn + bill_codes.check_sign(drawn)
    other = bill_codes.SIGNS[(bill_codes.SIGNS.index(code[place]) + step) % len(bill_codes.SIGNS)]
    assert bill_codes.is_code(code)
    assert not bill_codes.is_code(code[:place] + other + code[place + 1 :])


def test_banks_may_write_around_the_code_and_into_it():
    code = bill_codes.draw()
    assert bill_codes.find(f"HO KINH DOANH chuyen tien {code} le phi GD 123456") == code
    assert bill_codes.find(f"ck {code[:6]} {code[6:].lower()}.") == code
    assert bill_codes.find("chuyen tien an trua") == ""
    assert bill_codes.find(f"{code} {bill_codes.draw()}") == ""
