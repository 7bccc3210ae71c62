"""A paper beside the form, the next one a key away; and the next dossier of the same queue."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView, QueueFilter
from motcua.dossiers.web.desk.asking import query_of
from motcua.dossiers.web.desk.showing import File, Paper
from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Open:
    """The paper that is open. `before`, `after`, `close`: addresses, "" where there is none."""

    name: str
    file: File
    place: int
    of: int
    before: str
    after: str
    close: str


def open_paper(request: HttpRequest, view: DossierView, asked: QueueFilter, papers: tuple[Paper, ...]) -> Open | None:
    """The paper that the address asks for, by its number; None when it asks for none that is there."""
    files = [(paper.name, file) for paper in papers for file in paper.files]
    numbers = [file.number for _name, file in files]
    wanted = request.GET.get("paper", "")
    if not (wanted.isdecimal() and len(wanted) < 5 and int(wanted) in numbers):
        return None
    place = numbers.index(int(wanted))
    name, file = files[place]
    return Open(
        name=name,
        file=file,
        place=place + 1,
        of=len(files),
        before=paper_address(view, asked, numbers[place - 1]) if place else "",
        after=paper_address(view, asked, numbers[place + 1]) if place + 1 < len(files) else "",
        close=reverse("dossiers:desk_dossier", args=[view.code]) + query_of(asked),
    )


def paper_address(view: DossierView, asked: QueueFilter, number: int) -> str:
    """The dossier with that paper beside it, in the same queue."""
    query = query_of(asked)
    return f"{reverse('dossiers:desk_dossier', args=[view.code])}{query}{'&' if query else '?'}{urlencode({'paper': number})}"


def neighbours(actor: Actor, asked: QueueFilter, code: str, *, reading: bool) -> tuple[str, str]:
    """The addresses of the dossiers before and after `code` in its queue, "" at the ends; with a paper open when one is."""
    if asked.search:
        return "", ""
    codes = api.queue_codes(actor=actor, wanted=asked)
    if code not in codes:
        return "", _address(codes[0], asked, reading=reading) if codes else ""
    place = codes.index(code)
    before = _address(codes[place - 1], asked, reading=reading) if place else ""
    after = _address(codes[place + 1], asked, reading=reading) if place + 1 < len(codes) else ""
    return before, after


def _address(code: str, asked: QueueFilter, *, reading: bool) -> str:
    query = query_of(asked)
    paper = f"{'&' if query else '?'}paper=1" if reading else ""
    return reverse("dossiers:desk_dossier", args=[code]) + query + paper
