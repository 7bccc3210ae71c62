"""The front door of platform.web."""

from motcua.platform.web.errors import refusal_of
from motcua.platform.web.policy import actor_of, citizen, official, public, signed_in
from motcua.platform.web.problems import problem, said, status_of

__all__ = ["actor_of", "citizen", "official", "problem", "public", "refusal_of", "said", "signed_in", "status_of"]
