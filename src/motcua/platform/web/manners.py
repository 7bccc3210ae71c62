"""Headers of the data planes, which Django's middleware does not see: nothing they say is ever a page."""

from typing import Any

from django.conf import settings

CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


class Manners:
    """No guessing of types, no framing, no loading; no session, no cookie; TLS kept up where the address has it."""

    def __init__(self) -> None:
        self.headers = [
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", CSP),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        if settings.SECURE_HSTS_SECONDS:
            self.headers.append(
                ("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains")
            )

    def process_request(self, _request: Any, response: Any) -> None:
        response.set_headers(self.headers)
