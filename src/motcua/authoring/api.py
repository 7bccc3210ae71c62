"""The front door of authoring: edits from their beginning to their publication."""

from motcua.authoring.carrying import carry_over, clash_name, files_of_version, merged_onto
from motcua.authoring.deciding import publish_edit, send_back_edit, submit_edit, take_back_edit, withdraw_edit
from motcua.authoring.examples import OpenQuestion, answer_in_examples, open_questions
from motcua.authoring.queries import base_files, base_of, compare, get_edit, list_edits, list_edits_of, overtaken_by
from motcua.authoring.services import (
    change_file,
    describe_edit,
    remove_file,
    save_file,
    start_edit,
    start_new,
    undo_edit,
)

__all__ = [
    "OpenQuestion",
    "answer_in_examples",
    "base_files",
    "base_of",
    "carry_over",
    "change_file",
    "clash_name",
    "compare",
    "describe_edit",
    "files_of_version",
    "get_edit",
    "list_edits",
    "list_edits_of",
    "merged_onto",
    "open_questions",
    "overtaken_by",
    "publish_edit",
    "remove_file",
    "save_file",
    "send_back_edit",
    "start_edit",
    "start_new",
    "submit_edit",
    "take_back_edit",
    "undo_edit",
    "withdraw_edit",
]
