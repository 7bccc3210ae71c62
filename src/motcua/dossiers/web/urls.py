"""The pages of the dossiers room: the officials' desk, and the applicant's own pages."""

from django.urls import include, path

app_name = "dossiers"
urlpatterns = [
    path("desk/", include("motcua.dossiers.web.desk.urls")),
    path("", include("motcua.dossiers.web.citizen.urls")),
]
