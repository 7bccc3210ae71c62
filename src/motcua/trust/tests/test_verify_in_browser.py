"""An official looks; the person reads who and why, takes the proof home, and checks it on the page, where nothing is sent."""

import json
import re

import pytest

from motcua.kernel.merkle.receipts import Receipt
from motcua.trust.tests.serving import DESK, PHONE, look

pytestmark = pytest.mark.journey


@pytest.fixture
def proofs(looked, opened):
    """What Lan downloads: the look at her dossier, and the list that she stood on."""
    page, found = opened(looked.lan), {}
    page.goto("/my/looks")
    names = page.locator(".trust-looks h2 a").all_inner_texts()
    for number, name in enumerate(names):
        page.goto("/my/looks")
        page.locator(".trust-looks h2 a").nth(number).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Tải bằng chứng").click()
        found[name] = download.value.path().read_text()
    return found


def verdict(page):
    page.wait_for_selector("#verdict:not([data-state=working]):not([hidden])")
    return page.locator("#verdict").get_attribute("data-state"), page.locator("#verdict").inner_text()


def check(page, text):
    page.fill("#proof", text)
    page.click("#verify-go")
    return verdict(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["vi", "en"])
def test_the_person_reads_who_and_why(looked, opened, language, size):
    page = opened(looked.lan, size)
    where = f"{language.strip('/') or 'vi'}-{size['width']}"
    page.goto(f"{language}/my/looks")
    shown = page.locator("main").inner_text()
    assert looked.receiver.name in shown and "Gọi điện hỏi lại" in shown
    look(page, f"looks-{where}")
    page.locator(".trust-looks h2 a").last.click()
    look(page, f"look-{where}")
    page.goto(f"{language}/verify")
    look(page, f"verify-{where}")
    nothing = opened(looked.minh, size)
    nothing.goto(f"{language}/my/looks")
    look(nothing, f"none-{where}")


def test_what_she_took_home_is_proven_on_the_page_and_nothing_is_sent(looked, opened, proofs):
    page = opened()
    page.goto("/verify")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.set_input_files(
        "#proof-file",
        {"name": "a.tlog-proof", "mimeType": "text/plain", "buffer": proofs["Mở xem hồ sơ của bạn"].encode()},
    )
    state, said = verdict(page)
    assert state == "proven", said
    assert looked.receiver.name in said and "Gọi điện hỏi lại" in said and "Bằng chứng này là thật" in said
    look(page, "proven-vi-360")
    state, said = check(page, proofs["Mở một danh sách trong đó có bạn"].replace("\n", "\r\n"))
    assert state == "proven" and "Bạn là một trong 1 người" in said
    assert (
        str(looked.lan.id) not in proofs["Mở một danh sách trong đó có bạn"]
    )  # but for her own name for herself, encoded
    assert sent == []


def drop(page, text):
    page.evaluate(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "a.tlog-proof"));
          document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
        }""",
        text,
    )
    return verdict(page)


def forged(proof, **changes):
    """The same proof, saying something else."""
    receipt = Receipt.read(proof)
    told = json.loads(receipt.extra) | changes
    return str(Receipt(receipt.index, receipt.path, receipt.note, json.dumps(told).encode()))


def test_a_forged_proof_is_refused_with_the_reason(looked, opened, proofs):
    page = opened()
    page.goto("/en/verify")
    page.wait_for_selector("#verify-tool:not([hidden])")
    right = proofs["Mở xem hồ sơ của bạn"]
    body = json.loads(Receipt.read(right).extra)["body"]
    state, said = drop(page, forged(right, at="2020-01-01T00:00:00.000000+00:00"))
    assert state == "refused" and "does not agree with the signed log" in said
    look(page, "refused-en-360")
    state, said = check(page, forged(right, body=body.replace("hỏi lại", "hỏi chơi")))
    assert state == "refused" and "does not agree" in said
    state, said = check(page, forged(right, holder=str(looked.minh.id)))
    assert state == "refused" and "not in the entry" in said
    state, said = check(page, forged(right, format=9))
    assert state == "refused" and "newer format" in said
    signature = re.search(r"— \S+ (\S+)\n", right).group(1)
    state, said = check(
        page, right.replace(signature, signature[:20] + ("A" if signature[20] != "A" else "B") + signature[21:])
    )
    assert state == "refused" and "signature" in said
    state, said = check(page, right.replace("index ", "index 1"))
    assert state == "refused"
    state, said = check(page, "hello")
    assert state == "refused" and "no proof file" in said
    page.click("summary")
    page.fill("#key", "other.example+00000000+AAAA")
    state, said = check(page, right)
    assert state == "refused" and "not of the form" in said
    page.fill("#key", "")
    assert check(page, right)[0] == "proven"


def test_a_browser_that_can_not_check_says_so_and_names_the_other_way(looked, opened, proofs):
    page = opened()
    page.add_init_script(
        "SubtleCrypto.prototype.importKey = async () => { throw new DOMException('no', 'NotSupportedError') }"
    )
    page.goto("/en/verify")
    state, said = verdict(page)
    assert state == "unable" and "command line" in said
    assert check(page, proofs["Mở xem hồ sơ của bạn"])[0] == "unable"


def test_without_scripts_the_command_line_is_named(looked, opened):
    page = opened(java_script_enabled=False)
    page.goto("/verify")
    assert page.locator("#verify-off").is_visible() and not page.locator("#verify-tool").is_visible()
    assert "motcua ledger verify" in page.locator("main").inner_text()


def test_what_a_slip_s_code_says_is_called_a_link_and_no_proof(looked, opened, address):
    page = opened()
    page.goto("/verify")
    page.wait_for_selector("#verify-tool:not([hidden])")
    state, said = check(page, f"{address}/t/H57.17-261127-0001")
    assert state == "link" and "chưa phải bằng chứng" in said
