"""Where the API of the catalogue stands until one document describes the API of all rooms."""

from django.urls import path
from ninja import NinjaAPI

from motcua.catalogue.http.problems import tell_problems
from motcua.catalogue.http.router import router

api = NinjaAPI(title="Một Cửa: catalogue", urls_namespace="catalogue-api", docs_url=None, openapi_url=None)
api.add_router("", router)
tell_problems(api)

urlpatterns = [path("api/v1/", api.urls)]
