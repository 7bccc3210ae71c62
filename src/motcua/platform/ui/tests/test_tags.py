import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from motcua.platform.ui import components
from motcua.platform.ui.tests.fixture_cases import meaning


def draw(text, **context):
    return Template("{% load i18n ui %}" + text).render(Context(context))


def words(text):
    return " ".join(_words(meaning(text)))


def _words(node):
    for part in node[2]:
        yield from [part] if isinstance(part, str) else _words(part)


def test_options_unfold_at_double_underscores_and_may_join_a_dict():
    drawn = draw(
        '{% ui "input" params=field label__text="Họ và tên" name="full_name" %}',
        field={"id": "name", "label": {"classes": "govuk-label--l"}},
    )
    assert '<label class="govuk-label govuk-label--l" for="name">' in drawn
    assert words(drawn) == "Họ và tên"
    assert 'name="full_name"' in drawn


def test_a_shared_dict_is_not_changed_by_the_tag():
    field = {"id": "name", "name": "name", "label": {"classes": "big"}}
    draw('{% ui "input" params=field label__text="Họ" %}', field=field)
    assert field == {"id": "name", "name": "name", "label": {"classes": "big"}}


def test_a_variable_from_outside_is_escaped():
    assert "&lt;script&gt;" in draw('{% ui "tag" text=typed %}', typed="<script>")


def test_a_variable_from_outside_is_refused_as_html():
    with pytest.raises(components.UnsafeHtmlError):
        draw('{% ui "tag" html=typed %}', typed="<script>")


def test_a_block_becomes_the_html_of_its_component_with_its_own_variables_escaped():
    drawn = draw('{% uiblock "details" summaryText="Vì sao?" %}<p>{{ typed }}</p>{% enduiblock %}', typed="<b>")
    assert "<p>&lt;b&gt;</p>" in drawn


@pytest.mark.parametrize(("language", "said"), [("vi", "Tên Lỗi: Thiếu tên"), ("en", "Tên Error: Thiếu tên")])
def test_a_component_speaks_the_readers_language(language, said):
    with translation.override(language):
        drawn = draw('{% ui "input" id="x" name="x" label__text="Tên" errorMessage__text="Thiếu tên" %}')
    assert words(drawn) == said


@pytest.mark.parametrize("nothing", ["", None])
def test_an_error_or_hint_without_words_is_no_error_and_no_hint(nothing):
    text = '{% ui "input" id="x" name="x" label__text="Tên" errorMessage__text=nothing hint__text=nothing %}'
    drawn = draw(text, nothing=nothing)
    assert "error" not in drawn
    assert "hint" not in drawn


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["date-input", "file-upload", "character-count", "pagination", "accordion"])
def test_what_a_caller_says_wins_over_our_words(name, language):
    given = {
        "date-input": ('day__label="D1"', "D1"),
        "file-upload": ('chooseFilesButtonText="D1" javascript=True', "D1"),
        "character-count": ('textareaDescriptionText="D1" maxlength=5', "D1"),
        "pagination": ('landmarkLabel="D1"', "D1"),
        "accordion": ('showSectionText="D1"', "D1"),
    }[name]
    with translation.override(language):
        assert given[1] in draw(f'{{% ui "{name}" id="x" name="x" label__text="Tên" {given[0]} %}}')


def test_a_date_asks_for_day_month_and_year_in_vietnamese_and_keeps_what_was_typed():
    with translation.override("vi"):
        drawn = draw('{% ui "date-input" id="b" namePrefix="b" values=typed %}', typed={"b-day": "2", "b-year": "2026"})
    assert words(drawn) == "Ngày Tháng Năm"
    assert 'id="b-day" name="b-day" type="text" value="2"' in drawn
    assert 'name="b-year" type="text" value="2026"' in drawn


@pytest.mark.parametrize(
    ("days", "vietnamese", "english", "tone"),
    [
        (9, "còn 9 ngày làm việc", "9 working days left", "calm"),
        (2, "còn 2 ngày làm việc", "2 working days left", "near"),
        (1, "còn 1 ngày làm việc", "1 working day left", "near"),
        (0, "hạn hôm nay", "due today", "near"),
        (-1, "quá hạn 1 ngày", "1 day overdue", "late"),
        (None, "chưa có ngày hẹn", "no due date yet", "paused"),
    ],
)
def test_a_due_date_is_said_in_words(days, vietnamese, english, tone):
    for language, said in (("vi", vietnamese), ("en", english)):
        with translation.override(language):
            drawn = draw("{% due_chip days %}", days=days)
        assert words(drawn) == said
        assert f"mc-due--{tone}" in drawn


def test_a_paused_clock_says_for_whom():
    tax = {"vi": "Thuế thành phố Huế", "en": "Tax office of Huế"}
    said = {"vi": "tạm dừng tính hạn, chờ Thuế thành phố Huế", "en": "clock stopped, waiting for Tax office of Huế"}
    for language, sentence in said.items():
        with translation.override(language):
            drawn = draw('{% due_chip None state="paused" waits_for=whom %}', whom=(tax,))
        assert words(drawn) == sentence
        assert "mc-due--paused" in drawn


def test_a_due_chip_can_name_the_day():
    assert words(draw("{% due_chip 3 due_on=day %}", day=date(2026, 11, 24))) == "còn 3 ngày làm việc (24/11/2026)"


def test_all_ten_national_statuses_have_words_in_both_languages():
    for language in ("vi", "en"):
        with translation.override(language):
            said = [words(draw("{% status_tag code %}", code=code)) for code in range(1, 11)]
        assert len(set(said)) == 10
        assert not any(word.isdigit() for word in said)
    assert words(draw("{% status_tag 77 %}")) == "77"


def test_an_icon_is_silent_unless_it_is_given_a_meaning():
    assert words(draw('{% icon "clock" %}')) == ""
    assert 'aria-hidden="true"' in draw('{% icon "clock" %}')
    assert words(draw('{% icon "clock" _("Giờ mở cửa") %}')) == "Giờ mở cửa"


def test_a_search_box_works_as_a_plain_form_and_comes_alive_with_htmx():
    plain = draw('{% search_box url="/procedures" value=typed %}', typed='"khai sinh"')
    assert 'action="/procedures" method="get"' in plain
    assert 'value="&quot;khai sinh&quot;"' in plain
    assert "hx-get" not in plain
    assert 'hx-get="/live"' in draw('{% search_box url="/procedures" live_url="/live" %}')


def test_a_timeline_marks_the_present_step_for_those_who_cannot_see_it():
    drawn = draw(
        "{% timeline steps %}", steps=[{"title": "Chờ ký", "state": "now", "who": "<b>"}, {"title": "Đã nhận"}]
    )
    assert drawn.count('aria-current="step"') == 1
    assert "bước hiện tại" in drawn
    assert "&lt;b&gt;" in drawn


def test_progress_counts_sections_not_questions():
    items = [{"title": "A", "state": "done", "href": "/a"}, {"title": "B", "state": "now"}, {"title": "C"}]
    assert words(draw("{% sections items %}", items=items)).startswith("Phần 2 trên 3")


def test_a_code_can_be_copied_only_where_scripts_run():
    assert 'hidden data-copy="H57"' in draw('{% copy_code "H57" %}')


@pytest.mark.parametrize(
    ("path", "active", "other"),
    [("/ui/?p=2", "vi", "/en/ui/?p=2"), ("/en/ui/", "en", "/ui/"), ("/nowhere", "vi", "/en/")],
)
def test_each_page_links_to_itself_in_the_other_language(settings, path, active, other):
    settings.ROOT_URLCONF = "motcua.platform.ui.tests.urls"
    with translation.override(active):
        drawn = draw("{% language_links %}", request=RequestFactory().get(path))
    assert f'href="{other}"' in drawn
    assert drawn.count("aria-current") == 1


def test_no_link_of_ours_begins_or_ends_with_a_space_that_would_be_underlined_beside_its_icon():
    rooms = Path(components.__file__).resolve().parents[2]
    pages = {page: page.read_text("utf-8") for page in rooms.rglob("templates/**/*.html")}
    beside = re.compile(
        r'<a class="govuk-link[^>]*>\{% icon [^%]*%\}\s|<a class="govuk-link(?:(?!</a>).)*\s\{% icon [^%]*%\}</a>'
    )
    assert pages
    assert not [page.name for page, text in pages.items() if beside.search(text)]
