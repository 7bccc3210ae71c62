"""What runs by itself is found wherever a PDF can hide it, and what only looks like it is taken."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from motcua.platform.files.errors import FileActiveError
from motcua.platform.files.inspection import kind_of

SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
PDF = frozenset({"pdf"})


def made(change):
    out, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    change(document)
    document.save(out)
    return out


def on_opening_a_page(document):
    document.pages[0].AA = Dictionary(O=SCRIPT)


def behind_a_link(document):
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=SCRIPT)])


def in_a_chain_of_actions(document):
    harmless = Dictionary(S=Name.URI, URI="https://example.org", Next=Array([Dictionary(S=Name.Launch, F="cmd.exe")]))
    document.pages[0].Annots = Array([document.make_indirect(Dictionary(Subtype=Name.Link, A=harmless))])


def in_a_form_field(document):
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=SCRIPT))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def among_the_names(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", SCRIPT])))


@pytest.mark.parametrize(
    "hide", [on_opening_a_page, behind_a_link, in_a_chain_of_actions, in_a_form_field, among_the_names]
)
def test_what_runs_by_itself_is_found(hide):
    with pytest.raises(FileActiveError):
        kind_of(made(hide), PDF)


def a_web_link(document):
    action = Dictionary(S=Name.URI, URI="https://example.org")
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])


def a_jump_to_a_page(document):
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))


def a_plain_form(document):
    field = Dictionary(FT=Name.Tx, T="a", V="b")
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


@pytest.mark.parametrize("add", [a_web_link, a_jump_to_a_page, a_plain_form])
def test_links_jumps_and_plain_forms_are_taken(add):
    assert kind_of(made(add), PDF) == "pdf"
