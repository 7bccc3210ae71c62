"""The one list of capabilities. Adding a room means its folder, its floor in .importlinter and a line here."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]

# From the top floor down.
ROOMS = (
    "portal",
    "authoring",
    "trust",
    "dossiers",
    "payments",
    "forms",
    "catalogue",
    "notices",
    "identity",
    "agencies",
    "ledger",
)
PLATFORM_APPS = ("ui", "outbox", "files", "printing", "backup")


def installed_apps() -> list[str]:
    """Dotted names of every app of ours, lowest floor first."""
    return [*(f"motcua.platform.{name}" for name in PLATFORM_APPS), *(f"motcua.{room}" for room in reversed(ROOMS))]


def locale_folders() -> list[Path]:
    """Folders with our translations, lowest floor first."""
    found = sorted((SOURCE / "platform").glob("*/locale"))
    found += [SOURCE / room / "locale" for room in reversed(ROOMS)] + [SOURCE / "site" / "locale"]
    return [folder for folder in found if folder.is_dir()]
