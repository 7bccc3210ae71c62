"""What is wrong with an edit's files, remembered: a page asks about the same files many times."""

from collections import OrderedDict
from contextlib import suppress

from motcua.authoring.checking import Judgement, judge_files
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageFiles

MOST_KEPT = 32

_kept: OrderedDict[tuple[str, bool], Judgement] = OrderedDict()


def judge(files: PackageFiles, *, whole: bool = False) -> Judgement:
    """Judge the files; `whole` plays the examples and prints the papers too, which takes a second or so."""
    key = (catalogue.files_hash(files), whole)
    found = _kept.get(key)
    if found is not None:
        with suppress(KeyError):  # another thread has just let it go
            _kept.move_to_end(key)
        return found
    judged = judge_files(files, examples=whole)
    _kept[key] = judged
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return judged
