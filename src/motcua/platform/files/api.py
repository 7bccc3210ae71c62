"""The front door of platform.files."""

from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.errors import (
    FileActiveError,
    FileBrokenError,
    FileEmptyError,
    FileKindError,
    FileLockedError,
    FileRefusedError,
    FileTooLargeError,
)
from motcua.platform.files.storing import ALL_KINDS, claim_files, forget_files, get_file, open_file, store_file, store_made

__all__ = [
    "ALL_KINDS",
    "FileActiveError",
    "FileBrokenError",
    "FileEmptyError",
    "FileKindError",
    "FileLockedError",
    "FileRefusedError",
    "FileTooLargeError",
    "StoredFile",
    "claim_files",
    "forget_files",
    "get_file",
    "open_file",
    "store_file",
    "store_made",
]
