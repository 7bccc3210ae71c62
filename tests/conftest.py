"""What guards and product tests share."""

import os
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src" / "motcua"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that the repository does not carry; tests that read it are skipped without it."""
    folder = Path(os.environ.get("MOTCUA_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the shared data is not here; set MOTCUA_SHARED")
    return folder


def committed(pattern: str = "*") -> list[Path]:
    """Files under version control, and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return [path for name in sorted(set(listed.stdout.splitlines())) if (path := CHECKOUT / name).is_file()]
