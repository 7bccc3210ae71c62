"""An entry of the first catalogue becomes the content of a version, filed by the standard form. Pure."""

from collections.abc import Iterator
from typing import Any

from motcua.catalogue.contracts import Origin
from motcua.catalogue.first.reading import MARKS, Entry, FirstWords
from motcua.catalogue.importing.compiling import UNKNOWN_DAY, standard_form
from motcua.kernel.languages import LocalText

Content = dict[str, Any]


def compile_entry(code: str, entry: Entry, words: FirstWords) -> Content:
    """Content of origin FIRST; LISTED when only the name is known: then it can be found and is not filed here."""
    named_only = entry.get("known") == "name"
    procedure: Content = {
        "code": code,
        "name": {"vi": entry["name"], "en": entry["en"]},
        "summary": dict(entry["about"]),
        "everyday_names": {language: list(names) for language, names in entry["called"].items()},
        "field": dict(words.fields[entry["field"]]),
        "tiers": list(entry["tiers"]),
        "branch": entry.get("branch", ""),
        "subjects": list(entry["subjects"]),
        "agency": dict(words.agencies[entry["agency"]]),
        "channels": list(entry.get("channels", ())),
        "life_events": list(entry.get("events", ())),
        "effective": {"from": UNKNOWN_DAY},
        "source": {**entry["source"], "checked_on": entry["checked_on"]},
        "legal_basis": [],
        "time_limits": list(_limits(entry.get("time", "unknown"), words)),
        "papers": [_paper(number, paper, words) for number, paper in enumerate(entry.get("papers", ()), start=1)],
        "results": [_result(number, result, words) for number, result in enumerate(entry.get("results", ()), start=1)],
    }
    return {
        "origin": (Origin.LISTED if named_only else Origin.FIRST).value,
        "procedure": procedure,
        "form": {"sections": []} if named_only else standard_form(entry["subjects"]),
        "fees": _fees(entry.get("fee", "unknown"), procedure["channels"], words),
        "flow": {"extends": "one-stop"},
        "documents": {},
    }


def _limits(time: Any, words: FirstWords) -> Iterator[Content]:
    if time == "unknown":
        return
    cases: list[Content] = [{"limit": time}] if isinstance(time, str) else time
    for case in cases:
        note = dict(case.get("note", {}))
        limit: Content = {"note": note} | ({"channels": list(case["channels"])} if "channels" in case else {})
        if "limit" in case:
            amount, unit = case["limit"].split()
            limit |= {"amount": int(amount), "unit": unit}
        elif "unclear" in case:
            limit["note"] = dict(words.texts["time_unclear"])
        elif "said" in case:
            limit["note"] = _joined(_filled(words.texts["unknown_unit"], amount=case["said"]), note)
        yield limit


def _fees(fee: Any, channels: list[str], words: FirstWords) -> Content:
    if fee == "free":
        return {"fees": []}
    if isinstance(fee, str):
        return {"fees": [], "note": dict(words.texts[f"fee_{fee}"])}
    if isinstance(fee, int):
        fee = {"amounts": dict.fromkeys(channels, fee)}
    amounts: dict[int, list[str]] = {}
    for channel, amount in fee.get("amounts", {}).items():
        amounts.setdefault(amount, []).append(channel)
    fees = [
        {"id": f"fee_{number}", "name": dict(words.texts["fee"]), "amount": amount, "channels": ways}
        for number, (amount, ways) in enumerate(amounts.items(), start=1)
    ]
    return {"fees": fees} | ({"note": dict(fee["note"])} if "note" in fee else {})


def _paper(number: int, paper: Any, words: FirstWords) -> Content:
    if isinstance(paper, str):
        name = words.papers[paper.rstrip("".join(MARKS))]
        marks = {meaning: True for mark, meaning in MARKS.items() if paper.endswith(mark)}
    else:
        name, marks = {"vi": paper["vi"], "en": paper["en"]}, paper
    shown = marks.get("shown", False)
    required = not shown and not marks.get("sometimes", False)
    kind = "present" if shown else "upload"
    return {"id": f"paper_{number}", "name": dict(name), "kind": kind, "required": required}


def _result(number: int, result: Any, words: FirstWords) -> Content:
    return {"id": f"result_{number}", "name": dict(words.results[result] if isinstance(result, str) else result)}


def _filled(text: LocalText, **values: Any) -> dict[str, str]:
    return {language: said.format(**values) for language, said in text.items()}


def _joined(first: LocalText, note: LocalText) -> dict[str, str]:
    return {language: f"{said}. {note[language]}" if note else said for language, said in first.items()}
