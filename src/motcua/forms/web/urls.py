from django.urls import path

from motcua.forms.web import views

app_name = "forms"
urlpatterns = [
    path("forms/communes", views.communes, name="communes"),
    path("forms/old-units", views.old_units, name="old_units"),
    path("forms/old-parts", views.old_parts, name="old_parts"),
]
