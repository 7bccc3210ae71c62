from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "motcua.trust"
    label = "trust"
