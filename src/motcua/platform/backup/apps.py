from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "motcua.platform.backup"
    label = "backup"
