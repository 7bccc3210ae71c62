from django.apps import AppConfig

from motcua.platform.web.api import translate_sentences


class ApiConfig(AppConfig):
    name = "motcua.site.api"
    label = "api"

    def ready(self) -> None:
        translate_sentences()
