"""What is agreed to on a draft, by whom, and how far each is: reckoned from the draft as it is, never from a flag alone."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.forms.compiling import compile_form
from motcua.forms.contexts import form_context
from motcua.forms.contracts import Answers, DraftView, Form, FormContext, Party, PartyState, PartyView, Validation
from motcua.forms.domain.engine import validate_answers
from motcua.forms.domain.prefilling import from_json
from motcua.forms.models import Draft, DraftParty
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files


def parties_asked(form: Form, answers: Answers, context: FormContext) -> tuple[Party, ...]:
    """Who has to agree to these cleaned answers. Nobody at the counter, where people stand in front of the official."""
    if context.channel != "online" or not form.parties:
        return ()
    unasked: dict[str, Any] = {name: [] if field.is_group else None for name, field in form.fields.items()}
    names = {**unasked, **answers, "channel": context.channel, "today": context.today.isoformat()}
    return tuple(party for party in form.parties if catalogue.condition(party.when)(names))


def asked_parties(row: Draft) -> tuple[Party, ...]:
    """Who has to agree, by the answers so far."""
    form = compile_form(catalogue.get_version(row.version_hash))
    if not form.parties or row.filed_by:
        return ()
    return parties_asked(form, judged(row).answers, form_context(channel=_channel(row)))


def parties_of(row: Draft) -> tuple[PartyView, ...]:
    """Everybody who is asked for, and how far they are with the draft as it is now."""
    asked = asked_parties(row)
    if not asked:
        return ()
    with acting(SYSTEM):  # one party is not shown the rows of the others, but all see who has agreed
        rows = {one.party: one for one in DraftParty.objects.filter(draft_id=row.id)}
    now = content_hash(row) if any(one.agreed_at for one in rows.values()) else ""
    return tuple(view_of_party(party, rows.get(party.id), now) for party in asked)


def view_of_party(party: Party, row: DraftParty | None, now: str = "") -> PartyView:
    """`now`: the hash of the draft. Whoever agreed to another content does not agree."""
    if row is None:
        return PartyView(party, PartyState.NOT_INVITED)
    outdated = bool(row.agreed_at) and row.agreed_hash != now
    agreed_at = None if outdated else row.agreed_at
    return PartyView(
        party=party,
        state=PartyState.READING if outdated else _state(row),
        person_id=row.person_id,
        person_name=row.person_name,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        answered_at=agreed_at or row.declined_at,
        voided_at=clock.now() if outdated else row.voided_at,
        reason=row.reason,
        content_hash="" if outdated else row.agreed_hash,
    )


def signed_parties(view: DraftView) -> tuple[PartyView, ...]:
    """Of those who are asked, the ones who agree to the draft as it is."""
    return tuple(one for one in view.parties if one.state is PartyState.AGREED)


def judged(row: Draft) -> Validation:
    """The draft's answers as they would be submitted now."""
    form = compile_form(catalogue.get_version(row.version_hash))
    facts = from_json(row.facts.get("record", {}))
    return validate_answers(form, row.answers, form_context(channel=_channel(row), facts=facts))


def is_complete(row: Draft) -> bool:
    """Whether it could be submitted if everybody agreed."""
    validation = judged(row)
    if validation.problems:
        return False
    context = form_context(channel=_channel(row))
    asked = catalogue.asked_papers(
        catalogue.get_version(row.version_hash), validation.answers, context.channel, context.today
    )
    needed = {paper.id for paper in asked if paper.kind == "upload" and paper.required}
    return needed <= {paper.paper_id for paper in row.papers.all()}


def content_hash(row: Draft) -> str:
    """SHA-256 of what is agreed to: the version, the answers as they will be submitted, and the papers asked for."""
    version, answers = catalogue.get_version(row.version_hash), judged(row).answers
    context = form_context(channel=_channel(row))
    asked = {paper.id for paper in catalogue.asked_papers(version, answers, context.channel, context.today)}
    papers = [
        [paper.paper_id, files.get_file(paper.file_id).sha256] for paper in row.papers.all() if paper.paper_id in asked
    ]
    return hash_of(row.version_hash, answers, papers)


def hash_of(version_hash: str, answers: Any, papers: Iterable[Iterable[str]]) -> str:
    """The same for a dossier: anyone who has its answers and papers can work out what was agreed to."""
    content = {"version": version_hash, "answers": answers, "papers": sorted(list(paper) for paper in papers)}
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _state(row: DraftParty) -> PartyState:
    if row.agreed_at:
        return PartyState.AGREED
    if row.declined_at:
        return PartyState.DECLINED
    if row.person_id:
        return PartyState.READING
    return PartyState.INVITED if row.expires_at > clock.now() else PartyState.EXPIRED


def _channel(row: Draft) -> str:
    return "in_person" if row.filed_by else "online"
