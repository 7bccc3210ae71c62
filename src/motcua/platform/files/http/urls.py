from django.urls import path

from motcua.platform.files.http import views

urlpatterns = [path("api/v1/files", views.upload, name="upload_file")]
