"""Renders govuk-frontend's components, and lets no unescaped text through.

The markup comes from the macros of `govuk-frontend-jinja` (two newer components are ported in `jinja/`).
Those macros mark whatever arrives in an `html` option as safe; here such an option must already be a SafeString.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from motcua.platform.ui.plain import PLAIN

_OWN = Path(__file__).parent / "jinja"
_SLOTS = frozenset({"start", "end", "navigationStart", "navigationEnd"})
_OF_DICTS = frozenset(dir(dict))
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_:][-A-Za-z0-9_:.@]*")

# The crown is the Crown's: components that draw it are not offered.
COMPONENTS = (
    "accordion", "back-link", "breadcrumbs", "button", "character-count", "checkboxes", "cookie-banner",
    "date-input", "details", "error-message", "error-summary", "exit-this-page", "feedback", "fieldset",
    "file-upload", "generic-header", "hint", "input", "inset-text", "label", "language-navigation",
    "notification-banner", "pagination", "panel", "password-input", "phase-banner", "radios", "select",
    "service-navigation", "skip-link", "summary-list", "table", "tabs", "tag", "task-list", "textarea",
    "warning-text",
)  # fmt: skip


class UnsafeHtmlError(TypeError):
    """An `html` option was given plain text: pass it as `text`, or build it with `format_html`."""


class UnknownComponentError(LookupError):
    """No component of this name is offered; `COMPONENTS` lists them."""


def render(name: str, params: Mapping[str, object]) -> SafeString:
    """Draw one component exactly as govuk-frontend does, e.g. `render("button", {"text": "Lưu"})`.

    Options are named as in the Nunjucks macros (camelCase); None counts as absent.
    Raises UnknownComponentError, UnsafeHtmlError.
    """
    plain = PLAIN[name](params) if name in PLAIN else None
    return mark_safe(plain or _macro(name)(_clean(params, ())))  # noqa: S308 - both escape, _clean guards raw options


class _Environment(Environment):
    """Jinja finds `dict.items` where a Nunjucks macro finds no option `items`; here an absent option is absent.

    Options are looked up first: asking each dict for an attribute beforehand is most of what a component costs.
    """

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and argument not in obj:
            return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute not in _OF_DICTS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


@cache
def _environment() -> Environment:
    package = ChoiceLoader([FileSystemLoader(_OWN), PackageLoader("govuk_frontend_jinja")])
    return _Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": package}),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Callable[[object], str]:
    if name not in COMPONENTS:
        raise UnknownComponentError(f"Không có thành phần {name!r}. One of: {', '.join(COMPONENTS)}")
    module = _environment().get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    macro = "govuk" + "".join(part.capitalize() for part in name.split("-"))
    return cast("Callable[[object], str]", getattr(module, macro))


def _clean(value: object, path: tuple[str, ...]) -> object:
    """Copy `value` for the macros: lazy texts resolved, None dropped, every raw option proven safe."""
    if isinstance(value, Mapping):
        if path and path[-1] == "attributes":
            _check_names(value, path)
        return {str(key): _clean(item, (*path, str(key))) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_clean(item, path) for item in value]
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        return _raw(value, path) if _is_raw(path) else str.__str__(value)  # a plain copy: Jinja will escape it
    return value


def _is_raw(path: tuple[str, ...]) -> bool:
    """Whether the macros print the option at `path` without escaping it."""
    if not path:
        return False
    slot = path[-1] in _SLOTS and path[-2:-1] == ("slots",)
    return path[-1].lower().endswith("html") or path[-1] == "attributes" or slot


def _raw(value: str, path: tuple[str, ...]) -> str:
    if not value or isinstance(value, SafeString | Markup):
        return Markup(value)  # noqa: S704 - proven safe in the line above
    raise UnsafeHtmlError(f"{'.'.join(path)} must be a SafeString (format_html, render_to_string), not plain text.")


def _check_names(attributes: Mapping[object, object], path: tuple[str, ...]) -> None:
    for name in attributes:
        if not _ATTRIBUTE_NAME.fullmatch(str(name)):
            raise UnsafeHtmlError(f"{'.'.join(path)} has the attribute name {name!r}.")
