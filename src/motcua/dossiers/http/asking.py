"""Who asks: the actor behind a program's token."""

from typing import Any

import falcon
from django.conf import settings
from django.utils.module_loading import import_string


def actor_of(request: falcon.Request) -> Any:
    """Raises the identity room's refusal of a token."""
    return actor_of_authorization(request.auth)


def actor_of_authorization(authorization: str | None) -> Any:
    """As a header would say it: `Bearer <token>`. Raises the identity room's refusal of a token."""
    actor_of_token = import_string(settings.MOTCUA_ACTOR_OF_TOKEN)
    return actor_of_token(authorization)


def applicant_of(request: falcon.Request) -> Any:
    """The actor, and the record of a person, read together. Raises the identity room's refusal of a token."""
    applicant_of_token = import_string(settings.MOTCUA_APPLICANT_OF_TOKEN)
    return applicant_of_token(request.auth)
