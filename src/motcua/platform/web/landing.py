"""Where an official begins the day: the composition root names the page of each role."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from motcua.kernel.actors import Actor


def landing_name(actor: Actor) -> str:
    """The name of the first page for an official of these roles; the setting's order decides between several."""
    landings: Mapping[str, str] = settings.MOTCUA_LANDINGS
    return next((page for role, page in landings.items() if role in actor.roles), settings.MOTCUA_LANDING)


def landing_of(actor: Actor) -> str:
    """Its address."""
    return reverse(landing_name(actor))
