"""A ward's own system for tests: its token, its rows, and what became of them."""

import gzip
import json
from datetime import timedelta

from falcon import testing

from motcua.agencies import api as agencies
from motcua.dossiers.http.plane import application
from motcua.dossiers.models import Dossier, SyncedProgress
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform.database.transactions import acting

CODE = "H57.17-260227-0001"
FIELDS = [
    "code",
    "source",
    "state",
    "status",
    "applicant_name",
    "applicant_id",
    "receiving_agency_id",
    "submitted_at",
    "received_at",
    "due_at",
    "act_by",
    "decided_at",
    "ended_at",
    "fee_total",
    "procedure_code",
    "channel",
]


class System:
    """An agency's own system with its token."""

    def __init__(self, agency, name="Hệ thống một cửa Phú Xuân", login="he-thong"):
        official = agencies.appoint_official(
            actor=SYSTEM,
            name=name,
            agency_id=agency.id,
            title={"vi": "Hệ thống", "en": "System"},
            roles=["integrator"],
            valid_from=worlds.LAST_YEAR,
        )
        identity.open_account(actor=SYSTEM, login=login, secret="", name=name, official_id=official.id)
        self.actor = Actor(
            ActorKind.OFFICIAL,
            official.id,
            name,
            agency_id=agency.id,
            agency_ids=(agency.id,),
            roles=frozenset({"integrator"}),
            assurance=2,
        )
        self.token = identity.issue_token(
            actor=SYSTEM, subject_id=official.id, label="đồng bộ", expires_at=clock.now() + timedelta(hours=1)
        ).secret
        self.client = testing.TestClient(application)

    def send(self, body, *, packed=False, **headers):
        given = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/x-ndjson",
            "Accept-Language": "vi",
        }
        if packed:
            given["Content-Encoding"] = "gzip"
            body = gzip.compress(body)
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.simulate_post("/api/v1/dossiers/sync", body=body, headers=given)

    def push(self, *rows, **more):
        """The results by line, and the summary."""
        return told(self.send(lines(*rows), **more))


def told(answer):
    assert answer.status_code == 200, answer.text
    *results, summary = (json.loads(line) for line in answer.text.splitlines())
    return results, summary


def lines(*rows):
    return b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows) + b"\n"


def dossier(**more):
    return {
        "kind": "dossier",
        "code": CODE,
        "sequence": 1,
        "agency": "H57.17",
        "procedure": worlds.BIRTH,
        "status": 4,
        "channel": "online",
        "applicant": {"name": "Nguyễn Thị Lan", "number": "046190000017"},
        "submitted_at": "2026-02-27T08:00:00+07:00",
        "received_at": "2026-02-27T09:00:00+07:00",
        "due_at": "2026-03-06T17:00:00+07:00",
    } | more


def step(**more):
    return {
        "kind": "progress",
        "code": CODE,
        "at": "2026-02-28T08:00:00+07:00",
        "note": "Chuyển chuyên viên thẩm định",
        "by": "Phan Quốc An",
        "unit": "Phòng Tư pháp",
    } | more


def state():
    """All that was pushed, as it stands now; which batch it was does not count."""
    with acting(SYSTEM):
        rows = {row["code"]: row for row in Dossier.objects.exclude(source="").values(*FIELDS)}
        steps = sorted(SyncedProgress.objects.values_list("dossier_id", "id", "status", "note", "at"))
    return rows, steps


def one(code=CODE):
    with acting(SYSTEM):
        return Dossier.objects.get(code=code)
