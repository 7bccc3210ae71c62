"""An address in two levels: province, commune of it, and the rest in words."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.forms.contracts import FormContext, FormField, Units
from motcua.forms.domain.faults import Fault
from motcua.forms.domain.words import line

PARTS = ("province", "commune", "detail")
PROVINCE_DIGITS, COMMUNE_DIGITS = 2, 5


def address(field: FormField) -> Callable[[Any, FormContext], dict[str, str] | None]:
    limit = field.max_length

    def clean_address(raw: Any, context: FormContext) -> dict[str, str] | None:
        if isinstance(raw, str) and len(raw) < 100 and not raw.strip():
            return None
        if not isinstance(raw, Mapping) or len(raw) > len(PARTS) or any(key not in PARTS for key in raw):
            raise Fault("not_an_address")
        parts = {part: _part(raw.get(part), limit) for part in PARTS}
        if not any(parts.values()):
            return None
        _check_codes(parts["province"], parts["commune"], context.units)
        if not parts["detail"]:
            raise Fault("no_detail")
        return parts

    return clean_address


def _part(raw: Any, limit: int) -> str:
    return "" if raw is None else line(raw, limit) or ""


def _check_codes(province: str, commune: str, units: Units | None) -> None:
    if not province:
        raise Fault("no_province")
    if not _is_code(province, PROVINCE_DIGITS) or (units and not _among(units(None), province)):
        raise Fault("unknown_province")
    if not commune:
        raise Fault("no_commune")
    if not _is_code(commune, COMMUNE_DIGITS) or (units and not _among(units(province), commune)):
        raise Fault("commune_elsewhere")


def _among(units: Any, code: str) -> bool:
    return any(unit.code == code for unit in units)


def _is_code(code: str, digits: int) -> bool:
    return len(code) == digits and code.isascii() and code.isdigit()
