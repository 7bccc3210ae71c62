"""Expressions against the types of a form: what can't work is told, with what to write instead."""

import pytest

from motcua.catalogue.domain.expression_types import kinds_of, type_problems


def options(*values):
    return [{"value": value, "label": {"vi": value, "en": value}} for value in values]


FORM = [
    {"id": "name", "type": "name"},
    {"id": "code", "type": "personal_id"},
    {"id": "copies", "type": "number"},
    {"id": "price", "type": "money"},
    {"id": "area", "type": "decimal", "places": 2},
    {"id": "married", "type": "yes_no"},
    {"id": "born", "type": "date"},
    {"id": "died", "type": "date", "partial": True},
    {"id": "purpose", "type": "choice", "options": options("marry", "study", "other")},
    {"id": "reasons", "type": "choices", "options": options("lost", "worn")},
    {"id": "home", "type": "address"},
    {
        "id": "children",
        "type": "group",
        "fields": [
            {"id": "sex", "type": "choice", "options": options("girl", "boy")},
            {"id": "birth_date", "type": "date"},
            {"id": "share", "type": "number"},
        ],
    },
]
KINDS = kinds_of(FORM)


@pytest.mark.parametrize(
    "expression",
    [
        "purpose == 'marry' && married == true && copies > 2",
        "purpose in ['marry', 'other'] || purpose == null",
        "'lost' in reasons && reasons.size() > 1 && reasons[0] == 'lost'",
        "born <= today && born > '1990-01-01' && year(born) == 1990",
        "years_between(latest_day(died), today) < 3 && died != '1990' && year(died) > 1900",
        "decimal_compare(area, '70.5') > 0 && decimal_compare(decimal_add(area, copies), 3) != 0",
        "copies * price + 3 > price % 7",
        "children.exists(c, c.sex == 'girl') && children.all(x, x.birth_date < today)",
        "sum(children.map(c, c.share)) == 100 && children.filter(c, c.share > 1).size() == 2",
        "max(children.map(c, c.birth_date)) < today",
        "home.province == '46' && home['commune'] != null",
        "name + ' ' + string(copies) == 'x' && name.startsWith('N')",
        "(married == true ? copies : null) == null",
        "(married == true ? 'a' : purpose) == 'a'",
        "channel == 'online' && today >= '2026-01-01'",
        "whatever.is.not.known == 3 && other > 'x' && !third",
        "min([copies, 3]) > 1 && add_days(born, -copies) < today",
    ],
)
def test_what_fits_is_left_alone(expression):
    assert type_problems(expression, KINDS) == ()


@pytest.mark.parametrize(
    ("expression", "instead"),
    [
        ("purpose == 'mary'", "Did you mean 'marry'?"),
        ("purpose == 'zzz'", "The options are 'marry', 'study', 'other'."),
        ("purpose in ['marry', 'studdy']", "Did you mean 'study'?"),
        ("purpose == true", "Write one of its options"),
        ("purpose", "compare it with something"),
        ("!purpose", "Compare it: purpose == 'marry'."),
        ("purpose > 'a'", "Compare with ==."),
        ("married == 'yes'", "Write married == true."),
        ("married != 'no'", "Write married != false."),
        ("'yes' == married", "Write married == true."),
        ("married == 1", "Write married == true."),
        ("'losst' in reasons", "Did you mean 'lost'?"),
        ("reasons == 'lost'", "Write 'lost' in reasons."),
        ("reasons != 'lost'", "Write !('lost' in reasons)."),
        ("reasons > 1", "Count it: reasons.size()."),
        ("'x' in name", "name.contains('x')"),
        ("born > 1990", "Write year(born) for a year"),
        ("born == 1990", "Write year(born) == 1990"),
        ("born == '1990'", "A date is written '2026-01-31'."),
        ("born < '31/12/2026'", "Write a date as '2026-01-31'"),
        ("born < name", "is no date"),
        ("died < today", "earliest_day(died) or latest_day(died)"),
        ("died == '1.1.1990'", "or '2026'"),
        ("years_between(died, today) > 3", "earliest_day(died) or latest_day(died)"),
        ("today - born > 3", "Write days_between(born, today)."),
        ("born + 3 < today", "Write add_days(born, 3)"),
        ("born - 3 < today", "Write add_days(born, -3)"),
        ("days_between(name, today) > 3", "days_between() needs a date"),
        ("area > 70", "Write decimal_compare(area, 70) > 0."),
        ("area == '70,5'", "Write decimal_compare(area, '70.5') == 0."),
        ("area * 2 == null", "Write decimal_multiply(area, 2)."),
        ("decimal_compare(area, '1,5') > 0", "a text like '1.5'"),
        ("decimal_compare(name, 1) > 0", "a field of type decimal"),
        ("copies == '2'", "Write copies == 2, without quotes."),
        ("copies == true", "copies != null"),
        ("copies > '2'", "Write 2 without quotes."),
        ("copies && married", "Compare it: copies > 0."),
        ("code == 46190000017", "in quotes"),
        ("code > 5", "Numbers compare with numbers"),
        ("name == true", "Write name != null"),
        ("name + copies == 'x'", "Write string(copies)"),
        ("name * 2 == 3", "Only whole numbers"),
        ("home == '46'", "home.province"),
        ("home.province > 3", "texts with texts"),
        ("children.sex == 'girl'", "children.exists(x, x.sex == …)"),
        ("children.exists(c, c.sexx == 'girl')", "Did you mean 'sex'?"),
        ("children.exists(c, c.sex == 'girls')", "Did you mean 'girl'?"),
        ("children.exists(c, c.share == '3')", "without quotes"),
        ("children[0].sex == 'woman'", "The options are 'girl', 'boy'."),
        ("name.exists(c, c == 'x')", "asks every item of a list"),
        ("sum(copies) > 3", "sum() needs a list"),
        ("name.contains(3)", "Write string(3)."),
        ("copies.contains('3')", "contains() needs a text"),
        ("(married == true ? copies : name) == null", "Both sides of : need one type"),
        ("channel == 'post'", "Did you mean 'postal'?"),
    ],
)
def test_what_cannot_work_says_what_to_write_instead(expression, instead):
    problems = type_problems(expression, KINDS)
    assert len(problems) == 1, problems
    assert instead in str(problems[0])


@pytest.mark.parametrize(
    ("expression", "wanted", "instead"),
    [
        ("area", "money", "Write decimal_whole(…)"),
        ("copies", "text", "Write string(…)"),
        ("copies", "yes_no", "compare it with something"),
        ("died", "date", "earliest_day(…)"),
        ("born", "number", "Write year(…)"),
        ("name", "decimal", "A decimal is"),
    ],
)
def test_a_calculation_gives_what_its_field_is(expression, wanted, instead):
    (problem,) = type_problems(expression, KINDS, wanted)
    assert instead in str(problem)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [("copies", "decimal"), ("born", "text"), ("null", "money"), ("married == true ? copies : null", "number")],
)
def test_a_calculation_may_give_what_its_field_holds_too(expression, wanted):
    assert type_problems(expression, KINDS, wanted) == ()


def test_inside_a_group_its_questions_are_read_as_parts_of_item():
    inside = {**KINDS, "item": KINDS["children"].item}
    assert type_problems("item.sex == 'girl' && item.birth_date >= born", inside) == ()
    (problem,) = type_problems("item.sex == 'gil'", inside)
    assert problem.instead == "Did you mean 'girl'?"


def test_every_mistake_is_told_in_order_with_its_place():
    found = type_problems("copies > '2' || purpose == 'mary'", KINDS)
    assert [(problem.at, "without quotes" in problem.instead) for problem in found] == [(7, True), (24, False)]


def test_the_variable_of_a_macro_hides_a_field_only_inside_it():
    assert type_problems("reasons.exists(copies, copies == 'lost') && copies > 2", KINDS) == ()
