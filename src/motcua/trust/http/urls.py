"""A person's looks for programs, as Estonia's Data Tracker asks registers for them."""

from django.urls import path

from motcua.trust.http import views

urlpatterns = [
    path("api/v1/usage/findUsage", views.find, name="find_usage"),
    path("api/v1/usage/sealed", views.sealed, name="sealed_usage"),
]
