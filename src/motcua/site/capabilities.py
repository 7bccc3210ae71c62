"""The one list of capabilities. Adding a room means its folder, its floor in .importlinter and a line here."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]

# From the top floor down.
ROOMS = ("portal", "dossiers", "forms", "catalogue", "identity", "agencies", "ledger")
PLATFORM_APPS = ("ui", "outbox", "files")


def installed_apps() -> list[str]:
    """Dotted names of every app of ours whose `apps.py` exists, lowest floor first."""
    platform = [f"motcua.platform.{name}" for name in PLATFORM_APPS if _is_app(SOURCE / "platform" / name)]
    return platform + [f"motcua.{room}" for room in reversed(ROOMS) if _is_app(SOURCE / room)]


def _is_app(folder: Path) -> bool:
    return (folder / "apps.py").is_file()


def locale_folders() -> list[Path]:
    """Folders with our translations, lowest floor first."""
    found = [SOURCE / "platform" / name / "locale" for name in PLATFORM_APPS]
    found += [SOURCE / room / "locale" for room in reversed(ROOMS)] + [SOURCE / "site" / "locale"]
    return [folder for folder in found if folder.is_dir()]


def has_accounts() -> bool:
    """Does the identity room bring its `Account`?"""
    room = SOURCE / "identity"
    files = [room / "models.py", *room.glob("models/*.py")]
    return _is_app(room) and any("class Account(" in file.read_text() for file in files if file.is_file())
