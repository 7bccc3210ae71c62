"""The pages of the dossiers room: the officials' desk, and the applicant's own pages."""

from django.urls import include, path

from motcua.dossiers.web import checking
from motcua.dossiers.web.desk.draws import protocol
from motcua.dossiers.web.figures import figures

app_name = "dossiers"
urlpatterns = [
    path("v/<str:token>", checking.check, name="check_paper"),
    path("draws/<uuid:draw_id>", protocol, name="draw"),
    path("figures", figures, name="figures"),
    path("desk/", include("motcua.dossiers.web.desk.urls")),
    path("", include("motcua.dossiers.web.citizen.urls")),
]
