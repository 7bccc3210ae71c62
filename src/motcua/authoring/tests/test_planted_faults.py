"""One broken package of each kind: the message names file and line, says what is wrong and what to write instead."""

from dataclasses import dataclass

import pytest

from motcua.authoring.checking import judge_files, judge_folder

from .library import FILES, library, write_library


@dataclass(frozen=True)
class Plant:
    """`old` becomes `new` in `file`. The message stands on the line that holds `at`."""

    name: str
    file: str
    old: str
    new: str
    at: str
    what: str
    instead: str
    told_in: str = ""


P, F, E, W, S, D = (
    "procedure.yaml", "form.yaml", "fees.yaml", "flow.yaml", "scenarios/adult.yaml", "documents/result.typ",
)  # fmt: skip
FAULTS = [
    # How it is written
    Plant("a bracket is left open", P, "tiers: [commune]", "tiers: [commune", "subjects", "This is not YAML", "quotes"),
    Plant("a tab indents", F, "      - id: who", "\t- id: who", "\t- id: who", "This is not YAML", "spaces"),
    Plant("a key stands twice", P, "field: {vi", "name: {vi", "Văn hóa", "`name` stands here twice", "Keep one"),
    Plant("a hidden mark", P, "chân dung", "chân \u202edung", "Portrait", "U+202E", "Delete it"),
    Plant("an alias", P, "tiers: [commune]", "tiers: &t [commune]\nrequirements: *t", "*t", "Anchors and aliases", "again"),
    # What may stand where
    Plant("the code is a number", P, '"9.000002"', "9000002", "9000002", "not a text", "Write the national code"),
    Plant("an unknown tier", P, "[commune]", "[village]", "tiers:", "none of ministry", "Write"),
    Plant("a misspelt key", P, "subjects:", "subject:", "subject:", "`subject` is not known here", "Known are: code"),
    Plant("a missing translation", P, "{vi: Văn hóa, en: Culture}", "{vi: Văn hóa}", "Văn hóa", "lacks `en`", "Write"),
    Plant("an untranslated button", F, "{vi: Mang về, en: To take home}", "{vi: Mang về}", "Mang về", "lacks `en`", ""),
    Plant("a day that is none", P, "from: 2025-07-01}\n", "from: 2025-02-30}\n", "2025-02-30", "no day of the calendar", "2025-07-01"),
    Plant("it ends before it begins", P, "{from: 2025-07-01}", "{from: 2025-07-01, to: 2025-06-30}", "2025-06-30", "before it begins", "last day"),
    Plant("an amount with dots", E, "amount: 20000", "amount: 20.000", "20.000", 'is "20.000", not a whole number', "without dots"),
    Plant("an amount without a unit", P, "amount: 2, unit: working_day", "amount: 2", "amount: 2,", "only one of amount and unit", "both"),
    Plant("a kind of file nobody accepts", P, "en: Portrait}", "en: Portrait}, accept: [docx]", "docx", "none of pdf", "pdf, jpg or png"),
    Plant("options of a text", F, "type: choice", "type: text", "id: kind", "does not belong to this type", "change the type"),
    Plant("a choice with one option", F, "              - {value: room, label: {vi: Tại chỗ, en: In the room}}\n", "", "options:", "too short", "can be chosen"),
    Plant("a strange file", "notes.txt", "", "hello", "hello", "does not belong to a package", "A package holds"),
    # Ids
    Plant("an id used twice", F, "id: birth_date", "id: reader_name", "type: date", "`reader_name` is used twice", "its own"),
    Plant("an id with capitals", P, "id: photo", "id: Photo", "Photo", "cannot stand here", "small letters"),
    Plant("a law that is not there", P, "en: Two days}, legal: [rule-1]", "en: Two days}, legal: [rule-2]", "Two days", "`rule-2` is not in legal_basis", "Did you mean `rule-1`?"),
    Plant("a paper where a law is meant", P, "en: Two days}, legal: [rule-1]", "en: Two days}, legal: [photo]", "Two days", "not in legal_basis", "`photo` is a paper (procedure.yaml:18)"),
    Plant("a page where a fact is meant", F, "prefill: applicant.full_name", "prefill: school", "prefill", "cannot stand here", "`school` is a page (form.yaml:11)"),
    Plant("a fact of the wrong kind", F, "applicant.full_name", "applicant.birth_date", "prefill", "can't be answered by applicant.birth_date", "type date"),
    Plant("a right to change without a reason", F, "prefill: applicant.full_name", "prefill: applicant.full_name, editable: true", "editable", "nothing says why", "why_editable"),
    Plant("a reason that is no law", F, "prefill: applicant.full_name", "prefill: applicant.full_name, editable: true, legal: [photo]", "legal", "not in legal_basis", "`photo` is a paper"),
    Plant("a right to change what nobody fills in", F, "prefill: applicant.full_name", "editable: true", "editable", "nothing fills it in", "delete `editable`"),
    Plant("a reason for nothing", F, "prefill: applicant.full_name", "prefill: applicant.full_name, why_editable: {vi: Vì thế, en: Because}", "why_editable", "it is locked", "`editable: true`"),
    Plant("a fee that multiplies by a text", E, "amount: 5000, per: cards", "amount: 5000, per: street", "card_old", "no number field", "type number"),
    Plant("a check of an unknown question", F, "- field: cards", "- field: card", "- field: card", "No field has the id `card`", "Did you mean `cards`?"),
    Plant("a check on another page", F, "- field: cards", "- field: is_pupil", "- field: is_pupil", "not asked on this page", "one of its fields"),
    Plant("a template that is not there", P, "en: Library card}}", "en: Library card}, template: kard}", "kard", "no documents/kard.typ", "Write it"),
    # Conditions
    Plant("a condition with one =", F, 'show_if: "is_pupil == true"', 'show_if: "is_pupil = true"', "is_pupil = true", "is not", "=="),
    Plant("a condition on what is not asked", F, 'show_if: "kind == ', 'show_if: "kindd == ', "kindd", "reads `kindd`", "Did you mean `kind`?"),
    Plant("a paper where a question is meant", P, '"is_pupil == true"', '"photo == true"', '"photo', "reads `photo`", "`photo` is a paper"),
    Plant("an option that is not there", F, "\"kind == 'home'\"", "\"kind == 'hause'\"", "hause", "`kind` has no option 'hause'", "Its options are: home, room"),
    Plant("a yes that is a word", P, '"is_pupil == true"', "\"is_pupil == 'yes'\"", "'yes'", "is a yes/no question", "is_pupil == true"),
    Plant("a number in quotes", F, '"cards <= 2 ||', "\"cards <= '2' ||", "'2'", "is a number", "without quotes"),
    Plant("a condition on what comes later", F, 'title: {vi: Bạn học ở đâu?, en: Where do you go to school?}\n        show_if: "is_pupil == true"', "title: {vi: Bạn học ở đâu?, en: Where do you go to school?}\n        show_if: \"kind == 'home'\"", "show_if: \"kind == 'home'\"\n        fields", "depends on 'kind', which is asked here or later", "what came before"),
    Plant("a limit that is no day", F, "max: today}", "max: tomorrow}", "tomorrow", "is no day", "today-14y"),
    # Dates of rules
    Plant("a fee charged twice", E, "to: 2026-06-30", "to: 2026-07-31", "card_new", "are both charged from 2026-07-01", "last day"),
    Plant("two time limits at once", P, "from: 2025-07-01, to: 2026-12-31}", "from: 2025-07-01}", "One day", "Two time limits hold from 2027-01-01", "last day"),
    # Handling
    Plant("a flow nobody knows", W, "one-stop", "two-stop", "extends", "no standard flow 'two-stop'", "one-stop"),
    Plant("a misspelt key of the flow", W, "supplement:", "supplements:", "supplements:", "`supplements` is not known in a flow", "Did you mean `supplement`?"),
    # Papers that are printed
    Plant("a template that is not Typst", D, '#row("Số thẻ", filled("card_number"))', '#row("Số thẻ", filled("card_number")', "card_number", "closed", "package-format"),
    Plant("a template that opens files", D, '#row("Số thẻ"', '#image("/etc/passwd")\n#row("Số thẻ"', "etc", "ile not found", "package-format"),
    Plant("a template that fetches", D, '#row("Số thẻ"', '#import "@preview/x:1.0.0": y\n#row("Số thẻ"', "@preview", "imports only files beside it", "package-format"),
    Plant("a word that Typst has not", D, 'filled("card_number")', 'fill_in("card_number")', "fill_in", "variable: fill_in", "package-format"),
    # Examples
    Plant("an answer to no question", S, "  street: 12", "  strete: 12", "strete", "no question `strete`", "Did you mean `street`?"),
    Plant("an answer that is a page", S, "  street: 12", "  school: x\n  street: 12", "school: x", "no question `school`", "`school` is a page"),
    Plant("an option nobody can choose", S, "kind: home", "kind: hom", "kind: hom", "`kind` has no option `hom`", "Did you mean `home`?"),
    Plant("a question where a paper is meant", S, "\npapers: [photo]", "\npapers: [cards]", "papers: [cards]", "no paper `cards`", "`cards` is a question"),
    Plant("an act without a moment", S, ", after: 1 working_day,", ",", "resolve", "does not say when", "after: 3 working_day"),
    Plant("a span that is none", S, "after: 30 minutes", "after: half an hour", "half", "cannot stand here", "3 working_day"),
    Plant("the official fills in what is not there", S, "proposal: {card_number", "proposal: {number", "{number", "fills in no `number`", "card_number"),
    Plant("a fee worked out wrongly", S, "fees: 25000", "fees: 5000", "fees: 5000", "come to 25000 đồng", "by hand"),
    Plant("other papers", S, "  papers: [photo]", "  papers: [school_letter]", "  papers: [school_letter]", "asked for are photo", "`when`"),
    Plant("a hidden question expected", S, "asked: [street]", "asked: [street, school_name]", "asked: [street, school_name]", "`school_name` should be asked and is not", "show_if"),
    Plant("an answer that is refused", S, 'birth_date: "1990-05-01"\n', 'birth_date: "2036-05-01"\n', "valid: true", "`birth_date` is not accepted (in_future)", "code: in_future"),
    Plant("an act out of turn", S, "do: resolve", "do: approve", "do: approve, after: 1", "`approve` is not possible while the dossier is in_process", "Possible now:"),
    Plant("another end", S, "state: approved", "state: returned", "state: returned", "`state` is approved in the end", ""),
    Plant("another due date", S, "due: 2026-03-04", "due: 2026-03-05", "due: 2026-03-05", "2026-03-04T10:00", ""),
]  # fmt: skip


def planted(fault):
    before = FILES.get(fault.file, "")
    assert fault.old in before, f"{fault.name}: {fault.old!r} is not there"
    return before.replace(fault.old, fault.new, 1) if fault.old else fault.new


def line_of(text, at):
    return text[: text.index(at)].count("\n") + 1


def test_at_least_forty_kinds_are_planted():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


def test_the_package_is_sound_before_it_is_broken():
    judgement = judge_files(library(), folder="9.000002-library-card")
    assert (judgement.problems, judgement.warnings) == ((), ())
    assert [scenario.name for scenario in judgement.scenarios] == ["adult"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_told_with_its_file_its_line_and_what_to_write(fault):
    text = planted(fault)
    told = judge_files(library({fault.file: text}), folder="9.000002-library-card").problems
    line = 0 if fault.file == "notes.txt" else line_of(text, fault.at)
    fitting = [one for one in told if (one.file, one.line) == (fault.file, line) and fault.what in one.what]
    assert fitting, [str(problem) for problem in told]
    assert any(fault.instead in one.instead or fault.instead in one.what for one in fitting), fitting


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_not_drowned_in_others(fault):
    assert len(judge_files(library({fault.file: planted(fault)})).problems) <= 4


WARNINGS = [
    Plant("nobody gets there", F, 'show_if: "is_pupil == true"', 'show_if: "is_pupil == true && is_pupil == false"', "show_if", "Nobody ever reaches the page `school`", "Mend"),
    Plant("a paper nobody brings", P, '"is_pupil == true"', '"is_pupil == true && is_pupil == null"', "school_letter", "`school_letter` is never asked for", "Mend"),
    Plant("a law nobody names", P, "time_limits:", "  - {id: rule-2, number: 2/2025/QĐ-TV, title: {vi: Luật, en: Law}}\ntime_limits:", "rule-2", "Nothing refers to `rule-2`", "legal:"),
    Plant("days without a fee", E, "from: 2026-07-01", "from: 2026-08-01", "card_new", "Nothing is charged from 2026-07-01 to 2026-07-31", "mend the days"),
    Plant("days without a time limit", P, "to: 2026-12-31", "to: 2026-11-30", "One day", "No time limit holds from 2026-12-01 to 2026-12-31", "the day after"),
    Plant("a time limit without a first day", P, ", from: 2025-07-01, to: 2026-12-31", ", to: 2026-12-31", "Two days", "from which day", "from:"),
    Plant("a paper without a rule", P, "en: Portrait}, legal: [rule-1]", "en: Portrait}", "photo", "names no rule", "legal:"),
    Plant("Vietnamese for English", P, "en: You get a card to borrow books.", "en: Bạn nhận thẻ mượn sách.", "summary", "is the Vietnamese one", "in English"),
    Plant("a template nobody prints", "documents/other.typ", "", "Hello", "", "No result is printed by documents/other.typ", "template: other", told_in=P),
    Plant("a fee after the end", P, "{from: 2025-07-01}", "{from: 2025-07-01, to: 2026-05-31}", "card_new", "after the procedure ends", "never charged", told_in=E),
]  # fmt: skip


@pytest.mark.parametrize("slip", WARNINGS, ids=lambda slip: slip.name)
def test_a_likely_slip_is_a_warning_with_its_line_and_hinders_nothing(slip):
    text = planted(slip)
    judgement = judge_files(library({slip.file: text}))
    assert judgement.problems == ()
    file = slip.told_in or slip.file
    line = line_of(FILES[file] if slip.told_in else text, slip.at or "results:")
    told = [one for one in judgement.warnings if (one.file, one.line) == (file, line) and slip.what in one.what]
    assert told, [str(warning) for warning in judgement.warnings]
    assert slip.instead in told[0].instead


def test_a_folder_with_another_name_than_its_procedure_is_told(tmp_path):
    folder = write_library(tmp_path)
    wrong = folder.rename(tmp_path / "library")
    assert "Call the folder 9.000002-a-short-name" in str(judge_folder(wrong).problems[0])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert "There is no such folder." in str(judge_folder(tmp_path / "nothing").problems[0])
