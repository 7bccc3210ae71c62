from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "motcua.site.api"
    label = "api"
