from django.urls import path

from motcua.site.api import views

urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/procedures/<str:code>/form", views.form, name="form_schema"),
]
pages = [
    path("api/docs", views.docs, name="api_docs"),
    path("docs/errors", views.errors, name="api_errors"),
]
