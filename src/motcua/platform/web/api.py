"""The front door of platform.web."""

from motcua.platform.web.policy import actor_of, citizen, official, public, signed_in
from motcua.platform.web.problems import problem, status_of

__all__ = ["actor_of", "citizen", "official", "problem", "public", "signed_in", "status_of"]
