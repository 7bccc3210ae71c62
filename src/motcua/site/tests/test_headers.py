"""What a browser is told with https: cookies that nobody else can set or read, and headers on every kind of answer."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import io, json, sys
from motcua.site.wsgi import application
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from motcua.site import urls
from motcua.platform.web.api import public
from django.urls import path
from django.http import JsonResponse

@public
def page(request):
    get_token(request)
    answer = HttpResponse("<p>x</p>")
    answer.set_cookie(settings.SESSION_COOKIE_NAME, "x", secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY, samesite=settings.SESSION_COOKIE_SAMESITE,
        domain=settings.SESSION_COOKIE_DOMAIN, path=settings.SESSION_COOKIE_PATH)
    return answer

urls.urlpatterns.insert(0, path("probe", page))
told = {}
for address in ("/probe", "/api/v1/nowhere", "/api/v1/dossiers", "/api/v1/procedures/suggest", "/static/none.css"):
    environ = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": address, "QUERY_STRING": "",
        "SERVER_NAME": "motcua.example.vn", "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "motcua.example.vn", "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False}
    def start(status, headers, _exc=None):
        told[address] = [status[:3], [[name.lower(), value] for name, value in headers]]
    list(application(environ, start))
print(json.dumps(told))
"""
ADDRESSES = ("/probe", "/api/v1/nowhere", "/api/v1/dossiers", "/api/v1/procedures/suggest", "/static/none.css")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What a process with a public address by https answers; asked without a database."""
    given = os.environ | {
        "MOTCUA_HOME": str(tmp_path_factory.mktemp("home")),
        "MOTCUA_PUBLIC_URL": "https://motcua.example.vn",
        "DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "motcua.site.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", ASK], env=given, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def headers(answers, address):
    return dict(answers[address][1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_kind_of_answer_keeps_tls_up_and_guesses_no_type(answers, address):
    told = headers(answers, address)
    assert told["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert told["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in told
    assert told["referrer-policy"] in {"same-origin", "no-referrer"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_may_be_framed_and_nothing_foreign_loaded(answers, address):
    policy = headers(answers, address)["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "object-src 'none'" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_cookies_belong_to_this_host_alone_and_to_no_script(answers):
    cookies = [value.strip() for name, value in answers["/probe"][1] if name == "set-cookie"]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-motcua-session", "__Host-motcua-csrf"}
    for cookie in cookies:
        flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= flags, cookie
        assert not any(flag.startswith("domain") for flag in flags)
