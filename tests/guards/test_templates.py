"""Pages: one frame, one heading, nothing inline."""

import re

from tests.conftest import SOURCE

PARTS = {"parts", "components", "jinja", "partials", "documents", "email"}
FRAMES = ("base.html",)
INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=\s*["']|<script(?![^>]*\bsrc=)(?![^>]*type="(?:application/json|importmap)")|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)
HEADING = re.compile(r"<h1[\s>]|title=\"[^\"]*\"[^%]*heading_level|govuk-heading-(?:l|xl)|govuk-fieldset__heading")


def templates():
    found = [path for path in SOURCE.rglob("templates/**/*.html") if "tests" not in path.parts]
    return {path.relative_to(SOURCE).as_posix(): path.read_text() for path in found}


def pages():
    """Whole pages: not a part that another template includes, not a frame that others extend."""
    extended = set(re.findall(r'{%\s*extends\s+"([^"]+)"', "\n".join(templates().values())))
    python = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    included = set(re.findall(r"render_to_string\(\s*[\"']([^\"']+)", python))
    included |= set(re.findall(r'{%\s*include\s+"([^"]+)"', "\n".join(templates().values())))
    return {
        name: text
        for name, text in templates().items()
        if not PARTS & set(name.split("/"))
        and not name.rsplit("/", 1)[-1].startswith("_")
        and not name.endswith("_results.html")  # what a search as you type brings in
        and not any(name.endswith(f"templates/{other}") for other in extended | included)
    }


def test_every_page_extends_a_frame():
    wrong = [name for name, text in pages().items() if "{% extends " not in text]
    assert not wrong, (
        f'Begin these pages with {{% extends "ui/base.html" %}}, or put parts into a parts/ folder: {wrong}'
    )


def test_no_page_writes_two_first_headings():
    wrong = [name for name, text in pages().items() if len(re.findall(r"<h1[\s>]", without_branches(text))) > 1]
    assert not wrong, f"Keep one h1 a page: {wrong}"


def without_branches(text):
    """Only one branch of an if is shown: count the first."""
    return re.sub(r"{%\s*(?:else|elif)[^%]*%}.*?{%\s*endif\s*%}", "", text, flags=re.DOTALL)


def test_nothing_is_inline_so_the_content_security_policy_can_stay_strict():
    wrong = [
        f"{name}: {found.group(0).strip()}"
        for name, text in templates().items()
        if "documents/" not in name and (found := INLINE.search(text))
    ]
    assert not wrong, f"Move styles to CSS classes and scripts to ES modules: {wrong}"


def test_inheritance_can_be_worked_out_beforehand():
    """What `platform.ui.drawing` counts on."""
    wrong = [
        name
        for name, text in templates().items()
        if re.search(r"{%\s*extends\s+[^\"'\s]", text)
        or text.count("block.super") != text.count("{{ block.super }}")
        or "{{ block.name" in text
    ]
    assert not wrong, f"Extend a template by its name, and write block.super as {{{{ block.super }}}} only: {wrong}"
