"""Addresses of the preview server: its own, beside nothing else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from motcua.authoring.trying import views

pages = [
    path("", views.procedure, name="procedure"),
    path("questions/<slug:page_id>", views.question, name="question"),
    path("check", views.check, name="check"),
    path("state", views.state, name="state"),
    path("forget", views.forget, name="forget"),
    path("changes", views.changes, name="changes"),
]
urlpatterns = i18n_patterns(path("", include((pages, "trying"))), prefix_default_language=False)
