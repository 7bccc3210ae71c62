"""Addresses of the back office, all under `/authoring/`."""

from django.urls import path

from motcua.authoring.web import acts, checking, fees, files, home, items, lists, overview, previewing, singles

app_name = "authoring"
_EDIT = "authoring/edits/<uuid:edit_id>/"
urlpatterns = [
    path("authoring/", home.home, name="home"),
    path("authoring/new", home.begin, name="begin"),
    path("authoring/conditions/check", checking.condition, name="check_condition"),
    path(_EDIT, overview.overview, name="edit"),
    path(f"{_EDIT}compare", overview.compare, name="compare"),
    path(f"{_EDIT}describe", acts.describe, name="describe"),
    path(f"{_EDIT}acts/<slug:act>", acts.act, name="act"),
    path(f"{_EDIT}sheets/<slug:name>", singles.single, name="single"),
    path(f"{_EDIT}lists/<str:token>/", lists.listed, name="list"),
    path(f"{_EDIT}lists/<str:token>/do", lists.do, name="do"),
    path(f"{_EDIT}lists/<str:token>/items/<str:key>", items.item, name="item"),
    path(f"{_EDIT}lists/fees/<str:key>/new-amount", fees.new_amount, name="new_amount"),
    path(f"{_EDIT}files/<path:name>", files.file, name="file"),
    path(f"{_EDIT}preview/", previewing.procedure, name="preview"),
    path(f"{_EDIT}preview/phone", previewing.phone, name="preview_phone"),
    path(f"{_EDIT}preview/check", previewing.check, name="preview_check"),
    path(f"{_EDIT}preview/questions/<str:page_id>", previewing.question, name="preview_question"),
]
