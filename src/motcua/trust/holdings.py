"""What is kept here about a person, as she reads it and as one file to take home."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import msgspec

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.errors import DocumentDestroyedError, DocumentNotFoundError
from motcua.forms import api as forms
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.payments import api as payments
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.trust.contracts import LooksAsked
from motcua.trust.requests import list_own_requests
from motcua.trust.usage import ALL, find_usage

FORM = "motcua-my-data/1"
MOST = 1000  # dossiers in one file
IN_MEMORY = 8 * 1024 * 1024
_UNFIT = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is kept here about a person."""

    person: PersonView
    dossiers: int
    drafts: int
    payments: int
    requests: int


def holdings_of(*, actor: Actor) -> Holdings:
    """Raises NotAllowedError for who is no person."""
    person = _person(actor)
    return Holdings(
        person,
        len(dossiers.list_my_dossiers(actor=actor, limit=MOST)),
        len(forms.list_drafts(actor=actor)),
        len(payments.list_my_payments(actor=actor)),
        len(list_own_requests(actor=actor)),
    )


def pack_my_data(*, actor: Actor) -> IO[bytes]:
    """Everything that is kept here about the person and that is hers to read, as a ZIP from its beginning: me.json, looks.json,
    dossiers/CODE/dossier.json with her papers and what was issued to her. What officials note for each other is not in it.

    Raises NotAllowedError for who is no person.
    """
    person = _person(actor)
    with acting(actor):
        ledger.record(actor=actor, action="trust.data_taken", subject_id=actor.id)
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it is the answer, and closed with it
    try:
        _fill(packed, actor, person)
    except BaseException:
        packed.close()
        raise
    packed.seek(0)
    return packed


def _fill(packed: IO[bytes], actor: Actor, person: PersonView) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("me.json", _json(_told(actor, person)))
        into.writestr("looks.json", _json(find_usage(actor=actor, asked=LooksAsked(everything=True), limit=ALL)))
        for summary in dossiers.list_my_dossiers(actor=actor, limit=MOST):
            view = dossiers.get_dossier(actor=actor, code=summary.code)
            into.writestr(f"dossiers/{view.code}/dossier.json", _json(_told_of(view)))
            for name, stream in _files(actor, view):
                with closing(stream), into.open(f"dossiers/{view.code}/{name}", "w") as entry:
                    while piece := stream.read(1 << 16):
                        entry.write(piece)


def _person(actor: Actor) -> PersonView:
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return identity.get_person(actor=actor, person_id=actor.id)


def _told(actor: Actor, person: PersonView) -> dict[str, Any]:
    return {
        "form": FORM,
        "made_at": clock.now().isoformat(),
        "person": msgspec.to_builtins(person),
        "drafts": [
            {
                "procedure": one.procedure_code,
                "saved_at": one.saved_at.isoformat(),
                "answers": _own(one.version_hash, one.answers, shared=bool(one.parties)),
            }
            for one in forms.list_drafts(actor=actor)
        ],
        "payments": [
            {
                "amount": one.amount,
                "state": one.state.value,
                "raised_at": one.raised_at.isoformat(),
                "settled_at": one.settled_at.isoformat() if one.settled_at else None,
                "receipt": one.receipt,
            }
            for one in payments.list_my_payments(actor=actor)
        ],
        "filed_together": [one.code for one in dossiers.list_my_journeys(actor=actor, limit=MOST)],
        "agreed_to": [one.code for one in dossiers.list_cosigned(actor=actor, limit=MOST)],
        "requests": [msgspec.to_builtins(one) for one in list_own_requests(actor=actor)],
    }


def _told_of(view: DossierView) -> dict[str, Any]:
    """What the applicant's own pages say of the case, and no more."""
    return {
        "code": view.code,
        "procedure": {"code": view.procedure_code, "name": dict(view.procedure_name)},
        "state": view.state.value,
        "channel": view.channel.value,
        "receiving_agency": dict(agencies.get_agency(view.receiving_agency_id).name),
        "resolving_agency": dict(agencies.get_agency(view.resolving_agency_id).name),
        **{
            name: at.isoformat() if at else None
            for name, at in (
                ("submitted_at", view.submitted_at),
                ("received_at", view.received_at),
                ("due_at", view.due_at),
                ("decided_at", view.decided_at),
                ("ended_at", view.ended_at),
            )
        },
        "answers": _own(view.version_hash, view.answers, shared=bool(view.co_signers)),
        "acts": [
            {
                "action": act.action,
                "at": act.at.isoformat(),
                "by": act.actor_name,
                "position": act.position,
                "note": act.note if act.action in dossiers.TOLD_TO_APPLICANT else "",
            }
            for act in view.acts
        ],
        "papers": [
            {"name": dict(one.name), "file": one.file_name, "bytes": one.size, "sha256": one.sha256}
            for one in view.papers
        ],
    }


def _own(version_hash: str, answers: Mapping[str, Any], *, shared: bool) -> dict[str, Any]:
    """The answers without what others who stand behind the application trusted to the agency, as the pages have it."""
    if not shared:
        return dict(answers)
    form = forms.compile_form(catalogue.get_version(version_hash))
    others = form.pages_of_others()
    hidden = {one.id for page in form.pages if page.id in others for one in page.fields if one.sensitive}
    return {key: value for key, value in answers.items() if key not in hidden}


def _files(actor: Actor, view: DossierView) -> Iterator[tuple[str, IO[bytes]]]:
    for number, paper in enumerate(view.papers, 1):
        try:
            stream, _kind, name = dossiers.open_paper(actor=actor, code=view.code, file_id=paper.file_id)
        except (files.FileBeingCheckedError, files.FileQuarantinedError) as error:
            yield f"papers/{number:03}-{_fit(paper.file_name)}.txt", BytesIO(str(error.message).encode())
            continue
        yield f"papers/{number:03}-{_fit(name)}", stream
    for number, document in enumerate(view.documents, 1):
        if not document.ready:
            continue
        try:
            printed, _name = dossiers.open_document(
                actor=actor, code=view.code, kind=document.kind, document_id=document.id
            )
        except (DocumentDestroyedError, DocumentNotFoundError):
            continue
        yield f"documents/{number:03}-{document.kind.value}.pdf", BytesIO(printed)


def _fit(name: str) -> str:
    """A file's name that stays inside its folder on every system."""
    return _UNFIT.sub("_", name).lstrip(".")[:120] or "paper"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
