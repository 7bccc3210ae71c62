from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "motcua.platform.ui"
    label = "ui"
    verbose_name = "Bộ giao diện"
