"""What somebody else who stands behind an application trusted to the agency is in no file that the applicant takes home."""

import json
import zipfile

from motcua.dossiers import api as dossiers
from motcua.dossiers.tests.test_parties import HOST_PART, agreed, drafted, family, lan, minh  # noqa: F401 - fixtures
from motcua.trust.holdings import pack_my_data


def told(actor) -> str:
    with pack_my_data(actor=actor) as file, zipfile.ZipFile(file) as packed:
        return json.dumps(
            [json.loads(packed.read(name)) for name in packed.namelist() if name.endswith(".json")], ensure_ascii=False
        )


def test_the_applicant_takes_home_her_own_answers_only(family, lan, minh):  # noqa: F811
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    assert HOST_PART["host_phone"] not in told(lan)  # of the draft
    receipt = dossiers.submit_draft(actor=lan, draft_id=draft_id)
    home = told(lan)
    assert receipt.code in home and HOST_PART["host_phone"] not in home
    assert "host_personal_id" in home  # she wrote that herself
