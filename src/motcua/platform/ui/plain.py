"""Selects, radios and checkboxes with nothing special about them, drawn without the macros.

Long lists of choices are where pages spend their time, because the macros look for some twenty options of each choice.
What is drawn here means what the macros would draw; anything out of the ordinary is left to them: then there is None.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

Options = Mapping[str, Any]
_TYPES = (str, dict, list, tuple)


def select(options: Options) -> str | None:
    """A select with a label; its items have a value, a text, and may be `selected`."""
    if not (_has_only(options, "id name items label") and _says(options["label"]) and _are_plain(options, "selected")):
        return None
    choices = "".join(
        f'<option value="{_escaped(item["value"])}"{" selected" if item.get("selected") else ""}>{_escaped(item["text"])}</option>\n'
        for item in options["items"]
    )
    label, key = options["label"], _escaped(options["id"])
    return (
        f'<div class="govuk-form-group">\n<label class="govuk-label{_more(label)}" for="{key}">{_escaped(label["text"])}</label>\n'
        f'<select class="govuk-select" id="{key}" name="{_escaped(options["name"])}">\n{choices}</select>\n</div>'
    )


def radios(options: Options) -> str | None:
    """Radios, each with a value, a text, and maybe `checked`; a legend, or none."""
    return _boxes(options, "radio", "radios")


def checkboxes(options: Options) -> str | None:
    """Checkboxes, as radios."""
    return _boxes(options, "checkbox", "checkboxes")


PLAIN: Mapping[str, Callable[[Options], str | None]] = {"select": select, "radios": radios, "checkboxes": checkboxes}


def _boxes(options: Options, kind: str, kinds: str) -> str | None:
    if not (_has_only(options, "idPrefix name items", "classes fieldset") and _are_plain(options, "checked")):
        return None
    fieldset = options.get("fieldset")
    if fieldset and not (_has_only(fieldset, "legend") and _says(fieldset["legend"])):
        return None
    prefix, name = _escaped(options["idPrefix"]), _escaped(options["name"])
    items = "".join(
        _box(item, f"{prefix}-{number}" if number > 1 else prefix, name, kind, kinds)
        for number, item in enumerate(options["items"], 1)
    )
    inside = f'<div class="govuk-{kinds}{_more(options)}" data-module="govuk-{kinds}">\n{items}</div>\n'
    if fieldset:
        legend = fieldset["legend"]
        said = f'<legend class="govuk-fieldset__legend{_more(legend)}">{_escaped(legend["text"])}</legend>\n'
        inside = f'<fieldset class="govuk-fieldset">\n{said}{inside}</fieldset>\n'
    return f'<div class="govuk-form-group">\n{inside}</div>'


def _box(item: Options, key: str, name: Markup, kind: str, kinds: str) -> str:
    checked = " checked" if item.get("checked") else ""
    return (
        f'<div class="govuk-{kinds}__item">\n'
        f'<input class="govuk-{kinds}__input" id="{key}" name="{name}" type="{kind}" value="{_escaped(item["value"])}"{checked}>\n'
        f'<label class="govuk-label govuk-{kinds}__label" for="{key}">{_escaped(item["text"])}</label>\n</div>\n'
    )


def _escaped(text: str) -> Markup:
    """Also when it calls itself safe."""
    return escape(str.__str__(text))


def _more(options: Options) -> str:
    return f" {_escaped(options['classes'])}" if options.get("classes") else ""


def _says(told: object) -> bool:
    """Whether a label or a legend is a text, maybe with classes."""
    return isinstance(told, dict) and _has_only(told, "text", "classes")


def _has_only(options: Options, needed: str, possible: str = "") -> bool:
    """Whether all of the `needed` options are there and say something, no others but the `possible`, and texts are texts."""
    names = needed.split()
    return (
        all(map(options.get, names))
        and options.keys() <= {*names, *possible.split()}
        and all(isinstance(value, _TYPES) for value in options.values())
    )


def _are_plain(options: Options, chosen: str) -> bool:
    """Whether each item has a value and a text, and nothing else but whether it is chosen."""
    return all(_is_plain(item, chosen) for item in options["items"])


def _is_plain(item: Any, chosen: str) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("value"), str)
        and isinstance(item.get("text"), str)
        and item["text"] != ""
        and len(item) == 2 + (chosen in item)
        and item.get(chosen) in (None, True, False)
    )
