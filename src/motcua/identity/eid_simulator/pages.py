"""The simulator's pages: who one is, at which level, yes or no."""

from collections.abc import Mapping
from html import escape
from importlib.resources import files

from motcua.identity.eid_simulator.texts import TEXTS
from motcua.identity.eid_simulator.world import LEVELS, Simulated

STYLE = files("motcua.identity.eid_simulator").joinpath("style.css").read_bytes()


def ask_page(question: Mapping[str, str], people: tuple[Simulated, ...], language: str) -> bytes:
    """A form that brings the whole question back, so that nothing has to be remembered meanwhile."""
    said = TEXTS[language]
    hidden = "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in question.items())
    wanted = [acr for acr in question.get("acr_values", "").split() if acr in LEVELS]
    chosen = max(wanted or LEVELS, key=lambda acr: LEVELS[acr])
    whom = "".join(
        _radio("person", one.subject, _name(one, said), one.about.get(language, ""), checked=place == 0)
        for place, one in enumerate(people)
    )
    levels = "".join(
        _radio("acr", acr, said[f"level_{level}"], said[f"hint_{level}"], checked=acr == chosen)
        for acr, level in LEVELS.items()
    )
    form = (
        f'<form method="post" action="/authorize">{hidden}'
        f"<fieldset><legend>{said['who']}</legend>{whom}</fieldset>"
        f"<fieldset><legend>{said['level']}</legend>{levels}</fieldset>"
        f"<p>{said['shared']}</p>"
        f'<p class="acts"><button name="decision" value="yes">{said["agree"]}</button>'
        f'<button class="quiet" name="decision" value="no">{said["decline"]}</button></p></form>'
    )
    return _page(language, said["title"], form)


def wrong_page(language: str) -> bytes:
    said = TEXTS[language]
    return _page(language, said["wrong"], f"<p>{said['wrong_text']}</p>")


def _name(one: Simulated, said: Mapping[str, str]) -> str:
    return f"{one.full_name}, {said['born']} {one.birth_date.year}"


def _radio(field: str, value: str, label: str, hint: str, *, checked: bool) -> str:
    key = escape(f"{field}-{value}")
    described = f' aria-describedby="{key}-hint"' if hint else ""
    return (
        f'<div class="choice"><input type="radio" id="{key}" name="{field}" value="{escape(value)}"'
        f'{" checked" if checked else ""}{described}><label for="{key}">{escape(label)}</label>'
        + (f'<span id="{key}-hint" class="hint">{escape(hint)}</span>' if hint else "")
        + "</div>"
    )


def _page(language: str, title: str, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">'
        f"</head><body><header><p>{TEXTS[language]['warning']}</p></header><main><h1>{title}</h1>{body}</main></body></html>"
    ).encode()
