"""Words that staff look after: added, changed, switched off, undone. Each is an act with a reason and a ledger entry."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue.contracts import SynonymChange, SynonymView
from motcua.catalogue.domain.search.words import words_of
from motcua.catalogue.errors import SynonymChangedError, SynonymInvalidError, SynonymNotFoundError
from motcua.catalogue.models import Synonym
from motcua.catalogue.models import SynonymChange as Change
from motcua.catalogue.searching.curated import curated
from motcua.catalogue.searching.holding import held
from motcua.catalogue.searching.policies import require_editor
from motcua.catalogue.storing import stamp
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import UnreadableTextError, clean
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting
from motcua.platform.remembering import forget

MOST_WORDS = 6
LONGEST_EVERYDAY, LONGEST_LEGAL, LONGEST_REASON = 120, 240, 500
LATEST = 50


def put_synonym(*, actor: Actor, everyday: str, legal: str, reason: str) -> SynonymView:
    """Let `everyday` mean `legal`: words of the catalogue, or a procedure's code; "" switches a curated synonym off.

    Searched with at once here, and within two seconds everywhere. Raises WordsNotAllowedError, SynonymInvalidError.
    """
    require_editor(actor)
    said, meant, why = _checked(everyday, legal, reason)
    return _changed(actor, said, SynonymView(said, meant, _owner(actor), why, active=bool(meant)), why)


def switch_synonym(*, actor: Actor, everyday: str, active: bool, reason: str) -> SynonymView:
    """Switch a synonym off, or on again; a curated one too.

    Raises WordsNotAllowedError, SynonymNotFoundError, SynonymInvalidError.
    """
    require_editor(actor)
    known = _known(_cleaned(everyday))
    if known is None:
        raise SynonymNotFoundError(everyday=everyday)
    why = _reason(reason)
    wanted = SynonymView(known.everyday, known.legal, _owner(actor), why, active=active)
    return _changed(actor, known.everyday, wanted, why)


def undo_synonym(*, actor: Actor, change_id: int, reason: str) -> SynonymView | None:
    """Put back what was before a change, if nothing has changed since; None when there was nothing.

    Raises WordsNotAllowedError, SynonymNotFoundError, SynonymChangedError, SynonymInvalidError.
    """
    require_editor(actor)
    row = Change.objects.filter(id=change_id).first()
    if row is None:
        raise SynonymNotFoundError(change=change_id)
    why = _reason(reason)
    with acting(actor):
        now = Synonym.objects.select_for_update().filter(everyday=row.everyday).first()
        if (msgspec.to_builtins(_view(now)) if now else None) != row.after:
            raise SynonymChangedError(everyday=row.everyday)
        before = _read(row.before)
        if before is None:
            _removed(actor, row.everyday, why)
            return None
        return _changed(actor, row.everyday, before, why)


def list_synonyms(*, actor: Actor) -> tuple[SynonymView, ...]:
    """All of them by what people say: staff's own, and those that come with the product. Raises WordsNotAllowedError."""
    require_editor(actor)
    ours = {row.everyday: _view(row) for row in Synonym.objects.all()}
    theirs = {
        said: SynonymView(said, legal, curated().owner, "", active=True, curated=True)
        for said, legal in curated().synonyms.items()
    }
    return tuple(sorted((theirs | ours).values(), key=lambda one: one.everyday))


def list_synonym_changes(*, actor: Actor) -> tuple[SynonymChange, ...]:
    """The latest changes, newest first. Raises WordsNotAllowedError."""
    require_editor(actor)
    return tuple(_change(row) for row in Change.objects.order_by("-id")[:LATEST])


def _changed(actor: Actor, everyday: str, after: SynonymView, why: str) -> SynonymView:
    with acting(actor):
        row = Synonym.objects.select_for_update().filter(everyday=everyday).first()
        before = _view(row) if row else None
        row = row or Synonym(everyday=everyday)
        row.legal, row.owner, row.reason, row.active = after.legal, after.owner, after.reason, after.active
        row.save()
        done = _view(row)
        _write_down(actor, everyday, before, done, why)
    forget()
    return done


def _removed(actor: Actor, everyday: str, why: str) -> None:
    with acting(actor):
        row = Synonym.objects.select_for_update().get(everyday=everyday)
        before = _view(row)
        row.delete()
        _write_down(actor, everyday, before, None, why)
    forget()


def _write_down(actor: Actor, everyday: str, before: SynonymView | None, after: SynonymView | None, why: str) -> None:
    Change.objects.create(
        everyday=everyday,
        before=msgspec.to_builtins(before) if before else None,
        after=msgspec.to_builtins(after) if after else None,
        by=actor.name,
        at=clock.now(),
        reason=why,
    )
    facts = {"everyday": everyday, "legal": after.legal if after else "", "active": after.active if after else False}
    record(actor=actor, action="catalogue.synonym_changed", why=why, facts=facts)
    stamp()


def _checked(everyday: str, legal: str, reason: str) -> tuple[str, str, str]:
    problems: dict[str, Any] = {}
    said, meant, why = (_cleaned(text) for text in (everyday, legal, reason))
    said = said.lower()
    words = words_of(said)
    if not words or len(words) > MOST_WORDS or len(said) > LONGEST_EVERYDAY:
        problems["everyday"] = _("Viết từ một đến sáu tiếng, như người dân nói.")
    if len(meant) > LONGEST_LEGAL or (not meant and said not in curated().synonyms):
        problems["legal"] = _("Viết chữ trong tên thủ tục, hoặc mã thủ tục.")
    elif meant and (stranger := _stranger(meant)):
        problems["legal"] = _("Danh mục không có “%(word)s”, nên từ này không tìm ra gì.") % {"word": stranger}
    elif words and [word.marked for word in words] == [word.marked for word in words_of(meant)]:
        problems["legal"] = _("Hai vế giống nhau.")
    if not why or len(why) > LONGEST_REASON:
        problems["reason"] = _("Cho biết vì sao, để người sau hiểu.")
    if problems:
        raise SynonymInvalidError(fields=problems)
    return said, meant, why


def _stranger(meant: str) -> str:
    """The first word that no procedure has; "" when all are known, or when it is a code."""
    index = held().engine.index
    if meant in index.by_code:
        return ""
    if meant[:1].isdigit() and "." in meant:
        return meant
    return next((word.plain for word in words_of(meant) if word.plain not in index.vocabulary), "")


def _reason(reason: str) -> str:
    why = _cleaned(reason)
    if not why or len(why) > LONGEST_REASON:
        raise SynonymInvalidError(fields={"reason": _("Cho biết vì sao, để người sau hiểu.")})
    return why


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except UnreadableTextError:
        return ""


def _owner(actor: Actor) -> str:
    return agencies.get_agency(actor.agency_id).name["vi"][:60] if actor.agency_id else "Một Cửa"


def _known(everyday: str) -> SynonymView | None:
    row = Synonym.objects.filter(everyday=everyday).first()
    if row:
        return _view(row)
    legal = curated().synonyms.get(everyday)
    return SynonymView(everyday, legal, curated().owner, "", active=True, curated=True) if legal else None


def _view(row: Synonym) -> SynonymView:
    return SynonymView(row.everyday, row.legal, row.owner, row.reason, active=row.active)


def _read(stored: Any) -> SynonymView | None:
    return SynonymView(**stored) if stored else None


def _change(row: Change) -> SynonymChange:
    return SynonymChange(row.id, row.everyday, _read(row.before), _read(row.after), row.by, row.at, row.reason)
