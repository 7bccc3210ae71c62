"""Letting an official who would not see a dossier see it, or one paper of it, until a day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import PositionView
from motcua.agencies.errors import PositionNotFoundError
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import ShareView
from motcua.dossiers.errors import ActNotAllowedError, DossierNotFoundError, ShareInvalidError, ShareNotFoundError
from motcua.dossiers.models import Archived, Document, Dossier, DossierPaper, Share
from motcua.dossiers.policies import may_share
from motcua.dossiers.queries import row_of
from motcua.dossiers.services.notes import required
from motcua.dossiers.sharing.reading import share_view
from motcua.dossiers.sharing.rights import reaches
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.languages import LocalText
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, prepared

_ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LONGEST = timedelta(days=366)
MOST = 20  # live shares of one dossier
MOST_OF_ONE = 200  # live shares of one official: the database looks through them at each statement


def share_dossier(
    *,
    actor: Actor,
    code: str,
    official_id: UUID,
    until: date,
    reason: str,
    part_id: UUID | None = None,
) -> ShareView:
    """Let an official read the dossier until the end of a day, or only the paper `part_id` of it (one that was sent, or one
    that was issued). By whoever has a role at the dossier and does not see it by a share, or by the system.

    Raises DossierNotFoundError, ActNotAllowedError, ReasonMissingError, ShareInvalidError.
    """
    with acting(actor):
        row = row_of(code)
        if actor.is_person:
            raise DossierNotFoundError
        _require_giver(actor, row)
        note = required(reason)
        _take_turns(row, official_id)
        position = _position(official_id)
        part = _part(row, part_id)
        ends = _end_of(until, row)
        problems = {
            "official": _unfit(actor, row, official_id, position, part_id),
            "part": _("Hồ sơ không có giấy tờ này.") if part_id and part is None else "",
            "until": _untimely(ends),
        }
        if position is None or any(problems.values()):
            raise ShareInvalidError(fields={box: says for box, says in problems.items() if says})
        share = Share.objects.create(
            dossier=row,
            code=row.code,
            version_hash=row.version_hash,
            applicant_id=row.applicant_id,
            official_id=official_id,
            official_name=position.official_name,
            official_agency_id=position.agency.id,
            part_id=part_id,
            part=part or {},
            valid_until=ends,
            reason=note,
            given_by_id=actor.id,
            given_by_name=actor.name,
            given_agency_id=actor.agency_id,
            given_at=clock.now(),
        )
        _record(actor, share, "dossiers.shared", note)
        return share_view(share)


def end_share(*, actor: Actor, share_id: UUID) -> ShareView:
    """Take a right to a dossier away as of now: whoever could give it, the official who has it, or the system.

    Raises ShareNotFoundError, ActNotAllowedError.
    """
    with acting(actor):
        seen = Share.objects.filter(id=share_id, ended_at=None, valid_until__gt=clock.now()).first()
        if seen is None:
            raise ShareNotFoundError
        if seen.official_id != actor.id:
            row = Dossier.objects.filter(id=seen.dossier_id).first()
            if row is None:
                raise ShareNotFoundError
            _require_giver(actor, row)
    with acting(SYSTEM):
        share = Share.objects.select_for_update().get(id=share_id)
        if share.ended_at:
            raise ShareNotFoundError
        share.ended_at, share.ended_by_name = clock.now(), actor.name
        share.save(update_fields=["ended_at", "ended_by_name"])
        _record(actor, share, "dossiers.share_ended", "")
        return share_view(share)


def _take_turns(row: Dossier, official_id: UUID) -> None:
    """Whoever shares this dossier, or shares with this official, waits until the others have: the limits are counted. First
    the dossier, then the official, always, so that nobody waits for each other."""
    for turn in (f"dossiers.share:{row.id}", f"dossiers.share_with:{official_id}"):
        prepared(_ONE_AFTER_THE_OTHER, (turn,))


def _require_giver(actor: Actor, row: Dossier) -> None:
    if not may_share(actor, row):
        raise ActNotAllowedError(action="share")


def _unfit(actor: Actor, row: Dossier, official_id: UUID, position: PositionView | None, part_id: UUID | None) -> str:
    """Why this official cannot be given the right; "" when nothing speaks against it."""
    live = Share.objects.filter(ended_at=None, valid_until__gt=clock.now())
    if position is None:
        return _("Hãy chọn một người hôm nay đang giữ vị trí công tác.")
    if official_id == actor.id or _sees(position, row):
        return _("Người này đã xem được hồ sơ, không cần chia sẻ.")
    if live.filter(dossier=row, official_id=official_id, part_id=part_id).exists():
        return _("Đã chia sẻ cho người này rồi. Hãy kết thúc lần chia sẻ cũ trước.")
    return _too_much(row, official_id)


def _too_much(row: Dossier, official_id: UUID) -> str:
    if Archived.objects.filter(dossier=row, destroyed_at__isnull=False).exists():
        return _("Hồ sơ đã tiêu hủy, không còn gì để xem.")
    if Share.objects.filter(dossier=row, ended_at=None, valid_until__gt=clock.now()).count() >= MOST:
        return _("Một hồ sơ chia sẻ cùng lúc cho nhiều nhất 20 người.")
    if _counted(official_id) >= MOST_OF_ONE:
        return _("Người này đang được chia sẻ quá nhiều hồ sơ. Hãy hỏi người ấy bỏ bớt.")
    return ""


def _untimely(ends: datetime) -> str:
    if ends <= clock.now():
        return _("Ngày này đã qua. Hãy chọn một ngày từ hôm nay trở đi.")
    return _("Một lần chia sẻ dài nhất một năm.") if ends > clock.now() + LONGEST else ""


def _counted(official_id: UUID) -> int:
    with acting(SYSTEM):
        return Share.objects.filter(official_id=official_id, ended_at=None, valid_until__gt=clock.now()).count()


def _position(official_id: UUID) -> PositionView | None:
    try:
        return agencies.position_of(official_id)
    except PositionNotFoundError:
        return None


def _sees(position: PositionView, row: Dossier) -> bool:
    here = {row.receiving_agency_id, row.resolving_agency_id} & set(position.agency_ids)
    return bool(here) and reaches(position.reach, row)


def _part(row: Dossier, part_id: UUID | None) -> LocalText | None:
    """What the paper is called; None where the dossier has none such."""
    if part_id is None:
        return None
    document = Document.objects.filter(dossier=row, id=part_id).defer("data").first()
    if document is not None:
        return {language: f"{title} {document.number}".strip() for language, title in document.title.items()}
    paper = DossierPaper.objects.filter(dossier=row, id=part_id).first()
    if paper is None:
        return None
    names = {each.id: each.name for each in catalogue.get_version(row.version_hash).papers}
    return dict(names.get(paper.paper_id) or {"vi": paper.paper_id})


def _end_of(until: date, row: Dossier) -> datetime:
    zone = agencies.calendar_of(row.receiving_agency_id).zone
    return datetime.combine(until + timedelta(days=1), time.min, zone)


def _record(actor: Actor, share: Share, action: str, why: str) -> None:
    """Named by the official and the agency, so that the applicant reads who could look."""
    facts = {
        "share": str(share.id),
        "official": str(share.official_id),
        "official_name": share.official_name,
        "agency": str(share.official_agency_id),
        "until": share.valid_until.isoformat(),
        "part": share.part,
    }
    ledger.record(
        actor=actor, action=action, record_id=share.dossier_id, subject_id=share.applicant_id, why=why, facts=facts
    )
