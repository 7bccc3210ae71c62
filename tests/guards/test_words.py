"""Every text a person reads is there in both languages, and said the same way everywhere."""

from motcua.platform.ui import messages


def test_every_text_has_its_english():
    missing = messages.untranslated_messages()
    shown = "\n".join(f"  {room}: {text!r}" for room, texts in missing.items() for text in texts)
    assert not missing, f"Add the English to <room>/locale/en/LC_MESSAGES/django.po of:\n{shown}"


def test_no_text_is_translated_in_two_ways():
    conflicts = messages.conflicting_messages()
    assert not conflicts, f"Give these a context, or one English for all rooms: {conflicts}"
