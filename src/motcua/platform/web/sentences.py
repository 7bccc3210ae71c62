"""The kernel knows no framework, so its refusals are plain Vietnamese; here they learn to speak the reader's language."""

from django.utils.translation import gettext_lazy

from motcua.kernel import texts
from motcua.kernel.errors import MotCuaError

SPEAKING = (texts,)  # the kernel's modules that refuse in words of their own: imported, so that they are found


def translate_sentences(family: type[MotCuaError] = MotCuaError) -> None:
    """Make every plain message of the kernel's refusals a lazy translation. Doing it twice changes nothing."""
    own = family.__dict__.get("message")
    if family.__module__.startswith("motcua.kernel.") and isinstance(own, str):
        family.message = gettext_lazy(own)
    for narrower in family.__subclasses__():
        translate_sentences(narrower)
