"""The front door of platform.files."""

from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.digest import digest_of
from motcua.platform.files.errors import (
    FileActiveError,
    FileBeingCheckedError,
    FileBrokenError,
    FileEmptyError,
    FileInfectedError,
    FileKeyMissingError,
    FileKeyReusedError,
    FileKindError,
    FileLockedError,
    FileQuarantinedError,
    FileRefusedError,
    FilesFullError,
    FileTooLargeError,
    OneFileError,
    TooManyWaitingError,
)
from motcua.platform.files.quarantine import held, looked_through, unserved
from motcua.platform.files.receiving import receive_file
from motcua.platform.files.storing import (
    ALL_KINDS,
    claim_files,
    copy_file,
    destroy_files,
    forget_files,
    get_file,
    open_file,
    store_file,
    store_made,
)

__all__ = [
    "ALL_KINDS",
    "FileActiveError",
    "FileBeingCheckedError",
    "FileBrokenError",
    "FileEmptyError",
    "FileInfectedError",
    "FileKeyMissingError",
    "FileKeyReusedError",
    "FileKindError",
    "FileLockedError",
    "FileQuarantinedError",
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
    "held",
    "looked_through",
    "open_file",
    "receive_file",
    "store_file",
    "store_made",
    "unserved",
]
