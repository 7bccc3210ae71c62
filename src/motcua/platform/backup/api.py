"""The front door of platform.backup."""

from motcua.platform.backup.archiving import settings as archive_settings
from motcua.platform.backup.folder import BackupFolder, Base
from motcua.platform.backup.restoring import restore, verify_whole
from motcua.platform.backup.taking import follow, prune, size_of, take

__all__ = [
    "BackupFolder",
    "Base",
    "archive_settings",
    "follow",
    "prune",
    "restore",
    "size_of",
    "take",
    "verify_whole",
]
