from django.urls import path

from motcua.platform.ui import views

app_name = "ui"
urlpatterns = [path("", views.style_guide, name="style_guide")]
