"""What is drawn beforehand is to the letter what Django would draw for each request."""

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.template.loader_tags import ExtendsNode
from django.utils.translation import override

LIBRARIES = {"i18n": "django.templatetags.i18n", "ui": "motcua.platform.ui.templatetags.ui"}
TEMPLATES = {
    "base": (
        "{% load i18n ui %}<title>{% block title %}nền{% endblock %}</title>{% block head %}<link>{% endblock %}"
        "{% block notice %}{% url 'ui:styles' as where %}{{ where }}{% endblock %}{{ where }}"
        "{% if shown %}{% block body %}<p>{% block inner %}trong{% endblock %}</p>{% endblock %}{% endif %}"
        "{% block foot %}{{ page }}{% endblock %}"
    ),
    "frame": "{% extends 'base' %}{% block head %}{{ block.super }}<style>{% endblock %}{% block inner %}{{ n }}{% endblock %}",
    "page": (
        "{% extends 'frame' %}{% load i18n ui %}{# unsaid #}{% block head %}{{ block.super }}<script>{% endblock %}"
        "{% block title %}{% translate 'Nộp hồ sơ' %}{% endblock %}"
    ),
    "whole": "{% extends 'base' %}{% block body %}{% for one in list %}{% include 'part' with n=one %}{% endfor %}{{ n }}{% endblock %}",
    "part": "{% load ui %}<b>{{ n }}{{ page }}</b>{% icon 'check' %}{% url 'ui:styles' as leaked %}",
    "including": "{% include 'part' %}{{ leaked }}{% include 'part' only %}{% if name %}{% include name %}{% endif %}{% include 'plain' %}",
    "plain": "chữ",
    "under": "{% load i18n ui %}<h1>{% block title %}{% endblock %}</h1>{% ui 'button' text=_('Gửi') %}",
    "still": "{% extends 'under' %}{% load i18n %}{% block title %}{% translate 'Gửi' %}{% endblock %}",
    "tree": "<ul>{% for one in children %}<li>{{ one.n }}{% include 'tree' with children=one.children %}</li>{% endfor %}</ul>",
    "tags": (
        "{% load i18n ui %}{{ 'a<b' }}{{ _('Tìm') }}{% translate 'Tìm' as word %}{{ word|upper }}{{ 'x'|upper }}"
        "{% translate 'Tìm' context 'none' %}{% translate word %}"
        "{% blocktranslate %}Tìm{% endblocktranslate %}{% blocktranslate with n=n %}{{ n }} hồ sơ{% endblocktranslate %}"
        "{% blocktranslate count k=3 %}một{% plural %}nhiều {{ k }}{% endblocktranslate %}"
        "{% ui 'button' text=_('Tìm') preventDoubleClick=True %}{% ui 'button' text=page %}{% icon 'x' label=_('Tìm') %}"
        "{% uiblock 'inset-text' %}{% translate 'Tìm' %}{{ page }}{% enduiblock %}{% ui 'tag' text='A' as tag %}{{ tag }}"
        "{% comment %}{{ page }}{% endcomment %}"
    ),
}
CONTEXT = {
    "page": "<trang>",
    "n": 7,
    "shown": True,
    "list": ["a", "b"],
    "name": "plain",
    "children": [{"n": 1, "children": [{"n": 2, "children": []}]}],
}
LOCMEM = ("django.template.loaders.locmem.Loader", TEMPLATES)


def engine(loader, **options):
    return Engine(loaders=[(loader, [LOCMEM])], libraries=LIBRARIES, **options)


@pytest.fixture
def django():
    return engine("django.template.loaders.cached.Loader")


@pytest.fixture
def ours():
    return engine("motcua.platform.ui.drawing.Loader")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_is_what_django_draws(django, ours, name, language):
    with override(language):
        for context in (CONTEXT, {}):
            expected = django.get_template(name).render(Context(context))
            assert expected or not context
            assert ours.get_template(name).render(Context(context)) == expected
            assert ours.get_template(name).render(Context(context)) == expected, "the second time"


def test_each_language_has_its_own(ours):
    def drawn():
        return ours.get_template("page").render(Context(CONTEXT))

    assert drawn() == drawn()
    with override("en"):
        english = drawn()
    assert english != drawn()


def test_what_never_changes_is_one_text(ours):
    page = ours.get_template("still")
    assert [type(node) for node in page.nodelist] == [TextNode]
    assert "Gửi" in page.nodelist[0].s
    assert "govuk-button" in page.nodelist[0].s


def test_with_debug_templates_are_left_as_they_are(ours):
    left = engine("motcua.platform.ui.drawing.Loader", debug=True)
    assert type(left.get_template("page").nodelist[0]) is ExtendsNode
    assert type(ours.get_template("page").nodelist[0]) is TextNode
