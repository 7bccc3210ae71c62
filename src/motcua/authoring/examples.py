"""A new question makes every example incomplete: which they are, and one answer written into all of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.authoring.checking import Judgement
from motcua.authoring.contracts import EditView
from motcua.authoring.errors import NotEditableError
from motcua.authoring.judging import judge
from motcua.authoring.queries import get_edit
from motcua.authoring.services import change_files
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that has to be answered, and the files of the examples that do not answer it."""

    id: str
    files: tuple[str, ...]


def open_questions(judged: Judgement) -> tuple[OpenQuestion, ...]:
    """In the order in which the examples meet them; none while the package can't be used."""
    found: dict[str, list[str]] = {}
    if judged.version is None:
        return ()
    for name, scenario in judged.told.items():
        for question in dossiers.unanswered(judged.version, scenario):
            found.setdefault(question, []).append(f"scenarios/{name}.yaml")
    return tuple(OpenQuestion(question, tuple(files)) for question, files in found.items())


def answer_in_examples(*, actor: Actor, edit_id: UUID, revision: int, question: str, answer: Any) -> EditView:
    """Give every example that lacks an answer to `question` this one, in one save that is taken back as one.

    Raises as `services.change_file`.
    """
    files = get_edit(actor=actor, edit_id=edit_id).files
    waiting = (one.files for one in open_questions(judge(files, whole=True)) if one.id == question)
    wanted = {name: _answering(files[name], question, answer) for name in next(waiting, ())}
    return change_files(
        actor=actor, edit_id=edit_id, revision=revision, wanted=wanted, what=_("câu trả lời trong các ví dụ")
    )


def _answering(content: bytes, question: str, answer: Any) -> Any:
    try:
        said = catalogue.spans.read(content.decode())
    except catalogue.spans.NotEditableError as error:
        raise NotEditableError from error
    return {**said, "answers": {**(said.get("answers") or {}), question: answer}}
