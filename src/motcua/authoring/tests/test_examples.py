"""A new question leaves every example without an answer; one answer is written into all of them, without YAML."""

import pytest

from motcua.authoring import api
from motcua.authoring.judging import judge
from motcua.authoring.tests.browsers import signed_in
from motcua.catalogue import api as catalogue

CODE = "1.001193"
ASKED = {"yes_no": "yes", "number": "2", "date": "9/3/2026", "choice": "b", "choices": ["a", "b"], "text": "một hai"}
WRITTEN = {"yes_no": True, "number": 2, "date": "2026-03-09", "choice": "b", "choices": ["a", "b"], "text": "một hai"}


def asking(office, kind):
    """An edit in which the first page asks one question more."""
    edit = api.start_edit(actor=office.khe, procedure_code=CODE)
    form = catalogue.spans.read(edit.files["form.yaml"].decode())
    label = {"vi": "Câu mới thêm?", "en": "A new one?"}
    options = [{"value": value, "label": {"vi": value.upper(), "en": value.upper()}} for value in "ab"]
    field = {"id": "newly_asked", "type": kind, "label": label}
    form["sections"][0]["pages"][0]["fields"].append(field | ({"options": options} if kind.startswith("cho") else {}))
    return api.change_file(
        actor=office.khe, edit_id=edit.id, revision=edit.revision, name="form.yaml", wanted=form, what="Câu hỏi"
    )


def press(office, edit, answer):
    return signed_in(office.khe).post(
        f"/authoring/edits/{edit.id}/acts/answer_examples",
        {"revision": edit.revision, "question": "newly_asked", "answer": answer},
    )


def examples_of(edit):
    return {name: content for name, content in edit.files.items() if name.startswith("scenarios/")}


@pytest.mark.parametrize("kind", ASKED)
def test_one_answer_goes_into_every_example_and_touches_nothing_else_in_them(office, kind):
    edit = asking(office, kind)
    (question,) = api.open_questions(judge(edit.files, whole=True))
    assert question.id == "newly_asked" and len(question.files) > 10
    page = signed_in(office.khe).get(f"/authoring/edits/{edit.id}/compare").content.decode()
    assert f"{len(question.files)} ví dụ chưa trả lời câu này." in page

    assert press(office, edit, ASKED[kind]).status_code == 302
    now = api.get_edit(actor=office.khe, edit_id=edit.id)
    for name in question.files:
        said = catalogue.spans.read(now.files[name].decode())
        assert said["answers"].pop("newly_asked") == WRITTEN[kind]
        assert said == catalogue.spans.read(edit.files[name].decode())
        lines = now.files[name].decode().splitlines()
        assert [line for line in lines if line not in edit.files[name].decode().splitlines()] == [
            line for line in lines if "newly_asked" in line or line.strip() in {"- a", "- b"}
        ]
    judged = judge(now.files, whole=True)
    assert judged.problems == () and api.open_questions(judged) == ()

    back = api.undo_edit(actor=office.khe, edit_id=now.id, revision=now.revision)
    assert examples_of(back) == examples_of(edit)


def test_no_answer_is_asked_for_again_and_changes_nothing(office):
    edit = asking(office, "text")
    page = press(office, edit, "")
    assert page.status_code == 422 and "Hãy viết câu trả lời cho các ví dụ." in page.content.decode()
    assert api.get_edit(actor=office.khe, edit_id=edit.id).revision == edit.revision


def test_a_question_that_is_no_box_is_not_offered(office):
    edit = asking(office, "address")
    page = signed_in(office.khe).get(f"/authoring/edits/{edit.id}/compare").content.decode()
    assert "ví dụ chưa trả lời" not in page and "scenarios/married-parents.yaml" in page


def test_nobody_but_its_author_answers(office):
    edit = asking(office, "text")
    answered = signed_in(office.anh).post(
        f"/authoring/edits/{edit.id}/acts/answer_examples",
        {"revision": edit.revision, "question": "newly_asked", "answer": "x"},
    )
    assert answered.status_code == 403
