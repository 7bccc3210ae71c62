import os

from babel.support import Translations

from motcua.platform.ui import messages

ROOM = {
    "fruit/__init__.py": "",
    "fruit/views.py": 'from django.utils.translation import gettext as _, ngettext, pgettext\n_("Cam")\nngettext("%d quả", "%d quả", 2)\npgettext("tiền", "Đồng")\n',
    "fruit/templates/fruit/page.html": '{% load i18n ui %}<p>{% translate "Quýt" %}</p>\n   {% blocktranslate %}Mua {{ n }}{% endblocktranslate %}{% ui "button" text=_("Bưởi") %}{% translate "Đồng" context "tiền" %}',
    "fruit/tests/test_x.py": '_("Chỉ trong kiểm thử")',
    "platform/basket/__init__.py": "",
    "platform/basket/texts.py": 'X = _("Giỏ")',
    "platform/basket/locale/en/LC_MESSAGES/django.po": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Giỏ"\nmsgstr "Basket"\n',
}


def build(root, files=ROOM):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_texts_nobody_has_translated_are_found_in_python_and_in_templates(tmp_path):
    missing = messages.untranslated_messages(build(tmp_path))
    assert missing == {"fruit": sorted(["%d quả", "Bưởi", "Cam", "Mua %(n)s", "Quýt", "Đồng"])}


def test_a_translated_text_is_no_longer_missing(tmp_path):
    po = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "Cam"\nmsgstr "Orange"\n\nmsgid "Quýt"\nmsgstr ""\n\nmsgctxt "tiền"\nmsgid "Đồng"\nmsgstr "Dong"\n\nmsgid "%d quả"\nmsgid_plural "%d quả"\nmsgstr[0] "%d fruit"\nmsgstr[1] "%d fruits"\n'
    root = build(tmp_path, {**ROOM, "fruit/locale/en/LC_MESSAGES/django.po": po})
    assert messages.untranslated_messages(root) == {"fruit": ["Bưởi", "Mua %(n)s", "Quýt"]}


def test_two_rooms_that_translate_a_text_differently_are_told(tmp_path):
    po = ROOM["platform/basket/locale/en/LC_MESSAGES/django.po"].replace("Basket", "Cart")
    root = build(tmp_path, {**ROOM, "fruit/locale/en/LC_MESSAGES/django.po": po})
    assert messages.conflicting_messages(root) == {"Giỏ": ["Basket", "Cart"]}


def test_a_catalogue_is_compiled_when_missing_or_older_and_left_alone_otherwise(tmp_path):
    root = build(tmp_path)
    (po,) = messages.catalogues(root)
    assert messages.compile_stale_messages(root) == [po]
    with po.with_suffix(".mo").open("rb") as file:
        assert Translations(file).gettext("Giỏ") == "Basket"
    assert messages.compile_stale_messages(root) == []
    later = po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(po, (later, later))
    assert messages.compile_stale_messages(root) == [po]
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]


def test_the_kit_speaks_english_everywhere():
    assert "platform.ui" not in messages.untranslated_messages()
