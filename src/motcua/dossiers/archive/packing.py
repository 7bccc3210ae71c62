"""A dossier as one ZIP, for handing it to an archive or a court: everything it holds, and what each file's hash is."""

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

import msgspec

from motcua.dossiers.books.slips import slip_data, slip_of
from motcua.dossiers.documents.rendering import render_slip
from motcua.dossiers.errors import ActNotAllowedError, DocumentDestroyedError
from motcua.dossiers.models import Dossier
from motcua.dossiers.policies import roles_at
from motcua.dossiers.queries import row_of
from motcua.dossiers.services.issuing import printed_file
from motcua.dossiers.viewing import LOOKED_AT, view_of
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking
from motcua.platform.files import api as files

FORM = "motcua-case-file/1"


def pack_case_file(*, actor: Actor, code: str) -> tuple[bytes, str]:
    """The ZIP and the name of its file. For officials who work at the dossier's agencies; an entry in the ledger.

    In it: dossier.json, papers/, documents/, control-slip.pdf, ledger.json, checksums.sha256 (for `sha256sum -c`).
    Raises DossierNotFoundError, ActNotAllowedError.
    """
    with looking(actor):
        row = row_of(code)
        if not actor.is_official or not roles_at(actor, row):
            raise ActNotAllowedError(action="pack_case_file")
        ledger.record(actor=actor, action="dossiers.packed", record_id=row.id, subject_id=row.applicant_id)
        return _zipped(_contents(actor, row)), f"{code}.zip"


def _contents(actor: Actor, row: Dossier) -> dict[str, bytes]:
    view = view_of(actor, row)
    told = {"form": FORM, **msgspec.to_builtins(view)}
    for mine in ("next_actions", "desk_acts"):
        told.pop(mine, None)  # what whoever packs it may do is no part of the case
    history = [
        {
            "at": entry.at,
            "action": entry.action,
            "by": entry.actor_name,
            "position": entry.position,
            "why": entry.why,
            "facts": entry.facts,
        }
        for entry in ledger.history_of(row.id, without=(LOOKED_AT,))
    ]
    found = {"dossier.json": _json(told), "ledger.json": _json(msgspec.to_builtins(history))}
    for n, paper in enumerate(view.papers, 1):
        with files.open_file(paper.file_id) as stream:
            found[f"papers/{n:03}-{paper.file_name}"] = stream.read()
    for n, document in enumerate(row.document_rows.order_by("id"), 1):
        try:
            found[f"documents/{n:03}-{document.kind}.pdf"] = printed_file(document)
        except DocumentDestroyedError:
            continue
    found["control-slip.pdf"] = render_slip(slip_data(slip_of(row)))
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _zipped(found: dict[str, bytes]) -> bytes:
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(found.items()))
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted({**found, "checksums.sha256": sums.encode()}.items()):
            packed.writestr(name, content)
    return written.getvalue()
