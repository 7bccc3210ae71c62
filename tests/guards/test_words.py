"""Every text a person reads is there in both languages."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from motcua.site.capabilities import locale_folders
from tests.conftest import SOURCE

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""\b(n?p?gettext|_)\(u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:,\s*u?(?:'[^']*'|"[^"]*"))*)"""
)


def english():
    """Every Vietnamese text that has an English one."""
    done = set()
    for folder in locale_folders():
        for file in folder.glob("en/LC_MESSAGES/*.po"):
            for message in read_po(io.BytesIO(file.read_bytes())):
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and all(said) and not message.fuzzy:
                    done.add(message.id[0] if isinstance(message.id, tuple) else message.id)
    return done


def ours(pattern):
    skipped = {"tests", "testing", "migrations", "demo", "jinja"}
    return [path for path in SOURCE.rglob(pattern) if not skipped & set(path.relative_to(SOURCE).parts)]


def said_in_python(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in CALLS and node.args:
            index = 1 if "pgettext" in ast.unparse(node.func) else 0
            text = node.args[index] if len(node.args) > index else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def said_in_template(path: Path):
    for function, arguments in IN_TEMPLATE.findall(templatize(path.read_text(), origin=str(path))):
        texts = ast.literal_eval(f"({arguments},)")
        yield texts[1] if function.startswith(("pget", "npget")) and len(texts) > 1 else texts[0]


@pytest.mark.parametrize(("pattern", "said_in"), [("*.py", said_in_python), ("*.html", said_in_template)])
def test_every_text_has_its_english(pattern, said_in):
    known = english()
    missing = {
        text: path.relative_to(SOURCE).as_posix()
        for path in ours(pattern)
        for text in said_in(path)
        if text.strip() and text not in known
    }
    shown = "\n".join(f"  {where}: {text!r}" for text, where in sorted(missing.items(), key=lambda item: item[1]))
    assert not missing, f"Add the English to <room>/locale/en/LC_MESSAGES/django.po of:\n{shown}"
