"""Links to the eIDs of this installation, for pages."""

from urllib.parse import urlencode

from django.urls import reverse

from motcua.identity.eid.settings import Provider, providers
from motcua.kernel.languages import pick


def eid_links(language: str, wanted: str, level: int = 0) -> list[dict[str, str]]:
    """What to offer: `text` and `href` for each eID that reaches `level` (0: any). After it one comes back to `wanted`."""
    return [
        {"text": pick(one.label, language), "href": _start_url(one, wanted, level)}
        for one in providers()
        if max(one.levels.values()) >= level
    ]


def _start_url(provider: Provider, wanted: str, level: int) -> str:
    query = {**({"next": wanted} if wanted else {}), **({"level": str(level)} if level else {})}
    return reverse("identity:eid_start", args=[provider.name]) + (f"?{urlencode(query)}" if query else "")
