"""The front door of platform.web."""

from motcua.platform.web.clients import client_address
from motcua.platform.web.errors import refusal_of
from motcua.platform.web.landing import landing_name, landing_of
from motcua.platform.web.manners import Manners
from motcua.platform.web.policy import actor_of, citizen, official, public, signed_in
from motcua.platform.web.problems import problem, status_of
from motcua.platform.web.sent import id_sent, number_sent
from motcua.platform.web.sentences import translate_sentences

__all__ = [
    "Manners",
    "actor_of",
    "citizen",
    "client_address",
    "id_sent",
    "landing_name",
    "landing_of",
    "number_sent",
    "official",
    "problem",
    "public",
    "refusal_of",
    "signed_in",
    "status_of",
    "translate_sentences",
]
