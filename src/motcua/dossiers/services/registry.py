"""The acts that programs do by name. Adding one is a line above its function: `@act("accept")`.

What a program sends for an act is what its function asks beside the actor, the dossier and the version.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast, get_type_hints

import msgspec

from motcua.dossiers.contracts import DossierView

Do = TypeVar("Do", bound=Callable[..., DossierView])
_FROM_ELSEWHERE = ("actor", "dossier_id")


class ActBody(msgspec.Struct):
    """What every act is sent with. `expected_version`: the version of the dossier that the sender has seen."""

    expected_version: int


@dataclass(frozen=True, slots=True)
class Act:
    """`body`: what a program sends, tagged with the act's name as "action"."""

    name: str
    do: Callable[..., DossierView]
    body: type[ActBody]


ACTS: dict[str, Act] = {}


def act(name: str) -> Callable[[Do], Do]:
    """Let programs do what the function does, under `name`, which is the action's name in flow.yaml where it has one."""

    def register(do: Do) -> Do:
        ACTS[name] = Act(name, do, _body_of(name, do))
        return do

    return register


def _body_of(name: str, do: Callable[..., Any]) -> type[ActBody]:
    hints = get_type_hints(do)
    asked: list[Any] = [
        (key, hints[key]) if box.default is box.empty else (key, hints[key], box.default)
        for key, box in inspect.signature(do).parameters.items()
        if key not in _FROM_ELSEWHERE and key not in ActBody.__struct_fields__
    ]
    called = "".join(word.title() for word in name.split("_"))
    made = cast(
        "type[ActBody]",
        msgspec.defstruct(
            f"{called}Act",
            asked,
            bases=(ActBody,),
            tag_field="action",
            tag=name,
            forbid_unknown_fields=True,
            kw_only=True,
        ),
    )
    made.__doc__ = (inspect.getdoc(do) or "").partition("\n\n")[0].replace("\n", " ")
    return made
