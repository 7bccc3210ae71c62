"""Addresses of the desk, all under `/desk/`."""

from django.urls import path

from motcua.dossiers.web.desk import acts, appointments, counter, draws, files, opinions, pages

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("file/", counter.counter, name="desk_counter"),
    path("appointments/", appointments.appointments, name="desk_appointments"),
    path("opinions/", opinions.opinions, name="desk_opinions"),
    path("draws/", draws.draws, name="desk_draws"),
    path("draws/<uuid:draw_id>", draws.draw, name="desk_draw"),
    path("<str:code>", pages.dossier, name="desk_dossier"),
    path("<str:code>/acts/<slug:action>", acts.act, name="desk_act"),
    path("<str:code>/papers/<uuid:file_id>", files.paper, name="desk_paper"),
    path("<str:code>/documents/<slug:kind>", files.document, name="desk_document"),
]
