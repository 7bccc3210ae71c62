"""How PostgreSQL hands its write-ahead log over to the backup folder, and gets it back."""

from motcua.platform.backup.folder import BackupFolder

LATEST_SECONDS = 60  # a segment goes out once a minute even when it is not full: so much may be lost with the disk


def settings(folder: BackupFolder) -> dict[str, str]:
    """What the server is told while it is backed up. A segment appears under its name only when it is whole and on the
    disk; one that is there already with the same content is well (the server died before it could note it); one with
    other content is never written over, and the server keeps its segments until somebody looks.
    """
    kept, draft = f"{folder.wal}/%f.gz", f"{folder.wal}/.%f.part"
    command = (
        f"if [ -e {kept} ]; then gzip -dc {kept} | cmp -s - %p; "
        f"else gzip -1c < %p > {draft} && sync {draft} && mv {draft} {kept}; fi"
    )
    return {
        "archive_mode": "on",
        "archive_timeout": str(LATEST_SECONDS),
        "archive_command": f"'{command}'",
        "summarize_wal": "on",
    }


def restore_command(folder: BackupFolder) -> str:
    """A segment that is not there ends the recovery; one that cannot be read stops it (PostgreSQL gives up above 125):
    what is broken must never pass for the end."""
    kept = f"{folder.wal}/%f.gz"
    return f"if [ -e {kept} ]; then gzip -dc {kept} > %p || exit 200; else exit 1; fi"
