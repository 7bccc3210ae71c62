"""Every text a person reads is there in both languages, and said the same way everywhere."""

import re
from collections import Counter

from motcua.platform.ui import messages

SAID = re.compile(r'^(?:msgctxt (".*")\n)?msgid ("(?:.|"\n")*")$', re.MULTILINE)


def test_every_text_has_its_english():
    missing = messages.untranslated_messages()
    shown = "\n".join(f"  {room}: {text!r}" for room, texts in missing.items() for text in texts)
    assert not missing, f"Add the English to <room>/locale/en/LC_MESSAGES/django.po of:\n{shown}"


def test_no_text_is_translated_in_two_ways():
    conflicts = messages.conflicting_messages()
    assert not conflicts, f"Give these a context, or one English for all rooms: {conflicts}"


def test_no_catalogue_says_a_text_twice():
    """gettext's own tools refuse such a file."""
    found = {path: Counter(SAID.findall(path.read_text("utf-8"))) for path in messages.catalogues()}
    twice = {str(path): [text for text, times in said.items() if times > 1] for path, said in found.items()}
    assert not any(twice.values()), {path: texts for path, texts in twice.items() if texts}
