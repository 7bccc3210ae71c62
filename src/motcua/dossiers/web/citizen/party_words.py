"""How pages tell of people who stand behind an application together, and what each of them is shown."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.dossiers.contracts import DossierView
from motcua.dossiers.web.citizen.words import language, say
from motcua.dossiers.web.citizen.writing import Writing
from motcua.forms import api as forms
from motcua.forms.contracts import Form, PartyState, PartyView, ShownSection
from motcua.kernel.dates import say_moment


def party_words(one: PartyView) -> dict[str, Any]:
    """`line` says in one sentence how far this person is."""
    role, name, when = say(one.party.name), one.person_name, _moment(one.answered_at)
    line = {
        PartyState.NOT_INVITED: _("%(role)s chưa được mời cùng đứng đơn."),
        PartyState.INVITED: _("Đã mời %(role)s, đang chờ mở đường dẫn."),
        PartyState.READING: _("%(name)s đang xem, chưa trả lời."),
        PartyState.AGREED: _("%(name)s đã đồng ý lúc %(when)s."),
        PartyState.DECLINED: _("%(name)s không đồng ý."),
        PartyState.EXPIRED: _("Đường dẫn mời %(role)s đã hết hạn. Hãy gửi lại."),
    }[one.state] % {"role": role, "name": name or role, "when": when}
    if one.voided_at and one.state is PartyState.READING:
        line = _("Nội dung đã thay đổi nên sự đồng ý của %(name)s không còn. Cần đồng ý lại.") % {"name": name}
    return {
        "id": one.party.id,
        "role": role,
        "name": name,
        "line": line[:1].upper() + line[1:],
        "reason": one.reason if one.state is PartyState.DECLINED else "",
        "agreed": one.state is PartyState.AGREED,
        "invited": one.state is not PartyState.NOT_INVITED,
        "voided": one.voided_at is not None,
        "until": _moment(one.expires_at),
    }


def shown_to(writing: Writing) -> tuple[ShownSection, ...]:
    """All answers, as whoever looks may read them: what is sensitive in the part that somebody else filled in is not."""
    answers = writing.validation.answers
    shown = forms.show_answers(writing.form, answers, language(), writing.context.units)
    if not writing.draft.party:
        shown = forms.noted(shown, writing.form, forms.origins(writing.draft.record, answers), writing.context)
    return _covered(shown, {page.id for page in writing.pages})


def shown_to_applicant(form: Form, view: DossierView) -> tuple[ShownSection, ...]:
    """The answers of a dossier: what others trusted to the agency stays between them and it."""
    shown = forms.show_answers(form, view.answers, language())
    return _covered(shown, {page.id for page in form.pages} - (form.pages_of_others() if view.co_signers else set()))


def _covered(shown: tuple[ShownSection, ...], own: set[str]) -> tuple[ShownSection, ...]:
    hidden = _("(người kia đã điền)")
    return tuple(
        replace(
            section,
            rows=tuple(
                replace(row, value=hidden) if row.sensitive and row.page not in own else row for row in section.rows
            ),
        )
        for section in shown
    )


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else say_moment(moment, ZoneInfo(settings.TIME_ZONE), language())
