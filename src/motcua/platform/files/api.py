"""The front door of platform.files."""

from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.errors import (
    FileActiveError,
    FileBrokenError,
    FileEmptyError,
    FileKeyMissingError,
    FileKeyReusedError,
    FileKindError,
    FileLockedError,
    FileRefusedError,
    FilesFullError,
    FileTooLargeError,
    OneFileError,
    TooManyWaitingError,
)
from motcua.platform.files.receiving import receive_file
from motcua.platform.files.storing import (
    ALL_KINDS,
    claim_files,
    copy_file,
    destroy_files,
    digest_of,
    forget_files,
    get_file,
    open_file,
    store_file,
    store_made,
)

__all__ = [
    "ALL_KINDS",
    "FileActiveError",
    "FileBrokenError",
    "FileEmptyError",
    "FileKeyMissingError",
    "FileKeyReusedError",
    "FileKindError",
    "FileLockedError",
    "FileRefusedError",
    "FileTooLargeError",
    "FilesFullError",
    "OneFileError",
    "StoredFile",
    "TooManyWaitingError",
    "claim_files",
    "copy_file",
    "destroy_files",
    "digest_of",
    "forget_files",
    "get_file",
    "open_file",
    "receive_file",
    "store_file",
    "store_made",
]
