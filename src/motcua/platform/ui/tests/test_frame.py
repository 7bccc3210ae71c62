import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation
from lxml import html

from motcua.platform.ui import errors

PAGES = ["/ui/", "/en/ui/", "/ui/?errors=1", "/ui/desk/", "/en/ui/desk/", "/ui/errors/404/", "/en/ui/errors/500/"]


def page(address):
    return html.document_fromstring(Client().get(address).content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_title_one_h1_one_main_and_says_its_language(address):
    tree = page(address)
    assert len(tree.findall(".//h1")) == len(tree.findall(".//main")) == len(tree.findall(".//title")) == 1
    assert tree.get("lang") == ("en" if address.startswith("/en/") else "vi")
    assert tree.find(".//a[@href='#main-content']") is not None


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_an_exception_from_our_content_security_policy(address):
    tree = page(address)
    assert not tree.xpath("//*[@style]|//style|//script[not(@src)]|//@*[starts-with(name(), 'on')]")
    assert not [src for src in tree.xpath("//@src|//link/@href") if not src.startswith("/static/")]


@pytest.mark.parametrize("address", PAGES)
def test_no_id_occurs_twice(address):
    ids = page(address).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_page_with_errors_says_so_in_its_title_and_links_to_the_fields():
    tree = page("/ui/?errors=1")
    assert tree.findtext(".//title").startswith("Lỗi: ")
    targets = [link[1:] for link in tree.xpath("//*[contains(@class, 'error-summary')]//a/@href")]
    assert targets
    assert all(tree.get_element_by_id(target).tag == "input" for target in targets)
    assert page("/en/ui/?errors=1").findtext(".//title").startswith("Error: ")


def test_the_demo_says_that_everything_is_made_up_and_a_real_installation_does_not(settings):
    class Environment:
        demo = True

    settings.ENVIRONMENT = Environment
    assert "hư cấu" in page("/ui/errors/404/").find(".//aside").text_content()
    settings.ENVIRONMENT = type("Real", (), {"demo": False})
    assert page("/ui/errors/404/").find(".//aside") is None


def test_htmx_may_not_run_texts_as_code_nor_keep_pages_in_the_browser():
    config = page("/ui/").xpath("//meta[@name='htmx-config']/@content")[0]
    for rule in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"historyCacheSize":0',
        '"selfRequestsOnly":true',
    ):
        assert rule in config


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 429, 500])
def test_an_error_page_says_what_happened_what_is_safe_what_to_do_and_whom_to_ask(status, language):
    with translation.override(language):
        answer = errors.page(RequestFactory().get("/x"), status)
    assert answer.status_code == status
    paragraphs = html.document_fromstring(answer.content.decode()).xpath("//main//p[normalize-space()]")
    assert len(paragraphs) == 5


def test_an_unknown_status_gets_the_nearest_page():
    request = RequestFactory().get("/x")
    assert errors.page(request, 418).status_code == 418
    assert "không đọc được" in errors.page(request, 418).content.decode()
    assert "phía chúng tôi" in errors.page(request, 503).content.decode()


def test_an_error_page_tells_what_a_room_knows_as_text():
    body = errors.page(RequestFactory().get("/x"), 409, happened="Lan <b> vừa ký.").content.decode()
    assert "Lan &lt;b&gt; vừa ký." in body


def test_the_request_id_is_shown_so_that_people_can_read_it_out():
    request = RequestFactory().get("/x")
    request.request_id = "7f3a"
    assert "7f3a" in errors.handler500(request).content.decode()


def test_the_handlers_answer_with_their_status():
    request = RequestFactory().get("/x")
    assert errors.handler400(request, ValueError()).status_code == 400
    assert errors.handler403(request, PermissionError()).status_code == 403
    assert errors.handler404(request, LookupError()).status_code == 404
    assert errors.handler500(request).status_code == 500
    assert "hết hiệu lực" in errors.csrf_failure(request, reason="no cookie").content.decode()


def test_even_a_broken_template_leaves_a_plain_page(settings):
    settings.TEMPLATES = []
    from django.template import engines

    engines.__dict__.pop("templates", None)
    engines._engines.clear()
    try:
        answer = errors.handler500(RequestFactory().get("/x"))
    finally:
        engines.__dict__.pop("templates", None)
        engines._engines.clear()
    assert answer.status_code == 500
    assert "không phải do bạn" in answer.content.decode()


def test_the_desk_is_the_same_frame_with_its_own_class():
    body = Template('{% extends "ui/desk.html" %}{% block title %}x{% endblock %}').render(Context())
    assert re.search(r'<body class="govuk-template__body mc-desk">', body)


def test_the_bar_says_who_one_is_and_escapes_the_name():
    context = Context({"account": [{"text": "<b>Lan</b>", "href": "/my", "icon": "user"}]})
    bar = html.document_fromstring(Template('{% extends "ui/base.html" %}').render(context)).find(".//header")
    assert bar.find(".//a[@href='/my']").text_content().strip() == "<b>Lan</b>"
