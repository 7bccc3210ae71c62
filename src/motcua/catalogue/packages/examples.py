"""What scenarios name: questions, options, papers and fields that exist, acts that say what and when."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from motcua.catalogue.domain.fields import fields_by_id
from motcua.catalogue.packages.names import Names
from motcua.catalogue.packages.source import SourceFile, Where

Fields = Mapping[str, Mapping[str, Any]]


def check_scenario(scenario: SourceFile, form: Mapping[str, Any], names: Names) -> None:
    """Report ids that do not exist, or name something else, with their line. The scenario's shape holds."""
    content, fields = scenario.content, {name: place.raw for name, place in fields_by_id(form).items()}
    expected = content["expect"].get("problems", ())
    refused = {problem["field"] for problem in expected}
    _answers(scenario, ("answers",), {k: v for k, v in content["answers"].items() if k not in refused}, fields, names)
    for path, ids, kind in _named(content):
        for index, name in enumerate(ids):
            if name not in names.of(kind) and not (kind == "field" and name in names.of("group")):
                what = f"There is no {'paper' if kind == 'paper' else 'question'} `{name}`."
                scenario.report((*path, index), what, names.instead(name, kind))
    for index, problem in enumerate(expected):
        if problem["code"] != "unknown_field":
            _way(scenario, ("expect", "problems", index, "field"), problem["field"], fields, names)
    for index, act in enumerate(content.get("acts", ())):
        _act(scenario, ("acts", index), act, fields, names)


def _way(scenario: SourceFile, path: Where, name: str, fields: Fields, names: Names) -> None:
    """A problem leads to a question, or into an item of a group: `children[1].birth_date`."""
    group, inside, asked = name.partition("[") if "[" in name else (name, "", "")
    if group not in fields:
        scenario.report(path, f"There is no question `{group}`.", names.instead(group, "field"))
    elif inside:
        known = [field["id"] for field in fields[group].get("fields", ())]
        if not re.fullmatch(rf"\d+\](\.({'|'.join(known)}))?", asked):
            what = f"`{name}` leads to no question of the group `{group}`."
            scenario.report(
                path, what, f"Write `{group}[0].` and one of {', '.join(known) or 'its fields: it is no group'}."
            )


def _named(content: Mapping[str, Any]) -> Iterator[tuple[Where, list[str], str]]:
    expected = content["expect"]
    yield ("papers",), content.get("papers", []), "paper"
    yield ("expect", "papers"), expected.get("papers", []), "paper"
    yield ("expect", "asked"), expected.get("asked", []), "field"
    yield ("expect", "not_asked"), expected.get("not_asked", []), "field"
    for index, act in enumerate(content.get("acts", ())):
        for key, kind in (("papers", "paper"), ("fields", "field")):
            if isinstance(act.get(key), list):
                yield ("acts", index, key), act[key], kind


def _answers(scenario: SourceFile, path: Where, answers: Mapping[str, Any], fields: Fields, names: Names) -> None:
    for name, value in answers.items():
        if name not in fields:
            scenario.report((*path, name), f"There is no question `{name}`.", names.instead(name, "field"))
        elif fields[name]["type"] in {"choice", "choices"}:
            values = [option["value"] for option in fields[name].get("options", ())]
            for chosen in value if isinstance(value, list) else [value]:
                if chosen not in values:
                    close = get_close_matches(str(chosen), values, n=1)
                    hint = f"Did you mean `{close[0]}`?" if close else f"Its options are: {', '.join(values)}."
                    scenario.report((*path, name), f"`{name}` has no option `{chosen}`.", hint)


def _act(scenario: SourceFile, path: Where, act: Mapping[str, Any], fields: Fields, names: Names) -> None:
    if "do" not in act and "skip" not in act:
        scenario.report(path, "The act does not say what is done.", "Write `do: accept`, or `skip: 3 working_day`.")
    if "do" in act and ("at" in act) == ("after" in act):
        what = "The act has two moments." if "at" in act else "The act does not say when it happens."
        scenario.report(path, what, "Write either `at:` with a moment, or `after: 3 working_day`.")
    for name in act.get("proposal", {}):
        if name not in names.of("result_field"):
            instead = names.instead(name, "result_field") or "Name it under `result: {fields: …}` of flow.yaml."
            scenario.report((*path, "proposal", name), f"The official fills in no `{name}`.", instead)
    if act.get("do") == "answer_supplement" and isinstance(act.get("answers"), Mapping):
        _answers(scenario, (*path, "answers"), act["answers"], fields, names)
