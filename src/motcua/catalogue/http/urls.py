"""Where the API of the catalogue stands until one document describes the API of all rooms."""

from typing import Any

from django.urls import include, path
from ninja import NinjaAPI

from motcua.catalogue.http import published_schemas
from motcua.catalogue.http.problems import tell_problems
from motcua.catalogue.http.router import router

api = NinjaAPI(title="Một Cửa: catalogue", urls_namespace="catalogue-api", docs_url=None, openapi_url=None)
api.add_router("", router)
tell_problems(api)

patterns, application, namespace = api.urls
# The library's index of one API has nothing to say.
routes: list[Any] = [route for route in patterns if getattr(route, "name", "") != "api-root"]
for route in routes:
    route.callback.policy = "public"  # the guard of routes cannot look through the library's wrapper

schemas = [
    path("", published_schemas.index, name="index"),
    path("<slug:name>.json", published_schemas.one, name="one"),
]

urlpatterns = [
    path("api/v1/", (routes, application, namespace)),
    path("schemas/procedure/v1/", include((schemas, "schemas"))),
]
