from django.urls import path

from motcua.trust.web import looks, verify

app_name = "trust"
urlpatterns = [
    path("my/looks", looks.show, name="looks"),
    path("my/looks/all.json", looks.everything, name="looks_json"),
    path("my/looks/<uuid:entry_id>", looks.one, name="look"),
    path("my/looks/<uuid:entry_id>/proof", looks.proof, name="proof"),
    path("verify", verify.show, name="verify"),
]
