"""How long `motcua procedure check` takes for twenty packages with all their examples. Needs no database.

The packages that ship are copied until there are twenty, so the figure does not get better by adding packages.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

AIM = 10.0  # seconds
WANTED = 20
PACKAGES = Path(__file__).resolve().parents[1] / "procedures"


def main() -> None:
    with TemporaryDirectory(prefix="motcua-packages-") as folder:
        written = sorted(file.parent for file in PACKAGES.glob("*/procedure.yaml"))
        for number in range(WANTED):
            package = written[number % len(written)]
            shutil.copytree(package, Path(folder) / f"{package.name}-{number}")
        command = [sys.executable, "-m", "motcua.site", "procedure", "check", folder, "--quiet"]
        began = time.monotonic()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        seconds = time.monotonic() - began
    print(f"{said.splitlines()[-1]} {seconds:.1f} s with the start of Python, aim {AIM:.0f} s")


if __name__ == "__main__":
    main()
