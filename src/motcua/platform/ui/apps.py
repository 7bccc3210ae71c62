"""The kit as a Django app."""

import logging

from django.apps import AppConfig

log = logging.getLogger(__name__)


class UiConfig(AppConfig):
    name = "motcua.platform.ui"
    label = "ui"
    verbose_name = "Bộ giao diện"

    def ready(self) -> None:
        """Compile translations that are newer than their `.mo`, so no checkout ever shows half a language."""
        from motcua.platform.ui.messages import compile_stale_messages

        try:
            compile_stale_messages()
        except OSError as error:  # an installed package may be read-only; its `.mo` files came with it
            log.warning("Translations were not compiled: %s", error)
