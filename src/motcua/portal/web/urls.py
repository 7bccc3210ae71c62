from django.urls import path

from motcua.portal.web import finding, home, mine, procedure, rules, tracking

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("procedures", finding.search, name="search"),
    path("procedures/live", finding.live, name="live"),
    path("procedures/<str:code>", procedure.show, name="procedure"),
    path("procedures/<str:code>/flow.bpmn", procedure.flow, name="flow"),
    path("procedures/<str:code>/rules", rules.show, name="rules"),
    path("track", tracking.track, name="track"),
    path("t/<str:code>", tracking.from_slip, name="from_slip"),
    path("my", mine.show, name="my"),
]
