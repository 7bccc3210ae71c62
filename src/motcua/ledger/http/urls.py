"""The public log, at the addresses of C2SP tlog-tiles under `/api/v1/ledger/`."""

from django.urls import path

from motcua.ledger.http import views

urlpatterns = [
    path("api/v1/ledger/checkpoint", views.checkpoint, name="ledger_checkpoint"),
    path("api/v1/ledger/key", views.key, name="ledger_key"),
    path("api/v1/ledger/tile/<path:rest>", views.tile, name="ledger_tile"),
]
