"""A question for an appointment: free times day by day."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from motcua.forms.contracts import FreeDay
from motcua.forms.web.asked import Asked, Params, legend
from motcua.kernel.dates import say_date
from motcua.platform.ui.templatetags.ui import ui as component

DAYS_OPEN = 3  # days with free times that are shown at once; later ones are folded away


def appointment(asked: Asked) -> tuple[str, Params]:
    """Free times as radio buttons, day by day; days further on are folded away. One group for the keyboard."""
    free = asked.context.free_days(asked.field) if asked.context.free_days else ()
    inner = [_free_day(asked, each) for each in free[:DAYS_OPEN]]
    later = free[DAYS_OPEN:]
    if later:
        chosen = any(asked.typed.startswith(each.day.isoformat()) for each in later)
        more = format_html_join("", "{}", ((_free_day(asked, each),) for each in later))
        inner.append(component("details", summaryText=_("Những ngày sau"), html=more, open=chosen))
    if not free:
        inner = [
            component("inset-text", text=_("Hiện không còn giờ trống. Hãy thử lại vào ngày mai, hoặc đến trực tiếp."))
        ]
    if asked.error:
        inner.insert(0, component("error-message", id=f"{asked.field.id}-error", text=asked.error))
    hint = asked.say(asked.field.hint)
    if hint:
        inner.insert(0, component("hint", id=f"{asked.field.id}-hint", text=hint))
    described = [name for name, there in (("hint", hint), ("error", asked.error)) if there]
    return "fieldset", {
        "legend": legend(asked),
        "html": format_html_join("", "{}", ((part,) for part in inner)),
        "describedBy": " ".join(f"{asked.field.id}-{name}" for name in described) or None,
        "classes": "mc-slots",
        "attributes": {"id": asked.field.id, "tabindex": "-1"},
    }


def _free_day(asked: Asked, free: FreeDay) -> SafeString:
    name = say_date(free.day, asked.context.language, weekday=True)
    times = format_html_join(
        "",
        '<label class="mc-slot"><input type="radio" name="{}" value="{}" aria-label="{}"{}> <span>{}</span></label>',
        (
            (
                asked.field.id,
                (value := f"{free.day.isoformat()}T{time}"),
                f"{time}, {name}",
                mark_safe(" checked") if value == asked.typed else "",
                time,
            )
            for time in free.times
        ),
    )
    return format_html('<div class="mc-slots__day"><p class="mc-slots__name">{}</p>{}</div>', name, times)
