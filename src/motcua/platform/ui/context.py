"""What every page's frame needs from the settings."""

from django.conf import settings
from django.http import HttpRequest


def frame(_request: HttpRequest) -> dict[str, object]:
    """Context processor: `demo` shows the notice that all people and dossiers are made up (setting MOTCUA_DEMO)."""
    return {"demo": bool(getattr(settings, "MOTCUA_DEMO", False))}
