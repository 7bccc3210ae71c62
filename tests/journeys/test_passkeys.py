"""Officials and their passkeys, with Chromium's own virtual authenticators."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import at_desk
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
SECRET = "motcua-demo"
KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}


class Keys:
    """The security keys that are plugged into a page's computer; one at a time answers."""

    def __init__(self, page) -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")

    def plug_in(self, **more) -> str:
        options = KEY | {"isUserVerified": True, "automaticPresenceSimulation": True} | more
        return self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def unplug(self, key: str) -> None:
        self.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})

    def recognises(self, key: str, *, user: bool) -> None:
        """Whether finger, face or PIN are right from now on."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": user})

    def content(self, key: str) -> list[dict]:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]

    def put_back(self, key: str, credentials: list[dict]) -> None:
        for each in credentials:
            kept = {name: value for name, value in each.items() if name in COPIED}
            self.cdp.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": kept})


COPIED = ("credentialId", "isResidentCredential", "rpId", "privateKey", "userHandle", "signCount")


@pytest.fixture
def here(home):
    """Keys are for a host with a name: the same installation, by its name."""
    return f"http://localhost:{home.port}"


def by_password(page, here: str, login: str) -> None:
    page.goto(f"{here}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=secret]", SECRET)
    page.locator("form:has(input[name=secret]) button[type=submit]").click()
    page.wait_for_url("**/desk/**")


def add(page, here: str, name: str) -> None:
    page.goto(f"{here}/passkeys")
    page.fill("#add", name)
    page.get_by_role("button", name="Thêm khóa này").click()
    page.wait_for_url("**/passkeys?said=added")


def by_key(page, here: str) -> None:
    page.goto(f"{here}/sign-in")
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()


def sign_out(page, here: str) -> None:
    page.goto(f"{here}/sign-out")
    page.locator("form[action$='/sign-out'] button").click()


def test_an_official_adds_two_keys_signs_in_with_one_and_removes_the_other(careful, here):
    page = careful.open(size=DESK)
    plugged = Keys(page)
    by_password(page, here, "kimlong-1")
    page.goto(f"{here}/passkeys")
    assert "chưa có khóa nào" in page.locator("main").inner_text()
    careful.look(page)
    first = plugged.plug_in()
    add(page, here, "Máy bàn ở cơ quan")
    assert "Hãy thêm khóa thứ hai" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Xóa khóa").count() == 0
    kept = plugged.content(first)
    plugged.unplug(first)
    second = plugged.plug_in()
    add(page, here, "Khóa cắm trong ví")
    assert "thứ hai" not in page.locator("main").inner_text()
    careful.look(page)
    page.set_viewport_size({"width": 360, "height": 740})
    careful.look(page, by_axe=False)
    page.set_viewport_size(DESK)
    sign_out(page, here)

    page.goto(f"{here}/sign-in")
    careful.look(page)
    plugged.recognises(second, user=False)  # touched, but no finger and no PIN: the browser itself gives nothing
    by_key(page, here)
    expect(page.locator("[data-passkey-said]")).to_have_text(re.compile(".{11,}"))
    assert page.url == f"{here}/sign-in"
    plugged.recognises(second, user=True)
    by_key(page, here)
    page.wait_for_url("**/desk/**")

    page.goto(f"{here}/passkeys")
    page.get_by_role("button", name="Xóa khóa Máy bàn ở cơ quan").click()
    page.wait_for_url("**/passkeys?said=removed")
    assert page.locator(".mc-key").count() == 1
    sign_out(page, here)
    plugged.unplug(second)
    third = plugged.plug_in()
    plugged.put_back(third, kept)
    by_key(page, here)
    page.wait_for_url("**/sign-in/passkey")
    assert "không biết khóa này" in page.locator(".govuk-error-summary").inner_text()
    careful.look(page)


def test_a_head_lets_an_official_in_again_who_lost_every_key(careful, here):
    head, officer = careful.open(size=DESK), careful.open(size=DESK)
    heads, officers = Keys(head), Keys(officer)
    lost = officers.plug_in()
    by_password(officer, here, "kimlong-2")
    add(officer, here, "Khóa sẽ mất")
    officers.unplug(lost)

    by_password(head, here, "kimlong-3")
    head.goto(f"{here}/passkeys/colleagues")
    assert head.get_by_role("button", name="Tạo liên kết").count() == 0  # a password lets nobody else in
    heads.plug_in()
    add(head, here, "Khóa của thủ trưởng")
    head.get_by_role("link", name="Cho đồng nghiệp mất khóa vào lại").click()
    careful.look(head)
    head.get_by_label(at_desk.SPECIALIST).check()
    head.get_by_role("button", name="Tạo liên kết").click()
    assert "Bạn hãy ghi" in head.locator(".govuk-error-summary").inner_text()
    careful.look(head)
    head.fill("#why", "Gặp trực tiếp, đã xem thẻ căn cước.")
    head.get_by_role("button", name="Tạo liên kết").click()
    link = head.locator("#link").inner_text()
    careful.look(head)
    head.set_viewport_size({"width": 360, "height": 740})
    careful.look(head, by_axe=False)

    new = careful.open()
    plugged = Keys(new)
    plugged.plug_in()
    new.goto(link)
    assert "các khóa cũ bị xóa" in new.locator("main").inner_text()
    careful.look(new)
    new.fill("#add", "Khóa mới")
    new.get_by_role("button", name="Làm khóa trên máy này").click()
    new.wait_for_url("**/passkeys?said=added")
    assert new.locator(".mc-key h2").all_inner_texts() == ["Khóa mới"]
    officer.goto(f"{here}/passkeys")
    assert "/sign-in" in officer.url  # the session of the lost key is over
    careful.look(officer)
    officer.goto(link)
    assert "đã dùng rồi" in officer.locator("main").inner_text()
    careful.look(officer)


END = """
from datetime import timedelta
from motcua.agencies import api as agencies
from motcua.kernel.actors import SYSTEM
from motcua.site.demo import world
from motcua.agencies.models import Position
official = world.official_id("kimlong-1")
position = agencies.position_of(official)
Position.objects.filter(official_id=official).update(valid_from=position.valid_from - timedelta(days=30))
agencies.end_position(
    actor=SYSTEM, official_id=official, agency_id=position.agency.id, last_day=agencies.today() - timedelta(days=1)
)
"""
AGAIN = """
from motcua.agencies.models import Position
from motcua.site.demo import world
Position.objects.filter(official_id=world.official_id("kimlong-1")).update(valid_to=None)
"""


def test_a_session_is_listed_can_be_ended_elsewhere_and_ends_with_the_position(careful, here, home):
    desk, phone = careful.open(size=DESK), careful.open()
    by_password(desk, here, "kimlong-1")
    by_password(phone, here, "kimlong-1")
    desk.goto(f"{here}/sessions")
    careful.look(desk)
    desk.get_by_role("button", name="Kết thúc mọi phiên khác").click()
    desk.wait_for_url("**/sessions?said=all")
    phone.goto(f"{here}/sessions")
    assert "/sign-in" in phone.url
    assert home.run("manage", "shell", "-c", END).returncode == 0
    try:
        desk.goto(f"{here}/desk/")
        assert "/sign-in" in desk.url
    finally:
        assert home.run("manage", "shell", "-c", AGAIN).returncode == 0


def test_a_browser_that_knows_no_passkeys_and_one_without_a_key_are_told_so(careful, here):
    page = careful.open()
    plugged = Keys(page)
    plugged.plug_in()
    said = page.locator("[data-passkey-said]")
    by_key(page, here)
    expect(page.locator("[data-passkey-said]")).to_have_text(re.compile(".{11,}"))
    assert "không có khóa nào" in said.inner_text() or "bấm hủy" in said.inner_text()
    careful.look(page)
    page.add_init_script("delete window.PublicKeyCredential")
    by_key(page, here)
    expect(page.locator("[data-passkey-said]")).to_have_text(re.compile(".{11,}"))
    assert "không dùng được khóa truy cập" in said.inner_text()
    page.goto(f"{here}/en/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    assert "knows no passkeys" in said.inner_text()


def test_at_an_address_by_number_the_page_says_where_keys_work(careful, product, here):
    page = careful.open()
    page.goto(f"{product}/sign-in")
    link = page.locator(f"a[href='{here}/sign-in']")
    assert link.count() == 1
    careful.look(page)
    assert page.get_by_role("button", name="Đăng nhập bằng khóa").count() == 0
