"""Refusals speak the reader's language, the kernel's too."""

import pkgutil
from importlib import import_module

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

import motcua.kernel
from motcua.kernel.errors import MotCuaError
from motcua.kernel.texts import UnreadableTextError, clean
from motcua.platform.web.api import problem, refusal_of


def families(family=MotCuaError):
    yield family
    for narrower in family.__subclasses__():
        yield from families(narrower)


def test_every_sentence_of_the_kernel_can_be_translated():
    for module in pkgutil.iter_modules(motcua.kernel.__path__, "motcua.kernel."):
        import_module(module.name)
    plain = [f for f in families() if f.__module__.startswith("motcua.kernel.") and not isinstance(f.message, Promise)]
    assert not plain, f"Name their module in SPEAKING of platform/web/sentences.py: {plain}"


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "có ký tự không đọc được"), ("en", "characters that can't be read")]
)
def test_a_refused_text_is_told_in_the_readers_language(language, said):
    with override(language), pytest.raises(UnreadableTextError) as refused:
        clean("a\u202eb")
    with override(language):
        assert said in problem(refused.value)[1]["title"]


@pytest.mark.parametrize(("status", "told"), [(404, 404), (405, 405), (413, 413), (418, 400), (500, 500), (502, 500)])
def test_every_status_has_a_refusal_that_stands_for_it(status, told):
    assert problem(refusal_of(status))[0] == told
