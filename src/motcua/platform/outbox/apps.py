from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "motcua.platform.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Let every room subscribe: an event that is told while its subscribers are not there yet is lost on them."""
        autodiscover_modules("handlers")
