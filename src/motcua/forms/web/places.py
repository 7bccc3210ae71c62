"""A question for an address: province, commune and the rest."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.forms.contracts import FormContext
from motcua.forms.web import old_addresses
from motcua.forms.web.asked import ADDRESS_BOX, Asked, Params, legend
from motcua.forms.web.posts import CHOOSE_PROVINCE
from motcua.kernel.languages import pick
from motcua.platform.ui.templatetags.ui import ui as component


def address(asked: Asked) -> tuple[str, Params]:
    """Province and commune as lists, the rest as text. The communes are those of the province on the page.

    Where scripts don't run, a button asks the server for them; what is typed stays.
    """
    if old_addresses.is_old(asked.value):
        inner = [*_of_before(asked), _detail(asked), old_addresses.way_back(asked.field.id)]
    else:
        offered = old_addresses.offer(asked.field.id, asked.context)
        inner = [_province(asked), _province_button(asked), _commune(asked), _detail(asked), offered]
    hint = asked.say(asked.field.hint)
    if hint:
        inner.insert(0, component("hint", id=f"{asked.field.id}-hint", text=hint))
    params: Params = {
        "legend": legend(asked),
        "html": format_html_join("", "{}", ((part,) for part in inner)),
        "describedBy": f"{asked.field.id}-hint" if hint else None,
        "role": "group",
        "attributes": {"id": asked.field.id},
    }
    return "fieldset", params


def _of_before(asked: Asked) -> list[SafeString]:
    return old_addresses.draw(
        asked.field.id,
        asked.value,
        asked.context,
        error=asked.error,
        error_code=asked.error_code,
        urls=asked.old_urls,
    )


def _province(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-province"
    attributes = {"autocomplete": "off"}
    if asked.communes_url:
        attributes |= {
            "hx-get": f"{asked.communes_url}?field={asked.field.id}",
            "hx-trigger": "change",
            "hx-target": f"#{asked.field.id}-commune",
        }
    return component(
        "select",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Tỉnh, thành phố")},
            "items": [{"value": "", "text": _("Chọn tỉnh, thành phố")}, *unit_items(asked.context, None)],
            "value": asked.box("province"),
            "errorMessage": _error_at(asked, "province"),
            "attributes": attributes,
        },
    )


def _province_button(asked: Asked) -> SafeString:
    button = component(
        "button",
        {
            "text": _("Chọn tỉnh này"),
            "name": CHOOSE_PROVINCE,
            "value": asked.field.id,
            "classes": "govuk-button--secondary",
            "attributes": {"formnovalidate": ""},
        },
    )
    return format_html("<noscript>{}</noscript>", button)


def _commune(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-commune"
    return component(
        "select",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Xã, phường, đặc khu")},
            "items": commune_items(asked.context, asked.box("province")),
            "value": asked.box("commune"),
            "errorMessage": _error_at(asked, "commune"),
            "attributes": {"autocomplete": "off"},
        },
    )


def commune_items(context: FormContext, province: str) -> list[Params]:
    """The options of a list of communes; before a province is chosen the only one says so."""
    if not province:
        return [{"value": "", "text": _("Hãy chọn tỉnh trước")}]
    return [{"value": "", "text": _("Chọn xã, phường")}, *unit_items(context, province)]


def unit_items(context: FormContext, parent: str | None) -> list[Params]:
    units = context.units(parent) if context.units else ()
    return [{"value": unit.code, "text": pick(unit.full_name, context.language)} for unit in units]


def _detail(asked: Asked) -> SafeString:
    name = f"{asked.field.id}-detail"
    return component(
        "input",
        {
            "id": name,
            "name": name,
            "label": {"text": _("Số nhà, đường, thôn, tổ dân phố")},
            "value": asked.box("detail"),
            "errorMessage": _error_at(asked, "detail"),
            "autocomplete": "street-address" if asked.field.prefill else None,
        },
    )


def _error_at(asked: Asked, box: str) -> Params | None:
    return {"text": asked.error} if asked.error and ADDRESS_BOX.get(asked.error_code, "province") == box else None
