from django.urls import path

from motcua.platform.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.style_guide, name="style_guide"),
    path("ui/desk/", views.desk, name="desk"),
    path("ui/search/", views.live_search, name="live_search"),
    path("ui/errors/<int:status>/", views.error_page, name="error_page"),
]
