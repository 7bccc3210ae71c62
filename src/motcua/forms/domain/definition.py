"""Reads a package's raw form into contracts, and says of everything unreadable where it is and what is expected."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from motcua.forms.contracts import Check, FieldType, FormField, Option, Page, Party, Section, Slots
from motcua.forms.domain import appointments, dates, decimals
from motcua.kernel.languages import LocalText

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_OPTION_VALUE = re.compile(r"[A-Za-z0-9][\w.\-]{0,63}")
# Words that CEL keeps for itself, names that every condition is given, and names of the page's own hidden boxes.
_RESERVED = frozenset(
    [
        "as",
        "break",
        "channel",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "if",
        "import",
        "in",
        "item",
        "let",
        "loop",
        "namespace",
        "null",
        "package",
        "return",
        "today",
        "true",
        "var",
        "void",
        "while",
    ]
)
_PAGE_ADDRESSES = frozenset({"check", "done", "papers", "start"})  # /drafts/<id>/check is not a page of the package
_LENGTHS = {FieldType.LONG_TEXT: 4_000}
_USUAL_LENGTH, _LONGEST = 200, 20_000
_WITH_OPTIONS = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_WITH_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})
_WITH_LIMITS = _WITH_NUMBERS | {FieldType.DECIMAL, FieldType.DATE}
_CALCULATED = frozenset(
    {FieldType.NUMBER, FieldType.MONEY, FieldType.DECIMAL, FieldType.TEXT, FieldType.DATE, FieldType.YES_NO}
)
MOST_FIELDS = 500
MOST_ITEMS = 100  # of one group
USUAL_ITEMS = 20
_SECTION = frozenset({"id", "title", "pages", "party"})
_PARTY = frozenset({"id", "name", "when", "binds", "must"})
_PAGE = frozenset({"id", "title", "why", "show_if", "fields", "checks"})
_FIELD = frozenset(
    [
        "id",
        "type",
        "label",
        "hint",
        "required",
        "options",
        "show_if",
        "prefill",
        "sensitive",
        "min",
        "max",
        "max_length",
        "autocomplete",
        "partial",
        "places",
        "slots",
        "calculate",
        "editable",
        "why_editable",
        "legal",
    ]
)
_GROUP = frozenset({"id", "type", "label", "hint", "show_if", "sensitive", "item", "min", "max", "fields", "checks"})
_OPTION = frozenset({"value", "label", "hint"})
_CHECK = frozenset({"field", "rule", "message"})


class Reading:
    """One definition being read. `faults` maps a path ("sections[0].pages[2].fields[1].type") to one sentence."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self.sections: list[Section] = []
        self.pages: list[Page] = []
        self.parties: list[Party] = []
        self.paths: dict[str, str] = {}  # page id -> its path
        self._ids: dict[str, set[str]] = {"section": set(), "page": set(), "field": set(), "party": set()}

    def fault(self, path: str, sentence: str) -> None:
        self.faults.setdefault(path, sentence)

    def read(self, raw: Any) -> None:
        """Read the whole document; an empty one is a form that asks nothing."""
        if not isinstance(raw, Mapping):
            self.fault("form", "a form is a mapping with `sections`")
            return
        self._unknown_keys(raw, frozenset({"sections", "renames", "parties"}), "")
        for path, section in self._items(raw, "sections", ""):
            self._section(section, path)
        for path, party in self._items(raw, "parties", ""):
            self._party(party, path)
        if len(self._ids["field"]) > MOST_FIELDS:
            self.fault("sections", f"a form has at most {MOST_FIELDS} fields, this one has {len(self._ids['field'])}")

    def _section(self, raw: Mapping[str, Any], path: str) -> None:
        self._unknown_keys(raw, _SECTION, path)
        section_id = self._id(raw, "section", path)
        pages = [self._page(page, section_id, place) for place, page in self._items(raw, "pages", path)]
        title, party = self._text(raw, "title", path), self._word(raw, "party", path)
        self.sections.append(Section(section_id, title, tuple(page.id for page in pages), party))

    def _party(self, raw: Mapping[str, Any], path: str) -> None:
        self._unknown_keys(raw, _PARTY, path)
        party_id, name, binds = (
            self._id(raw, "party", path),
            self._text(raw, "name", path),
            self._word(raw, "binds", path),
        )
        kinds = {field.id: field.type for page in self.pages for field in page.fields}
        if kinds.get(binds) is not FieldType.PERSONAL_ID:
            self.fault(f"{path}.binds", f"{binds!r} is no field of type personal_id of this form")
        self.parties.append(Party(party_id, name, binds, self._condition(raw, "when", path)))

    def _page(self, raw: Mapping[str, Any], section: str, path: str) -> Page:
        self._unknown_keys(raw, _PAGE, path)
        page_id = self._id(raw, "page", path)
        if page_id in _PAGE_ADDRESSES:
            self.fault(f"{path}.id", f"{page_id!r} is an address of the product itself; choose another id")
        fields = tuple(self._field(field, place) for place, field in self._items(raw, "fields", path))
        if not fields:
            self.fault(f"{path}.fields", "a page asks at least one thing")
        if len(fields) > 1 and any(field.is_group for field in fields):
            self.fault(f"{path}.fields", "a group has a page to itself; put the other fields on a page of their own")
        checks = tuple(self._check(check, place, fields) for place, check in self._items(raw, "checks", path))
        title, why = self._text(raw, "title", path), self._note(raw, "why", path)
        page = Page(page_id, section, title, why, fields, self._condition(raw, "show_if", path), checks)
        self.pages.append(page)
        self.paths[page_id] = path
        return page

    def _field(self, raw: Mapping[str, Any], path: str, group: str = "") -> FormField:
        """One field; `group` is the id of the group that it stands in."""
        kind = self._type(raw, path)
        if kind is FieldType.GROUP:
            return self._group(raw, path, group)
        self._unknown_keys(raw, _FIELD, path)
        field = FormField(
            id=self._id(raw, "field", path, group),
            type=kind,
            label=self._text(raw, "label", path),
            hint=self._note(raw, "hint", path),
            required=self._flag(raw, "required", path, usual=True),
            options=tuple(self._option(option, place) for place, option in self._items(raw, "options", path)),
            show_if=self._condition(raw, "show_if", path),
            prefill=self._word(raw, "prefill", path),
            sensitive=self._flag(raw, "sensitive", path, usual=False),
            min=raw.get("min"),
            max=raw.get("max"),
            max_length=self._length(raw, path, _LENGTHS.get(kind, _USUAL_LENGTH)),
            autocomplete=self._word(raw, "autocomplete", path),
            partial=self._flag(raw, "partial", path, usual=False),
            places=self._places(raw, kind, path),
            calculate=self._condition(raw, "calculate", path),
            editable=self._flag(raw, "editable", path, usual=False),
            why_editable=self._note(raw, "why_editable", path),
            legal=tuple(str(law) for law in raw.get("legal") or ()),
            slots=self._slots(raw, kind, path),
        )
        self._check_options(field, path)
        self._check_limits(field, path)
        self._check_kind(field, path, group)
        return field

    def _group(self, raw: Mapping[str, Any], path: str, group: str) -> FormField:
        self._unknown_keys(raw, _GROUP, path)
        if group:
            self.fault(f"{path}.type", "a group holds no group; ask it on a page of its own")
        field_id = self._id(raw, "field", path)
        inner = [(place, each) for place, each in self._items(raw, "fields", path) if not group]
        fields = tuple(self._field(each, place, field_id) for place, each in inner)
        if not fields and not group:
            self.fault(f"{path}.fields", "a group asks at least one thing of each item")
        least, most = self._count(raw, "min", path, 0), self._count(raw, "max", path, USUAL_ITEMS)
        if least > most:
            self.fault(f"{path}.max", f"{most} is less than min, which is {least}")
        return FormField(
            id=field_id,
            type=FieldType.GROUP,
            label=self._text(raw, "label", path),
            hint=self._note(raw, "hint", path),
            required=least > 0,
            show_if=self._condition(raw, "show_if", path),
            sensitive=self._flag(raw, "sensitive", path, usual=False),
            min=least,
            max=most,
            item=self._text(raw, "item", path),
            fields=fields,
            checks=tuple(self._check(check, place, fields) for place, check in self._items(raw, "checks", path)),
        )

    def _count(self, raw: Mapping[str, Any], key: str, path: str, usual: int) -> int:
        found = raw.get(key, usual)
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_ITEMS:
            return found
        self.fault(f"{path}.{key}", f"{found!r} is no number of items; write 0 to {MOST_ITEMS}")
        return usual

    def _places(self, raw: Mapping[str, Any], kind: FieldType, path: str) -> int:
        found = raw.get("places", decimals.USUAL_PLACES)
        if "places" in raw and kind is not FieldType.DECIMAL:
            self.fault(f"{path}.places", f"a {kind} field has no places; only a decimal has")
        elif isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= decimals.MOST_PLACES:
            self.fault(f"{path}.places", f"{found!r} is no number of places; write 1 to {decimals.MOST_PLACES}")
        else:
            return found
        return decimals.USUAL_PLACES

    def _slots(self, raw: Mapping[str, Any], kind: FieldType, path: str) -> Slots | None:
        if kind is not FieldType.APPOINTMENT:
            if "slots" in raw:
                self.fault(f"{path}.slots", f"a {kind} field has no slots; only an appointment has")
            return None
        try:
            return appointments.read_slots(raw.get("slots"))
        except ValueError as error:
            self.fault(f"{path}.slots", str(error))
            return None

    def _check_kind(self, field: FormField, path: str, group: str) -> None:
        if field.partial and field.type is not FieldType.DATE:
            self.fault(f"{path}.partial", f"a {field.type} field can't be partly known; only a date can")
        if field.calculate and field.type not in _CALCULATED:
            self.fault(f"{path}.calculate", f"a {field.type} can't be calculated; these can: {_said(_CALCULATED)}")
        if field.calculate and field.prefill:
            self.fault(f"{path}.prefill", "what is calculated is not prefilled; delete one of the two")
        if group and field.type is FieldType.APPOINTMENT:
            self.fault(f"{path}.type", "an appointment is made once, not for each item; put it on a page of its own")
        if group and field.prefill:
            self.fault(f"{path}.prefill", "fields of a group are not prefilled; the record is about one person")
        if field.editable and not field.prefill:
            self.fault(f"{path}.editable", "only what is prefilled can be opened to changes; add prefill or delete it")

    def _type(self, raw: Mapping[str, Any], path: str) -> FieldType:
        try:
            return FieldType(str(raw.get("type")))
        except ValueError:
            self.fault(f"{path}.type", f"{raw.get('type')!r} is no type; choose one of: {', '.join(FieldType)}")
            return FieldType.TEXT

    def _option(self, raw: Mapping[str, Any], path: str) -> Option:
        self._unknown_keys(raw, _OPTION, path)
        value = raw.get("value")
        if not isinstance(value, str) or not _OPTION_VALUE.fullmatch(value):
            self.fault(f"{path}.value", f"{value!r} is no option value; write a short word, quoted if it is a number")
        return Option(str(value), self._text(raw, "label", path), self._note(raw, "hint", path))

    def _check(self, raw: Mapping[str, Any], path: str, fields: tuple[FormField, ...]) -> Check:
        self._unknown_keys(raw, _CHECK, path)
        field = str(raw.get("field"))
        if field not in {other.id for other in fields}:
            self.fault(f"{path}.field", f"{field!r} is not asked on this page; name one of its fields")
        rule = self._condition(raw, "rule", path)
        if not rule:
            self.fault(f"{path}.rule", "a check needs a rule, a condition that must hold")
        return Check(field, rule, self._text(raw, "message", path))

    def _check_options(self, field: FormField, path: str) -> None:
        values = [option.value for option in field.options]
        if field.type in _WITH_OPTIONS and not values:
            self.fault(f"{path}.options", f"a {field.type} field needs options to choose from")
        if field.type not in _WITH_OPTIONS and values:
            self.fault(f"{path}.options", f"a {field.type} field takes no options")
        if len(set(values)) < len(values):
            self.fault(f"{path}.options", "an option value stands twice")

    def _check_limits(self, field: FormField, path: str) -> None:
        for key, limit in (("min", field.min), ("max", field.max)):
            if limit is None:
                continue
            if field.type in _WITH_NUMBERS and (isinstance(limit, bool) or not isinstance(limit, int)):
                self.fault(f"{path}.{key}", f"{limit!r} is no whole number")
            elif field.type is FieldType.DECIMAL and decimals.limit_of(limit) is None:
                self.fault(f"{path}.{key}", f"{limit!r} is no number; write 10, or in quotes '0.5'")
            elif field.type is FieldType.DATE and not _is_date_limit(limit):
                self.fault(f"{path}.{key}", f"{limit!r} is no day; write YYYY-MM-DD, today, today-14y or today+30d")
            elif field.type not in _WITH_LIMITS:
                self.fault(f"{path}.{key}", f"a {field.type} field has no {key}; use max_length for texts")

    def _id(self, raw: Mapping[str, Any], kind: str, path: str, group: str = "") -> str:
        """An id of its own among those of its kind; a field of a group among those of the group."""
        found = raw.get("id")
        if not isinstance(found, str) or not _ID.fullmatch(found):
            self.fault(f"{path}.id", f"{found!r} is no id; write lower_snake, beginning with a letter")
            return str(found)
        if kind == "field" and found in _RESERVED:
            self.fault(f"{path}.id", f"{found!r} is a word that conditions keep for themselves; choose another id")
        known = f"{group}.{found}" if group else found
        if known in self._ids[kind]:
            self.fault(f"{path}.id", f"the {kind} id {found!r} stands twice in this {'group' if group else 'form'}")
        self._ids[kind].add(known)
        return found

    def _text(self, raw: Mapping[str, Any], key: str, path: str) -> LocalText:
        text = raw.get(key)
        if isinstance(text, str) and text:
            return {"vi": text}
        if isinstance(text, Mapping) and text and all(isinstance(part, str) and part for part in text.values()):
            return dict(text)
        self.fault(f"{path}.{key}", "write it in every language: {vi: …, en: …}")
        return {}

    def _note(self, raw: Mapping[str, Any], key: str, path: str) -> LocalText | str:
        """A text that may be missing."""
        return self._text(raw, key, path) if raw.get(key) not in (None, "") else ""

    def _condition(self, raw: Mapping[str, Any], key: str, path: str) -> str:
        found = raw.get(key, "")
        if found is None or isinstance(found, str):
            return (found or "").strip()
        self.fault(f"{path}.{key}", f"{found!r} is no condition; write CEL in quotes")
        return ""

    def _word(self, raw: Mapping[str, Any], key: str, path: str) -> str:
        found = raw.get(key, "")
        if isinstance(found, str):
            return found
        self.fault(f"{path}.{key}", f"{found!r} is no word")
        return ""

    def _flag(self, raw: Mapping[str, Any], key: str, path: str, *, usual: bool) -> bool:
        found = raw.get(key, usual)
        if isinstance(found, bool):
            return found
        self.fault(f"{path}.{key}", f"{found!r} is neither true nor false")
        return usual

    def _length(self, raw: Mapping[str, Any], path: str, usual: int) -> int:
        found = raw.get("max_length", usual)
        if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= _LONGEST:
            return found
        self.fault(f"{path}.max_length", f"{found!r} is no length; write 1 to {_LONGEST}")
        return usual

    def _items(self, raw: Mapping[str, Any], key: str, path: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        place = f"{path}.{key}".lstrip(".")
        found = raw.get(key) or ()
        if not isinstance(found, list | tuple):
            self.fault(place, f"{key} is a list")
            return
        for number, item in enumerate(found):
            if isinstance(item, Mapping):
                yield f"{place}[{number}]", item
            else:
                self.fault(f"{place}[{number}]", "this is no mapping")

    def _unknown_keys(self, raw: Mapping[str, Any], known: frozenset[str], path: str) -> None:
        for key in raw:
            if key not in known:
                self.fault(f"{path}.{key}".lstrip("."), f"unknown; known here: {', '.join(sorted(known))}")


def _said(kinds: Iterable[FieldType]) -> str:
    return ", ".join(sorted(kinds))


def _is_date_limit(limit: Any) -> bool:
    try:
        return dates.limit_of(limit) is not None
    except ValueError:
        return False
