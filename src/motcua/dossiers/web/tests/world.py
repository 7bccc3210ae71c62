"""Browsers for the officials of the small world: each signed in as the account of its person or official."""

from django.contrib.auth import get_user_model
from django.test import Client

from motcua.kernel.actors import Actor


def signed_in(actor: Actor) -> Client:
    """A browser of `actor`, with a real account and session."""
    key = {"official_id": actor.id} if actor.is_official else {"person_id": actor.id}
    account = get_user_model().objects.filter(**key).first() or get_user_model().objects.create(
        login=str(actor.id), name=actor.name, assurance=2, **key
    )
    client = Client()
    client.force_login(account)
    session = client.session
    session["assurance"] = account.assurance  # what the sign-in page would have noted
    session.save()
    return client
