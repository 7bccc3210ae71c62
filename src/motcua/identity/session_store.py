"""The setting SESSION_ENGINE: sessions that know whose they are, and that officials' sessions end by themselves."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from motcua.identity import sittings
from motcua.kernel import clock

WHOSE = "_auth_user_id"


class SessionStore(DatabaseStore):
    """Django's own table of sessions, with columns that are told from what lies in the session."""

    @classmethod
    def get_model_class(cls) -> Any:
        from motcua.identity.models import Sitting  # Django asks for the engine before it knows the tables

        return Sitting

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        if WHOSE in data:
            data.setdefault("began_at", clock.now().isoformat())
        row: Any = super().create_model_instance(data)
        row.account_id = data.get(WHOSE)
        row.official = bool(data.get("official"))
        row.began_at = datetime.fromisoformat(data["began_at"]) if WHOSE in data else None
        row.seen_at = clock.now()
        row.by, row.device = data.get("by", "")[:40], data.get("device", "")
        row.passkey_ids = data.get("passkeys", [])
        return row

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # Django's own, missing in its stubs
        if row is None:
            return {}
        if sittings.is_over(row):
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row.session_data)
        return found
