"""An address in two levels: province, commune of it, and the rest in words; or one of before, mapped to them."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.agencies.contracts import OldUnitView
from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault
from motcua.forms.domain.words import line
from motcua.kernel.texts import fold

PARTS = ("province", "commune", "detail")
OLD = "old"
OLD_PARTS = ("code", "province", "name", "text")
"""Of an address of before: the former unit's code, its province and its name as typed for finding it, what it was."""

PROVINCE_DIGITS, COMMUNE_DIGITS = 2, 5
LONGEST_NAME, LONGEST_OLD_TEXT = 100, 300


def address(field: FormField) -> Callable[[Any, FormContext], dict[str, Any] | None]:
    limit = field.max_length

    def clean_address(raw: Any, context: FormContext) -> dict[str, Any] | None:
        if isinstance(raw, str) and len(raw) < 100 and not raw.strip():
            return None
        if not isinstance(raw, Mapping) or len(raw) > len(PARTS) + 1 or any(key not in (*PARTS, OLD) for key in raw):
            raise Fault("not_an_address")
        parts: dict[str, Any] = {part: _part(raw.get(part), limit) for part in PARTS}
        if raw.get(OLD) is not None:
            sent = _old_parts(raw[OLD])
            if not any(parts.values()) and not sent["code"] and not sent["name"]:
                return None
            parts |= _mapped(sent, parts, context)
        elif not any(parts.values()):
            return None
        _check_codes(parts["province"], parts["commune"], context)
        if not parts["detail"]:
            raise Fault("no_detail")
        return parts

    return clean_address


def _part(raw: Any, limit: int) -> str:
    return "" if raw is None else line(raw, limit) or ""


def _old_parts(raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping) or any(key not in OLD_PARTS for key in raw):
        raise Fault("not_an_address")
    return {part: _part(raw.get(part), LONGEST_OLD_TEXT) for part in OLD_PARTS}


def _mapped(sent: Mapping[str, str], parts: Mapping[str, str], context: FormContext) -> dict[str, Any]:
    """Present province and commune of a former unit, and the unit itself; asks back where it was split."""
    if not sent["code"]:
        raise Fault("no_old_unit")
    if context.old_units is None:
        return {OLD: {"code": _old_code(sent["code"]), "text": sent["text"]}}
    unit = context.old_units.get(_old_code(sent["code"]))
    if unit is None or not unit.parts:
        raise Fault("unknown_old_unit")
    if not _is_meant(unit, sent):
        raise Fault("no_old_unit")
    now = {part.unit.code: part.unit for part in unit.parts}
    commune = parts["commune"] or (next(iter(now)) if len(now) == 1 else "")
    if not commune:
        raise Fault("which_part", old=unit.name)
    if commune not in now:
        raise Fault("not_of_old_unit", old=unit.name)
    province = parts["province"] or now[commune].parent_code or ""
    return {"province": province, "commune": commune, OLD: {"code": unit.code, "text": unit.full_name}}


def _is_meant(unit: OldUnitView, sent: Mapping[str, str]) -> bool:
    """Whether what was typed for finding it still says this unit: a name typed anew is another choice to be made."""
    typed = fold(sent["name"])
    return sent["province"] in ("", unit.province_code) and typed in fold(f"{unit.name}, {unit.district}")


def _old_code(code: str) -> str:
    if len(code) > COMMUNE_DIGITS or not (code.isascii() and code.isdigit()):
        raise Fault("unknown_old_unit")
    return code


def _check_codes(province: str, commune: str, context: FormContext) -> None:
    units = context.units
    if province and commune and context.province_of and context.province_of(commune) == province:
        return  # nearly every address: one look instead of a walk along the communes
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
