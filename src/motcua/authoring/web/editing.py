"""An edit as its pages see it: what its files say, what is wrong with them, and where each thing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.authoring import api
from motcua.authoring.contracts import WRITABLE, EditView
from motcua.authoring.domain.models import Path, fields_of, ids_in, index_of, items_at, value_at
from motcua.authoring.judging import judge
from motcua.authoring.policies import may_publish
from motcua.authoring.web import sheets, words
from motcua.authoring.web.drawing import Around, say
from motcua.authoring.web.sheets import Sheet
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageProblem
from motcua.kernel.actors import Actor
from motcua.platform.web.api import actor_of

PROCEDURE, FORM, FEES = "procedure.yaml", "form.yaml", "fees.yaml"
SINGLES: Mapping[str, tuple[str, Sheet]] = {"texts": (PROCEDURE, sheets.TEXTS), "fee-note": (FEES, sheets.FEE_NOTE)}
LISTS: Mapping[str, tuple[str, Path, Sheet]] = {
    "laws": (PROCEDURE, ("legal_basis",), sheets.LAW),
    "limits": (PROCEDURE, ("time_limits",), sheets.LIMIT),
    "papers": (PROCEDURE, ("papers",), sheets.PAPER),
    "results": (PROCEDURE, ("results",), sheets.RESULT),
    "requirements": (PROCEDURE, ("requirements",), sheets.REQUIREMENT),
    "fees": (FEES, ("fees",), sheets.FEE),
    "sections": (FORM, ("sections",), sheets.SECTION),
}
INNER: Mapping[str, Sheet] = {"pages": sheets.PAGE, "fields": sheets.QUESTION, "checks": sheets.CHECK}


@dataclass(frozen=True, slots=True)
class ListSpot:
    """A list of the package: `token` names it in addresses ("papers", "fields:contact")."""

    token: str
    file: str
    path: Path
    sheet: Sheet
    items: list[Any]


@dataclass(frozen=True)
class Editing:
    """One edit as `actor` sees it now."""

    actor: Actor
    edit: EditView

    @cached_property
    def models(self) -> dict[str, Any]:
        """What each YAML file says; files that can't be read as YAML are left out."""
        found = {}
        for name, content in self.edit.files.items():
            if name.endswith(".yaml") and "/" not in name:
                said = _said(content)
                if said is not _UNREADABLE:
                    found[name] = said
        return found

    def model(self, file: str) -> Any:
        return self.models.get(file, {} if file not in self.edit.files else None)

    @cached_property
    def problems(self) -> tuple[PackageProblem, ...]:
        return judge(self.edit.files).problems

    @cached_property
    def warnings(self) -> tuple[PackageProblem, ...]:
        return judge(self.edit.files).warnings

    @cached_property
    def fields(self) -> dict[str, dict[str, Any]]:
        return fields_of(self.model(FORM))

    @property
    def laws(self) -> list[Any]:
        return items_at(self.model(PROCEDURE), ("legal_basis",))

    @property
    def name(self) -> str:
        return say(value_at(self.model(PROCEDURE), ("name",))) or self.edit.title

    @property
    def writable(self) -> bool:
        """Whether this official may change it now."""
        return self.edit.author_id == self.actor.id and self.edit.state in WRITABLE

    @property
    def decidable(self) -> bool:
        return may_publish(self.actor) and self.edit.author_id != self.actor.id and self.edit.state == "in_review"

    @cached_property
    def published_ids(self) -> frozenset[str]:
        """Ids that people's answers and officials' habits may rest on: they never change."""
        if not self.edit.base_hash:
            return frozenset()
        return frozenset(ids_in(catalogue.get_content(self.edit.base_hash)))

    def find_list(self, token: str) -> ListSpot | None:
        """The list that `token` names, when the package has a place for it."""
        name, _sep, owner = token.partition(":")
        if not owner:
            if name not in LISTS:
                return None
            file, at, sheet = LISTS[name]
            return ListSpot(token, file, at, sheet, items_at(self.model(file), at))
        path = self._form_path(name, owner)
        if path is None:
            return None
        return ListSpot(token, FORM, path, INNER[name], items_at(self.model(FORM), path))

    def _form_path(self, name: str, owner: str) -> Path | None:
        """Where the pages of a section, the questions of a page or group, or the checks of a page stand."""
        if name not in INNER:
            return None
        for path, thing in self.things():
            wanted = {"pages": 2, "fields": 4, "checks": 4}[name]
            is_group = len(path) == 6 and isinstance(thing, dict) and thing.get("type") == "group"
            fits = len(path) == wanted or (name != "pages" and is_group)
            if fits and isinstance(thing, dict) and str(thing.get("id", path[-1])) == owner:
                return (*path, name)
        return None

    def things(self) -> Iterable[tuple[Path, Any]]:
        form = self.model(FORM)
        for s, section in enumerate(items_at(form, ("sections",))):
            yield ("sections", s), section
            for p, page in enumerate(items_at(section, ("pages",))):
                yield ("sections", s, "pages", p), page
                for f, question in enumerate(items_at(page, ("fields",))):
                    yield ("sections", s, "pages", p, "fields", f), question

    def owner_of(self, path: Path) -> str:
        """The token of the list in which the page or question at `path` stands."""
        if len(path) == 2:
            return "sections"
        above = value_at(self.model(FORM), path[:-2])
        name = "pages" if len(path) == 4 else "fields"
        return f"{name}:{above.get('id', path[-3]) if isinstance(above, dict) else path[-3]}"

    def around(self, *, path: Path = (), locked: bool = False, kind: str = "", file: str = FORM) -> Around:
        """What boxes of the thing at `path` need to know; conditions may read questions that come before it."""
        return Around(
            fields=self._before(path) if file == FORM else self.fields,
            laws=self.laws,
            problems=[problem for problem in self.problems if problem.file == file],
            locked=locked,
            readonly=not self.writable,
            kind=kind,
        )

    def _before(self, path: Path) -> dict[str, dict[str, Any]]:
        """Questions before the one at `path`, and those of its own page: a check reads them."""
        if len(path) < 4:
            return self.fields
        last = path[:6] if len(path) >= 6 and path[4] == "fields" else (*path[:4], "fields", 10_000)
        found = {}
        for place, thing in self.things():
            if len(place) == 6 and place < last and isinstance(thing, dict) and isinstance(thing.get("id"), str):
                found[thing["id"]] = thing
        return found

    # Addresses

    @property
    def url(self) -> str:
        return reverse("authoring:edit", args=[self.edit.id])

    def single_url(self, name: str) -> str:
        return reverse("authoring:single", args=[self.edit.id, name])

    def list_url(self, token: str) -> str:
        return reverse("authoring:list", args=[self.edit.id, token])

    def item_url(self, token: str, key: str | int) -> str:
        return reverse("authoring:item", args=[self.edit.id, token, str(key)])

    def file_url(self, name: str) -> str:
        return reverse("authoring:file", args=[self.edit.id, name])

    def key_of(self, spot: ListSpot, place: int) -> str:
        """How an item is named in addresses: by its id, or by its number."""
        item = spot.items[place]
        found = item.get("id") if isinstance(item, dict) else None
        return (
            found
            if isinstance(found, str) and index_of(spot.items, found) == place and "/" not in found
            else str(place)
        )

    def mending_url(self, problem: PackageProblem) -> str:
        """The page on which the problem can be mended; the file itself where there is no other."""
        path = problem.path
        if problem.file == PROCEDURE and path:
            token = next((name for name, (file, at, _s) in LISTS.items() if file == PROCEDURE and at == path[:1]), "")
            if token and len(path) > 1 and isinstance(path[1], int) and self.find_list(token):
                spot = self.find_list(token)
                if spot and path[1] < len(spot.items):
                    return self.item_url(token, self.key_of(spot, path[1])) + _box(path[2:])
            return self.list_url(token) if token else self.single_url("texts") + _box(path)
        if problem.file == FEES and path:
            spot = self.find_list("fees")
            if path[0] == "fees" and len(path) > 1 and spot and isinstance(path[1], int) and path[1] < len(spot.items):
                return self.item_url("fees", self.key_of(spot, path[1])) + _box(path[2:])
            return self.list_url("fees")
        if problem.file == FORM and path:
            return self._form_url(path)
        line = f"#L{problem.line}" if problem.line else ""
        return self.file_url(problem.file) + line if problem.file in self.edit.files else self.url

    def _form_url(self, path: Path) -> str:
        url = self.list_url("sections")
        owner = ""
        for name, start in (("sections", 0), ("pages", 2), ("fields", 4), ("checks", 4)):
            place = path[start + 1] if len(path) > start + 1 else None
            if path[start : start + 1] != (name,) or not isinstance(place, int):
                continue
            token = name if not owner else f"{name}:{owner}"
            spot = self.find_list(token)
            if spot is None or place >= len(spot.items):
                break
            url = self.item_url(token, self.key_of(spot, place)) + _box(path[start + 2 :])
            item = spot.items[place]
            owner = str(item.get("id", place)) if isinstance(item, dict) else ""
        return url

    # What stands around every page

    def frame(self, here: str = "") -> dict[str, Any]:
        counts = self._counts()
        edit = self.edit
        tabs = [
            ("overview", _("Tổng quan"), self.url, 0),
            ("texts", _("Thông tin chung"), self.single_url("texts"), counts["texts"]),
            ("laws", _("Căn cứ pháp lý"), self.list_url("laws"), counts["laws"]),
            ("papers", _("Giấy tờ"), self.list_url("papers"), counts["papers"]),
            ("limits", _("Thời hạn"), self.list_url("limits"), counts["limits"]),
            ("fees", _("Phí, lệ phí"), self.list_url("fees"), counts["fees"]),
            ("requirements", _("Điều kiện"), self.list_url("requirements"), counts["requirements"]),
            ("results", _("Kết quả"), self.list_url("results"), counts["results"]),
            ("form", _("Tờ khai"), self.list_url("sections"), counts["form"]),
            ("files", _("Tệp YAML"), self.file_url(PROCEDURE), counts["files"]),
            ("preview", _("Xem thử"), reverse("authoring:preview", args=[edit.id]), 0),
            ("compare", _("So sánh và gửi duyệt"), reverse("authoring:compare", args=[edit.id]), 0),
        ]
        return {
            "editing": self,
            "edit": edit,
            "state": words.STATES[edit.state],
            "tabs": [{"name": n, "text": t, "href": h, "count": c, "current": n == here} for n, t, h, c in tabs],
            "overtaken": api.overtaken_by(edit) if edit.state in WRITABLE or edit.state == "in_review" else None,
        }

    def _counts(self) -> dict[str, int]:
        found = dict.fromkeys(["texts", "form", "files", *LISTS], 0)
        for problem in self.problems:
            first = problem.path[0] if problem.path else ""
            part = next((n for n, (file, at, _s) in LISTS.items() if file == problem.file and at[0] == first), "")
            if problem.file == FORM and problem.path:
                part = "form"
            elif problem.file == FEES and problem.path:
                part = "fees"
            elif not part:
                part = "texts" if problem.file == PROCEDURE and problem.path else "files"
            found[part] += 1
        return found


_UNREADABLE = object()


@lru_cache(maxsize=32)
def _said(content: bytes) -> Any:
    """What a file says: read once, shared by pages, so never changed in place."""
    try:
        return catalogue.spans.read(content.decode())
    except (catalogue.spans.NotEditableError, UnicodeDecodeError):
        return _UNREADABLE


def _box(path: Path) -> str:
    """The anchor of a value's box."""
    keys = [str(part) for part in path if isinstance(part, str) and part not in {"vi", "en"}]
    return f"#f-{'-'.join(keys)}" if keys else ""


def open_editing(request: HttpRequest, edit_id: UUID) -> Editing:
    """Raises EditNotFoundError, EditNotAllowedError."""
    actor = actor_of(request)
    return Editing(actor, api.get_edit(actor=actor, edit_id=edit_id))
